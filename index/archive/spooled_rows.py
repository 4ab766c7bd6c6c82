"""Writing documents into a spool: their texts, where they came, and which file gave them."""

import json
import os
import sqlite3

from index.archive.document import Appearance, Bulletin, Document, is_own, sort_name, to_row
from index.archive.near_duplicates import sketch
from index.archive.spooled_versions import published, to_rows
from index.archive.versions import is_comparable


def insert(
    database: sqlite3.Connection, version: Document, text: str, size: int, of: str, arrival: int
) -> None:
    """Write a version that is not there yet; see `Spool` for what tells where it belongs."""
    sketched = sketch(version.body) if is_comparable(version) else None
    content = database.execute(
        "INSERT INTO content (sketch, title, body) VALUES (?, ?, ?)",
        (sketched, version.title, version.body),
    ).lastrowid
    past = json.dumps(to_rows(version.appearances)) if version.is_past else None
    kept = (version.id, content, text, is_own(version), *published(version))
    row = (*kept, size, of, arrival or content, past)
    database.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def add_again(database: sqlite3.Connection, version: Document, size: int, *, is_back: bool) -> None:
    """Note where a version that was added came, too; its source is the one that published it first.

    Without a time that is not known of a day.
    """
    _, day, _, time, _ = columns = published(version)
    database.execute(
        "UPDATE document SET source = ?, date = ?, url = ?, time = ?, date_origin = ? "
        "WHERE id = ? AND (coalesce(date, '9999') > ? OR (date = ? AND time > ? AND ? != ''))",
        (*columns, version.id, day, day, time, time),
    )
    database.execute("UPDATE document SET size = ? WHERE id = ?", (size, version.id))
    if is_back:
        database.execute("UPDATE document SET past = NULL WHERE id = ?", (version.id,))


def place(database: sqlite3.Connection, version: Document) -> None:
    """Note where a version appears; of a past one that is kept with it."""
    for appearance in () if version.is_past else version.appearances:
        _appear(database, version.id, appearance)


def _appear(database: sqlite3.Connection, document_id: str, appearance: Appearance) -> None:
    bulletin = appearance.bulletin
    identifier, name, source, day, *more = to_row(bulletin)
    database.execute(
        "INSERT OR IGNORE INTO bulletin VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '', 0)",
        (identifier, name, source, day or None, *more, sort_name(name)),
    )
    added = database.execute(
        "INSERT OR IGNORE INTO appearance VALUES (?, ?, ?)", (document_id, bulletin.id, appearance.place)
    )
    database.execute(
        "UPDATE bulletin SET documents = documents + ? WHERE id = ?", (added.rowcount, bulletin.id)
    )


def note_file(database: sqlite3.Connection, document: Document) -> None:
    """Note which file gives a document, and in which bulletins."""
    bulletins = {each.bulletin.id for each in document.appearances} or {""}
    path = os.fsencode(document.file)
    database.executemany(
        "INSERT OR IGNORE INTO given VALUES (?, ?, ?)", ((path, document.id, each) for each in bulletins)
    )


def put_bulletin(database: sqlite3.Connection, bulletin: Bulletin) -> None:
    """Take a bulletin in the place of the one with its id."""
    identifier, *columns = to_row(bulletin)
    database.execute(
        "UPDATE bulletin SET name = ?, source = ?, date = nullif(?, ''), url = ?, time = ?, "
        "date_origin = ?, sort_name = ? WHERE id = ?",
        (*columns, sort_name(bulletin.name), identifier),
    )
