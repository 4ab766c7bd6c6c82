"""Writing a Whoosh index of segment files.

Documents are gathered in memory up to a limit, then written to a temporary segment file. A commit joins these
files, and the segments that it merges, into one new segment, and replaces the table of contents when that is
on the disk. Until then, and if anything fails, the index is unchanged.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from whoosh.fields import Schema
from whoosh.index import FileIndex, clean_files
from whoosh.reading import IndexReader
from whoosh.searching import Searcher
from whoosh.writing import OPTIMIZE, SegmentWriter

from index.engines.whoosh.codec.attachments import merged_attachments, without_removed
from index.engines.whoosh.codec.batch import Batch, Prepared, prepare
from index.engines.whoosh.codec.codec import EXTENSION, ArraysCodec, ArraysSegment, folder_of
from index.engines.whoosh.codec.merge_policy import merge_small
from index.engines.whoosh.codec.toc import write_toc
from index.engines.whoosh.codec.writers import ArraysDocumentWriter, writing
from index.engines.whoosh.segment.layout import Numbers
from index.engines.whoosh.segment.merging import lined_up, merge
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.storage.durable import sync

Policy = Callable[[SegmentWriter, list[ArraysSegment]], Sequence[ArraysSegment]]
"""Adds the segments to merge to a writer, and returns those that stay."""
_NO_DELETIONS = np.zeros(0, np.uint32)


@dataclass(frozen=True)
class _Part:
    """A segment file that a commit joins to others.

    Attributes:
        file: The file.
        deleted: Numbers of its documents that are left out, ascending.
        first: Number of its first document among all that the writer has taken.
    """

    file: SegmentFile
    deleted: Numbers
    first: int


class ArraysWriter(SegmentWriter):
    """A writer, which holds the lock of its index until it commits, cancels or fails.

    Args:
        index: Index to write to.
        adopt: Called after each durable commit with the schema, to which the writer may have added fields.
        limitmb: MiB of postings and stored fields that are kept in memory; about twice as much is used while
            they are written.
        timeout: Seconds to wait for the lock.
        delay: Seconds between two attempts.
    """

    def __init__(
        self,
        index: FileIndex,
        adopt: Callable[[Schema], None],
        limitmb: int = 128,
        timeout: float = 0.0,
        delay: float = 0.1,
    ) -> None:
        self.writelock = None
        self._folder = folder_of(index.storage, writing=True)
        try:
            super().__init__(index, codec=ArraysCodec(), timeout=timeout, delay=delay)
        except BaseException:
            self._unlock()
            raise
        self._index, self._adopt = index, adopt
        self._limit = limitmb << 20
        self._batch = Batch(self.schema)
        self._parts: list[_Part] = []
        self._unique: dict[tuple[str, bytes], list[int]] = {}
        self._withdrawn: set[int] = set()

    # --- adding ---

    def add_document(self, **fields: object) -> None:
        """Add a document; if that raises, the writer is unchanged."""
        self._check_state()
        self._add(prepare(self.schema, fields))

    def update_document(self, **fields: object) -> None:
        """Add a document in place of all that share the value of a unique field, committed or not."""
        self._check_state()
        document = prepare(self.schema, fields)
        for name in self._unique_fields(fields):
            if fields[name] is not None:
                self._replace(name, self.schema[name].to_bytes(fields[name]))
        self._add(document)

    def _add(self, document: Prepared) -> None:
        if self._batch.size > self._limit:
            self._seal()  # may fail, so it comes before the document is added
        unique = {name for name, field in self.schema.items() if field.unique}
        for name, text, _, _ in document.postings:
            if name in unique:
                self._unique.setdefault((name, text), []).append(self.docnum)
        self._batch.add(document)
        self.docnum += 1
        self._added = True

    def _replace(self, field: str, text: bytes) -> None:
        """Delete all documents that hold a term, committed or not."""
        for segment in self.segments:
            file = segment.file(self.storage)
            term = file.find(field, text)
            if term >= 0:
                for number in file.numbers(term).tolist():
                    segment.delete_document(number)
        self._withdrawn.update(self._unique.pop((field, text), ()))

    def add_reader(self, reader: IndexReader) -> None:
        """Add all documents of a reader: our own files are joined at the commit, others copied by posting."""
        self._check_state()
        for leaf, _ in reader.leaf_readers():
            segment = leaf.segment()
            if isinstance(segment, ArraysSegment):
                self._take(segment.file(leaf.storage()), segment.deleted())
            else:
                self._take(self._written(self._copied(leaf)), _NO_DELETIONS)
        self._added = True

    def _take(self, file: SegmentFile, deleted: Numbers) -> None:
        self._seal()
        self._parts.append(_Part(file, deleted, self.docnum))
        self.docnum += file.documents

    def _seal(self) -> None:
        """Write the documents in memory to a temporary segment file."""
        if self._batch.documents:
            first = self.docnum - self._batch.documents
            self._parts.append(_Part(self._written(self._batch), _NO_DELETIONS, first))
            self._batch = Batch(self.schema)

    def _written(self, batch: Batch) -> SegmentFile:
        path = Path(self._tempstorage.folder) / f"{len(self._parts)}{EXTENSION}"
        batch.write(path)
        return SegmentFile(path)

    def _copied(self, reader: IndexReader) -> Batch:
        """Copy a foreign reader into memory, posting by posting."""
        batch = Batch(self.schema)
        indexed = {name for name in reader.indexed_field_names() if name in self.schema}
        self.perdocwriter = ArraysDocumentWriter(batch.gathered)
        before, self.docnum = self.docnum, 0  # write_per_doc counts documents with it
        try:
            moved = self.write_per_doc(indexed | set(self.schema.names()), reader)
        finally:
            self.docnum = before
        for name, text, number, weight, value in self._process_posts(reader.iter_postings(), 0, moved):
            batch.add_posting(name, text, number, weight, value or b"")
        return batch

    # --- reading ---

    def reader(self, reuse: object = None, **_options: object) -> IndexReader:
        """Return a reader of the last commit, less the documents that this writer has deleted."""
        self._check_state()
        return self._index._reader(self.storage, self.schema, self.segments, self.generation)

    def searcher(self, **options: object) -> Searcher:
        """Return a searcher of what `reader` reads."""
        return Searcher(self.reader(), **options)  # type: ignore[arg-type]  # as Whoosh calls it

    # --- ending ---

    def commit(  # type: ignore[override]  # as Whoosh's own
        self, mergetype: Policy | None = None, optimize: bool | None = None, merge: bool | None = None
    ) -> None:
        """Write everything durably, and unlock the index; if that fails, the index is unchanged."""
        self._check_state()
        with self._ending():
            segments = list(self._merge_segments(mergetype, optimize, merge))
            new = self._finalize_segment()
            self._commit_toc([*segments, new] if new else segments)

    def cancel(self) -> None:  # type: ignore[override]  # as Whoosh's own
        """Discard everything, and unlock the index."""
        self._check_state()
        with self._ending():
            pass

    def _merge_segments(
        self, mergetype: Policy | None, optimize: bool | None, merge: bool | None
    ) -> Sequence[ArraysSegment]:
        policy = mergetype or self.mergetype
        if policy is None and (self.optimize if optimize is None else optimize):
            policy = OPTIMIZE
        if policy is None and (self.merge if merge is None else merge):
            policy = merge_small
        if policy is None:
            return self.segments
        added = self.docnum
        kept = policy(self, self.segments)
        if policy is merge_small:  # merged segments come before what was added here
            self._parts.sort(key=lambda part: part.first < added)
        return kept

    def _finalize_segment(self) -> ArraysSegment | None:
        """Write the new segment durably; None where it would be empty."""
        segment = self.newsegment
        path = segment.path(self.storage)
        if self._parts:
            self._seal()
            segment.set_doc_count(self._join(path))
        elif self._batch.documents:
            self._batch.write(path)
            segment.set_doc_count(self._batch.documents)
            for number in self._withdrawn:
                segment.delete_document(number)
        if not segment.doc_count():
            return None
        sync(path)
        sync(path.parent)
        return segment

    def _join(self, path: Path) -> int:
        """Join all parts into one file, unless that is empty; return the number of documents."""
        withdrawn = np.array(sorted(self._withdrawn), np.int64)
        deleted = []
        for part in self._parts:
            numbers = withdrawn[(withdrawn >= part.first) & (withdrawn < part.first + part.file.documents)]
            deleted.append(np.union1d(part.deleted, numbers - part.first).astype(np.uint32))
        sources = lined_up([part.file for part in self._parts], deleted)
        documents = sum(source.documents for source in sources)
        if documents:
            names = {name for source in sources for name in source.segment.fields if name in self.schema}
            with writing(path) as writer:
                merge(sources, writer, names, without_removed(sources, self.schema))
                for name, values in merged_attachments(sources, self.schema):
                    writer.attach(name, values)
        return documents

    def _commit_toc(self, segments: Sequence[ArraysSegment]) -> None:
        write_toc(self._folder, self.indexname, self.generation, self.schema, segments)
        self._adopt(self.schema)
        clean_files(self.storage, self.indexname, self.generation, segments)

    @contextmanager
    def _ending(self) -> Iterator[None]:
        """Close the writer and unlock the index, whatever the body raises."""
        try:
            yield
        finally:
            self.is_closed = True
            self._parts, self._batch = [], Batch(self.schema)
            try:
                with suppress(OSError):  # the next writer deletes it
                    self._tempstorage.destroy()
            finally:
                self._unlock()

    def _unlock(self) -> None:
        lock, self.writelock = self.writelock, None
        if lock is not None and lock.fd is not None:
            lock.release()
