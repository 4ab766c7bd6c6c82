"""An index of one document, rebuilt and read in the folder where it lies."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from index import Appearance, Bulletin, Document, open_engine, parse


def rebuild(folder: Path, body: str = "Un mot.") -> None:
    open_engine(f"whoosh:{folder}").rebuild([Document("1", "Titre", body)])


def found(folder: Path, query: str) -> int:
    return open_engine(f"whoosh:{folder}").search(parse(query)).total


def serving(folder: Path) -> Path:
    return folder / (folder / "CURRENT").read_text("utf-8").strip()


def builds(folder: Path) -> set[str]:
    return {build.name for build in (folder / "builds").iterdir()}


def small_index(folder: Path) -> None:
    bulletin = Bulletin("b1", "Journal de 8 h", "Radio", date(2024, 11, 7))
    documents = [Document(f"{n}", f"Titre {n}", "Le corps", "Radio", bulletin.date) for n in range(3)]
    placed = [
        replace(document, appearances=(Appearance(bulletin, n),)) for n, document in enumerate(documents)
    ]
    open_engine(f"whoosh:{folder}").rebuild(placed)
