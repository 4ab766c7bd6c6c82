"""The documents of a segment file, in the interface of Whoosh."""

from collections.abc import Callable, Iterator
from pickle import UnpicklingError

from whoosh.codec.base import PerDocumentReader, Segment
from whoosh.columns import Column, ColumnReader
from whoosh.filedb.structfile import BufferFile
from whoosh.formats import Format
from whoosh.matching import ListMatcher

from index.engines.whoosh.codec.attachments import column_name
from index.engines.whoosh.codec.vectors import read_vector, vector_matcher
from index.engines.whoosh.segment.container import ContainerError
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.segment.stored_fields import decode
from index.ranking import LENGTHS

_LENGTHS: list[int] = LENGTHS.tolist()


class ArraysDocumentReader(PerDocumentReader):
    """Reader of the documents in a segment file, less those that the segment marks as deleted."""

    def __init__(self, file: SegmentFile, segment: Segment) -> None:
        self._file, self._segment = file, segment
        self._columns: dict[str, BufferFile] = {}
        self._lengths = {name: file.lengths(name).data for name in file.fields}

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._file.documents

    def doc_count(self) -> int:
        """Return the number of documents that are not deleted."""
        return self._file.documents - self._segment.deleted_count()

    def has_deletions(self) -> bool:
        """Return whether any document is deleted."""
        return self._segment.has_deletions()

    def is_deleted(self, docnum: int) -> bool:
        """Return whether a document is deleted."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        """Yield the numbers of the deleted documents, ascending."""
        return self._segment.deleted_docs()

    def stored_fields(self, docnum: int) -> dict[str, object]:
        """Return the stored fields of a document; raises `ContainerError`."""
        try:
            return decode(self._file.stored(docnum))
        except (ValueError, UnpicklingError) as error:
            raise ContainerError(f"what is stored of document {docnum} cannot be read ({error})") from error

    # --- lengths ---

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the length of a document in a field, as its byte codes it; the default where it is 0."""
        lengths = self._lengths.get(fieldname)
        return _LENGTHS[lengths[docnum]] or default if lengths else default

    def doc_field_length_reader(self, fieldname: str, default: int = 0) -> Callable[[int], int]:
        """Return a function from document number to length in a field."""
        return lambda docnum: self.doc_field_length(docnum, fieldname, default)

    def field_length(self, fieldname: str) -> int:
        """Return the sum of the unrounded lengths of all documents in a field."""
        field = self._file.fields.get(fieldname)
        return field.length if field else 0

    def min_field_length(self, fieldname: str) -> int:
        """Return the length of the shortest document in a field."""
        return (
            _LENGTHS[int(self._file.lengths(fieldname).min(initial=255))] if fieldname in self._lengths else 0
        )

    def max_field_length(self, fieldname: str) -> int:
        """Return the length of the longest document in a field."""
        return _LENGTHS[int(self._file.lengths(fieldname).max(initial=0))]

    # --- columns and vectors ---

    def supports_columns(self) -> bool:
        """Return True."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Return whether a field has a column."""
        return column_name(fieldname) in self._file.attachments

    def column_reader(self, fieldname: str, column: Column) -> ColumnReader:
        """Return Whoosh's own reader of a column, which Whoosh's own writer wrote."""
        data = self._file.attachment(column_name(fieldname)).data
        if fieldname not in self._columns:
            self._columns[fieldname] = BufferFile(data, fieldname)
        return column.reader(self._columns[fieldname], 0, len(data), self._file.documents)

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """Return whether a document has a vector."""
        return bool(read_vector(self._file, docnum, fieldname))

    def vector(self, docnum: int, fieldname: str, format_: Format) -> ListMatcher:
        """Return a matcher over the vector of a document, which must have one."""
        return vector_matcher(read_vector(self._file, docnum, fieldname), format_)
