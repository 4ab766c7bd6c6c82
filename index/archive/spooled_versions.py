"""Versions in a spool: which ones are those of one document, and documents read with all of theirs."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from typing import cast

from index.archive.date_origin import DateOrigin
from index.archive.document import (
    Appearance,
    Document,
    from_clock,
    from_iso,
    from_row,
    to_clock,
    to_iso,
    to_row,
)
from index.archive.near_duplicates import read_sketch
from index.archive.versions import Dated, composed, edits, in_order_of_age

_VERSIONS = """
    SELECT document.id, title, body, source, date, url, time, date_origin, past
    FROM document JOIN content ON number = content
"""
_WITH_ID = _VERSIONS + "WHERE document.id = ?"
_DATED = """
    SELECT id, source, date, time, sketch FROM document JOIN content ON number = content
    WHERE date IS NOT NULL AND sketch IS NOT NULL ORDER BY source, date, id
"""
_SINGLE = "SELECT id FROM document WHERE NOT EXISTS (SELECT 1 FROM version WHERE version.id = document.id)"
# Two versions of a document at one place of a bulletin are one place.
_SAME_PLACES = """
    SELECT count(*) - count(DISTINCT place || ' ' || version.document) AS double, bulletin
    FROM appearance JOIN version ON id = appearance.document GROUP BY bulletin HAVING double > 0
"""
# Those that lead elsewhere though no other version is here: the text that they came after is gone.
_ALONE = """
    INSERT OR IGNORE INTO version SELECT id, id, 0 FROM document
    WHERE of != '' OR past IS NOT NULL
    OR EXISTS (SELECT 1 FROM ledger_item AS known WHERE known.id = document.id AND leads != '')
"""
_OF_ONE_DOCUMENT = """
    SELECT document.id, document.of FROM document JOIN document AS other ON other.id = document.of
    WHERE document.of != ''
"""
_LEADS = """
    SELECT leads FROM ledger_item WHERE id = ? AND leads != ''
