"""The filters of a page of results: those in force as chips, all of them as a form, and the order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from index.archive.date_origin import DateOrigin
from index.french.dates import Period, today_in_paris
from index.query import Filters, Query
from index.results import Order
from index.selection import Selection
from index.timeline import UNITS, Timeline, Unit, number_of, period_of
from webapp.addresses import ORIGIN_NAMES, View, kept_parameters, period_addresses, results_address
from webapp.dates import tied_period, unit_name
from webapp.languages import say
from webapp.present import origin_labels, source_name

RECENT = timedelta(7)
"""Days since its last one after which an archive has ended."""
FIRST_SOURCES = 8
"""Sources of the form that are shown before the others are asked for."""


class Chip(NamedTuple):
    """A filter in force: what it says, and the address without it."""

    label: str
    address: str


class Choice(NamedTuple):
    """A link among others: what it says, its address, and whether it is in force."""

    label: str
    address: str
    is_current: bool = False


class SourceTick(NamedTuple):
    """A source of the form: its name, its number of matches, and whether it is ticked."""

    name: str
    total: int
    is_ticked: bool


class OriginTick(NamedTuple):
    """What a date may be from, in the form: its value, what it says, and whether it is ticked."""

    name: str
    label: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a page offers to narrow and to order its results.

    Attributes:
        query: The query with its filters.
        order: The order in force.
        chips: The filters in force.
        orders: The orders.
        periods: Periods to choose with one click.
        origins: Where the dates may be from.
        sources: The sources with matches, most first, the ticked ones first of all.
        without_filters: Address without any filter.
        kept: Parameters that the form keeps.
    """

    query: Query
    order: Order
    chips: tuple[Chip, ...]
    orders: tuple[Choice, ...]
    periods: tuple[Choice, ...]
    origins: tuple[OriginTick, ...]
    sources: tuple[SourceTick, ...]
    without_filters: str
    kept: Sequence[tuple[str, str]]

    @property
    def first_sources(self) -> Sequence[SourceTick]:
        """The sources that are shown at once."""
        return self.sources[: max(FIRST_SOURCES, sum(source.is_ticked for source in self.sources))]

    @property
    def other_sources(self) -> Sequence[SourceTick]:
        """The sources that are shown when asked for."""
        return self.sources[len(self.first_sources) :]


def narrowing(
    selection: Selection, found: Timeline, archive: Period | None, bulletin_name: str, view: View
) -> Narrowing:
    """Return what a page offers to narrow its results.

    Args:
        selection: What the page shows.
        found: Its matches, without the filter of sources.
        archive: Days that hold documents of the archive.
        bulletin_name: Name of the bulletin of the filter; empty where there is none.
        view: How the page shows its timeline, and those that the links lead to.
    """
    query, order = selection.query, selection.order
    return Narrowing(
        query=query,
        order=order,
        chips=tuple(_chips(query, order, bulletin_name, view)),
        orders=tuple(_orders(query, order, view)),
        periods=tuple(_periods(query, archive, period_addresses(query, order, view))),
        origins=tuple(_origins(query.filters.date_origins)),
        sources=tuple(_sources(query.filters.sources, found)),
        without_filters=results_address(query.narrowed(Filters()), order=order, view=view),
        kept=kept_parameters(query, order, view),
    )


def _orders(query: Query, current: Order, view: View) -> Iterator[Choice]:
    """Yield the orders; without a word to find, the newest come first anyhow."""
    orders: dict[Order, str] = {
        "relevance": say("pertinence"),
        "newest": say("plus récentes"),
        "oldest": say("plus anciennes"),
    }
    if not query.wanted:
        del orders["relevance"]
        current = "newest" if current == "relevance" else current
    for order, name in orders.items():
        yield Choice(name, results_address(query, order=order, view=view), is_current=order == current)


def _chips(query: Query, order: Order, bulletin_name: str, view: View) -> Iterator[Chip]:
    filters = query.filters

    def without(other: Filters) -> str:
        return results_address(query.narrowed(other), order=order, view=view)

    if filters.period:
        said = tied_period(filters.period)
        yield Chip(said[:1].upper() + said[1:], without(filters._replace(period=None)))
    for source in filters.sources:
        yield Chip(
            source_name(source), without(filters.of(*(each for each in filters.sources if each != source)))
        )
    if filters.bulletin:
        yield Chip(bulletin_name or filters.bulletin, without(filters._replace(bulletin="")))
    for origin in filters.date_origins:
        others = tuple(each for each in filters.date_origins if each != origin)
        yield Chip(origin_labels()[origin], without(filters._replace(date_origins=others)))
    if filters.has_all_words:
        yield Chip(say("avec tous les mots"), without(filters._replace(has_all_words=False)))


def _periods(
    query: Query, archive: Period | None, address: Callable[[Period | None], str]
) -> Iterator[Choice]:
    """Yield periods to choose: the last days and years of the archive, and all of it."""
    if not (archive and archive.first and archive.last):
        return
    today = today_in_paris()
    last = max(archive.first, min(archive.last, today))  # a date may be wrong, and far ahead
    week, month = Period(last - timedelta(6), last), Period(last - timedelta(29), last)
    if today - last < RECENT:
        spans = [(say("7 derniers jours"), week), (say("30 derniers jours"), month)]
    else:
        spans = [(say("7 derniers jours de l’archive"), week), (say("30 derniers jours de l’archive"), month)]
    years = range(last.year, max(archive.first.year, last.year - 2) - 1, -1)
    spans += [(str(year), period_of("year", year)) for year in years]
    for label, period in (*spans, (say("toutes les dates"), None)):
        yield Choice(label, address(period), period == query.filters.period)


def _origins(ticked: Sequence[DateOrigin]) -> Iterator[OriginTick]:
    labels = origin_labels()
    for origin, name in ORIGIN_NAMES.items():
        yield OriginTick(name, labels[origin], origin in ticked)


def other_units(finest: Timeline, current: Unit, address: Callable[[Unit | None], str]) -> tuple[Choice, ...]:
    """Return the units, but the one in force, that cut a timeline in its finest unit into several periods.

    Args:
        finest: The timeline.
        current: The unit in force.
        address: Returns the address of a unit; of None for the finest.
    """
    days = [period.first for period in (*finest.periods[:1], *finest.periods[-1:]) if period.first]
    several = [unit for unit in UNITS if days and number_of(unit, days[0]) < number_of(unit, days[-1])]
    return tuple(
        Choice(say("par {unit}", unit=unit_name(unit)), address(None if unit == finest.unit else unit))
        for unit in several
        if unit != current and UNITS.index(unit) >= UNITS.index(finest.unit)
    )


def _sources(ticked: Sequence[str], found: Timeline) -> Iterator[SourceTick]:
    totals = {name: sum(row) + found.undated[name] for name, row in found.sources.items()}
    names = (*ticked, *(name for name in totals if name not in ticked))
    yield from (SourceTick(name, totals.get(name, 0), name in ticked) for name in names)
