"""What is said after a run: what came in, what was odd, and what was left out with its reason."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.archive.holdings import BuildReport
from indexer.plain_text import counted, printable

MOST_LINES = 1000  # kept of each list; beyond that only the count grows


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was not indexed: a file, or a part of one.

    Attributes:
        path: The file.
        reason: Goes on from the file's name: "is no regular file".
        where: The part of the file ("line 12"), or empty.
    """

    path: Path
    reason: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something odd that was indexed all the same; the fields are those of `Skipped`."""

    path: Path
    reason: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A file in a given folder that is not for us, by its kind."""

    kind: str


@dataclass(slots=True)
class Tally:
    """Exact counts, and the first `MOST_LINES` details."""

    count: int = 0
    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Count a detail, and keep it while there is room."""
        self.count += 1
        if len(self.lines) < MOST_LINES:
            self.lines.append(line)

    def told(self, heading: str) -> Iterator[str]:
        """Tell the details under a heading, and how many more there are."""
        if self.count:
            yield f"{heading}: {self.count:,}"
            yield from (f"  {line}" for line in self.lines)
        if more := self.count - len(self.lines):
            yield f"  … and {more:,} more"


@dataclass(slots=True)
class Report:
    """What came in during one run; grows while it runs, never with the number of bulletins.

    Attributes:
        files: Number of files read.
        items: Number of items handed to the engine.
        seconds: How long the run took.
        encodings: Files that were not plain UTF-8.
        notes: What was odd.
        skipped: What was left out, or refused by the engine.
        ignored: Files of other kinds, by suffix.
        built: What the engine wrote, or None where it wrote nothing.
    """

    files: int = 0
    items: int = 0
    seconds: float = 0.0
    encodings: Tally = field(default_factory=Tally)
    notes: Tally = field(default_factory=Tally)
    skipped: Tally = field(default_factory=Tally)
    ignored: Counter[str] = field(default_factory=Counter)
    built: BuildReport | None = None

    def take(self, event: Skipped | Noted | Ignored) -> None:
        """Count what was left out, odd, or not for us."""
        match event:
            case Skipped():
                self.skipped.add(_said(event))
            case Noted():
                self.notes.add(_said(event))
            case Ignored():
                is_room = event.kind in self.ignored or len(self.ignored) < MOST_LINES
                self.ignored[printable(event.kind) if is_room else "others"] += 1

    def take_built(self, built: BuildReport) -> None:
        """Keep what the engine wrote, and count what it refused and found odd."""
        self.built = built
        for note in built.notes:
            self.notes.add(printable(note))
        for refusal in built.refusals:
            title = printable(refusal.title[:80])
            self.skipped.add(f"item {printable(refusal.id)} ({title}): {refusal.reason}")

    def lines(self) -> Iterator[str]:
        """Tell the report, a line at a time."""
        yield from self.encodings.told("not plain UTF-8")
        yield from self.notes.told("odd, but indexed")
        yield from self.skipped.told("skipped")
        if self.ignored:
            kinds = ", ".join(f"{kind} ({count:,})" for kind, count in self.ignored.most_common(20))
            yield f"files of other kinds, not read: {self.ignored.total():,}: {kinds}"
        yield self._summary()

    def _summary(self) -> str:
        parts = [counted(self.files, "file")]
        parts += [counted(self.built.bulletins, "bulletin")] if self.built else []
        distinct = self.built.documents if self.built else self.items
        again = f" ({distinct:,} different ones)" if distinct != self.items else ""
        parts += [counted(self.items, "item") + again, f"{self.skipped.count:,} skipped"]
        return ", ".join([*parts, f"{self.seconds:.1f} seconds"])


def _said(event: Skipped | Noted) -> str:
    where = f", {event.where}" if event.where else ""
    return f"{printable(str(event.path))}{where}: {event.reason}"
