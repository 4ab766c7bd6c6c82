"""The report of a run: what came in, what was odd, and what was left out with the reason."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.archive.date_origin import DATE_ORIGINS, DateOrigin
from index.archive.holdings import BuildReport
from index.as_json import JSONValue
from indexer.other_kinds import advice
from indexer.plain_text import counted, printable

MOST_KINDS = 100  # of each list; further ones are one
EXAMPLES = 5  # of each kind
OTHERS = "others"
_ORIGINS: dict[DateOrigin, str] = {
    "given": "given",
    "page": "read in the page",
    "path": "read in the path",
    "text": "read in the text",
    "weekday": "supposed by a day of the week in the text",
    "none": "none",
}
# What differs between two reasons of one kind: quoted texts, numbers, what stands in parentheses.
_SUFFIX = re.compile(r"\.(?=.*[a-z])\w+")  # .7z
_VALUES = re.compile(r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"|“[^”]*”|\([^()]*\)|\d[\d,.]*")


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
class Kind:
    """Details that are alike: how many there are, and the first `EXAMPLES`."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def to_json(self, name: str) -> JSONValue:
        """Return its name, count and examples, and what to do with files of it, where that is known."""
        said: dict[str, JSONValue] = {"kind": name, "count": self.count, "examples": list(self.examples)}
        return said | ({"advice": advice(name)} if advice(name) else {})


@dataclass(slots=True)
class Tally:
    """Details by their kind, in bounded memory; counts are exact."""

    kinds: dict[str, Kind] = field(default_factory=dict)

    def add(self, line: str, kind: str = "") -> None:
        """Count a detail; the values in its kind do not make another one."""
        found = self._kind(kind if _SUFFIX.fullmatch(kind) else _VALUES.sub("…", kind))
        found.count += 1
        if len(found.examples) < EXAMPLES:
            found.examples.append(line)

    def add_uncounted(self, count: int) -> None:
        """Count details that nobody kept."""
        if count:
            self._kind(OTHERS).count += count

    def _kind(self, name: str) -> Kind:
        is_room = name in self.kinds or len(self.kinds) < MOST_KINDS
        return self.kinds.setdefault(name if is_room else OTHERS, Kind())

    @property
    def count(self) -> int:
        """Number of details of all kinds."""
        return sum(kind.count for kind in self.kinds.values())

    @property
    def lines(self) -> list[str]:
        """The examples of all kinds."""
        return [line for kind in self.kinds.values() for line in kind.examples]

    def section(self, heading: str) -> Iterator[str]:
        """Yield the lines of a section of the report: heading and count, examples, number of further ones."""
        if self.count:
            yield f"{heading}: {self.count:,}"
        for name, kind in self.kinds.items():
            yield from (f"  {line}" for line in kind.examples)
            if more := kind.count - len(kind.examples):
                yield f"  … and {more:,} more{f': {name}' if name else ''}"

    def short_section(self, heading: str) -> Iterator[str]:
        """Yield the lines of a section with a line a kind, most first."""
        if self.count:
            yield f"{heading}: {self.count:,}"
        for name, kind in sorted(self.kinds.items(), key=lambda item: -item[1].count):
            more = ", …" if kind.count > len(kind.examples) else ""
            todo = f"; {advice(name)}" if advice(name) else ""
            yield f"  {name} ({kind.count:,}{todo}): {', '.join(kind.examples)}{more}"

    def to_json(self) -> JSONValue:
        """Return the count and the kinds, each with its own count and examples."""
        kinds: list[JSONValue] = [kind.to_json(name) for name, kind in self.kinds.items()]
        return {"count": self.count, "kinds": kinds}


@dataclass(slots=True)
class Source:
    """What came in of one kind of source."""

    files: int = 0
    items: int = 0


