"""Documents and bulletins that the contract is asked with, and short ways to ask."""

from datetime import date

from index import Bulletin, Document, Engine, parse

MORNING = Bulletin("b1", "Journal de 8 h", "Radio Estuaire", date(2024, 11, 8), "https://exemple.fr/8h")
EVENING = Bulletin("b2", "Journal de 18 h", "Radio Estuaire", date(2024, 11, 8))
NEXT_DAY = Bulletin("b3", "Journal de 8 h", "Radio Estuaire", date(2024, 11, 9))
ELSEWHERE = Bulletin("b4", "Le fil", "Agence", date(2024, 11, 10))
UNDATED = Bulletin("b5", "Sans date", "Agence")


def item(identifier: str, title: str = "Titre", body: str = "Un corps", **more: object) -> Document:
    return Document(identifier, title, body, **more)  # type: ignore[arg-type]


def ids(engine: Engine, query: str, limit: int = 1_000, offset: int = 0) -> list[str]:
    return [hit.id for hit in engine.search(parse(query), limit, offset).hits]


def all_ids(engine: Engine) -> list[str]:
    return [document.id for document in engine.documents()]
