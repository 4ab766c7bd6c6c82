"""Other queries that a page offers, each with the number of documents that match it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.engines.reading import Reading
from index.french.dates import today_in_paris
from index.french.folding import fold
from index.query import (
    Filters,
    Node,
    Query,
    is_plain,
    named_source,
    nearest_first,
    parse,
    unknown_sources,
    with_source_names,
)
from webapp.dates import tied_period
from webapp.home import period
from webapp.languages import say
from webapp.present import source_name

YEAR = timedelta(366)
"""Longest time since days that readers expect in any archive: the same month of last year is among them."""
SAID_BY_NAME = timedelta(2)
"""Days with a name from today: hier, avant-hier. Other single days are of weeks, as in « mardi gras », or of
other years, as in « 11 novembre »."""


LIKE_A_SENTENCE = range(4, 21)
"""Words of a query that may be a quotation."""
MAX_SOURCES = 10
"""Most sources that are named where an unknown one is asked for."""
_VOWELS = tuple("aeiou")


@dataclass(frozen=True, slots=True)
class Offer:
    """Another query that the reader may have meant, and the number of documents that match it.

    Attributes:
        query: The query.
        total: Number of documents.
        archive_end: The last day of the archive, where the query asks for later ones; else None.
    """

    query: Query
    total: int
    archive_end: date | None = None

    @property
    def said(self) -> str:
        """What its filters say: de France 2 le 24 février 2022."""
        return said(self.query.filters)

    @property
    def day(self) -> date | None:
        """The only day of its filters; None where there are others."""
        return only_day(self.query.filters)


def offered(archive: Reading, query: Query | None, least: int, most: int | None = None) -> Offer | None:
    """Return a query with its number of matches; None where that is not from `least` to `most`."""
    if query is None:
        return None
    (total,) = archive.totals([query])
    if total is None or total < least or (most is not None and total > most):
        return None
    return Offer(query, total)


def limited(archive: Reading, query: Query | None) -> Offer | None:
    """Return a query that is limited; None where it finds nothing, as its days are beyond the archive.

    Those that are told from today the reader expects: la semaine dernière, in an archive that has ended.
    """
    found = offered(archive, query, least=0)
    held, asked = period(archive.info), found and found.query.filters.period
    if found is None or found.total or not (held and held.first and held.last):
        return found
    if not (asked and asked.first and asked.last) or (held.first <= asked.last and asked.first <= held.last):
        return found
    today = today_in_paris()
    is_told_from_today = asked.first < asked.last or today - SAID_BY_NAME <= asked.first < today
    is_expected = is_told_from_today and held.last < asked.first <= today and asked.last > today - YEAR
    return replace(found, archive_end=held.last) if is_expected else None


def in_quotes(query: Query) -> Query | None:
    """Return a query in quotation marks, where it may be a sentence: plain words, small ones among them."""
    parts = query.root.parts
    if (
        not (all(map(is_plain, parts)) and query.light_words and len(parts) in LIKE_A_SENTENCE)
        or '"' in query.text
    ):
        return None
    return parse(f'"{query.text}"').narrowed(query.filters._replace(has_all_words=False))


@dataclass(frozen=True, slots=True)
class UnknownSources:
    """Sources that are asked for and that the archive does not have.

    Attributes:
        names: Their names.
        known: Names of sources that it has, those that are most like the first unknown one first.
        query: The query without the unknown ones.
    """

    names: tuple[str, ...]
    known: tuple[str, ...]
    query: Query


def without_unknown_sources(archive: Reading, query: Query) -> UnknownSources | None:
    """Return which sources of a query the archive does not have; None where it has all."""
    held = [each.source for each in archive.info.sources if each.source]
    query = with_source_names(query, held)
    unknown = unknown_sources(query, held)
    if not unknown:
        return None

    def is_kept(part: Node) -> bool:
        named = named_source(part)
        return named is None or named.text not in unknown

    known = query.keeping(is_kept) if not all(map(is_kept, query.parts)) else query
    filters = query.filters.of(*(name for name in query.filters.sources if name not in unknown))
    nearest = tuple(nearest_first(unknown[0], held)[:MAX_SOURCES])
    return UnknownSources(unknown, nearest, known.narrowed(filters))


def only_day(filters: Filters) -> date | None:
    """Return the day that filters narrow to; None where it is not one."""
    period = filters.period
    return period.first if period and period.first == period.last else None


def said(filters: Filters) -> str:
    """Return what filters say, as part of a sentence; empty where there are none."""
    sources = say(" ou ").join(map(_of, sorted(filters.sources, key=lambda name: not name)))
    days = tied_period(filters.period) if filters.period else ""
    return " ".join(filter(None, (sources, days)))


def _of(source: str) -> str:
    """Return a source as part of a sentence: de France 2, d’Agence Nordet, sans source."""
    if not source:
        return source_name("")
    is_elided = fold(source[:1].lower()) in _VOWELS
    return say("d’{source}", source=source) if is_elided else say("de {source}", source=source)
