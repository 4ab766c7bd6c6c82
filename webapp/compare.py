"""The page that compares sources: how often each speaks of something, by period."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import Response

from index.budget import current
from index.engines.reading import Reading
from index.query import Query
from index.timeline import Timeline
from webapp.addresses import comparison_address
from webapp.bars import Bar, Bars, frame_of, framed
from webapp.errors import show_too_long
from webapp.narrowing import Choice
from webapp.rendering import render
from webapp.selection import read_selection

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
        searched: The query as searched.
        total: Number of documents of these sources that match.
        sides: The sources.
        offers: Other sources that may be added.
        periods: By period, the newest first, the bar of each source.
    """

    query: Query
    searched: Query
    total: int
    sides: tuple[Side, ...]
    offers: tuple[Choice, ...]
    periods: tuple[tuple[Bar, ...], ...]


def show(archive: Reading) -> Response:
    """Answer `/comparer`."""
    selection = read_selection()
    query = selection.query
    everywhere = archive.timeline(query.narrowed(query.filters.of()))
    searched = archive.search(query, limit=0)
    if current().was_spent:
        return show_too_long()
    named = [name for name in everywhere.sources if name]
    sources = query.filters.sources[:MOST] or tuple(named[:AT_FIRST])
    sides = tuple(_sides(query, sources, everywhere, archive.holdings(everywhere.unit, everywhere.periods)))
    others = [name for name in named if name not in sources] if len(sources) < MOST else []
    page = Comparison(
        query=query,
        searched=searched.query,
        total=sum(side.total for side in sides),
        sides=sides,
        offers=tuple(Choice(name, _address(query, [*sources, name])) for name in others[:MOST]),
        periods=tuple(reversed(list(zip(*(side.bars.bars for side in sides), strict=True)))),
    )
    return render("compare.html", page)


def _sides(query: Query, sources: Sequence[str], found: Timeline, held: Timeline) -> Iterator[Side]:
    """Yield the sources of a comparison, on one scale."""
    frame = frame_of(found, held, "share", [[source] for source in sources])
    for source in sources:
        narrowed = query.narrowed(query.filters.of(source))
        bars = framed(narrowed, "relevance", found, held, "share", frame)
        total = sum(found.sources.get(source, ())) + found.undated.get(source, 0)
        rest = [each for each in sources if each != source]
        yield Side(source, total, bars, _address(query, rest) if len(rest) >= AT_FIRST else "")


def _address(query: Query, sources: Sequence[str]) -> str:
    return comparison_address(query.narrowed(query.filters.of(*sources)))
