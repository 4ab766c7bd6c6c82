"""Date filters: the dates after date:, depuis:, avant: and après:, in figures or in French."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from index.french.dates import Period, is_not_in_calendar, read_day, read_period
from index.query.keywords import When
from index.query.tree import Dates

_NAMES: dict[When, str] = {"date": "date", "since": "depuis", "before": "avant", "after": "après"}
_QUOTED = re.compile(r'\s*(?:"([^"]*)"|[“„]([^“”„"]*)[”“"]|«([^«»]*)»)')
_WORD = re.compile(r'\s*[^\s"“”„«»()]+')
MAX_WORDS = 4
"""Maximum of a date without quotes: jeudi 7 novembre 2024."""


@dataclass(frozen=True, slots=True)
class DateFilter:
    """Dates that were read, and one past their last character in the text."""

    dates: Dates
    end: int


def dated(when: When, text: str, start: int, today: date) -> DateFilter | None:
    """Read the dates that begin at `start`, after the colon; None where no date does."""
    for value, end in _values(text, start):
        period = period_of(when, value, today)
        if period:
            shown = f'"{value}"' if re.search(r"\s", value) else value
            return DateFilter(Dates(f"{_NAMES[when]}:{shown}", period), end)
    return None


def not_in_calendar(text: str, start: int) -> str | None:
    """Return the date that begins at `start` and that no calendar has; None where none is written so."""
    return next((value for value, _ in _values(text, start) if is_not_in_calendar(value)), None)


def _values(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield what may be the date, with its end: the text in quotes, or the first words, most words first."""
    quoted = _QUOTED.match(text, start)
    if quoted:
        yield " ".join((quoted[1] or quoted[2] or quoted[3] or "").split()), quoted.end()
        return
    ends = [start]
    while len(ends) <= MAX_WORDS and (word := _WORD.match(text, ends[-1])):
        ends.append(word.end())
    for end in reversed(ends[1:]):
        value = " ".join(text[start:end].split()).rstrip(",;:!?")
        yield value if value.endswith("..") else value.removesuffix("."), end


def period_of(when: When, value: str, today: date) -> Period | None:
    """Return the days that a field for dates narrows to with a value; None where that is no date."""
    if when == "date":
        return read_period(value, today)
    day = read_day(value, today)
    if day is None or day.first is None or day.last is None:
        return None
    if when == "since":
        return Period(day.first, None)
    return (
        Period(None, day.first - timedelta(1)) if when == "before" else Period(day.last + timedelta(1), None)
    )
