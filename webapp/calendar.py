"""The calendar of a source: what it has by year and month, the newest first, each a link."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import escape

from index.french.dates import Period
from index.query import Filters, parse
from index.timeline import Timeline, period_of
from webapp.addresses import period_addresses

LEVELS = 10
"""Heights of the bars; each is a class of the style sheet, a tenth of the bytes of an SVG."""
MAX_LINK_BYTES = 28_000
"""Bytes of all addresses of a calendar: with them 30 years of months are a page of less than 60 kB."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a source.

    Attributes:
        total: Number of items.
        level: Height of its bar, from 0 to `LEVELS`; above 0 where there is an item.
        address: Its results; empty where there are none, or where it is not linked.
        is_gap: It has nothing, and stands between the first and the last month that have something.
    """

    total: int
    level: int
    address: str = ""
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """A year with something, or a run of years without.

    Attributes:
        first: The year, or the first of the run.
        last: The same year, or the last of the run.
        total: Number of items.
        months: January to December; empty where the total is 0.
        address: Results of the year; empty where it is not linked.
    """

    first: int
    last: int
    total: int
    months: tuple[Month, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The years of a source.

    Attributes:
        years: The newest first.
        unlinked: The newest year whose months are not links though they have items; None where all are.
    """

    years: tuple[Year, ...]
    unlinked: int | None


def calendar(held: Timeline, source: str) -> Calendar:
    """Return the calendar of a source.

    Args:
        held: What the archive holds by month.
        source: Name of the source.
    """
    counted = _counted(held, source)
    if not counted:
        return Calendar((), None)
    first, end = min(counted), max(counted) + 1
    most = max(counted.values())
    months = {
        each: Month(total, -(-LEVELS * total // most), is_gap=not total)
        for each in range(first, end)
        for total in (counted.get(each, 0),)
    }
    years = [_year(months, year) for year in range((end - 1) // 12, first // 12 - 1, -1)]
    return _linked(list(_joined(years)), source)


def _counted(held: Timeline, source: str) -> dict[int, int]:
    """Return the number of items of each month that has some, by the number of the month since the year 0."""
    row = held.sources.get(source, ())
    return {
        period.first.year * 12 + period.first.month - 1: total
        for period, total in zip(held.periods, row, strict=bool(row))
        if total and period.first
    }


def _year(months: dict[int, Month], year: int) -> Year:
    own = tuple(months.get(year * 12 + month, Month(0, 0)) for month in range(12))
    total = sum(month.total for month in own)
    return Year(year, year, total, own if total else ())


def _joined(years: Sequence[Year]) -> Iterator[Year]:
    """Yield the years, those in a row that have nothing as one."""
    empty: Year | None = None
    for year in years:
        if not year.total:
            empty = replace(empty or year, first=year.first)
            continue
        if empty:
            yield empty
        empty = None
        yield year


def _linked(years: Sequence[Year], source: str) -> Calendar:
    """Link the years, and the months from the newest on, as far as `MAX_LINK_BYTES` go."""
    address = period_addresses(parse("").narrowed(Filters(sources=(source,))), "relevance")
    left = MAX_LINK_BYTES // len(escape(address(period_of("year", years[0].first)))) - len(years)
    made, unlinked = [], None
    for year in years:
        linked = replace(
            year, address=address(period_of("year", year.first)) if left >= 0 and year.total else ""
        )
        cost = sum(bool(month.total) for month in year.months)
        if unlinked is None and cost <= left:
            left -= cost
            linked = replace(linked, months=tuple(_months(year, address)))
        elif unlinked is None:
            unlinked = year.last
        made.append(linked)
    return Calendar(tuple(made), unlinked)


def _months(year: Year, address: Callable[[Period], str]) -> Iterator[Month]:
    for number, month in enumerate(year.months, year.first * 12):
        yield replace(month, address=address(period_of("month", number))) if month.total else month
