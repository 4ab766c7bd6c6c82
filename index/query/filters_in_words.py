"""Dates and sources among the words of a query, which may be meant as filters: France 2 hier, Nice 2016."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar

from index.french.dates import Period, is_not_in_calendar, read_period, today_in_paris
from index.french.folding import fold
from index.french.months import MONTHS
from index.query.date_filters import period_of
from index.query.grammar import parse
from index.query.keywords import When
from index.query.query import Query
from index.query.source_names import Name, name_of
from index.query.tree import is_plain

MAX_DATE_WORDS = 10
"""Words of the longest date that is looked for: du samedi 17 novembre au lundi 31 décembre 2018."""
_FIRST_YEAR = 1900
"""A number below it is hardly a year."""
_FIGURES = re.compile(r"\d+")
_WHENS: Mapping[str, When] = {
    "depuis": "since",
    "des": "since",
    "a partir de": "since",
    "avant": "before",
    "apres": "after",
}
"""What is said before a date where the period begins or ends with it, folded."""
_WHEN = re.compile(rf"({'|'.join(_WHENS)})(?: (?:le|l'an|l'annee|du|en))? (.+)")
_UNTIL = re.compile(r"jusqu'(?:au|en|a) (.+)")
_OF = re.compile(r"(?:(?:de|du|au) |d')(.+)")
_MONTHS = frozenset(map(fold, MONTHS))
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
    if not all(map(is_plain, query.root.parts)):
        return None
    day = today or today_in_paris()
    named = _named(tuple(sources))
    longest = max(map(len, named), default=0)
    words: Sequence[str] = query.text.split()
    filters = query.filters
    period: Period | None = None
    if not (_FIGURES.search(query.text) and any(map(_is_impossible, _stretches(words, MAX_DATE_WORDS)))):
        period, words = _taken(words, MAX_DATE_WORDS, lambda said: _period(said, day))
    found = dict[str, None]()
    source, words = _taken(words, longest, lambda said: _source(said, named))
    while source:
        found[source] = None
        source, words = _taken(words, longest, lambda said: _source(said, named))
    narrowed = filters._replace(period=period or filters.period, sources=tuple(found) or filters.sources)
    return None if narrowed == filters else parse(" ".join(words), day).narrowed(narrowed)


@lru_cache(maxsize=8)
def _named(sources: Sequence[str]) -> Mapping[Name, str]:
    """Return the sources of an archive by the exact forms of their names."""
    return {name_of(source): source for source in sources if source}


def _taken(
    words: Sequence[str], longest: int, read: Callable[[str], Found | None]
) -> tuple[Found | None, Sequence[str]]:
    """Return what the longest readable stretch of words says, and the words without it."""
    for start, end, said in _stretches(words, longest):
        found = read(said)
        if found is not None:
            return found, [*words[:start], *words[end:]]
    return None, words


def _stretches(words: Sequence[str], longest: int) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of words, longest first: where they begin and end, and what they say."""
    for length in range(min(longest, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            end = start + length
            yield start, end, " ".join(words[start:end]).strip(",;")


def _is_impossible(stretch: tuple[int, int, str]) -> bool:
    """Return whether some words, or date: and they, are a date that no calendar has."""
    return is_not_in_calendar(stretch[2].rpartition(":")[2])


def _period(said: str, today: date) -> Period | None:
    """Read a date and what is said before it, where nothing is likelier: mars is a planet, 1500 a number."""
    plain = fold(said.lower().replace("’", "'")).replace("avant hier", "avant-hier")
    if found := _WHEN.fullmatch(plain):
        return period_of(_WHENS[found[1]], found[2], today) if _is_date(found[2], today) else None
    if found := _UNTIL.fullmatch(plain):
        until = _closed(found[1], today)
        return Period(None, until.last) if until else None
    of = _OF.fullmatch(plain)
    return _closed(plain, today) or (_closed(of[1], today) if of else None)


def _is_date(said: str, today: date) -> bool:
    return said not in _MONTHS and (not _FIGURES.fullmatch(said) or _FIRST_YEAR <= int(said) <= today.year)


def _closed(said: str, today: date) -> Period | None:
    """Read a day, a month, a year or a range that has both ends."""
    period = read_period(said, today) if _is_date(said, today) else None
    return period if period and period.first and period.last else None


def _source(said: str, named: Mapping[Name, str]) -> str | None:
    return named.get(name_of(said)) if said else None
