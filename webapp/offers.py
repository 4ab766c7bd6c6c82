"""Other queries that a page offers, each with the number of documents that match it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.engines.reading import Reading
from index.french.dates import today_in_paris
from index.query import Query
from webapp.empty import only_day, said
from webapp.home import period

YEAR = timedelta(366)
"""Longest time since days that readers expect in any archive: the same month of last year is among them."""
SAID_BY_NAME = timedelta(2)
"""Days with a name from today: hier, avant-hier. Other single days are of weeks, as in « mardi gras », or of
other years, as in « 11 novembre »."""


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
