"""Other queries that a page offers, each with the number of documents that match it."""

from dataclasses import dataclass
from datetime import date

from index.engines.reading import Reading
from index.query import Query
from webapp.empty import only_day, said
from webapp.home import period


@dataclass(frozen=True, slots=True)
class Offer:
    """Another query that the reader may have meant, and the number of documents that match it."""

    query: Query
    total: int


@dataclass(frozen=True, slots=True)
class Limit:
    """A query with the date and the source among its words as filters.

    Attributes:
        query: The query.
        total: Number of documents that match it.
        said: What the filters say: de France 2 le 24 février 2022.
        day: The only day; None where there are others.
    """

    query: Query
    total: int
    said: str
    day: date | None


def offered(archive: Reading, query: Query | None, least: int, most: int | None = None) -> Offer | None:
    """Return a query with its number of matches; None where that is not from `least` to `most`."""
    if query is None:
        return None
    (total,) = archive.totals([query])
    if total is None or total < least or (most is not None and total > most):
        return None
    return Offer(query, total)


def limited(archive: Reading, query: Query | None) -> Limit | None:
    """Return a query that is limited; None where it finds nothing, and its days are beyond the archive."""
    found = offered(archive, query, least=0)
    if found is None or not (found.total or _may_hold(archive, found.query)):
        return None
    filters = found.query.filters
    return Limit(found.query, found.total, said(filters), only_day(filters))


def _may_hold(archive: Reading, query: Query) -> bool:
    held, asked = period(archive.info), query.filters.period
    if not (held and held.first and held.last and asked and asked.first and asked.last):
        return True
    return asked.first <= held.last and asked.last >= held.first
