"""Writing runs of documents: a segment file for each, and a file of word counts for each writer."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from index.archive.document import Document
from index.archive.stored_document import to_stored
from index.engines.whoosh.codec.attachments import stored_mark
from index.engines.whoosh.schema import schema
from index.engines.whoosh.segment.merging import lined_up, merge
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.segment.segment_writer import NO_LENGTHS, Lengths, SegmentFileWriter
from index.engines.whoosh.segment.stored_fields import encode
from index.fields import FieldPostings, invert
from index.french.form_table import FormTable, Integers
from index.french.occurrences import expanded
from index.vocabulary.word_counts import WordCounter, WordCounts, day_number

RUN, COUNTS = ".run", ".counts"

_AT_ONCE = 200_000
"""Characters that are read at least before the form table is measured; new forms in them take up to 30 MB."""
_OF_NEW_FORMS = 100
"""Bytes that new forms take for each character where nearly all words are new; ordinary texts take 10."""

MOST_JOINED = 500
"""Runs that are joined at a time: each is an open file, and a process may usually have 1,024."""


class RunWriter:
    """Writes runs, and remembers the analysis of each form that it met.

    Args:
        folder: Folder of the files that it writes.
        name: Name of its file of counts; no other writer has it.
        most_remembered: Bytes of the form table after which it writes its counts and forgets all forms.
    """

    def __init__(self, folder: Path, name: str, most_remembered: int) -> None:
        self._folder, self._most_remembered = folder, most_remembered
        self._counts = folder / f"{name}{COUNTS}"
        self._begin()

    def write(self, documents: Iterable[Document], first: int) -> None:
        """Write a run of consecutive documents; several where they have more new forms than it may remember.

        Args:
            documents: The documents.
            first: Number of the first one.
        """
        waiting, found = list[Document](), list[tuple[Integers, Integers]]()
        for some in _slices(documents, self._characters_at_once):
            texts = [text for document in some for text in (document.title, document.body)]
            found.append(self._forms.read(texts))
            waiting += some
            if self._forms.size > self._most_remembered:
                self._write_run(waiting, found, first)
                self.finish()
                first += len(waiting)
                waiting, found = [], []
        if waiting:
            self._write_run(waiting, found, first)

    def _write_run(
        self, documents: Sequence[Document], found: Sequence[tuple[Integers, Integers]], first: int
    ) -> None:
        """Write documents of which the rows of their forms were found."""
        rows, lengths = map(np.concatenate, zip(*found, strict=True))
        words = expanded(self._forms, rows, lengths)
        writer = SegmentFileWriter(self._folder / f"{first:012}{RUN}")
        for field in invert(documents, words, self._forms):
            _write_field(writer, field)
        _store(writer, documents)
        close_segment(writer)
        self._counter.add([document.title for document in documents], words, map(day_number, documents))
        self._keep(self._counter.titles())

    def finish(self) -> None:
        """Write the word counts that are not written yet, and forget all forms."""
        self._keep(self._counter.counts())
        self._begin()

    def _characters_at_once(self) -> int:
        """Return how much is read before the form table is measured again: more while it has room."""
        return max(_AT_ONCE, (self._most_remembered - self._forms.size) // _OF_NEW_FORMS)

    def _keep(self, counts: WordCounts) -> None:
        """Append counts to the file, a line for each piece."""
        with self._counts.open("a", encoding="utf-8") as file:
            for piece in counts.pieces():
                file.write(json.dumps(piece, ensure_ascii=False) + "\n")

    def _begin(self) -> None:
        self._forms = FormTable()
        self._counter = WordCounter(self._forms)


def _slices(documents: Iterable[Document], most: Callable[[], int]) -> Iterator[list[Document]]:
    """Yield documents in lists of at most so many characters, or of a longer one alone; `most` may change."""
    some: list[Document] = []
    characters = 0
    for document in documents:
        size = len(document.title) + len(document.body)
        if some and characters + size > most():
            yield some
            some, characters = [], 0
        some.append(document)
        characters += size
    if some:
        yield some


def written_counts(folder: Path) -> Iterator[WordCounts]:
    """Yield the counts of all writers piece by piece, and delete each file when it is read."""
    for path in sorted(folder.glob(f"*{COUNTS}")):
        with path.open(encoding="utf-8") as file:
            for line in file:
                yield WordCounts(*json.loads(line))
        path.unlink()


def join_runs(folder: Path, whole: Path) -> None:
    """Join all runs into one segment file, and delete their own."""
    paths = sorted(folder.glob(f"*{RUN}"))
    while len(paths) > MOST_JOINED:
        groups = [paths[first : first + MOST_JOINED] for first in range(0, len(paths), MOST_JOINED)]
        paths = [_joined(group, group[0].with_suffix(f".joined{RUN}")) for group in groups]
    _joined(paths, whole)


def _joined(paths: Sequence[Path], whole: Path) -> Path:
    """Join runs into one file, delete their own, and return its path."""
    if len(paths) == 1:
        return paths[0].rename(whole)
    runs = [SegmentFile(path) for path in paths]
    writer = SegmentFileWriter(whole)
    merge(lined_up(runs, [np.zeros(0, np.uint32)] * len(runs)), writer)
    close_segment(writer)
    for path in paths:
        path.unlink()
    return whole


def _write_field(writer: SegmentFileWriter, field: FieldPostings) -> None:
    lengths = NO_LENGTHS if field.lengths is None else Lengths.of(field.lengths)
    writer.begin_field(field.name, "positions" if field.has_positions else "existence", lengths)
    writer.add_terms(field.postings)
    writer.end_field()


def _store(writer: SegmentFileWriter, documents: Sequence[Document]) -> None:
    stored = [encode(to_stored(document)) for document in documents]
    writer.store_all(np.array(list(map(len, stored)), np.int64), b"".join(stored))


def close_segment(writer: SegmentFileWriter) -> None:
    """Attach the marks of stored fields, and close the file."""
    for name in schema().stored_names():
        writer.attach(*stored_mark(name))
    writer.close()
