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
    """Return a query that is limited; None where it finds nothing, and its days are beyond the archive."""
    found = offered(archive, query, least=0)
    return found if found and (found.total or _may_hold(archive, found.query)) else None


def _may_hold(archive: Reading, query: Query) -> bool:
    held, asked = period(archive.info), query.filters.period
    if not (held and held.first and held.last and asked and asked.first and asked.last):
        return True
    return asked.first <= held.last and asked.last >= held.first
