"""The names of the months and what is short for them, and how they and years are written in folded text."""

import calendar
from datetime import date

from index.french.folding import fold

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_SHORT = {
    "janv": 1,
    "jan": 1,
    "fevr": 2,
    "fev": 2,
    "avr": 4,
    "juil": 7,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
NUMBERS = {fold(name): number for number, name in enumerate(MONTHS, 1)} | _SHORT
MONTH = rf"(?:{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
YEAR = "[12][0-9]{3}"
Days = tuple[date, date]
"""The first and the last day."""


def days_of(first: int, count: int = 1) -> Days:
    """Return the days of some months, of which the first is so many months after January of a year 0."""
    year, month = divmod(first, 12)
    last_year, last_month = divmod(first + count - 1, 12)
    end = calendar.monthrange(last_year, last_month + 1)[1]
    return date(year, month + 1, 1), date(last_year, last_month + 1, end)
