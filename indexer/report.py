"""The report of a run: what came in, what was odd, and what was left out with the reason."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.archive.holdings import BuildReport
from indexer.plain_text import counted, printable

MOST_LINES = 1000  # kept of each list; further ones are only counted
EXAMPLES = 5  # of what many files of an archive may be


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a part of one, that was not indexed.

    Attributes:
        path: The file.
        reason: Reason, a clause whose subject is the file: "is no regular file".
        where: Part of the file ("line 12"); empty for the whole file.
    """

    path: Path
    reason: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """A file, or a part of one, that is odd but was indexed; attributes as of `Skipped`."""

    path: Path
    reason: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A file or folder in a given folder that is not read.

    Attributes:
        path: The file or folder.
        kind: Its suffix, or what else it is, in a few words.
    """

    path: Path
    kind: str


@dataclass(slots=True)
class Tally:
    """An exact count, and the first `MOST_LINES` details."""

    count: int = 0
    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Count a detail, and keep it if there are fewer than `MOST_LINES`."""
        self.count += 1
        if len(self.lines) < MOST_LINES:
            self.lines.append(line)

    def section(self, heading: str, most: int | None = None) -> Iterator[str]:
        """Yield the lines of a section of the report: heading and count, details, number of further ones."""
        if self.count:
            yield f"{heading}: {self.count:,}"
            yield from (f"  {line}" for line in self.lines[:most])
        if more := self.count - len(self.lines[:most]):
            yield f"  … and {more:,} more"


@dataclass(slots=True)
class Report:
    """What came in during a run; filled while it runs, in bounded memory.

    Attributes:
        files: Number of files read.
        items: Number of items passed to the engine.
        seconds: Duration of the run.
        encodings: Files that were not plain UTF-8.
        notes: What was odd but indexed.
        unmarked: Texts without a mark; each is one item.
        text_dates: Files whose date was read in their text.
        undated: Files whose bulletin has no date.
        skipped: What was left out, or refused by the engine.
        ignored: Number of files that are not read, by suffix.
        built: Report of the engine; None if it wrote nothing.
    """

    files: int = 0
    items: int = 0
    seconds: float = 0.0
    encodings: Tally = field(default_factory=Tally)
    notes: Tally = field(default_factory=Tally)
    unmarked: Tally = field(default_factory=Tally)
    text_dates: Tally = field(default_factory=Tally)
    undated: Tally = field(default_factory=Tally)
    skipped: Tally = field(default_factory=Tally)
    ignored: Counter[str] = field(default_factory=Counter)
    built: BuildReport | None = None

    def take(self, event: Skipped | Noted | Ignored) -> None:
        """Count what was left out, odd, or not read."""
        match event:
            case Skipped():
                self.skipped.add(_line(event))
            case Noted():
                self.notes.add(_line(event))
            case Ignored():
                is_room = event.kind in self.ignored or len(self.ignored) < MOST_LINES
                self.ignored[printable(event.kind) if is_room else "others"] += 1

    def take_built(self, built: BuildReport) -> None:
        """Keep the report of the engine, and count what it refused or found odd."""
        self.built = built
        for note in built.notes:
            self.notes.add(printable(note))
        for refusal in built.refusals:
            title = printable(refusal.title[:80])
            self.skipped.add(f"item {printable(refusal.id)} ({title}): {refusal.reason}")
        self.skipped.count += built.more_refusals

    def lines(self) -> Iterator[str]:
        """Yield the lines of the report."""
        yield from self.encodings.section("not plain UTF-8")
        yield from self.notes.section("odd, but indexed")
        yield from self.unmarked.section(
            "no mark found, so that the text is one item (--mark names another mark)", EXAMPLES
        )
        yield from self.text_dates.section("dates read in the text, as the path has none", EXAMPLES)
        yield from self.undated.section("files without a date", EXAMPLES)
        yield from self.skipped.section("skipped")
        if self.ignored:
            kinds = ", ".join(f"{kind} ({count:,})" for kind, count in self.ignored.most_common(20))
            yield f"of other kinds, not read: {self.ignored.total():,}: {kinds}"
        yield self._summary()

    def _summary(self) -> str:
        parts = [counted(self.files, "file")]
        parts += [counted(self.built.bulletins, "bulletin")] if self.built else []
        distinct = self.built.documents if self.built else self.items
        again = f" ({distinct:,} different ones)" if distinct != self.items else ""
        parts += [counted(self.items, "item") + again, f"{self.skipped.count:,} skipped"]
        return ", ".join([*parts, f"{self.seconds:.1f} seconds"])


def _line(event: Skipped | Noted) -> str:
    where = f", {event.where}" if event.where else ""
    return f"{printable(str(event.path))}{where}: {event.reason}"
