"""Rebuilds and additions: documents stream from files into an engine, and a report is kept.

Memory holds only the ids of the bulletins (about 100 bytes each), so that two files never become one
bulletin, the digests of the files (about 300 bytes each), and the bounded lists of the report.
"""

import os
import shlex
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BufferedReader, FileIO
from itertools import chain
from pathlib import Path

from index.archive.comparison import Comparison
from index.archive.date_origin import DateOrigin
from index.archive.document import Document, digest
from index.archive.removals import Removal
from index.archive.source_files import SourceFiles
from index.engines import DEFAULT_LIMITS, Engine, Limits, OnShrink, any_size
from index.errors import EmptyInputError
from indexer.bulletin import BulletinError, Received, is_searchable, to_documents
from indexer.deadline import Deadline, DeadlineError
from indexer.decoding import UTF_8
from indexer.paths import KNOWN_SUFFIXES, Changed, InputFile, find, find_changed, unread
from indexer.plain_text import counted, printable
from indexer.progress import Progress
from indexer.readers.agency import AgencyReader
from indexer.readers.archive import ArchiveReader
from indexer.readers.feed import FeedReader
from indexer.readers.json_array import ArrayReader
from indexer.readers.jsonlines import LinesReader
from indexer.readers.mail import MailReader
from indexer.readers.marks import Mark
from indexer.readers.press_export import PressReader
from indexer.readers.reader import HEAD, Contained, Event, Reader, buffered
from indexer.readers.table import TableReader
from indexer.readers.text_file import TextReader
from indexer.readers.transcript import TranscriptReader
from indexer.readers.web_archive import WebArchiveReader
from indexer.readers.webpage import PageReader
from indexer.report import Ignored, Noted, Report, Skipped, Source
from indexer.signatures import binary_reason
from indexer.standard_input import giver


def rebuild(
    engine: Engine,
    paths: Sequence[Path],
    report: Report,
    progress: Progress,
    limits: Limits = DEFAULT_LIMITS,
    marks: Sequence[Mark] = (),
    on_shrink: OnShrink = any_size,
) -> None:
    """Build the index anew from files and folders; `report` is filled on the way, even if this fails.

    Raises:
        EmptyInputError: There is no file, or no item in any; the old index stays.
    """
    with _timed(report, progress):
        intake = Intake(paths, report, progress, marks)
        documents = intake.documents()
        first = next(documents, None)
        if first is None:
            raise EmptyInputError(_empty_message(paths, report))
        given = chain([first], documents)
        report.take_built(engine.rebuild(given, progress.wrote, limits, intake.files, on_shrink))


def add(
    engine: Engine,
    paths: Sequence[Path],
    report: Report,
    progress: Progress,
    limits: Limits = DEFAULT_LIMITS,
    marks: Sequence[Mark] = (),
    on_shrink: OnShrink = any_size,
    *,
    is_pruning: bool = False,
    changed: Changed | None = None,
) -> None:
    """Add what is new or changed in files and folders to the index; take out what is gone if asked to.

    Where it is known what changed, only that is looked at, and what folders gave that are away stays.

    Raises:
        EmptyInputError: There is no index, and no item in any file.
    """
    with _timed(report, progress):
        intake = Intake(paths, report, progress, marks, is_pruning=is_pruning, changed=changed)
        try:
            built = engine.add(intake.documents(), progress.wrote, limits, intake.files, on_shrink)
        except EmptyInputError:
            raise EmptyInputError(_empty_message(paths, report)) from None
        report.take_built(built, intake.files.unchanged)


def compare(
    engine: Engine,
    paths: Sequence[Path],
    report: Report,
    progress: Progress,
    limits: Limits = DEFAULT_LIMITS,
    marks: Sequence[Mark] = (),
) -> Comparison:
    """Compare the index with all that files and folders give; raises `EmptyInputError` if that is nothing."""
    with _timed(report, progress):
        return engine.compare(Intake(paths, report, progress, marks).documents(), limits)


@contextmanager
def _timed(report: Report, progress: Progress) -> Iterator[None]:
    """Keep how long a run took, and erase its progress at the end."""
    start = time.monotonic()
    try:
        yield
    finally:
        progress.close()
        report.seconds = time.monotonic() - start


def _said_of_unread(file: InputFile) -> Skipped | Ignored:
    """Return what is said of a file that no reader recognises."""
    if file.path == file.root:
        return unread(file.path)
    return Ignored(file.path, file.path.suffix.lower() or "no suffix")


