"""An archive written in runs, and all that a segment file of it holds."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

from index.archive.document import Appearance, Bulletin, Document
from index.archive.spool import Spool
from index.engines import Limits, no_progress
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.writing.rebuilding import SegmentFiles, write_segment

FIRST_DAY = date(2024, 1, 1)
TABLES = ("archive", "word", "form", "stem", "written", "title", "shelf", "letter", "name")


def archive(count: int) -> Iterator[Document]:
    bulletin = Bulletin("b", "Journal de 8 h", "Agence")
    for number in range(count):
        twice = f"{number}h{number}"  # a term that stands twice at one position
        body = (
            f"Texte {number} d’agence {twice} : {'grève ' * (number % 5)}\n\nNom{number % 7} propre{number}."
        )
        day = FIRST_DAY + timedelta(days=number % 11) if number % 13 else None
        appearances = (Appearance(bulletin, number),) if number % 2 else ()
        at = time(number % 24, number % 60) if number % 3 else None
        document = Document(f"d{number}", f"Titre {number % 9}", body, "Agence", day, "", appearances, at)
        earlier = Document(f"v{number}", "Avant", "Le texte d’avant.", "Agence", FIRST_DAY, is_past=True)
        yield replace(document, versions=(earlier, document)) if number == 8 else document


@contextmanager
def spooled(folder: Path, count: int) -> Iterator[Spool]:
    with Spool(folder) as spool:
        for document in archive(count):
            assert spool.add(document) is None
        spool.compose()
        yield spool


def spelt_out(path: Path) -> list[object]:
    file = SegmentFile(path)
    found: list[object] = [
        (name, info.kind, info.length, info.documents) for name, info in sorted(file.fields.items())
    ]
    for name, info in sorted(file.fields.items()):
        found.append(file.lengths(name).tolist())
        for term in range(info.first_term, info.end_term):
            found.append((file.text(term), file.numbers(term).tolist(), file.weights(term).tolist()))
            if info.has_positions:
                found.append([each.tolist() for each in file.all_positions(term, term + 1)])
    return [*found, *map(file.stored, range(file.documents)), sorted(file.attachments)]


def rebuilt(folder: Path, count: int, limits: Limits) -> tuple[list[object], list[list[tuple[object, ...]]]]:
    folder.mkdir()
    files = SegmentFiles(folder / "whole.arrays", folder / "vocabulary.sqlite")
    with spooled(folder, count) as spool:
        write_segment(folder, spool, files, limits, no_progress)
    assert sorted(path.name for path in folder.iterdir()) == ["vocabulary.sqlite", "whole.arrays"]
    with closing(sqlite3.connect(folder / "vocabulary.sqlite")) as database:
        tables = [sorted(database.execute(f"SELECT * FROM {table}")) for table in TABLES]
    return spelt_out(folder / "whole.arrays"), tables
