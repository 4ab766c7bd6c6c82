"""The documents of a rebuild: gathered by id, then read newest first.

They lie on disk, so that memory does not grow with the archive, and only inside the folder of the index, so
that no confidential text gets into a shared temporary folder.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from index.archive.document import (
    Appearance,
    Bulletin,
    Document,
    digest,
    from_row,
    is_encodable,
    is_own,
    sort_name,
    text_digest,
    to_row,
)
from index.archive.holdings import BulletinCount, Refusal
from index.archive.id_assignment import assign_bulletin_ids, assign_item_ids, rename_items
from index.archive.ledger import Known, KnownBulletin, KnownFile, KnownItem
from index.archive.near_duplicates import sketch
from index.archive.removals import Removals
from index.archive.source_files import STANDARD_INPUT
from index.archive.spooled_versions import (
    compose,
    dated_versions,
    document_ids,
    published,
    read_documents,
    read_settled,
    read_versions,
    to_rows,
)
from index.archive.standing import Standing
from index.archive.versions import Dated, is_comparable, is_findable, version_id, versions_of
from index.storage.immutable_database import WRITTEN_ONCE, open_immutable
from index.storage.temporary_files import allow_temporary_files

_TABLES = f"""
    {WRITTEN_ONCE}
    PRAGMA cache_size = -16000;  -- 16 MB, which sorting takes, too
    BEGIN;
    CREATE TABLE content (number INTEGER PRIMARY KEY, sketch BLOB, title TEXT, body TEXT);
    CREATE TABLE document (
        id TEXT PRIMARY KEY, content INT, text TEXT, is_own INT, source TEXT, date TEXT, url TEXT, time TEXT,
        date_origin TEXT, size INT, of TEXT, arrival INT, past TEXT
    ) WITHOUT ROWID;
    CREATE INDEX document_of ON document (of) WHERE of != '';
    CREATE TABLE bulletin (
        id TEXT PRIMARY KEY, name TEXT, source TEXT, date TEXT, url TEXT, time TEXT, date_origin TEXT,
        sort_name TEXT, documents INT, digest TEXT, items INT
    ) WITHOUT ROWID;
    CREATE TABLE appearance (document TEXT, bulletin TEXT, place INT, PRIMARY KEY (document, bulletin, place))
        WITHOUT ROWID;
    CREATE TABLE given (file BLOB, item TEXT, bulletin TEXT, PRIMARY KEY (file, item, bulletin))
        WITHOUT ROWID;
    CREATE TABLE ledger_item (id TEXT PRIMARY KEY, text TEXT, source TEXT, leads TEXT) WITHOUT ROWID;
    CREATE TABLE ledger_bulletin (id TEXT PRIMARY KEY, digest TEXT, items INT, date TEXT, name TEXT)
        WITHOUT ROWID;
    CREATE TABLE ledger_place (item TEXT, bulletin TEXT, PRIMARY KEY (item, bulletin)) WITHOUT ROWID;
    CREATE TABLE ledger_common (item TEXT PRIMARY KEY) WITHOUT ROWID;
    -- Items and bulletins of the archive that none of those gathered can be.
    CREATE TABLE elsewhere_item (id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE elsewhere_bulletin (id TEXT PRIMARY KEY) WITHOUT ROWID;
    -- The versions of documents that have several, or one under another id, oldest first.
    CREATE TABLE version (id TEXT PRIMARY KEY, document TEXT, rank INT) WITHOUT ROWID;
    CREATE INDEX version_by_document ON version (document, rank);
    CREATE TABLE composed (
        id TEXT PRIMARY KEY, content INT, source TEXT, date TEXT, url TEXT, time TEXT, date_origin TEXT,
        size INT, place TEXT
    ) WITHOUT ROWID;
"""
_LARGEST = (
    "SELECT coalesce(max(size), 0) FROM (SELECT size FROM document UNION ALL SELECT size FROM composed)"
)
_INDEXES = """
    BEGIN;
    CREATE INDEX given_by_item ON given (item);
    CREATE INDEX given_by_bulletin ON given (bulletin);
    CREATE INDEX document_by_text ON document (text, source);
    CREATE INDEX appearance_by_bulletin ON appearance (bulletin, document);
    CREATE INDEX ledger_item_by_text ON ledger_item (text);
    CREATE INDEX ledger_bulletin_by_digest ON ledger_bulletin (digest, date, name, id);
    CREATE INDEX ledger_place_by_bulletin ON ledger_place (bulletin, item);
"""
_SETTLE = """
    BEGIN;
    CREATE TABLE settled (
        rank INTEGER PRIMARY KEY, id TEXT, content INT, source TEXT, date TEXT, url TEXT, time TEXT,
        date_origin TEXT, size INT, versions INT
    );
    INSERT INTO settled SELECT NULL, id, content, source, date, url, time, date_origin, size, versions FROM (
        SELECT id, content, source, date, url, time, date_origin, size, 0 AS versions, (
            SELECT sort_name || char(31) || printf('%08d', place)
            FROM appearance JOIN bulletin ON bulletin.id = appearance.bulletin
            WHERE appearance.document = document.id
            ORDER BY bulletin.date IS NULL, bulletin.date, bulletin.time, sort_name, place LIMIT 1
        ) AS place FROM document WHERE NOT EXISTS (SELECT 1 FROM version WHERE version.id = document.id)
        UNION ALL SELECT id, content, source, date, url, time, date_origin, size, 1, place FROM composed
    ) ORDER BY date IS NULL, date DESC, source, time, place, id;  -- as `Document.place_key`
    COMMIT;
"""
_LEARN = """
    BEGIN;
    INSERT OR REPLACE INTO ledger_item SELECT id, text, source, coalesce((
        SELECT document FROM version WHERE version.id = document.id AND version.document != document.id
    ), '') FROM document;
    INSERT OR REPLACE INTO ledger_bulletin SELECT id, digest, items, coalesce(date, ''), name FROM bulletin;
    DELETE FROM ledger_place WHERE bulletin IN (SELECT id FROM bulletin);
    INSERT OR IGNORE INTO ledger_place SELECT document, bulletin FROM appearance;
"""

_RENAMABLE = """
    SELECT id FROM document WHERE of != '' OR (NOT is_own AND EXISTS (
        SELECT 1 FROM ledger_item AS known WHERE known.id = document.id AND known.text != document.text
    ))
"""
_MISSING = """
    SELECT id FROM ledger_item AS known WHERE NOT EXISTS (SELECT 1 FROM document WHERE id = known.id)
"""

SPOOL = "spool.sqlite"
AT_ONCE = 10_000
"""Items of a file that are in memory at once when the ledger is written."""
MOST_VERSIONS = 100
"""Texts that one id may come with at a time: more tell that the ids are none."""


@dataclass(frozen=True, slots=True)
class Sizing:
    """How large a document is to an engine, in a unit of its own.

    Attributes:
        of: Returns the size of a document.
        appearance: Size of one appearance more.
        most: Largest size that a document may have.
        refusal: Returns why a document of a size is refused, a clause.
    """

    of: Callable[[Document], int]
    appearance: int = 0
    most: int = sys.maxsize
    refusal: Callable[[int], str] = "it has the size {}".format


BY_CHARACTERS = Sizing(lambda document: len(document.title) + len(document.body))


class Spool:
    """A file of documents in a folder, deleted at the end of its context.

    Args:
        folder: The folder.
        sizing: How large documents are, and may be.
    """

    def __init__(self, folder: Path, sizing: Sizing = BY_CHARACTERS) -> None:
        self._sizing = sizing
        self._path = folder / SPOOL
        self._database = sqlite3.connect(self._path, isolation_level=None)
        allow_temporary_files(self._database)
        self._database.executescript(_TABLES)
        self._left_out: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
        self._path.unlink(missing_ok=True)

    def add(self, document: Document) -> Refusal | None:
        """Add a document with all its versions, or return why it is refused."""
        if not document.versions:
            return self._add(document, "", 0)
        versions = document.versions
        is_among = any(each.id == document.id for each in versions)
        for arrival, version in enumerate(versions, -len(versions)):
            of = "" if is_among and is_findable(version) else document.id
            if refusal := self._add(replace(version, file=document.file), of, arrival):
                return refusal
        return None

    def _add(self, version: Document, of: str, arrival: int) -> Refusal | None:
        """Add a version of a document that has others, or a document, or return why it is refused.

        Args:
            version: The version.
            of: Id of its document where that is not for `edits` to find; empty elsewhere.
            arrival: Tells which came first where nothing else does; 0 for the order in which they are added.
        """
        if not all(map(is_encodable, _texts(version))):
            return Refusal(
                version.id,
                version.title,
                "it holds half a character (a lone surrogate), which no file can; take it out",
            )
        of = "" if of == version.id else of
        text = text_digest(version.title, version.body)
        known = self._database.execute(
            "SELECT text, size, past FROM document WHERE id = ?", (version.id,)
        ).fetchone()
        if known and known[0] != text:
            another = version_id(of or version.id, text)
            return self._add(replace(version, id=another), of or version.id, arrival)
        size = self._sizing.appearance * len(version.appearances)
        size = known[1] + size if known else self._sizing.of(version)
        others, taken = self._others(version.id, of)
        if others >= MOST_VERSIONS and not known:
            reason = f"the id {of!r} has {others} texts already; give this one an id of its own"
            return Refusal(of, version.title, reason)
        if size + taken > self._sizing.most:
            return Refusal(version.id, version.title, self._sizing.refusal(size + taken))
        if known:
            self._add_again(version, size, is_back=known[2] is not None and not version.is_past)
        else:
            self._insert(version, text, size, of, arrival)
        self._place(version)
        if version.file:
            self._note_file(version)
        return None

    def _others(self, identifier: str, of: str) -> tuple[int, int]:
        """Return the number and the size of the other versions of a document of which the input tells."""
        if not of:
            return 0, 0
        select = "SELECT count(*), coalesce(sum(size), 0) FROM document WHERE (id = ? OR of = ?) AND id != ?"
        number, size = self._database.execute(select, (of, of, identifier)).fetchone()
        return number, size

    def _add_again(self, version: Document, size: int, *, is_back: bool) -> None:
        """Note where a version that was added came, too; its source is the one that published it first.

        Without a time that is not known of a day.
        """
        _, day, _, time, _ = columns = published(version)
        self._database.execute(
            "UPDATE document SET source = ?, date = ?, url = ?, time = ?, date_origin = ? "
            "WHERE id = ? AND (coalesce(date, '9999') > ? OR (date = ? AND time > ? AND ? != ''))",
            (*columns, version.id, day, day, time, time),
        )
        self._database.execute("UPDATE document SET size = ? WHERE id = ?", (size, version.id))
        if is_back:
            self._database.execute("UPDATE document SET past = NULL WHERE id = ?", (version.id,))

    def _insert(self, version: Document, text: str, size: int, of: str, arrival: int) -> None:
        sketched = sketch(version.body) if is_comparable(version) else None
        content = self._database.execute(
            "INSERT INTO content (sketch, title, body) VALUES (?, ?, ?)",
            (sketched, version.title, version.body),
        ).lastrowid
        past = json.dumps(to_rows(version.appearances)) if version.is_past else None
        kept = (version.id, content, text, is_own(version), *published(version))
        row = (*kept, size, of, arrival or content, past)
        self._database.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def _note_file(self, document: Document) -> None:
        """Note which file gives a document, and in which bulletins."""
        bulletins = {each.bulletin.id for each in document.appearances} or {""}
        path = os.fsencode(document.file)
        self._database.executemany(
            "INSERT OR IGNORE INTO given VALUES (?, ?, ?)", ((path, document.id, each) for each in bulletins)
        )

    def assign_ids(self, known: Iterable[KnownItem | KnownBulletin]) -> None:
        """Assign the ids that earlier builds gave; called once, when all documents are added."""
        for row in known:
            self._know(row)
        if self._database.execute("SELECT 1 FROM ledger_item LIMIT 1").fetchone():
            self._database.executescript(_INDEXES)
            assign_item_ids(self._database)
            assign_bulletin_ids(self._database)

    def assign_ids_in(self, standing: Standing) -> None:
        """Assign ids as `assign_ids` does, by what of the ledger of an archive concerns these documents.

        The archive stays: what stands in it elsewhere keeps its id.
        """
        self._database.executescript(_INDEXES)
        for identifier, text in self._database.execute("SELECT id, text FROM document").fetchall():
            for item in standing.items_like(identifier, text):
                self._know(item)
                if standing.holds_item(item.id) and not self._gathers(item):
                    self._database.execute("INSERT OR IGNORE INTO elsewhere_item VALUES (?)", (item.id,))
        assign_item_ids(self._database)
        gathered = {identifier for (identifier,) in self._database.execute("SELECT id FROM bulletin")}
        for identifier in sorted(gathered):
            items = self._database.execute(
                "SELECT DISTINCT document FROM appearance WHERE bulletin = ?", (identifier,)
            ).fetchall()
            for bulletin in standing.bulletins_like(identifier, [item for (item,) in items]):
                self._know(bulletin)
                if bulletin.id not in gathered and standing.holds_bulletin(bulletin.id):
                    self._database.execute(
                        "INSERT OR IGNORE INTO elsewhere_bulletin VALUES (?)", (bulletin.id,)
                    )
        assign_bulletin_ids(self._database)

    def _gathers(self, item: KnownItem) -> bool:
        """Return whether a gathered document has the text and the source of an item."""
        found = self._database.execute(
            "SELECT 1 FROM document WHERE text = ? AND source = ?", (item.text, item.source)
        )
        return found.fetchone() is not None

    def identifiers(self) -> list[str]:
        """Return the ids of the versions gathered."""
        return [identifier for (identifier,) in self._database.execute("SELECT id FROM document")]

    def versions(self) -> Iterator[Document]:
        """Yield the versions gathered, in no order; they may be replaced or dropped meanwhile."""
        yield from read_versions(self._database, self.identifiers())

    def links(self) -> dict[str, str]:
        """Return the documents of versions of which the input tells it, by id."""
        return dict(self._database.execute("SELECT id, of FROM document WHERE of != ''"))

    def dated(self) -> Iterator[Dated]:
        """Yield the versions that may be edits of others, as `edits` wants them."""
        return dated_versions(self._database)

    def missing(self) -> Iterator[str]:
        """Yield the ids of the ledger that nothing gathered has."""
        yield from [identifier for (identifier,) in self._database.execute(_MISSING)]

    def compose(self) -> None:
        """Find which versions are those of one document; called once, when all have their ids."""
        compose(self._database)

    def documents(self) -> Iterator[Document]:
        """Yield the documents gathered, when they are composed, in no order."""
        yield from read_documents(self._database)

    def document_ids(self) -> list[str]:
        """Return the ids of the documents gathered, when they are composed."""
        return document_ids(self._database)

    def leads(self) -> dict[str, str]:
        """Return the documents of versions that have another id, by the id of the version."""
        return dict(self._database.execute("SELECT id, document FROM version WHERE id != document"))

    def drop(self, identifier: str) -> None:
        """Forget a document, but not that it was given."""
        self._database.execute("DELETE FROM document WHERE id = ?", (identifier,))
        self._database.execute("DELETE FROM appearance WHERE document = ?", (identifier,))

    def put(self, version: Document) -> Refusal | None:
        """Take a version in the place of the one with its id, or return why it is refused."""
        select = "SELECT of, arrival FROM document WHERE id = ?"
        of, arrival = self._database.execute(select, (version.id,)).fetchone() or ("", 0)
        self.drop(version.id)
        return self._add(version, of, arrival)

    def take_standing(self, version: Document, document: Document, arrival: int) -> None:
        """Take a version of a document of the archive, where it is not gathered already.

        Args:
            version: The version.
            document: Its document.
            arrival: Tells which version came first where nothing else does.
        """
        is_among = any(each.id == document.id for each in versions_of(document))
        of = "" if (is_among and is_findable(version)) or version.id == document.id else document.id
        self._database.execute(
            "UPDATE document SET of = ?, arrival = ? WHERE id = ?", (of, arrival, version.id)
        )
        text = text_digest(version.title, version.body)
        if not self.holds(version.id):
            self._insert(version, text, self._sizing.of(version), of, arrival)
            self._place(version)
        lead = "" if version.id == document.id else document.id
        self._know(KnownItem(version.id, text, version.source, lead))

    def renamable(self) -> Iterator[Document]:
        """Yield the versions that the archive may know under another id: their ids are given, and known."""
        rows = self._database.execute(_RENAMABLE).fetchall()
        yield from read_versions(self._database, [identifier for (identifier,) in rows])

    def rename(self, names: Mapping[str, str], document_id: str) -> None:
        """Rename versions of one document."""
        rename_items(self._database, names)
        self._database.executemany(
            "UPDATE document SET of = ? WHERE id = ?",
            [("" if new == document_id else document_id, new) for new in names.values()],
        )

    def holds(self, identifier: str) -> bool:
        """Return whether a version is gathered."""
        found = self._database.execute("SELECT 1 FROM document WHERE id = ?", (identifier,))
        return found.fetchone() is not None

    def put_bulletin(self, bulletin: Bulletin) -> None:
        """Take a bulletin in the place of the one with its id."""
        identifier, *columns = to_row(bulletin)
        self._database.execute(
            "UPDATE bulletin SET name = ?, source = ?, date = nullif(?, ''), url = ?, time = ?, "
            "date_origin = ?, sort_name = ? WHERE id = ?",
            (*columns, sort_name(bulletin.name), identifier),
        )

    def leave_out(
        self,
        removals: Removals,
        is_known: Callable[[str], bool] | None = None,
        exports: Collection[bytes] = (),
    ) -> int:
        """Drop the documents that were removed for good, and return how many; called when all have their ids.

        Args:
            removals: What was removed.
            is_known: Returns whether the archive knows an id; None for the ledger given, and exports.
            exports: Paths of files that give what an archive held after these removals.
        """
        if not removals.all:
            return 0
        is_kept_out = removals.keeps_out(is_known or partial(self._is_known, exports))
        rows = self._database.execute("SELECT id, text, of FROM document").fetchall()
        dropped = [
            identifier
            for identifier, text, of in rows
            if is_kept_out(identifier, text) or (of and removals.has(of))
        ]
        for identifier in dropped:
            self.drop(identifier)
        self._database.execute(
            "UPDATE bulletin SET documents = (SELECT count(*) FROM appearance WHERE bulletin = bulletin.id)"
        )
        self._database.execute("DELETE FROM bulletin WHERE documents = 0")
        self._left_out.update(dropped)
        return len(dropped)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Ids of the documents that `leave_out` dropped."""
        return tuple(sorted(self._left_out))

    def _is_known(self, exports: Collection[bytes], identifier: str) -> bool:
        is_in_ledger = "SELECT 1 FROM ledger_item WHERE id = ?"
        is_given = "SELECT 1 FROM given WHERE file = ? AND item = ?"
        asked = (is_in_ledger, (identifier,)), *((is_given, (path, identifier)) for path in exports)
        return any(self._database.execute(*each).fetchone() for each in asked)

    def given(self, digests: Mapping[bytes, str]) -> Iterator[KnownFile]:
        """Yield what each file gives, `AT_ONCE` items at a time.

        A file that gives an item that was left out is read again the next time.

        Args:
            digests: Digest of each file that was read.
        """
        select = "SELECT file, item, bulletin FROM given WHERE file != ? ORDER BY file, item"
        rows = self._database.execute(select, (STANDARD_INPUT,))
        numbered = ((row, number // AT_ONCE) for number, row in enumerate(rows))
        for (path, _), given in groupby(numbered, lambda each: (each[0][0], each[1])):
            pairs = [(item, bulletin) for (_, item, bulletin), _ in given]
            left = [pair for pair in pairs if pair[0] not in self._left_out]
            items = dict.fromkeys(item for item, _ in left)
            bulletins = dict.fromkeys(bulletin for _, bulletin in left if bulletin)
            loose = tuple(item for item, bulletin in left if not bulletin)
            found = digests.get(path, "") if len(left) == len(pairs) else ""
            yield KnownFile(path, found, tuple(items), tuple(bulletins), loose)

    def known(self, digests: Mapping[bytes, str]) -> Iterator[Known]:
        """Yield all rows of the new ledger; for the digests see `given`."""
        yield from self.ledger()
        yield from self.given(digests)

    def ledger(self) -> Iterator[KnownItem | KnownBulletin]:
        """Yield the rows of the new ledger: the known ones, updated and extended by the documents added."""
        self._database.executescript(_LEARN)
        for row in self._database.execute("SELECT id, text, source, leads FROM ledger_item ORDER BY id"):
            yield KnownItem(*row)
        places = self._database.execute(
            "SELECT id, date, name, item FROM ledger_bulletin JOIN ledger_place ON bulletin = id "
            "ORDER BY id, item"
        )
        for (identifier, day, name), rows in groupby(places, itemgetter(0, 1, 2)):
            yield KnownBulletin(identifier, day, name, tuple(item for *_, item in rows))

    def count(self) -> int:
        """Return the number of documents."""
        counted = (
            "SELECT (SELECT count(*) FROM document) - (SELECT count(*) FROM version) + count(*) FROM composed"
        )
        return int(self._database.execute(counted).fetchone()[0])

    def settle(self) -> None:
        """Order the documents newest first, undated last; called once, when all are added.

        Those of a day are in the order of their sources, then by time, then of their places in a bulletin,
        then by id.
        """
        self._database.executescript(_SETTLE)

    def largest(self) -> int:
        """Return the size of the largest document; 0 where there is none."""
        return int(self._database.execute(_LARGEST).fetchone()[0])

    def runs(self, most: int) -> Iterator[range]:
        """Divide the numbers of the settled documents into consecutive ranges.

        Args:
            most: Largest size of all documents in a range; a larger document has its own.
        """
        first = taken = end = 0
        for end, (size,) in enumerate(self._database.execute("SELECT size FROM settled ORDER BY rank")):
            if end > first and taken + size > most:
                yield range(first, end)
                first, taken = end, 0
            taken += size
        if self.count():
            yield range(first, end + 1)

    def bulletins(self) -> Iterator[BulletinCount]:
        """Yield each bulletin with its number of documents."""
        rows = self._database.execute(
            "SELECT id, name, source, date, url, time, date_origin, documents FROM bulletin"
        )
        for *row, documents in rows:
            yield BulletinCount(from_row(*row), documents)

    def places(self) -> Iterator[tuple[str, int, str]]:
        """Yield each place in a bulletin: bulletin id, place, document id, in this order."""
        yield from self._database.execute(
            "SELECT DISTINCT bulletin, place, coalesce(version.document, appearance.document) AS item "
            "FROM appearance LEFT JOIN version ON id = appearance.document ORDER BY bulletin, place, item"
        )

    def _know(self, row: KnownItem | KnownBulletin) -> None:
        """Add a row of a ledger; where several have one id, the first one counts."""
        match row:
            case KnownItem():
                self._database.execute(
                    "INSERT OR IGNORE INTO ledger_item VALUES (?, ?, ?, ?)",
                    (row.id, row.text, row.source, row.leads),
                )
            case KnownBulletin():
                added = self._database.execute(
                    "INSERT OR IGNORE INTO ledger_bulletin VALUES (?, ?, ?, ?, ?)",
                    (row.id, digest(row.items), len(row.items), row.date, row.name),
                )
                if added.rowcount:
                    self._database.executemany(
                        "INSERT INTO ledger_place VALUES (?, ?)", ((item, row.id) for item in row.items)
                    )

    def _place(self, version: Document) -> None:
        """Note where a version appears; of a past one that is kept with it."""
        for appearance in () if version.is_past else version.appearances:
            self._appear(version.id, appearance)

    def _appear(self, document_id: str, appearance: Appearance) -> None:
        bulletin = appearance.bulletin
        identifier, name, source, day, *more = to_row(bulletin)
        self._database.execute(
            "INSERT OR IGNORE INTO bulletin VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '', 0)",
            (identifier, name, source, day or None, *more, sort_name(name)),
        )
        added = self._database.execute(
            "INSERT OR IGNORE INTO appearance VALUES (?, ?, ?)", (document_id, bulletin.id, appearance.place)
        )
        self._database.execute(
            "UPDATE bulletin SET documents = documents + ? WHERE id = ?", (added.rowcount, bulletin.id)
        )


class SettledDocuments:
    """The documents of a settled spool by number; several processes may read them at the same time."""

    def __init__(self, folder: Path) -> None:
        self._database = open_immutable(folder / SPOOL, self)

    def read(self, numbers: range) -> Iterator[Document]:
        """Yield the documents of consecutive numbers, from 0; appearances are oldest first."""
        yield from read_settled(self._database, numbers)


def _texts(document: Document) -> Iterator[str]:
    yield from (document.id, document.title, document.body, document.source, document.url)
    for appearance in document.appearances:
        bulletin = appearance.bulletin
        yield from (bulletin.id, bulletin.name, bulletin.source, bulletin.url)
