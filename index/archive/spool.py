"""The documents of a rebuild: gathered by id, then read newest first.

They lie on disk, so that memory does not grow with the archive, and only inside the folder of the index, so
that no confidential text gets into a shared temporary folder.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from index.archive import settled_documents, spooled_ledger, spooled_rows
from index.archive.document import (
    Bulletin,
    Document,
    from_row,
    is_encodable,
    text_digest,
)
from index.archive.holdings import BulletinCount, Refusal
from index.archive.id_assignment import assign_bulletin_ids, assign_item_ids, rename_items
from index.archive.ledger import Known, KnownBulletin, KnownFile, KnownItem
from index.archive.removals import Removals
from index.archive.sizing import BY_CHARACTERS, Sizing
from index.archive.spool_tables import INDEXES, SPOOL, TABLES
from index.archive.spooled_ledger import know
from index.archive.spooled_versions import (
    compose,
    dated_versions,
    document_ids,
    read_documents,
    read_versions,
)
from index.archive.standing import Standing
from index.archive.versions import Dated, is_findable, version_id, versions_of
from index.storage.temporary_files import allow_temporary_files

_RENAMABLE = """
    SELECT id FROM document WHERE of != '' OR (NOT is_own AND EXISTS (
        SELECT 1 FROM ledger_item AS known WHERE known.id = document.id AND known.text != document.text
    ))
"""
_MISSING = """
    SELECT id FROM ledger_item AS known WHERE NOT EXISTS (SELECT 1 FROM document WHERE id = known.id)
"""

MOST_VERSIONS = 100
"""Texts that one id may come with at a time: more tell that the ids are none."""


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
        self._database.executescript(TABLES)
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
            spooled_rows.add_again(
                self._database, version, size, is_back=known[2] is not None and not version.is_past
            )
        else:
            spooled_rows.insert(self._database, version, text, size, of, arrival)
        spooled_rows.place(self._database, version)
        if version.file:
            spooled_rows.note_file(self._database, version)
        return None

    def _others(self, identifier: str, of: str) -> tuple[int, int]:
        """Return the number and the size of the other versions of a document of which the input tells."""
        if not of:
            return 0, 0
        select = "SELECT count(*), coalesce(sum(size), 0) FROM document WHERE (id = ? OR of = ?) AND id != ?"
        number, size = self._database.execute(select, (of, of, identifier)).fetchone()
        return number, size

    def assign_ids(self, known: Iterable[KnownItem | KnownBulletin]) -> None:
        """Assign the ids that earlier builds gave; called once, when all documents are added."""
        for row in known:
            know(self._database, row)
        if self._database.execute("SELECT 1 FROM ledger_item LIMIT 1").fetchone():
            self._database.executescript(INDEXES)
            assign_item_ids(self._database)
            assign_bulletin_ids(self._database)

    def assign_ids_in(self, standing: Standing) -> None:
        """Assign ids as `assign_ids` does, by what of the ledger of an archive concerns these documents.

        The archive stays: what stands in it elsewhere keeps its id.
        """
        self._database.executescript(INDEXES)
        for identifier, text in self._database.execute("SELECT id, text FROM document").fetchall():
            for item in standing.items_like(identifier, text):
                know(self._database, item)
                if standing.holds_item(item.id) and not self._gathers(item):
                    self._database.execute("INSERT OR IGNORE INTO elsewhere_item VALUES (?)", (item.id,))
        assign_item_ids(self._database)
        gathered = {identifier for (identifier,) in self._database.execute("SELECT id FROM bulletin")}
        for identifier in sorted(gathered):
            items = self._database.execute(
                "SELECT DISTINCT document FROM appearance WHERE bulletin = ?", (identifier,)
            ).fetchall()
            for bulletin in standing.bulletins_like(identifier, [item for (item,) in items]):
                know(self._database, bulletin)
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
            spooled_rows.insert(self._database, version, text, self._sizing.of(version), of, arrival)
            spooled_rows.place(self._database, version)
        lead = "" if version.id == document.id else document.id
        know(self._database, KnownItem(version.id, text, version.source, lead))

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
        """Yield what each file gives, see `spooled_ledger.given`."""
        return spooled_ledger.given(self._database, self._left_out, digests)

    def known(self, digests: Mapping[bytes, str]) -> Iterator[Known]:
        """Yield all rows of the new ledger; for the digests see `given`."""
        yield from self.ledger()
        yield from self.given(digests)

    def ledger(self) -> Iterator[KnownItem | KnownBulletin]:
        """Yield the rows of the new ledger: the known ones, updated and extended by the documents added."""
        return spooled_ledger.ledger(self._database)

    def put_bulletin(self, bulletin: Bulletin) -> None:
        """Take a bulletin in the place of the one with its id."""
        spooled_rows.put_bulletin(self._database, bulletin)

    def count(self) -> int:
        """Return the number of documents."""
        counted = (
            "SELECT (SELECT count(*) FROM document) - (SELECT count(*) FROM version) + count(*) FROM composed"
        )
        return int(self._database.execute(counted).fetchone()[0])

    def settle(self) -> None:
        """Order the documents, see `settled_documents.settle`; called once, when all are added."""
        settled_documents.settle(self._database)

    def largest(self) -> int:
        """Return the size of the largest document; 0 where there is none."""
        return settled_documents.largest(self._database)

    def runs(self, most: int) -> Iterator[range]:
        """Divide the numbers of the settled documents into ranges, see `settled_documents.runs`."""
        return settled_documents.runs(self._database, most)

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


def _texts(document: Document) -> Iterator[str]:
    yield from (document.id, document.title, document.body, document.source, document.url)
    for appearance in document.appearances:
        bulletin = appearance.bulletin
        yield from (bulletin.id, bulletin.name, bulletin.source, bulletin.url)
