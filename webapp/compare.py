"""The page that compares sources: how often each speaks of something, by period."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from flask import Response

from index.budget import current
from index.engines.reading import Reading
from index.query import Query
from index.timeline import Timeline, Unit
from webapp.addresses import comparison_address, period_addresses
from webapp.bars import Bar, Bars, bars_of_each
from webapp.errors import show_too_long
from webapp.narrowing import Choice, other_units
from webapp.offers import Offer, UnknownSources, offered, without_unknown_sources
from webapp.present import source_name
from webapp.rendering import render
from webapp.selection import read_selection, read_unit

AT_FIRST = 2
"""Sources that are compared where none was chosen: those with most matches."""
MOST = 6
"""Most sources that are compared."""


class Side(NamedTuple):
    """One of the compared sources.

    Attributes:
        source: Its name.
        total: Number of its documents that match.
        bars: Its timeline, on the scale of all.
        without: Address of the comparison without it; empty where it would be left alone.
    """

    source: str
    total: int
    bars: Bars
    without: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compared sources.

    Attributes:
        query: What is counted, as typed.
        compared: The same of the sources that are compared, as its table is taken away.
        searched: The query as searched.
        total: Number of documents of these sources that match.
        all_words: The query for the documents with all words; None where others are no more.
        any_word: The query for the documents with any word, where only those with all are counted; else None.
        sides: The sources.
        offers: Other sources that may be added.
        periods: By period, the newest first, the bar of each source.
        unit: The unit that was asked for; None where the finest is shown.
        units: The other units that the periods may have.
    """

    query: Query
    compared: Query
    searched: Query
    total: int
    all_words: Offer | None
    any_word: Offer | None
    sides: tuple[Side, ...]
    offers: tuple[Choice, ...]
    periods: tuple[tuple[Bar, ...], ...]
    unit: Unit | None
    units: tuple[Choice, ...]
    unknown: UnknownSources | None

    def with_source(self, name: str) -> str:
        """Return the address of the comparison with a known source in place of the unknown ones."""
        known = self.unknown.query if self.unknown else self.query
        return _address(known, [*known.filters.sources, name], self.unit)


def show(archive: Reading) -> Response:
    """Answer `/comparer`."""
    selection = read_selection()
    query, unit = selection.searched, read_unit()
    finest = archive.timeline_of_all_sources(query)
    everywhere = finest.in_unit(unit or finest.unit)
    searched = archive.search(query, limit=0)
    if current().was_spent:
        return show_too_long()
    named = sorted(
        everywhere.sources, key=lambda name: not name
    )  # what came without a source is compared last
    sources = query.filters.sources[:MOST] or tuple(named[:AT_FIRST])
    held = archive.holdings(everywhere.unit, everywhere.periods)
    sides = tuple(_sides(query, sources, everywhere, held, unit))
    others = [name for name in named if name not in sources] if len(sources) < MOST else []
    total = sum(side.total for side in sides)
    is_strict = query.filters.has_all_words
    all_words = selection.with_all_words if selection.has_several_words and not is_strict else None
    page = Comparison(
        query=query,
        compared=query.narrowed(query.filters.of(*sources)),
        searched=searched.query,
        total=total,
        all_words=offered(archive, _of(all_words, sources), least=1, most=total - 1),
        any_word=offered(archive, _of(selection.with_any_word if is_strict else None, sources), total + 1),
        sides=sides,
        offers=tuple(
            Choice(source_name(name), _address(query, [*sources, name], unit)) for name in others[:MOST]
        ),
        periods=tuple(reversed(list(zip(*(side.bars.bars for side in sides), strict=True)))),
        unit=unit,
        unknown=without_unknown_sources(archive, query),
        units=other_units(finest, everywhere.unit, partial(_address, query, query.filters.sources)),
    )
    return render("compare.html", page)


def _sides(
    query: Query, sources: Sequence[str], found: Timeline, held: Timeline, unit: Unit | None
) -> Iterator[Side]:
    """Yield the sources of a comparison, on one scale."""
    addresses = {
        source: period_addresses(query.narrowed(query.filters.of(source)), "relevance") for source in sources
    }
    for source, bars in zip(sources, bars_of_each(addresses, found, held, "share"), strict=True):
        total = sum(found.sources.get(source, ())) + found.undated.get(source, 0)
        rest = [each for each in sources if each != source]
        yield Side(source, total, bars, _address(query, rest, unit) if len(rest) >= AT_FIRST else "")


def _of(query: Query | None, sources: Sequence[str]) -> Query | None:
    return query and query.narrowed(query.filters.of(*sources))


def _address(query: Query, sources: Sequence[str], unit: Unit | None) -> str:
    return comparison_address(query.narrowed(query.filters.of(*sources)), unit)
