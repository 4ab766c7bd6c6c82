"""The timeline of a page of results: a bar a period, each a link that narrows, and the same as a table."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.french.dates import Period
from index.timeline import Timeline, Unit, period_of
from webapp.addresses import By
from webapp.dates import PeriodNames, names_of, unit_name
from webapp.present import percent

FEW_YEARS = 12
"""Years that have room for a name each."""
ROOM, ROOM_IF_NARROW = 7.0, 14.0
"""Percent of the width that the name of a year takes, at most: beside a margin, and on a small screen."""
MOST_BARS = 100
"""Periods of a timeline that are shown, the last ones: one wrong date makes it a thousand years."""
MAX_COLUMNS = 6
"""Sources that have a column of their own in the table; the others are in the total."""


class Bar(NamedTuple):
    """A period of the timeline.

    Attributes:
        period: Its days.
        names: Its names.
        total: Number of matches.
        held: Number of documents of the archive; 0 for a gap.
        share: Percentage of the documents of the archive that match, as it is written.
        address: Results of this period alone; empty where there are none.
        counts: Number of matches of each source that has a column.
        x: Where the bar begins, in percent of the width.
        height: Height in percent of the highest.
    """

    period: Period
    names: PeriodNames
    total: int
    held: int
    share: str
    address: str
    counts: tuple[int, ...]
    x: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A year under the bars.

    Attributes:
        name: The year.
        x: Where it begins, in percent.
        address: Its results; empty where it is no link.
        is_close: On a small screen its name would stand over the next one.
    """

    name: str
    x: float
    address: str
    is_close: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """The timeline of a page of results.

    Attributes:
        unit: The length of each period.
        by: What the bars say: numbers, or shares of what the archive holds.
        bars: The periods, oldest first.
        width: Width of a bar with its gap, in percent.
        columns: The sources that have a column in the table; none where there is but one.
        ticks: The years under the bars.
        highest: The highest number of matches of a bar.
        highest_share: The highest share of a bar, in percent.
        earlier: Number of matches before the first bar.
        undated: Number of matches without a date.
    """

    unit: Unit
    by: By
    bars: tuple[Bar, ...]
    width: float
    columns: tuple[str, ...]
    ticks: tuple[Tick, ...]
    highest: int
    highest_share: float
    earlier: int
    undated: int

    @property
    def unit_name(self) -> str:
        """The name of the unit: jour, mois."""
        return unit_name(self.unit)


def bars(
    sources: Sequence[str], found: Timeline, archive: Timeline, by: By, address: Callable[[Period], str]
) -> Bars | None:
    """Return the timeline of a query; None where its matches are of one period, or of none.

    Args:
        sources: The sources that it is narrowed to; none for all.
        found: Its matches in all sources.
        archive: What the archive holds, in the same periods.
        by: What the bars say.
        address: Returns the results of a period.
    """
    column = _column(found, archive, sources)
    frame = _frame([column], by)
    return _framed(column, found, by, address, frame) if frame.end - frame.first > 1 else None


def bars_of_each(
    addresses: Mapping[str, Callable[[Period], str]], found: Timeline, archive: Timeline, by: By
) -> Sequence[Bars]:
    """Return the timelines of a query in each of some sources, on one scale.

    Args:
        addresses: By source, what returns its results of a period.
        found: The matches in all sources.
        archive: What the archive holds, in the same periods.
        by: What the bars say.
    """
    columns = [_column(found, archive, [source]) for source in addresses]
    frame = _frame(columns, by)
    return [
        _framed(column, found, by, address, frame)
        for column, address in zip(columns, addresses.values(), strict=True)
    ]


class _Column(NamedTuple):
    """By period, of some sources: numbers of matches and of all documents, and percentages that match."""

    sources: Sequence[str]
    totals: Sequence[int]
    held: Sequence[int]
    shares: Sequence[float]

    def values(self, by: By) -> Sequence[float]:
        """Return what the bars say."""
        return self.shares if by == "share" else self.totals


def _column(found: Timeline, archive: Timeline, sources: Sequence[str]) -> _Column:
    if not found.periods:
        return _Column(sources, (), (), ())
    totals, held = found.totals(sources), archive.totals(sources)
    shares = [100 * part / (whole or 1) for part, whole in zip(totals, held, strict=True)]
    return _Column(sources, totals, held, shares)


class _Frame(NamedTuple):
    """What several timelines share: the first period, one past the last, and the value of the highest bar."""

    first: int
    end: int
    highest: float


def _frame(columns: Sequence[_Column], by: By) -> _Frame:
    filled = [number for column in columns for number, total in enumerate(column.totals) if total]
    first, end = (max(min(filled), max(filled) + 1 - MOST_BARS), max(filled) + 1) if filled else (0, 0)
    shown = (max(column.values(by)[first:end], default=0) for column in columns)
    return _Frame(first, end, max(shown, default=0))


def _framed(
    column: _Column, found: Timeline, by: By, address: Callable[[Period], str], frame: _Frame
) -> Bars:
    """Return the timeline of some sources in a frame."""
    sources, values = column.sources, column.values(by)
    named = [name for name in found.sources if name and (not sources or name in sources)]
    columns = tuple(named[:MAX_COLUMNS]) if len(named) > 1 else ()
    first, end, most = frame
    width = 100 / max(1, end - first)
    counts = list(zip(*(found.sources[name] for name in columns), strict=True)) or [()] * end
    made = tuple(
        Bar(
            period=period,
            names=names_of(found.unit, period),
            total=column.totals[number],
            held=column.held[number],
            share=percent(column.shares[number]),
            address=address(period) if column.totals[number] else "",
            counts=counts[number],
            x=(number - first) * width,
            height=100 * values[number] / (most or 1),
        )
        for number, period in enumerate(found.periods[first:end], first)
    )
    return Bars(
        unit=found.unit,
        by=by,
        bars=made,
        width=width,
        columns=columns,
        ticks=tuple(_ticks(address, made, found.days))[::-1],
        highest=max(column.totals[first:end], default=0),
        highest_share=max(column.shares[first:end], default=0.0),
        earlier=sum(column.totals[:first]),
        undated=sum(count for name, count in found.undated.items() if not sources or name in sources),
    )


def _ticks(address: Callable[[Period], str], made: Sequence[Bar], days: Period | None) -> Iterator[Tick]:
    """Yield the years under the bars, the last first; of many every fifth, and links only to a few.

    A year whose name has no room before the next one, or before the end, is left out. No link leads beyond
    the days that the query is narrowed to.
    """
    begins: dict[int, float] = {}
    totals = Counter[int]()
    for bar in made:
        if bar.period.first:
            begins.setdefault(bar.period.first.year, bar.x)
            totals[bar.period.first.year] += bar.total
    step = 1 if len(begins) <= FEW_YEARS else 5
    end = end_if_narrow = 100.0
    for year, x in reversed(begins.items()):
        if year % step or end - x < ROOM:
            continue
        end, is_close = x, end_if_narrow - x < ROOM_IF_NARROW
        end_if_narrow = end_if_narrow if is_close else x
        is_linked = totals[year] and 1 < len(begins) <= FEW_YEARS
        linked = period_of("year", year).common(days) if days else period_of("year", year)
        yield Tick(str(year), x, address(linked) if is_linked else "", is_close)