def _is_binary(file: InputFile, reader: Reader) -> bool:
    """Return whether a reader takes a file that is no text at its beginning."""
    return isinstance(reader, ArchiveReader | WebArchiveReader) or file.path.suffix.lower() == ".gz"


def _empty_message(paths: Sequence[Path], report: Report) -> str:
    given = printable(" ".join(map(str, paths)))[:500]
    found = f"no item in {counted(report.files, 'file')}" if report.files else f"no file ({KNOWN_SUFFIXES})"
    return f"nothing to index in {given}: {found}; the index in place stays as it is"


@dataclass(slots=True)
class _Taken:
    """The documents of one file, and how many of them lack something."""

    kind: str
    source: Source
    origins: Counter[DateOrigin]
    items: int = 0
    undated: int = 0
    sourceless: int = 0

    def add(self, document: Document) -> None:
        self.source.items += 1
        self.items += 1
        self.origins[document.origin] += 1
        self.undated += document.date is None
        self.sourceless += not document.source


@dataclass(slots=True)
class Intake:
    """One run over the input.

    Attributes:
        paths: Files and folders; all exist.
        report: Counts what comes in.
        progress: Shows how far the run is.
        marks: Marks that begin an item in a text beside the usual ones.
        is_pruning: What files gave once and give no more is to be taken out.
        changed: The part of `paths` that is read; None for all.
        files: The files that are read, and those that were read before.
        readers: Readers of all kinds of files; the first that recognises a file reads it.
    """

    paths: Sequence[Path]
    report: Report
    progress: Progress
    marks: Sequence[Mark] = ()
    is_pruning: bool = False
    changed: Changed | None = None
    files: SourceFiles = field(init=False)
    readers: Sequence[Reader] = field(init=False)
    _lines: LinesReader = field(default_factory=LinesReader)
    _bulletins: set[bytes] = field(default_factory=set)
    _read: int = 0  # bytes
    _giver: bytes = b""

    def __post_init__(self) -> None:
        self.files = SourceFiles(
            " ".join(mark.name for mark in self.marks),
            is_pruning=self.is_pruning,
            is_keeping_away=self.changed is not None,
        )
        places = self._lines.places
        self.readers = (
            ArchiveReader(),
            FeedReader(),
            AgencyReader(),
            TranscriptReader(),
            ArrayReader(places),
            self._lines,
            TableReader(places),
            MailReader(self.marks),
            WebArchiveReader(self.marks),
            PressReader(),
            PageReader(self.marks),
            TextReader(self.marks),
        )

    def documents(self) -> Iterator[Document]:
        """Yield the documents of all files that are not as they were, in order."""
        if self.progress.is_shown:
            self.progress.total = sum(file.size for file in self._found() if isinstance(file, InputFile))
        for found in self._found():
            if isinstance(found, InputFile):
                yield from self._documents_of(found)
                self._read += found.size
                self.progress.show(self.report.items, self._read)
            else:
                self.report.take(found)
        for path in self.changed.paths if self.changed else self.paths:
            self.files.note_gone(path)

    def _found(self) -> Iterator[InputFile | Skipped | Ignored]:
        return find_changed(self.paths, self.changed) if self.changed else find(self.paths)

    def _documents_of(self, file: InputFile) -> Iterator[Document]:
        """Yield the documents of a file, and of the files in it."""
        deadline = Deadline.of(file.size)
        self._giver, is_read = giver(file.path), False
        path = os.fsdecode(self._giver)
        try:
            if not self.files.is_new(file.path):
                return
            with buffered(FileIO(file.path)) as stream:
                for document in self._documents_in(file, stream, deadline):
                    is_read = True
                    yield replace(document, file=path)
                    deadline.check()
                    self.progress.show(self.report.items, self._read + stream.tell())
        except OSError as error:
            self.report.take(Skipped(file.path, f"cannot be read: {error.strerror or error}"))
            is_read = False
        except (BulletinError, DeadlineError) as error:
            self.report.take(Skipped(file.path, str(error)))
            is_read = False
        if not is_read:
            self.files.forget(file.path)

    def _report_lacking(self, file: InputFile, taken: _Taken) -> None:
        """Report a file without a date or a source, or how many of its items have none."""
        for tally, count in (
            (self.report.undated, taken.undated),
            (self.report.sourceless, taken.sourceless),
        ):
            if count:
                some = f": {count:,} of {taken.items:,} items" if count < taken.items else ""
                tally.add(f"{printable(str(file.path))}{some}", taken.kind)

    def _documents_in(
        self, file: InputFile, stream: BufferedReader, deadline: Deadline
    ) -> Iterator[Document]:
        head = stream.peek(HEAD)
        reader = next((reader for reader in self.readers if reader.recognises(file.type, head)), None)
        if reader is None:
            self.report.take(_said_of_unread(file))
            return
        source = self.report.sources.setdefault(reader.kind, Source())
        source.files += 1
        if not _is_binary(file, reader) and (reason := binary_reason(head)):
            self.report.take(Skipped(file.path, reason))
            return
        taken, before = _Taken(reader.kind, source, self.report.origins), self.report.accounted
        try:
            for event in reader.read(file, stream):
                yield from self._documents_from(file, event, taken, deadline)
            if self.report.accounted == before:
                self.report.take(Skipped(file.path, "holds no item"))
        finally:
            self._report_lacking(file, taken)

    def _documents_from(
        self, file: InputFile, event: Event, taken: _Taken, deadline: Deadline
    ) -> Iterator[Document]:
        """Yield the documents of what a reader found in a file, or report it."""
        match event:
            case Document():
                taken.add(event)
                yield event
            case Removal():
                self.files.note_removal(self._giver, event)
            case Received():
                deadline.check()
                for document in self._documents_of_bulletin(file, event):
                    taken.add(document)
                    yield document
            case Contained():
                yield from self._documents_within(event, deadline)
            case _:
                self.report.take(event)
                deadline.check()

    def _documents_within(self, contained: Contained, deadline: Deadline) -> Iterator[Document]:
        """Yield the documents of a file inside another one, which goes on after it."""
        try:
            yield from self._documents_in(contained.file, contained.stream, deadline)
        except BulletinError as error:
            self.report.take(Skipped(contained.file.path, str(error)))

    def _documents_of_bulletin(self, file: InputFile, received: Received) -> Iterator[Document]:
        self._report_oddities(file, received)
        if any(map(is_searchable, received.items)):
            yield from to_documents(self._kept_apart(file, received))

    def _report_oddities(self, file: InputFile, received: Received) -> None:
        """Report an unusual encoding, oddities, and items without a letter or digit."""
        if received.encoding != UTF_8:
            self.report.encodings.add(f"{printable(str(file.path))}: {received.encoding}", received.encoding)
        for oddity in received.oddities:
            self.report.take(Noted(file.path, oddity))
        unsearchable = [number for number, item in enumerate(received.items, 1) if not is_searchable(item)]
        if len(unsearchable) == len(received.items):
            self.report.take(Skipped(file.path, "holds no letter or digit"))
            return
        for number in unsearchable:
            self.report.take(Skipped(file.path, "holds no letter or digit", f"item {number}"))
        if received.unmarked is not None:
            self._report_unmarked(file, received.unmarked)
        if received.written_date:
            supposed = "supposed" if received.bulletin.origin == "weekday" else ""
            told = ", ".join(filter(None, (printable(received.written_date), supposed)))
            line = f"{printable(str(file.path))}: {received.bulletin.date} ({told})"
            self.report.text_dates.add(line, supposed)

    def _report_unmarked(self, file: InputFile, likely: str) -> None:
        """Report a text without a mark, and what may be one."""
        hint = f": {likely} begins several lines (--mark {shlex.quote(likely)})" if likely else ""
        self.report.unmarked.add(f"{printable(str(file.path))}{hint}")

    def _kept_apart(self, file: InputFile, received: Received) -> Received:
        """Change the id of a bulletin if another file of this run has the same one."""
        bulletin = received.bulletin
        if self._is_taken(bulletin.id, file.path):
            self.report.take(Noted(file.path, "is named like another bulletin; both are kept"))
        relative = str(file.path.relative_to(file.root)) if file.path != file.root else file.path.name
        while self._is_taken(bulletin.id, file.path):
            bulletin = replace(bulletin, id=digest((bulletin.id, relative)))
        self._bulletins.add(bytes.fromhex(bulletin.id))
        return replace(received, bulletin=bulletin)

    def _is_taken(self, identifier: str, path: Path) -> bool:
        is_of_this_run = bytes.fromhex(identifier) in self._bulletins or identifier in self._lines.places
        return is_of_this_run or self.files.is_given_elsewhere(identifier, path)
