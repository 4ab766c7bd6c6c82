"""The rebuild: documents stream from files into an engine, and a report is kept.

Memory holds only the ids of the bulletins (about 100 bytes each), so that two files never become one
bulletin, and the bounded lists of the report.
"""

import shlex
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from index.archive.document import Document, digest
from index.engines import DEFAULT_LIMITS, Engine, Limits
from index.errors import EmptyInputError
from indexer.bulletin import BulletinError, Received, is_searchable, to_documents
from indexer.deadline import Deadline, DeadlineError
from indexer.decoding import UTF_8
from indexer.paths import (
    KNOWN_SUFFIXES,
    LARGEST_FILE,
    MEBIBYTE,
    FileType,
    InputFile,
    find,
    path_metadata,
)
from indexer.plain_text import counted, printable
from indexer.progress import Progress
from indexer.readers.jsonlines import Places, read_lines
from indexer.readers.marks import Mark
from indexer.readers.text_file import read_text
from indexer.readers.webpage import read_page
from indexer.report import Noted, Report, Skipped, Source
from indexer.signatures import HEAD, binary_reason


def rebuild(
    engine: Engine,
    paths: Sequence[Path],
    report: Report,
    progress: Progress,
    limits: Limits = DEFAULT_LIMITS,
    marks: Sequence[Mark] = (),
) -> None:
    """Build the index anew from files and folders; `report` is filled on the way, even if this fails.

    Raises:
        EmptyInputError: There is no file, or no item in any; the old index stays.
    """
    start = time.monotonic()
    try:
        documents = Intake(paths, report, progress, marks).documents()
        first = next(documents, None)
        if first is None:
            raise EmptyInputError(_empty_message(paths, report))
        report.take_built(engine.rebuild(chain([first], documents), progress.wrote, limits))
    finally:
        progress.close()
        report.seconds = time.monotonic() - start


def _empty_message(paths: Sequence[Path], report: Report) -> str:
    given = printable(" ".join(map(str, paths)))[:500]
    found = f"no item in {counted(report.files, 'file')}" if report.files else f"no file ({KNOWN_SUFFIXES})"
    return f"nothing to index in {given}: {found}; the index in place stays as it is"


@dataclass(slots=True)
class _Taken:
    """The documents of one file, and how many of them lack something."""

    items: int = 0
    undated: int = 0
    sourceless: int = 0

    def add(self, document: Document) -> None:
        self.items += 1
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
    """

    paths: Sequence[Path]
    report: Report
    progress: Progress
    marks: Sequence[Mark] = ()
    _bulletins: set[bytes] = field(default_factory=set)
    _places: Places = field(default_factory=Counter)
    _read: int = 0  # bytes

    def documents(self) -> Iterator[Document]:
        """Yield the documents of all files, in order."""
        if self.progress.is_shown:
            self.progress.total = sum(file.size for file in find(self.paths) if isinstance(file, InputFile))
        for found in find(self.paths):
            if isinstance(found, InputFile):
                yield from self._documents_of(found)
                self._read += found.size
                self.progress.show(self.report.items, self._read)
            else:
                self.report.take(found)

    def _documents_of(self, file: InputFile) -> Iterator[Document]:
        source = self.report.sources.setdefault(file.type.value, Source())
        source.files += 1
        read = self._lines_of if file.type is FileType.LINES else self._items_of
        deadline, taken = Deadline.of(file.size), _Taken()
        try:
            for document in read(file, deadline):
                source.items += 1
                taken.add(document)
                yield document
                deadline.check()
        except OSError as error:
            self.report.take(Skipped(file.path, f"cannot be read: {error.strerror or error}"))
        except (BulletinError, DeadlineError) as error:
            self.report.take(Skipped(file.path, str(error)))
        self._report_lacking(file, taken)

    def _report_lacking(self, file: InputFile, taken: "_Taken") -> None:
        """Report a file without a date or a source, or how many of its items have none."""
        for tally, count in (
            (self.report.undated, taken.undated),
            (self.report.sourceless, taken.sourceless),
        ):
            if count:
                some = f": {count:,} of {taken.items:,} items" if count < taken.items else ""
                tally.add(f"{printable(str(file.path))}{some}")

    def _lines_of(self, file: InputFile, deadline: Deadline) -> Iterator[Document]:
        with file.path.open("rb") as stream:
            if not file.path.name.lower().endswith(".gz") and (reason := binary_reason(stream.peek(HEAD))):
                self.report.take(Skipped(file.path, reason))
                return
            for event in read_lines(file, stream, self._places):
                if isinstance(event, Document):
                    yield event
                    self.progress.show(self.report.items, self._read + stream.tell())
                else:
                    self.report.take(event)
                    deadline.check()

    def _items_of(self, file: InputFile, deadline: Deadline) -> Iterator[Document]:
        with file.path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            self.report.take(Skipped(file.path, f"has more than {LARGEST_FILE // MEBIBYTE} MiB"))
            return
        if reason := binary_reason(data[:HEAD]):
            self.report.take(Skipped(file.path, reason))
            return
        metadata = path_metadata(file.path)
        if file.type is FileType.PAGE:
            received = read_page(file, data, metadata)
        else:
            received = read_text(file, data, metadata, self.marks)
        deadline.check()
        if metadata.oddity and (file.type is FileType.TEXT or received.bulletin.date is None):
            self.report.take(Noted(file.path, metadata.oddity))
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
            told = f"{received.bulletin.date} ({received.written_date})"
            self.report.text_dates.add(f"{printable(str(file.path))}: {told}")

    def _report_unmarked(self, file: InputFile, likely: str) -> None:
        """Report a text without a mark, and what may be one."""
        hint = f": {likely} begins several lines (--mark {shlex.quote(likely)})" if likely else ""
        self.report.unmarked.add(f"{printable(str(file.path))}{hint}")

    def _kept_apart(self, file: InputFile, received: Received) -> Received:
        """Change the id of a bulletin if another file of this run has the same one."""
        bulletin = received.bulletin
        if self._is_taken(bulletin.id):
            self.report.take(Noted(file.path, "is named like another bulletin of this run; both are kept"))
        relative = str(file.path.relative_to(file.root)) if file.path != file.root else file.path.name
        while self._is_taken(bulletin.id):
            bulletin = replace(bulletin, id=digest((bulletin.id, relative)))
        self._bulletins.add(bytes.fromhex(bulletin.id))
        return replace(received, bulletin=bulletin)

    def _is_taken(self, identifier: str) -> bool:
        return bytes.fromhex(identifier) in self._bulletins or identifier in self._places
