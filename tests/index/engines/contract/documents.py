"""Documents and bulletins that the contract is asked with, and short ways to ask."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date, time

from index import Appearance, Bulletin, Document, Engine, parse
from index.archive.date_origin import DATE_ORIGINS

Indexed = Callable[[Iterable[Document]], AbstractContextManager[Engine]]
"""Indexes documents until its context ends."""

MORNING = Bulletin("b1", "Journal de 8 h", "Radio Estuaire", date(2024, 11, 8), "https://exemple.fr/8h")
EVENING = Bulletin("b2", "Journal de 18 h", "Radio Estuaire", date(2024, 11, 8), time=time(18))
NEXT_DAY = Bulletin("b3", "Journal de 8 h", "Radio Estuaire", date(2024, 11, 9))
ELSEWHERE = Bulletin("b4", "Le fil", "Agence", date(2024, 11, 10))
UNDATED = Bulletin("b5", "Sans date", "Agence")


def item(identifier: str, title: str = "Titre", body: str = "Un corps", **more: object) -> Document:
    return Document(identifier, title, body, **more)  # type: ignore[arg-type]


def ids(engine: Engine, query: str, limit: int = 1_000, offset: int = 0) -> list[str]:
    return [hit.id for hit in engine.search(parse(query), limit, offset).hits]


def all_ids(engine: Engine) -> list[str]:
    return [document.id for document in engine.documents()]


def _mixed(number: int) -> Document:
    """Return one of many documents that share words, days, sources and bulletins in every combination."""
    bulletins = (MORNING, EVENING, NEXT_DAY, ELSEWHERE, UNDATED)
    body = " ".join(word for each, word in WORDS.items() if number % each == 0)
    day = None if number % 7 == 0 else date(2023 + number % 3, 1 + number % 5, 1 + number % 2)
    found = [bulletins[number % 5], bulletins[number % 4]] if number % 3 else []
    appearances = tuple(Appearance(bulletin, number + place) for place, bulletin in enumerate(found))
    source = ("Radio", "Agence", "")[number % 11 % 3]
    title = "Vent et pluie" if number % 10 == 0 else f"Numéro {number}"
    at = time(number % 3 * 10, 30) if number % 4 == 0 else None
    origin = DATE_ORIGINS[number % 5]
    return Document(f"{number:02}", title, body, source, day, "", appearances, at, origin)


WORDS = {1: "le temps", 2: "vent fort", 3: "de la pluie", 4: "et vents", 5: "neige", 6: "sur l’OTAN"}
"""What a document of `MIXED` says where its number is divided by these."""
MIXED = [_mixed(number) for number in range(60)]
QUERIES = (
    "vent", "vent pluie", "le", "temps", "pluie vent neige", '"vent fort"', '"pluie vents"', '"fort pluie"~3',
    "ven*", "=vents", "-pluie", "-absent", "vent -pluie", 'vent -"fort de"', "date:2024", "vent date:2024-02",
    "depuis:2024-03 -neige", "source:radio", "pluie -source:agence", "bulletin:journal", "titre:vent",
    "corps:vent -titre:pluie", "(vent OU neige) ET pluie", "vent OU neige", "pluei", "absent", "",
)  # fmt: skip
"""Queries of every kind that `MIXED` answers in different ways; two of them find nothing."""
