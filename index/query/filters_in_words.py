"""Dates and sources among the words of a query, which may be meant as filters: France 2 hier, Nice 2016."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar

from index.french.dates import MONTHS, Period, read_period, today_in_paris
from index.query.filters import Filters
from index.query.grammar import parse
from index.query.query import Query
from index.query.source_names import Name, name_of
from index.query.tree import Clause

MAX_DATE_WORDS = 10
"""Words of the longest date that is looked for: du samedi 17 novembre au lundi 31 décembre 2018."""
_FIRST_YEAR = 1900
"""A number below it is hardly a year."""
_FIGURES = re.compile(r"\d+")
Found = TypeVar("Found")


def with_filters_in_words(
    query: Query, sources: Iterable[str] = (), today: date | None = None
) -> Query | None:
    """Return a query with a date and a source among its words as filters; None where there are none.

    Args:
        query: The query as typed; only one of plain words is read.
        sources: Names of the sources of the archive.
        today: The day that « hier » counts from; today in Paris where None.
    """
    if not all(isinstance(part, Clause) and part.is_plain for part in query.root.parts):
        return None
    day = today or today_in_paris()
    named = _named(tuple(sources))
    longest = max(map(len, named), default=0)
    words: Sequence[str] = query.text.split()
    filters = query.filters
    period, words = _taken(words, MAX_DATE_WORDS, lambda said: _period(said, day))
    source, words = _taken(words, longest, lambda said: _source(said, named))
    found = Filters(period or filters.period, (source,) if source else filters.sources)
    narrowed = filters._replace(period=found.period, sources=found.sources)
    return None if narrowed == filters else parse(" ".join(words), day).narrowed(narrowed)


@lru_cache(maxsize=8)
def _named(sources: Sequence[str]) -> Mapping[Name, str]:
    """Return the sources of an archive by the exact forms of their names."""
    return {name_of(source): source for source in sources if source}


def _taken(
    words: Sequence[str], longest: int, read: Callable[[str], Found | None]
) -> tuple[Found | None, Sequence[str]]:
    """Return what the longest readable stretch of words says, and the words without it."""
    for start, end in _stretches(len(words), longest):
        found = read(" ".join(words[start:end]).strip(",;"))
        if found is not None:
            return found, [*words[:start], *words[end:]]
    return None, words


def _stretches(words: int, longest: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of words, longest first."""
    for length in range(min(longest, words), 0, -1):
        yield from ((start, start + length) for start in range(words - length + 1))


def _period(said: str, today: date) -> Period | None:
    """Read a date, where it says nothing likelier: mars is a planet, 1500 a number."""
    if said.lower() in MONTHS or (_FIGURES.fullmatch(said) and not _FIRST_YEAR <= int(said) <= today.year):
        return None
    period = read_period(said, today)
    return period if period and period.first and period.last else None


def _source(said: str, named: Mapping[Name, str]) -> str | None:
    return named.get(name_of(said)) if said else None
