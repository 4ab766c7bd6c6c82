"""The product itself, as its commands and pages use it; `BULLETINS_KERNEL=0` measures it on numpy alone."""

import sys
from datetime import date
from pathlib import Path

from whoosh.filedb.filestore import FileStorage

from benchmarks.speed import worker
from benchmarks.speed.parts import Parts
from benchmarks.speed.worker import LIMIT, Answer, Figures, Item, Query
from index import Document, open_engine, parse
from index.archive.document import Appearance, Bulletin, digest
from index.archive.stored_document import to_document
from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from index.engines.whoosh.schema import schema, to_fields
from index.engines.whoosh.search.document_store import DocumentStore
from index.engines.whoosh.search.searcher import IndexSearcher
from index.engines.whoosh.search.segment_reader import SegmentReader, open_segments
from index.engines.whoosh.segment.stored_fields import decode
from index.results import Results
from indexer.pipeline import rebuild
from indexer.progress import Progress
from indexer.report import Report

WHOOSH = {".arrays", ".toc"}
"""Endings of the files of a build that belong to the Whoosh index."""


class Ours:
    """See `worker.Side`."""

    def build(self, items: Path, folder: Path) -> Figures:
        """Do what `bulletins rebuild` does, and return the CPU time of each part."""
        with Parts() as parts:
            rebuild(open_engine(f"whoosh:{folder}"), [items], Report(), Progress(sys.stderr))
        files = [file for file in (folder / "builds").rglob("*") if file.is_file()]
        index = sum(file.stat().st_size for file in files if file.suffix in WHOOSH)
        return {"parts": parts.seconds, "index_size": index}

    def open(self, folder: Path) -> None:
        """Open an index."""
        self._engine = open_engine(f"whoosh:{folder}")
        self._build = folder / (folder / "CURRENT").read_text("utf-8").strip()
        self._added: list[SegmentReader] = []

    def typed(self, query: Query) -> str:
        """Return a query in our query language."""
        if query.kind == "AND":
            return query.words.replace(" ", " ET ")
        return f'"{query.words}"' if query.kind == "phrase" else query.words

    def search(self, text: str) -> Answer:
        """Parse the query, rewrite it, search, count, and read the hits."""
        if self._added:
            return _search_added(self._added, text)
        self._results: Results = self._engine.search(parse(text), LIMIT)
        hits = [_stored(hit.document) for hit in self._results.hits]
        return Answer(self._results.total, bool(self._results.suggestion), hits)

    def snippets(self) -> object:
        """Make the snippets, as text and spans."""
        return [hit.snippets for hit in self._results.hits]

    def add(self, items: list[Item]) -> None:
        """Add a bulletin to the Whoosh index of the build that serves, synced, and open the index again.

        Later searches use that index alone: the engine has no method to add documents yet.
        """
        bulletin = Bulletin(digest((items[0]["id"],)), "added", items[0]["source"])
        index = ArraysIndex(FileStorage(str(self._build)), schema())
        with index.writer() as writer:
            for place, item in enumerate(items, 1):
                writer.add_document(**to_fields(_document(item, bulletin, place)))
        self._added = open_segments(index.opened())


def _search_added(segments: list[SegmentReader], text: str) -> Answer:
    """Search an index to which bulletins were added."""
    total, found = IndexSearcher(segments).best(parse(text), LIMIT)
    stored = DocumentStore(segments).stored([number for number, _ in found])
    documents = [to_document(decode(data)) for data in stored]
    return Answer(total, is_corrected=False, hits=list(map(_stored, documents)))


def _document(item: Item, bulletin: Bulletin, place: int) -> Document:
    day, appearances = date.fromisoformat(item["date"]), (Appearance(bulletin, place),)
    return Document(item["id"], item["title"], item["body"], item["source"], day, appearances=appearances)


def _stored(document: Document) -> tuple[object, ...]:
    return document.id, document.title, document.body, document.date, document.source


if __name__ == "__main__":
    worker.main(Ours())
