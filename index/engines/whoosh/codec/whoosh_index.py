"""A Whoosh index of segment files: `whoosh.index.FileIndex`, but it trusts nothing that it reads.

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

from index.engines.whoosh.codec.codec import ArraysSegment, folder_of
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
        storage: Folder of the index.
        schema: Schema of the index, which is never read from the disk.
        indexname: Name of the index; a folder can hold several.
    """

    def __init__(self, storage: FileStorage, schema: Schema, indexname: str = _DEF_INDEX_NAME) -> None:
        self._folder = folder_of(storage)
        self.storage, self.indexname = storage, indexname
        self._schema = ensure_schema(schema)
        self._read_toc()

    @classmethod
    def create(cls, storage: FileStorage, schema: Schema, indexname: str = _DEF_INDEX_NAME) -> "ArraysIndex":
        """Create an empty index, or empty an existing one; raises `LockError` while it is being written."""
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
        """Return a writer in this process, with a warning where more are asked for; raises `LockError`."""
        if procs > 1:
            warnings.warn(f"a single-process writer in place of {procs} processes", stacklevel=2)
        return ArraysWriter(self, self._adopt, limitmb, timeout, delay)

    def _adopt(self, schema: Schema) -> None:
        """Replace the schema by the one of a writer that has committed."""
        self._schema = schema

    def reader(self, reuse: IndexReader | None = None) -> IndexReader:
        """Return a reader of the last commit; `reuse` is ignored, since open files are shared anyway."""
        return self._committed(
            lambda toc: self._reader(self.storage, toc.schema, toc.segments, toc.generation)
        )

    def opened(self) -> list[tuple[SegmentFile, Numbers]]:
        """Open the segment files of the last commit, each with the numbers of its deleted documents."""
        return self._committed(
            lambda toc: [(segment.file(self.storage), segment.deleted()) for segment in toc.segments]
        )

    def segments(self) -> list[ArraysSegment]:
        """Return the segments of the last commit."""
        return list(self._read_toc().segments)

    def _committed(self, opening: Callable[[TOC], Opened]) -> Opened:
        """Open the last commit; again where a writer deletes its files meanwhile."""
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
        """Read the newest table of contents; again where a writer replaces it meanwhile."""
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
    """Return a copy of a schema that can be changed independently."""
    other = copy.copy(schema)
    other.__dict__.update({name: copy.copy(value) for name, value in vars(schema).items()})
    return other
