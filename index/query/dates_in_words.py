"""Dates among the plain words of a query, which may be meant as a filter: grève hier, Nice 2016."""

import re
from collections.abc import Iterator
from datetime import date

from index.french.dates import MONTHS, read_period, today_in_paris
from index.query.date_filters import MAX_WORDS
from index.query.grammar import parse
from index.query.query import Query
from index.query.tree import Clause

_FIRST_YEAR = 1900
"""A number below it is hardly a year."""
_FIGURES = re.compile(r"\d+")


def with_date_filter(query: Query, today: date | None = None) -> Query | None:
    """Return a query of plain words with the first date among them as a filter; None where there is none.

    Args:
        query: The query as typed.
        today: The day that « hier » counts from; today in Paris where None.
    """
    if not all(isinstance(part, Clause) and part.is_plain for part in query.root.parts):
        return None
    today = today or today_in_paris()
    typed = query.text.split(" ")
    for start, end in _stretches(len(typed)):
        said = " ".join(typed[start:end]).strip(",;")
        if _is_date(said, today):
            named = f'date:"{said}"' if " " in said else f"date:{said}"
            text = " ".join([*typed[:start], named, *typed[end:]])
            return parse(text, today).narrowed(query.filters)
    return None


def _stretches(words: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of words that may be a date, longest first."""
    for length in range(min(MAX_WORDS, words), 0, -1):
        yield from ((start, start + length) for start in range(words - length + 1))


def _is_date(said: str, today: date) -> bool:
    """Return whether words say a date, and nothing likelier: mars is a planet, 1500 a number."""
    if said.lower() in MONTHS or (_FIGURES.fullmatch(said) and not _FIRST_YEAR <= int(said) <= today.year):
        return False
    period = read_period(said, today)
    return period is not None and period.first is not None and period.last is not None