@dataclass(slots=True)
class Report:
    """What came in during a run; filled while it runs, in bounded memory.

    Attributes:
        sources: What came in, by kind of source.
        seconds: Duration of the run.
        encodings: Files that were not plain UTF-8.
        notes: What was odd but indexed.
        unmarked: Texts without a mark; each is one item.
        text_dates: Files whose date was read in their text.
        origins: Number of items by where their dates are from.
        undated: Files that have no date, or items without one, by kind of source.
        sourceless: Files that have no source, or items without one.
        skipped: What was left out, or refused by the engine.
        ignored: What is not read, by suffix or by what it is.
        built: Report of the engine; None if it wrote nothing.
        unread: Number of items of files that were not read again, as they are as they were.
    """

    sources: dict[str, Source] = field(default_factory=dict)
    seconds: float = 0.0
    encodings: Tally = field(default_factory=Tally)
    notes: Tally = field(default_factory=Tally)
    unmarked: Tally = field(default_factory=Tally)
    text_dates: Tally = field(default_factory=Tally)
    origins: Counter[DateOrigin] = field(default_factory=Counter)
    undated: Tally = field(default_factory=Tally)
    sourceless: Tally = field(default_factory=Tally)
    skipped: Tally = field(default_factory=Tally)
    ignored: Tally = field(default_factory=Tally)
    built: BuildReport | None = None
    unread: int = 0

    @property
    def files(self) -> int:
        """Number of files read."""
        return sum(source.files for source in self.sources.values())

    @property
    def items(self) -> int:
        """Number of items passed to the engine."""
        return sum(source.items for source in self.sources.values())

    @property
    def accounted(self) -> int:
        """Number of items, and of what is said not to be one."""
        return self.items + self.skipped.count + self.ignored.count

    @property
    def is_empty(self) -> bool:
        """Nothing came in, and nothing is to be said."""
        changes = self.built.changes if self.built else None
        is_changed = changes and (changes.new or changes.changed or changes.gone or changes.stale)
        return not (is_changed or self.items or self.unread or self.skipped.count)

    def take(self, event: Skipped | Noted | Ignored) -> None:
        """Count what was left out, odd, or not read."""
        match event:
            case Skipped():
                self.skipped.add(_line(event), event.reason)
            case Noted():
                self.notes.add(_line(event), event.reason)
            case Ignored():
                self.ignored.add(printable(str(event.path)), printable(event.kind))

    def take_built(self, built: BuildReport, unread: int = 0) -> None:
        """Keep the report of the engine, and count what it refused or found odd."""
        self.built, self.unread = built, unread
        for note in built.notes:
            self.notes.add(printable(note), note)
        for refusal in built.refusals:
            title = printable(refusal.title[:80])
            self.skipped.add(f"item {printable(refusal.id)} ({title}): {refusal.reason}", refusal.reason)
        self.skipped.add_uncounted(built.more_refusals)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the report."""
        yield from self.encodings.section("not plain UTF-8")
        yield from self.notes.section("odd, but indexed")
        yield from self.unmarked.section(
            "no mark found, so that the text is one item (--mark names another mark)"
        )
        yield from self.text_dates.section("dates read in the text, as the path has none")
        yield from self.undated.section("files without a date")
        yield from self.sourceless.section("files without a source")
        yield from self.skipped.section("skipped")
        yield from self.ignored.short_section("of other kinds, not read")
        if len(self.origins) > 1:
            yield f"dates: {', '.join(_origins(self.origins))}"
        if len(self.sources) > 1:
            for name, source in self.sources.items():
                yield f"{name}: {counted(source.files, 'file')}, {counted(source.items, 'item')}"
        yield from self._changes()
        yield self._summary()

    def to_json(self) -> JSONValue:
        """Return the report for programs; `docs/operating.md` says what each part is."""
        return {
            **self._changes_to_json(),
            "files": self.files,
            "bulletins": self.built.bulletins if self.built else 0,
            "items": self.items,
            "documents": self.built.documents if self.built else 0,
            "seconds": round(self.seconds, 3),
            "sources": {
                name: {"files": each.files, "items": each.items} for name, each in self.sources.items()
            },
            "encodings": self.encodings.to_json(),
            "odd": self.notes.to_json(),
            "unmarked": self.unmarked.to_json(),
            "date_origins": {origin: self.origins[origin] for origin in DATE_ORIGINS},
            "dated_by_text": self.text_dates.to_json(),
            "undated": self.undated.to_json(),
            "without_source": self.sourceless.to_json(),
            "skipped": self.skipped.to_json(),
            "not_read": self.ignored.to_json(),
        }

    def _changes_to_json(self) -> dict[str, JSONValue]:
        changes = self.built and self.built.changes
        if not changes:
            return {}
        counts: dict[str, JSONValue] = {"new": changes.new, "changed": changes.changed}
        return {**counts, "unchanged": changes.unchanged + self.unread, "gone": changes.gone + changes.stale}

    def _changes(self) -> Iterator[str]:
        """Yield what became of the items of the index, in a line; nothing after a rebuild."""
        if self.built and (changes := self.built.changes):
            gone = changes.gone + changes.stale
            kept = " (kept: --prune takes out what its files no longer give)" if changes.stale else ""
            counts = f"{changes.new:,} new, {changes.changed:,} changed"
            yield f"items: {counts}, {changes.unchanged + self.unread:,} unchanged, {gone:,} gone{kept}"

    def _summary(self) -> str:
        parts = [counted(self.files, "file")]
        parts += [counted(self.built.bulletins, "bulletin")] if self.built else []
        is_whole = self.built and not self.built.changes
        distinct = self.built.documents if self.built and is_whole else self.items
        again = f" ({distinct:,} different ones)" if distinct != self.items else ""
        parts += [counted(self.items, "item") + again, f"{self.skipped.count:,} skipped"]
        return ", ".join([*parts, f"{self.seconds:.1f} seconds"])


def _origins(origins: Counter[DateOrigin]) -> Iterator[str]:
    """Yield how many items are dated by what, in the order of `DATE_ORIGINS`."""
    for origin in DATE_ORIGINS:
        if number := origins[origin]:
            yield f"{number:,} {_ORIGINS[origin]}"


def _line(event: Skipped | Noted) -> str:
    where = f", {event.where}" if event.where else ""
    return f"{printable(str(event.path))}{where}: {event.reason}"
