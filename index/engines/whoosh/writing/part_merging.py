"""Merging parts that follow each other into one, without the documents that were deleted from them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from index.archive.builds import database_errors
from index.archive.catalogue import merge_catalogues
from index.archive.document import Document
from index.archive.ledger import merge_ledgers
from index.archive.stored_document import to_document
from index.engines.whoosh.segment.merging import lined_up, merge
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.segment.segment_writer import SegmentFileWriter
from index.engines.whoosh.segment.stored_fields import decode
from index.engines.whoosh.writing.parts import Part, new_part
from index.engines.whoosh.writing.run_writer import close_segment
from index.storage.temporary_files import temporary_files_in
from index.vocabulary.vocabulary_writer import VocabularyWriter
from index.vocabulary.word_counts import words_of

AT_ONCE = 500
"""Deleted documents whose words are counted at once."""


def merge_parts(build: Path, parts: Sequence[Part]) -> Part:
    """Write one part in the place of several, given newest first; their own files stay.

    Raises:
        SearchError: SQLite could not write.
    """
    merged = new_part(build, sum(part.segment.doc_count() for part in parts))
    holding = [part for part in parts if part.documents]
    if merged.documents:
        _merge_segments(merged, holding)
    with database_errors(), temporary_files_in(build):
        if merged.documents:
            _merge_words(merged, holding)
        merge_catalogues(merged.catalogue, [part.catalogue for part in parts])
        merge_ledgers(merged.ledger, [part.ledger for part in parts])
    return merged


def remove_part(part: Part, build: Path) -> None:
    """Delete the files of a part in the build that is being written; those of another build stay."""
    if part.folder == build:
        for file in (part.arrays, part.vocabulary, part.catalogue, part.ledger):
            file.unlink(missing_ok=True)


def _merge_segments(merged: Part, parts: Sequence[Part]) -> None:
    """Write the documents of the newest part first, so that they are in order where the newest come last."""
    files = [SegmentFile(part.arrays) for part in parts]
    writer = SegmentFileWriter(merged.arrays)
    merge(lined_up(files, [part.segment.deleted() for part in parts]), writer)
    close_segment(writer)


def _merge_words(merged: Part, parts: Sequence[Part]) -> None:
    with VocabularyWriter(merged.vocabulary) as vocabulary:
        for part in parts:
            vocabulary.add_file(part.vocabulary)
            for documents in _deleted(part):
                vocabulary.subtract(words_of(documents))


def _deleted(part: Part) -> Iterator[list[Document]]:
    """Yield the documents that were deleted from a part, some at a time."""
    numbers, file = part.segment.deleted().tolist(), SegmentFile(part.arrays)
    for first in range(0, len(numbers), AT_ONCE):
        yield [to_document(decode(file.stored(number))) for number in numbers[first : first + AT_ONCE]]
