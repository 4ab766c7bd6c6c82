"""Writers of a segment file, in the interface of Whoosh: first all documents, then all postings in order."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import numpy as np
from whoosh.codec.base import FieldWriter, PerDocumentWriter
from whoosh.columns import Column, ColumnWriter
from whoosh.fields import FieldType
from whoosh.filedb.structfile import StructFile

from index.engines.whoosh.codec.attachments import column_name, stored_mark
from index.engines.whoosh.codec.posting_pool import OBJECT, pool_for
from index.engines.whoosh.codec.vectors import Vectors
from index.engines.whoosh.segment.segment_writer import NO_LENGTHS, Lengths, SegmentFileWriter
from index.engines.whoosh.segment.stored_fields import encode


@contextmanager
def writing(path: Path) -> Iterator[SegmentFileWriter]:
    """Yield the writer of a segment file, which is closed at the end, or deleted where the body raises."""
    writer = SegmentFileWriter(path)
    try:
        yield writer
        writer.close()
    except BaseException:
        writer.abandon()
        path.unlink(missing_ok=True)
        raise


class Gathered:
    """Stored fields, lengths, columns and vectors of a new segment, in memory.

    Attributes:
        documents: Number of documents.
        size: Bytes that the stored fields take, roughly.
    """

    def __init__(self) -> None:
        self.documents = 0
        self.size = 0
        self._stored: list[bytes] = []
        self._names: set[str] = set()
        self._lengths: dict[str, tuple[array[int], array[int]]] = {}
        self._columns: dict[str, tuple[BytesIO, ColumnWriter]] = {}
        self._vectors: dict[str, Vectors] = {}

    def store(self, data: bytes, names: Iterable[str]) -> None:
        """Add the next document: its encoded stored fields, and their names."""
        self._stored.append(data)
        self._names.update(names)
        self.documents += 1
        self.size += OBJECT + len(data)

    def add_length(self, field: str, document: int, length: int) -> None:
        """Add the length of a document in a field."""
        documents, lengths = self._lengths.setdefault(field, (array("I"), array("q")))
        documents.append(document)
        lengths.append(length)

    def add_column_value(self, field: str, column: Column, document: int, value: object) -> None:
        """Add the value of a document to a column."""
        if field not in self._columns:
            data = BytesIO()
            self._columns[field] = data, column.writer(StructFile(data))
        self._columns[field][1].add(document, value)

    def add_vector(self, field: str, document: int, items: list[tuple[str, float, bytes]]) -> None:
        """Add the vector of a document in a field."""
        self._vectors.setdefault(field, Vectors()).add(document, items)

    def lengths(self, field: str) -> Lengths:
        """Return the lengths of all documents in a field."""
        if field not in self._lengths:
            return NO_LENGTHS
        documents, values = self._lengths[field]
        lengths = np.zeros(self.documents, np.int64)
        lengths[np.frombuffer(documents, np.uint32)] = np.frombuffer(values, np.int64)
        return Lengths.of(lengths)

    def write(self, writer: SegmentFileWriter) -> None:
        """Write everything but the lengths, which are written with their fields."""
        for data in self._stored:
            writer.store(data)
        for name in self._names:
            writer.attach(*stored_mark(name))
        for field, (written, column) in self._columns.items():
            column.finish(self.documents)
            writer.attach(column_name(field), np.frombuffer(written.getvalue(), np.uint8))
        for field, vectors in self._vectors.items():
            for name, values in vectors.arrays(field, self.documents):
                writer.attach(name, values)


class ArraysDocumentWriter(PerDocumentWriter):
    """Writer of documents for Whoosh; a cancelled document leaves nothing behind."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._stored: dict[str, object] = {}
        self._waiting: list[Callable[[], None]] = []
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        """Begin a document."""
        if docnum != self._gathered.documents:
            raise ValueError(f"document {docnum} cannot follow {self._gathered.documents} others")
        self.cancel_doc()

    def add_field(self, fieldname: str, fieldobj: FieldType, value: object, length: int | None) -> None:
        """Add the stored value of a field, and its length."""
        if value is not None:
            self._stored[fieldname] = value
        if length:
            document = self._gathered.documents
            self._waiting.append(lambda: self._gathered.add_length(fieldname, document, length))

    def add_column_value(self, fieldname: str, columnobj: Column, value: object) -> None:
        """Add the value of a column."""
        document = self._gathered.documents
        self._waiting.append(lambda: self._gathered.add_column_value(fieldname, columnobj, document, value))

    def add_vector_items(
        self, fieldname: str, fieldobj: FieldType, items: Iterable[tuple[str, float, bytes]]
    ) -> None:
        """Add the vector of a field; an empty one is none."""
        document, vector = self._gathered.documents, list(items)
        if vector:
            self._waiting.append(lambda: self._gathered.add_vector(fieldname, document, vector))

    def finish_doc(self) -> None:
        """Add the document; raises `ValueError` where a stored value could not be read back."""
        data = encode(self._stored)
        for add in self._waiting:
            add()
        self._gathered.store(data, self._stored)
        self.cancel_doc()

    def cancel_doc(self) -> None:
        """Discard the document that was begun."""
        self._stored, self._waiting = {}, []

    def close(self) -> None:
        """Mark the writer as closed."""
        self.is_closed = True


class ArraysFieldWriter(FieldWriter):
    """Writer of a segment file from postings in order; each field is gathered in memory, then written."""

    def __init__(self, path: Path, gathered: Gathered) -> None:
        self._path, self._gathered = path, gathered
        self._writer: SegmentFileWriter | None = None
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: FieldType) -> None:
        """Begin a field."""
        self._name, self._pool = fieldname, pool_for(fieldobj)

    def start_term(self, text: bytes) -> None:
        """Begin a term."""
        self._text = text

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        """Add a posting of the term; `length` is ignored, as the document writer has it."""
        self._pool.add(self._text, docnum, weight, vbytes)

    def finish_term(self) -> None:
        """Do nothing: the field is written as a whole."""

    def finish_field(self) -> None:
        """Write the field."""
        self._pool.write(self._opened(), self._name, self._gathered.lengths(self._name))

    def close(self) -> None:
        """Write the documents, and close the file."""
        writer = self._opened()
        self._gathered.write(writer)
        writer.close()
        self.is_closed = True

    def _opened(self) -> SegmentFileWriter:
        if self._writer is None:
            self._writer = SegmentFileWriter(self._path)
        return self._writer
