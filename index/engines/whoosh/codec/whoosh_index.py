"""A Whoosh index of segment files: what `whoosh.index.FileIndex` does, without what it takes on trust.

index = ArraysIndex.create(FileStorage(folder), schema)
with index.writer() as writer:
    writer.add_document(title="…")
with index.searcher() as searcher:
    searcher.search(query)
"""

import copy
import warnings
from collections.abc import Callable
from typing import TypeVar

from whoosh.fields import Schema, ensure_schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME, TOC, EmptyIndexError, FileIndex, LockError, clean_files
from whoosh.reading import IndexReader

from index.engines.whoosh.codec.codec import folder_of
from index.engines.whoosh.codec.toc import read_toc, write_toc
from index.engines.whoosh.codec.whoosh_writer import ArraysWriter
from index.engines.whoosh.segment.container import ContainerError
from index.engines.whoosh.segment.layout import Numbers
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.errors import IndexDamagedError

Opened = TypeVar("Opened")


class ArraysIndex(FileIndex):
    """An index in a folder.

    Args:
        storage: The folder.
        schema: Of the index: it is code, and never read off the disk.
        indexname: Several indexes can lie in a folder.
    """

    def __init__(self, storage: FileStorage, schema: Schema, indexname: str = _DEF_INDEX_NAME) -> None:
        self._folder = folder_of(storage)
        self.storage, self.indexname = storage, indexname
        self._schema = ensure_schema(schema)
        self._read_toc()

    @classmethod
    def create(cls, storage: FileStorage, schema: Schema, indexname: str = _DEF_INDEX_NAME) -> "ArraysIndex":
        """Make an empty index; one in its place is emptied. Raises `LockError` while that is written."""
        folder = folder_of(storage, writing=True)
        lock = storage.lock(f"{indexname}_WRITELOCK")
        if not lock.acquire():
            raise LockError
        try:
            generation = TOC._latest_generation(storage, indexname) + 1
            write_toc(folder, indexname, generation, ensure_schema(schema), [])
            clean_files(storage, indexname, generation, [])
        finally:
            lock.release()
        return cls(storage, schema, indexname)

    def writer(
        self, procs: int = 1, limitmb: int = 128, timeout: float = 0.0, delay: float = 0.1, **_others: object
    ) -> ArraysWriter:
        """Return a writer in this process; warn where several are asked for. Raises `LockError`."""
        if procs > 1:
            warnings.warn(f"a single-process writer in place of {procs} processes", stacklevel=2)
        return ArraysWriter(self, self._adopt, limitmb, timeout, delay)

    def _adopt(self, schema: Schema) -> None:
        """Take the schema that a writer has changed."""
        self._schema = schema

    def reader(self, reuse: IndexReader | None = None) -> IndexReader:
        """Read what was committed last; files that are open already are shared, so nothing is reused."""
        return self._committed(
            lambda toc: self._reader(self.storage, toc.schema, toc.segments, toc.generation)
        )

    def opened(self) -> list[tuple[SegmentFile, Numbers]]:
        """Open the files of what was committed last, each with the documents that are deleted in it."""
        return self._committed(
            lambda toc: [(segment.file(self.storage), segment.deleted()) for segment in toc.segments]
        )

    def _committed(self, opening: Callable[[TOC], Opened]) -> Opened:
        """Open what was committed last, once more where a writer takes it away meanwhile."""
        while True:
            toc = self._read_toc()
            try:
                return opening(toc)
            except (FileNotFoundError, ContainerError) as error:
                if self.latest_generation() == toc.generation:
                    raise IndexDamagedError(
                        f"the index in {str(self._folder)!r} cannot be read ({error})"
                    ) from error

    def _read_toc(self) -> TOC:
        while True:
            generation = self.latest_generation()
            if generation < 0:
                raise EmptyIndexError(f"Index {self.indexname!r} does not exist in {self.storage!r}")
            try:
                return read_toc(self._folder, self.indexname, generation, _copied(self._schema))
            except FileNotFoundError:
                if self.latest_generation() == generation:
                    raise


def _copied(schema: Schema) -> Schema:
    """Give a schema of the same fields, which can be changed by itself."""
    other = copy.copy(schema)
    other.__dict__.update({name: copy.copy(value) for name, value in vars(schema).items()})
    return other
