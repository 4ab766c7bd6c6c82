"""What a page of results shows: a query with its filters, in an order; all of it stands in the address.

/?q=grève&du=2024-01-01&au=2024-12-31&source=France+2&bulletin=…&mots=tous&tri=recent&telquel=1&page=2
"""

from dataclasses import dataclass, replace
from datetime import date

from flask import request

from index.french.dates import Period, read_day, today_in_paris
from index.query import Filters, Note, Query, parse
from index.results import Order
from webapp.addresses import ORDERS
from webapp.present import NARROW, WIDE
from webapp.rendering import typed_query

MAX_SOURCES = 100
"""Most sources that a selection may name."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A query with its filters, in an order.

    Attributes:
        query: The query as typed, with the filters of the address.
        order: The order of the results.
        is_typed: Something was typed, be it no word.
    """

    query: Query
    order: Order = "relevance"
    is_typed: bool = True

    @property
    def is_by_date(self) -> bool:
        """The results come in order of date."""
        return self.order != "relevance"

    @property
    def has_several_words(self) -> bool:
        """A document may have some of the words, and lack others."""
        return len(self.query.root.words) > 1

    @property
    def with_all_words(self) -> Query:
        """The query narrowed to the documents that have all of its words."""
        return self.query.narrowed(replace(self.query.filters, has_all_words=True))

    @property
    def with_any_word(self) -> Query:
        """The query for the documents that have any of its words."""
        return self.query.narrowed(replace(self.query.filters, has_all_words=False))

    @property
    def searched(self) -> Query:
        """The query that the results answer: by date those that have all words, lest a small one lead."""
        return self.with_all_words if self.is_by_date and self.has_several_words else self.query

    @property
    def is_empty(self) -> bool:
        """Nothing is asked: neither words nor filters."""
        return not (self.is_typed or self.query.filters.narrow)


def read_selection() -> Selection:
    """Read the query, the filters and the order in the address of the request."""
    notes: list[Note] = []
    query = parse(typed_query())
    if request.args.get("telquel"):
        query = query.as_typed
    named = request.args.get("tri", "")
    if named and named not in ORDERS:
        notes.append(_ignored("tri", named, f"les ordres sont {_quoted('recent')} et {_quoted('ancien')}"))
    filters = Filters(
        period=_period(notes),
        sources=tuple(dict.fromkeys(filter(None, request.args.getlist("source"))))[:MAX_SOURCES],
        bulletin=request.args.get("bulletin", ""),
        has_all_words=request.args.get("mots") == "tous",
    )
    query = replace(query, filters=filters, notes=(*query.notes, *notes))
    return Selection(query, ORDERS.get(named, "relevance"), is_typed=bool(typed_query()))


def _period(notes: list[Note]) -> Period | None:
    """Read the first and the last day of the period, and note what is none."""
    first, last = _day("du", notes), _day("au", notes)
    begin, end = first.first if first else None, last.last if last else None
    if begin and end and begin > end:
        notes.append(
            Note("ignored", "La fin de la période est avant son début : les deux dates sont échangées.")
        )
        begin, end = last.first if last else None, first.last if first else None
    return Period(begin, end) if begin or end else None


def _day(name: str, notes: list[Note]) -> Period | None:
    """Read a day, a month or a year, in figures or in French."""
    typed = request.args.get(name, "").strip()
    if not typed:
        return None
    found = read_day(typed, today_in_paris())
    if found is None:
        notes.append(_ignored(name, typed, f"une date s’écrit {_quoted(str(date(2024, 11, 7)))}"))
    return found


def _ignored(name: str, value: str, advice: str) -> Note:
    said = f"{name}={value[:40]}"
    return Note("ignored", f"{_quoted(said)} est sans effet{WIDE}: {advice}.")


def _quoted(text: str) -> str:
    return f"«{NARROW}{text}{NARROW}»"
