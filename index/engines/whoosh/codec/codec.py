"""The codec, which names our readers and writers to Whoosh, and the segment in its table of contents."""

from collections.abc import Iterator
from pathlib import Path
from typing import Never

import numpy as np
from whoosh.codec.base import Codec, Segment
from whoosh.filedb.filestore import FileStorage, ReadOnlyError, Storage
from whoosh.filedb.structfile import StructFile

from index.engines.whoosh.codec.documents import ArraysDocumentReader
from index.engines.whoosh.codec.open_files import open_shared
from index.engines.whoosh.codec.terms import ArraysTermsReader
from index.engines.whoosh.codec.writers import ArraysDocumentWriter, ArraysFieldWriter, Gathered
from index.engines.whoosh.segment.container import ContainerError
from index.engines.whoosh.segment.layout import Numbers
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.unpickling import allowed, guard_whoosh

guard_whoosh()

EXTENSION = ".arrays"


class ArraysCodec(Codec):
    """Codec of segments that are one file of arrays each."""

    length_stats = False  # the field writer takes the lengths from the document writer

    def per_document_writer(self, storage: Storage, segment: "ArraysSegment") -> ArraysDocumentWriter:
        """Return the writer that gathers stored fields, lengths, columns and vectors."""
        return ArraysDocumentWriter(segment.gathered)

    def field_writer(self, storage: Storage, segment: "ArraysSegment") -> ArraysFieldWriter:
        """Return the writer of the segment file, to be used when all documents are gathered."""
        return ArraysFieldWriter(segment.path(storage), segment.gathered)

    def postings_writer(self, dbfile: StructFile, byteids: bool = False) -> Never:
        """Refuse: the field writer writes the postings."""
        raise NotImplementedError

    def postings_reader(self, *_arguments: object, **_options: object) -> Never:
        """Refuse: the terms reader reads the postings."""
        raise NotImplementedError

    def column_filename(self, segment: "ArraysSegment", fieldname: str) -> Never:
        """Refuse: a column is written with its segment, never added later as by `add_sortable`."""
        raise NotImplementedError(
            f"no column can be added for {fieldname!r}: make the field sortable, then add the documents again"
        )

    def terms_reader(self, storage: Storage, segment: "ArraysSegment") -> ArraysTermsReader:
        """Return the reader of the terms of a segment."""
        return ArraysTermsReader(segment.file(storage))

    def per_document_reader(self, storage: Storage, segment: "ArraysSegment") -> ArraysDocumentReader:
        """Return the reader of the documents of a segment."""
        return ArraysDocumentReader(segment.file(storage), segment)

    def new_segment(self, storage: Storage, indexname: str) -> "ArraysSegment":
        """Return a new segment with a random name."""
        return ArraysSegment(indexname)


@allowed
class ArraysSegment(Segment):
    """A segment in Whoosh's table of contents: its name, number of documents and deleted documents.

    Attributes:
        gathered: What a writer keeps of its documents until the file is written.
    """

    def __init__(self, indexname: str, documents: int = 0) -> None:
        super().__init__(indexname)
        self.gathered = Gathered()
        self._documents = documents
        self._deleted: set[int] = set()

    def __getstate__(self) -> dict[str, object]:
        """Return what the table of contents keeps: plain values only."""
        deleted = np.array(sorted(self._deleted), "<u4").tobytes()
        return {
            "name": self.indexname,
            "id": self.segid,
            "documents": self._documents,
            "deleted": deleted,
        }

    def __setstate__(self, state: dict[str, object]) -> None:
        """Restore what the table of contents kept; raises `ValueError` where it is invalid."""
        match state:
            case {
                "name": str(name),
                "id": str(identifier),
                "documents": int(documents),
                "deleted": bytes(data),
            }:
                self.__init__(name, documents)  # type: ignore[misc]  # pickle does not call it
                self.segid = identifier
                self._deleted = set(np.frombuffer(data, "<u4").tolist())
            case _:
                raise ValueError("a segment in the table of contents that is none")
        if self._deleted and max(self._deleted) >= documents:
            raise ValueError(f"documents of {documents} are said to be deleted that are not among them")

    def codec(self) -> ArraysCodec:
        """Return the codec that reads it."""
        return ArraysCodec()

    def path(self, storage: Storage | None) -> Path:
        """Return the path of its file."""
        return folder_of(storage) / self.make_filename(EXTENSION)

    def file(self, storage: Storage | None) -> SegmentFile:
        """Open its file; raises `FileNotFoundError` or `ContainerError`."""
        file = open_shared(self.path(storage))
        if file.documents != self._documents:
            raise ContainerError(f"{self!r} has {file.documents} documents, not {self._documents}")
        return file

    def should_assemble(self) -> bool:
        """Return False: a segment is a single file already."""
        return False

    def set_doc_count(self, doccount: int) -> None:
        """Set the number of documents."""
        self._documents = doccount

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._documents

    # --- deletions ---

    def deleted_count(self) -> int:
        """Return the number of deleted documents."""
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        """Yield the numbers of the deleted documents, ascending."""
        return iter(sorted(self._deleted))

    def deleted(self) -> Numbers:
        """Return the numbers of the deleted documents, ascending."""
        return np.array(sorted(self._deleted), np.uint32)

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a document as deleted, or as not deleted."""
        if delete:
            self._deleted.add(docnum)
        else:
            self._deleted.discard(docnum)

    def is_deleted(self, docnum: int) -> bool:
        """Return whether a document is deleted."""
        return docnum in self._deleted


def folder_of(storage: Storage | None, *, writing: bool = False) -> Path:
    """Return the folder of a storage; raises `ValueError` where it has none, or `ReadOnlyError`."""
    if not isinstance(storage, FileStorage):
        raise ValueError(f"an index of mapped files lies in a folder, not in {storage!r}")
    if writing and storage.readonly:
        raise ReadOnlyError
    return Path(storage.folder)
