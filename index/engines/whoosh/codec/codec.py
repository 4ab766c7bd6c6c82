"""The codec: it tells Whoosh who reads and writes a segment, and how a segment is named in its table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Never

import numpy as np
from whoosh.codec.base import Codec, Segment
from whoosh.filedb.filestore import FileStorage, ReadOnlyError, Storage
from whoosh.filedb.structfile import StructFile

from index.engines.whoosh.codec.documents import ArraysDocumentReader
from index.engines.whoosh.codec.open_files import opened
from index.engines.whoosh.codec.terms import ArraysTermsReader
from index.engines.whoosh.codec.writers import ArraysDocumentWriter, ArraysFieldWriter, Gathered
from index.engines.whoosh.segment.container import ContainerError
from index.engines.whoosh.segment.layout import Numbers
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.unpickling import allowed, guard_whoosh

guard_whoosh()

EXTENSION = ".arrays"


class ArraysCodec(Codec):
    """Reads and writes segments as files of arrays, one file a segment."""

    length_stats = False  # the writer of the fields has the lengths from that of the documents

    def per_document_writer(self, storage: Storage, segment: "ArraysSegment") -> ArraysDocumentWriter:
        """Gather what is kept of documents."""
        return ArraysDocumentWriter(segment.gathered)

    def field_writer(self, storage: Storage, segment: "ArraysSegment") -> ArraysFieldWriter:
        """Write the file of a segment, once its documents were gathered."""
        return ArraysFieldWriter(segment.path(storage), segment.gathered)

    def postings_writer(self, dbfile: StructFile, byteids: bool = False) -> Never:
        """Postings are written by the writer of the fields, never by themselves."""
        raise NotImplementedError

    def postings_reader(self, *_arguments: object, **_options: object) -> Never:
        """Postings are read by the reader of the terms, never by themselves."""
        raise NotImplementedError

    def column_filename(self, segment: "ArraysSegment", fieldname: str) -> Never:
        """A column is written with its segment, never by itself as `add_sortable` wants it."""
        raise NotImplementedError(
            f"no column can be added for {fieldname!r}: make the field sortable, then add the documents again"
        )

    def terms_reader(self, storage: Storage, segment: "ArraysSegment") -> ArraysTermsReader:
        """Read the terms of a segment."""
        return ArraysTermsReader(segment.file(storage))

    def per_document_reader(self, storage: Storage, segment: "ArraysSegment") -> ArraysDocumentReader:
        """Read the documents of a segment."""
        return ArraysDocumentReader(segment.file(storage), segment)

    def new_segment(self, storage: Storage, indexname: str) -> "ArraysSegment":
        """Name a new segment."""
        return ArraysSegment(indexname)


@allowed
class ArraysSegment(Segment):
    """A segment in Whoosh's table of contents: its name, how many documents it has, and which are deleted.

    Attributes:
        gathered: What a writer has of its documents, until its file is written.
    """

    def __init__(self, indexname: str, documents: int = 0) -> None:
        super().__init__(indexname)
        self.gathered = Gathered()
        self._documents = documents
        self._deleted: set[int] = set()

    def __getstate__(self) -> dict[str, object]:
        """Give what the table of contents keeps: plain values."""
        deleted = np.array(sorted(self._deleted), "<u4").tobytes()
        return {
            "name": self.indexname,
            "id": self.segid,
            "documents": self._documents,
            "deleted": deleted,
        }

    def __setstate__(self, state: dict[str, object]) -> None:
        """Take what the table of contents kept; raises `ValueError` where that cannot be."""
        match state:
            case {
                "name": str(name),
                "id": str(identifier),
                "documents": int(documents),
                "deleted": bytes(data),
            }:
                self.__init__(name, documents)  # type: ignore[misc]  # made without it, as pickle does
                self.segid = identifier
                self._deleted = set(np.frombuffer(data, "<u4").tolist())
            case _:
                raise ValueError("a segment in the table of contents that is none")
        if self._deleted and max(self._deleted) >= documents:
            raise ValueError(f"documents of {documents} are said to be deleted that are not among them")

    def codec(self) -> ArraysCodec:
        """Give the codec that reads it."""
        return ArraysCodec()

    def path(self, storage: Storage | None) -> Path:
        """Give the place of its file."""
        return folder_of(storage) / self.make_filename(EXTENSION)

    def file(self, storage: Storage | None) -> SegmentFile:
        """Open its file; raises `FileNotFoundError` or `ContainerError`."""
        file = opened(self.path(storage))
        if file.documents != self._documents:
            raise ContainerError(f"{self!r} has {file.documents} documents, not {self._documents}")
        return file

    def should_assemble(self) -> bool:
        """It is one file already."""
        return False

    def set_doc_count(self, doccount: int) -> None:
        """Say how many documents it has."""
        self._documents = doccount

    def doc_count_all(self) -> int:
        """Count its documents, deleted ones too."""
        return self._documents

    # --- deletions ---

    def deleted_count(self) -> int:
        """Count the documents that are deleted."""
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        """Give the documents that are deleted, by rising number."""
        return iter(sorted(self._deleted))

    def deleted(self) -> Numbers:
        """Give the documents that are deleted, by rising number."""
        return np.array(sorted(self._deleted), np.uint32)

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete a document, or bring it back."""
        if delete:
            self._deleted.add(docnum)
        else:
            self._deleted.discard(docnum)

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is deleted."""
        return docnum in self._deleted


def folder_of(storage: Storage | None, *, writing: bool = False) -> Path:
    """Give the folder of files; raises `ValueError` where it is none, `ReadOnlyError` where it is that."""
    if not isinstance(storage, FileStorage):
        raise ValueError(f"an index of mapped files lies in a folder, not in {storage!r}")
    if writing and storage.readonly:
        raise ReadOnlyError
    return Path(storage.folder)
