"""Numbers of documents by period and source."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import repeat
from typing import Literal

from index.french.dates import Period
from index.french.months import days_of

Unit = Literal["day", "month", "quarter", "year"]
UNITS: tuple[Unit, ...] = ("day", "month", "quarter", "year")
"""From fine to coarse."""
MOST_PERIODS = 40
"""Periods of a timeline, from which the next coarser unit is taken; there may be more years."""
CountsBySource = Mapping[str, Mapping[int | None, int]]
"""By name of the source, most documents first, its numbers of documents by number of the period, see
`number_of`; None is the number of what is not dated."""
Extent = tuple[int, int]
"""Numbers of the first and the last period."""
PERIODS = 4096
"""Periods that are kept once made."""
MONTHS_OF_DAYS = MOST_PERIODS // 28 + 1
"""Months between the first and the last of a timeline that may have few days."""
MONTHS: Mapping[Unit, int] = {"month": 1, "quarter": 3, "year": 12}
"""Months of the units that are longer than a day."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Numbers of documents by period and source.

    Attributes:
        unit: The length of each period.
        periods: All periods from the first with a document to the last, empty ones included.
        sources: By name of the source, most documents first, its number of documents in each period.
        undated: By name of the source, its number of documents without a date.
        days: What the query is narrowed to, where it is: the first and the last period go no further.
    """

    unit: Unit
    periods: tuple[Period, ...]
    sources: Mapping[str, tuple[int, ...]]
    undated: Mapping[str, int]
    days: Period | None = None

    @classmethod
    def of(cls, unit: Unit, counted: CountsBySource, within: range | None = None) -> "Timeline":
        """Return the timeline of counts by source and period.

        Args:
            unit: The length of each period.
            counted: The counts.
            within: Numbers of its periods; None for those from the first with a document to the last.
        """
        if within is None:
            numbers = {number for counts in counted.values() for number in counts if number is not None}
            within = range(min(numbers), max(numbers) + 1) if numbers else range(0)
        return cls(
            unit,
            tuple(map(period_of, repeat(unit), within)),
            {source: tuple(map(counts.get, within, repeat(0))) for source, counts in counted.items()},
            {source: counts.get(None, 0) for source, counts in counted.items()},
        )

    @classmethod
    def fitting(
        cls, extent: Callable[[Unit], Extent | None], count: Callable[[Unit], CountsBySource]
    ) -> "Timeline":
        """Return the timeline in the finest unit that leaves few periods.

        Args:
            extent: Returns the first and the last day or month of what is counted; None where none is dated.
            count: Counts it by source and period of a unit.
        """
        months = extent("month")
        unit = (
            unit_for(*(period_of("month", month).first or date.min for month in months)) if months else "year"
        )
        if months and months[1] - months[0] <= MONTHS_OF_DAYS and (days := extent("day")):
            unit = unit_for(*map(date.fromordinal, days))
        return cls.of(unit, count(unit))

    def in_unit(self, unit: Unit) -> "Timeline":
        """Return the same numbers by a coarser unit; itself where the unit is no coarser."""
        if UNITS.index(unit) <= UNITS.index(self.unit):
            return self
        numbers = [number_of(unit, period.first) if period.first else None for period in self.periods]
        counted: dict[str, Counter[int | None]] = {}
        for source, row in self.sources.items():
            counted[source] = Counter({None: self.undated[source]})
            for number, count in zip(numbers, row, strict=True):
                counted[source][number] += count
        coarse = Timeline.of(unit, counted)
        return coarse.within(self.days) if self.days else coarse

    def spanning(self, days: Period) -> "Timeline":
        """Return the same numbers from the period of the first of some days to that of the last.

        Where these are too many periods, a coarser unit is taken; an open end stays where it is.
        """
        first, last = days.first, days.last
        if self.periods:
            first, last = first or self.periods[0].first, last or self.periods[-1].last
        if not (self.periods and first and last):
            return self
        found = self.in_unit(max(self.unit, unit_for(first, last), key=UNITS.index))
        held = [number_of(found.unit, each.first) for each in found.periods if each.first]
        within = range(number_of(found.unit, first), number_of(found.unit, last) + 1)
        before, after = (0,) * (held[0] - within.start), (0,) * (within.stop - 1 - held[-1])
        return replace(
            found,
            periods=tuple(map(period_of, repeat(found.unit), within)),
            sources={name: (*before, *row, *after) for name, row in found.sources.items()},
        )

    def within(self, days: Period) -> "Timeline":
        """Return the same numbers, known to be of some days alone: periods are cut to these."""
        all_days = self.days.common(days) if self.days else days
        return replace(self, periods=tuple(each.common(days) for each in self.periods), days=all_days)

    def with_period(self, place: int, period: Period, counts: Mapping[str, int]) -> "Timeline":
        """Return the timeline with another period at a place, of which the numbers are by source."""
        periods, sources = list(self.periods), dict(self.sources)
        periods[place] = period
        for source, row in self.sources.items():
            sources[source] = (*row[:place], counts.get(source, 0), *row[place + 1 :])
        return replace(self, periods=tuple(periods), sources=sources)

    def totals(self, sources: Iterable[str] = ()) -> tuple[int, ...]:
        """Sum the numbers in each period, of some sources or of all."""
        chosen = tuple(sources)
        rows = [row for source, row in self.sources.items() if not chosen or source in chosen]
        return tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * len(self.periods)


def unit_for(first: date, last: date) -> Unit:
    """Return the finest unit that cuts a range of days into no more than `MOST_PERIODS`."""
    for unit in UNITS:
        if number_of(unit, last) - number_of(unit, first) < MOST_PERIODS:
            return unit
    return "year"


def number_of(unit: Unit, day: date) -> int:
    """Return the number of the period that a day is in; periods that follow each other have such numbers."""
    if unit == "day":
        return day.toordinal()
    return (day.year * 12 + day.month - 1) // MONTHS[unit]


@lru_cache(PERIODS)
def period_of(unit: Unit, number: int) -> Period:
    """Return the period of a number, see `number_of`."""
    if unit == "day":
        day = date.fromordinal(number)
        return Period(day, day)
    return Period(*days_of(number * MONTHS[unit], MONTHS[unit]))


def counts_by_source(counts: Iterable[tuple[tuple[str, int | None], int]]) -> CountsBySource:
    """Sum counts of a source and a period by source, then period."""
    return sum_rows((source, {number: count}) for (source, number), count in counts)


def sum_rows(rows: Iterable[tuple[str, dict[int | None, int]]]) -> CountsBySource:
    """Sum counts by period, given by source: the first row of a source is added to."""
    counted: dict[str, dict[int | None, int]] = {}
    for source, row in rows:
        sums = counted.setdefault(source, row)
        if sums is not row:
            for number, count in row.items():
                sums[number] = sums.get(number, 0) + count
    return dict(sorted(counted.items(), key=lambda each: (-sum(each[1].values()), each[0])))


def extent_of(counted: CountsBySource) -> Extent | None:
    """Return the numbers of the first and the last period that counts; None where none is dated."""
    numbers = [number for counts in counted.values() for number in counts if number is not None]
    return (min(numbers), max(numbers)) if numbers else None
