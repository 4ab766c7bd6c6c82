"""Merging parts that follow each other into one, without the documents that were deleted from them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from index.archive.builds import build_failure, database_errors
from index.archive.catalogue import write_catalogue
from index.archive.document import Document
from index.archive.ledger import write_ledger
from index.archive.stored_document import to_document
from index.engines.whoosh.segment.container import ContainerError
from index.engines.whoosh.segment.merging import lined_up, merge
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.segment.segment_writer import SegmentFileWriter
from index.engines.whoosh.segment.stored_fields import decode
from index.engines.whoosh.writing.parts import Part, new_part
from index.engines.whoosh.writing.run_writer import close_segment
from index.storage.temporary_files import temporary_files_in
from index.vocabulary.vocabulary_writer import VocabularyWriter
from index.vocabulary.word_counts import WordCounts, words_of

AT_ONCE = 500
"""Deleted documents whose words are counted at once."""


def merge_parts(build: Path, parts: Sequence[Part]) -> Part:
    """Write one part in the place of several, given newest first; their own files stay.

    Raises:
        SearchError: SQLite could not write.
    """
    merged = new_part(build, sum(part.segment.doc_count() for part in parts))
    with database_errors(), temporary_files_in(build):
        if merged.documents:
            merge_segments(merged, parts)
            write_words(merged.vocabulary, (), parts)
        write_catalogue(merged.catalogue, (), (), merged=[part.catalogue for part in parts])
        write_ledger(merged.ledger, (), [part.ledger for part in parts])
    return merged


def merge_segments(merged: Part, parts: Sequence[Part]) -> None:
    """Write the segment of a part, with the documents of several that are not deleted.

    Those of the newest part come first, so that all are in order where the newest come last.
    """
    holding = [part for part in parts if part.documents]
    files = [_opened(part) for part in holding]
    writer = SegmentFileWriter(merged.arrays)
    merge(lined_up(files, [part.segment.deleted() for part in holding]), writer)
    close_segment(writer)


def _opened(part: Part) -> SegmentFile:
    """Open the segment of a part; raises `SearchError` where it cannot be read."""
    try:
        return SegmentFile(part.arrays)
    except ContainerError as error:
        raise build_failure(error) from error


def write_words(file: Path, added: Iterable[WordCounts], parts: Sequence[Part]) -> None:
    """Write a vocabulary of some words, and of those of the documents of parts that are not deleted."""
    with VocabularyWriter(file) as vocabulary:
        for counts in added:
            vocabulary.add(counts)
        for part in parts:
            if part.documents:
                vocabulary.add_file(part.vocabulary)
                for documents in _deleted(part):
                    vocabulary.subtract(words_of(documents))


def _deleted(part: Part) -> Iterator[list[Document]]:
    """Yield the documents that were deleted from a part, some at a time."""
    numbers, file = part.segment.deleted().tolist(), _opened(part)
    for first in range(0, len(numbers), AT_ONCE):
        yield [to_document(decode(file.stored(number))) for number in numbers[first : first + AT_ONCE]]