"""

Published = tuple[str, str | None, str, str, DateOrigin]
"""Source, ISO date, address, time as `to_clock` writes it, and origin of the date."""
Row = tuple[str, str, str, *Published, str | None]
"""Id, title, body, where it was published, and JSON of the appearances of a past version."""


def compose(database: sqlite3.Connection) -> None:
    """Write which versions belong together, and their documents, into the tables of a spool."""
    for one, other in database.execute(_OF_ONE_DOCUMENT).fetchall():
        _join(database, one, other)
    for one, other in edits(dated_versions(database)):
        _join(database, one, other)
    database.execute(_ALONE)
    _join_by_id(database)
    rows = database.execute("SELECT document, id FROM version ORDER BY document, id").fetchall()
    taken = set[str]()
    for _, pairs in groupby(rows, itemgetter(0)):
        _compose(database, [identifier for _, identifier in pairs], taken)
    double = database.execute(_SAME_PLACES).fetchall()
    database.executemany("UPDATE bulletin SET documents = documents - ? WHERE id = ?", double)


def _join(database: sqlite3.Connection, one: str, other: str) -> None:
    """Put two versions, and those that belong to either, together under one label."""
    labels = [_label(database, each) for each in (one, other)]
    label = next(filter(None, labels), one)
    for version, had in zip((one, other), labels, strict=True):
        if had is None:
            database.execute("INSERT INTO version VALUES (?, ?, 0)", (version, label))
        elif had != label:
            database.execute("UPDATE version SET document = ? WHERE document = ?", (label, had))


def _label(database: sqlite3.Connection, version: str) -> str | None:
    found = database.execute("SELECT document FROM version WHERE id = ?", (version,)).fetchone()
    return str(found[0]) if found else None


def _join_by_id(database: sqlite3.Connection) -> None:
    """Put versions together that the input puts under one id which no version has."""
    rows = database.execute("SELECT of, id FROM document WHERE of != '' ORDER BY of, id").fetchall()
    for _, pairs in groupby(rows, itemgetter(0)):
        first, *others = (identifier for _, identifier in pairs)
        for other in others:  # versions of one document, of which none has its id
            _join(database, first, other)


def _compose(database: sqlite3.Connection, identifiers: Sequence[str], taken: set[str]) -> None:
    """Compose one document of some versions; none where no source gives any of them."""
    details = {
        identifier: database.execute(
            "SELECT of, CASE is_own WHEN 1 THEN 0 ELSE arrival END, content, size FROM document WHERE id = ?",
            (identifier,),
        ).fetchone()
        for identifier in identifiers
    }
    read = read_versions(database, identifiers)
    versions = in_order_of_age((each, details[each.id][1]) for each in read)
    if all(each.is_past for each in versions):
        for each in versions:
            database.execute("DELETE FROM document WHERE id = ?", (each.id,))
            database.execute("DELETE FROM version WHERE id = ?", (each.id,))
        return
    given = [details[each.id][0] for each in versions if details[each.id][0]]
    document_id = _choose(database, [each.id for each in versions], given, taken)
    if [each.id for each in versions] == [document_id]:
        database.execute("DELETE FROM version WHERE id = ?", (document_id,))
        return
    document = composed(document_id, versions)
    database.executemany(
        "UPDATE version SET document = ?, rank = ? WHERE id = ?",
        [(document_id, rank, each.id) for rank, each in enumerate(versions)],
    )
    newest = details[versions[-1].id]
    size = sum(details[each.id][3] for each in versions)
    _, _, place = document.place_key.partition("\x1f")
    row = document_id, newest[2], *published(document), size, place or None
    database.execute("INSERT INTO composed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _choose(
    database: sqlite3.Connection, versions: Sequence[str], given: Sequence[str], taken: set[str]
) -> str:
    """Return the id of the document of some versions, oldest first: that of the oldest one there ever was.

    That is one that the input gave, or that a ledger knows, though its text is gone; else that of the first.
    """
    known = [row[0] for each in versions for row in database.execute(_LEADS, (each,))]
    gone = [each for each in known if each not in versions and not _has(database, each)]
    for identifier in (*given, *gone, *versions):
        if identifier not in taken and (identifier in versions or not _has(database, identifier)):
            taken.add(identifier)
            return str(identifier)
    raise AssertionError("a version has an id that no other document has")


def _has(database: sqlite3.Connection, identifier: str) -> bool:
    return database.execute("SELECT 1 FROM document WHERE id = ?", (identifier,)).fetchone() is not None


# --- reading ---


def dated_versions(database: sqlite3.Connection) -> Iterator[Dated]:
    """Yield the versions that may be edits of others, as `edits` wants them."""
    for identifier, source, day, time, sketched in database.execute(_DATED):
        read = partial(_read_version, database, identifier)
        yield Dated(
            identifier, source, date.fromisoformat(day), from_clock(time), read_sketch(sketched), read
        )


def _read_version(database: sqlite3.Connection, identifier: str) -> Document:
    return _version(database, database.execute(_WITH_ID, (identifier,)).fetchone())


def read_versions(database: sqlite3.Connection, identifiers: Iterable[str]) -> Iterator[Document]:
    """Yield versions by their ids."""
    for identifier in identifiers:
        yield _read_version(database, identifier)


def read_documents(database: sqlite3.Connection) -> Iterator[Document]:
    """Yield all documents, in no order."""
    yield from read_versions(database, [each for (each,) in database.execute(_SINGLE).fetchall()])
    for (identifier,) in database.execute("SELECT id FROM composed").fetchall():
        yield _composed(database, identifier)


def document_ids(database: sqlite3.Connection) -> list[str]:
    """Return the ids of all documents, in no order."""
    found = (database.execute(each) for each in (_SINGLE, "SELECT id FROM composed"))
    return [identifier for (identifier,) in chain.from_iterable(found)]


def read_settled(database: sqlite3.Connection, numbers: range) -> Iterator[Document]:
    """Yield the settled documents of consecutive numbers, from 0."""
    rows = database.execute(
        "SELECT id, title, body, source, date, url, time, date_origin, versions "
        "FROM settled JOIN content ON number = content WHERE rank > ? AND rank <= ? ORDER BY rank",
        (numbers.start, numbers.stop),
    )
    for *row, has_versions in rows:
        if has_versions:
            yield _composed(database, row[0])
        else:
            yield _version(database, cast(Row, (*row, None)))


def _composed(database: sqlite3.Connection, identifier: str) -> Document:
    rows = database.execute("SELECT id FROM version WHERE document = ? ORDER BY rank", (identifier,))
    return composed(identifier, list(read_versions(database, [each for (each,) in rows])))


def _version(database: sqlite3.Connection, row: Row) -> Document:
    """Return the version of a row, with its appearances, the oldest first."""
    identifier, title, body, source, day, url, time, origin, past = row
    rows = database.execute(
        "SELECT b.id, b.name, b.source, b.date, b.url, b.time, b.date_origin, place "
        "FROM appearance JOIN bulletin b ON b.id = bulletin WHERE document = ? "
        "ORDER BY b.date IS NULL, b.date, b.time, sort_name, b.id, place",
        (identifier,),
    )
    appearances = from_rows(rows if past is None else json.loads(past))
    published = source, from_iso(day), url, appearances, from_clock(time), origin
    return Document(identifier, title, body, *published, is_past=past is not None)


def published(document: Document) -> Published:
    """Return the columns of where and when a document was published."""
    day, time = to_iso(document.date) or None, to_clock(document.time)
    return document.source, day, document.url, time, document.date_origin


AppearanceRow = Sequence[str | int]
"""The columns of a bulletin, then the place in it."""


def to_rows(appearances: Iterable[Appearance]) -> list[AppearanceRow]:
    """Return the columns of appearances."""
    return [[*to_row(each.bulletin), each.place] for each in appearances]


def from_rows(rows: Iterable[Sequence[object]]) -> tuple[Appearance, ...]:
    """Return the appearances of the columns that `to_rows` made."""
    return tuple(Appearance(from_row(*row), place) for *row, place in rows)  # type: ignore[arg-type]
