"""Dates and sources among the words of a query, which may be meant as filters: France 2 hier, Nice 2016."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar

from index.french.dates import DAYS, Period, is_not_in_calendar, read_period, today_in_paris
from index.french.folding import fold
from index.french.months import MONTHS, NUMBERS
from index.french.parts_of_years import SEASON
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
_OF_TIME = re.compile(
    rf"[0-9]|\b(?:{'|'.join((*NUMBERS, *DAYS))}|{SEASON}|hier|aujourd|jours?|semaines?|mois|ans?|annees?)\b"
)
"""What every date has: a figure or a word of time."""
Found = TypeVar("Found")
Stretch = tuple[int, int, str]
"""Where neighbouring words begin and end, and what they say."""


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
    words: Sequence[str] = query.text.split()
    filters = query.filters
    period: Period | None = None
    timed = list(_timed(words))
    if not (_FIGURES.search(query.text) and any(map(_is_impossible, timed))):
        period, words = _taken(words, timed, lambda said: _period(said, day))
    found = dict[str, None]()
    source, words = _taken(words, _begun(words, named), lambda said: _source(said, named))
    while source:
        found[source] = None
        source, words = _taken(words, _begun(words, named), lambda said: _source(said, named))
    narrowed = filters._replace(period=period or filters.period, sources=tuple(found) or filters.sources)
    return None if narrowed == filters else parse(" ".join(words), day).narrowed(narrowed)


@lru_cache(maxsize=8)
def _named(sources: Sequence[str]) -> Mapping[Name, str]:
    """Return the sources of an archive by the exact forms of their names."""
    return {name_of(source): source for source in sources if source}


def _taken(
    words: Sequence[str], stretches: Iterable[Stretch], read: Callable[[str], Found | None]
) -> tuple[Found | None, Sequence[str]]:
    """Return what the first readable stretch of words says, and the words without it."""
    for start, end, said in stretches:
        found = read(said)
        if found is not None:
            return found, [*words[:start], *words[end:]]
    return None, words


def _begun(words: Sequence[str], named: Mapping[Name, str]) -> Iterator[Stretch]:
    """Yield the stretches that begin as the name of a source does, longest first."""
    begins = {name[:1] for name in named}
    at = [name_of(word)[:1] in begins for word in words]
    return (each for each in _stretches(words, max(map(len, named), default=0)) if at[each[0]])


def _timed(words: Sequence[str]) -> Iterator[Stretch]:
    """Yield the stretches that may be a date, longest first."""
    at = [bool(_OF_TIME.search(fold(word.lower()))) for word in words]
    return (each for each in _stretches(words, MAX_DATE_WORDS) if any(at[each[0] : each[1]]))


def _stretches(words: Sequence[str], longest: int) -> Iterator[Stretch]:
    """Yield the stretches of words, longest first: where they begin and end, and what they say."""
    for length in range(min(longest, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            end = start + length
            yield start, end, " ".join(words[start:end]).strip(",;")


def _is_impossible(stretch: Stretch) -> bool:
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
