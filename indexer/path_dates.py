"""The day that a path tells, as people name files and folders: 2024-11-07_matin, 2024/novembre/7, 20241107.

What the name of a file says counts first; what it lacks, the folders around it say. Where they leave more
than one day open, there is none.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import takewhile

from index.french.dates import DAYS, MONTHS
from index.french.written_dates import (
    MONTH_NAME,
    WrittenDate,
    find_dates,
    month_number,
    to_date,
    weekday_number,
)
from indexer.plain_text import one_line

_YEAR = re.compile(
    r"(?:ann[ée]e )?(?P<year>1[5-9][0-9]{2}|20[0-9]{2})(?P<month>0[1-9]|1[0-2])?", re.IGNORECASE
)
_MONTH = re.compile(
    rf"(?:[0-9]{{1,2}}[ ._-]+)?(?P<month>{MONTH_NAME})\.?(?:[ ._-]+[0-9]{{1,2}})?", re.IGNORECASE
)
_NUMBER = re.compile("0?[1-9]|[12][0-9]|3[01]")
_DAY = re.compile(
    rf"(?:(?P<weekday>{'|'.join(DAYS)})[ ._-]*)?(?P<day>0?[1-9]|[12][0-9]|3[01])(?:er)?"
    "(?![0-9]|[ _]?h|[-.,/][0-9])",
    re.IGNORECASE,
)
# A week or a season of television: they tell no day, and are no source either.
_SPAN = re.compile(
    r"(?:semaine|sem\.?)[ _-]?[0-9]{1,2}|[sw][0-9]{2}|[12][0-9]{3} ?[-–_] ?(?:[0-9]{2}){1,2}", re.IGNORECASE
)
_NO_YEAR = re.compile("([0-9]{2})[-_. ]([0-9]{2})")
_SHORT_YEAR = re.compile(r"(?<![0-9])([0-9]{2})([-_. ]?)([0-9]{2})\2([0-9]{2})(?![0-9])")
_COPY = re.compile(r"(?: ?\([0-9]{1,3}\)|[ _-]+(?:copie|copy)(?: [0-9]+)?)+$", re.IGNORECASE)
_JOINING = re.compile(r"(?:[-_ .,]|\b(?:du|de|le|au|d['’]))+$", re.IGNORECASE)
MOST_FOLDERS = 6
"""Folders around a file that may be named by its time: a season, a year, a month, a week, a day."""


@dataclass(frozen=True, slots=True)
class PathDate:
    """What a path tells of the day of a bulletin.

    Attributes:
        date: The day; None where it tells none.
        name: What the name of the file says beside it; the whole stem where the day is not in it.
        folders: How many folders around the file are named by their time, as 2024 and 11 are.
        year: Year of these folders, or None.
        month: Month of these folders, or None.
        oddity: What does not agree, a clause; empty where all does.
    """

    date: date | None
    name: str
    folders: int = 0
    year: int | None = None
    month: int | None = None
    oddity: str = ""


@dataclass(frozen=True, slots=True)
class _Time:
    """What folders say of a day, as far as they do."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """A day in the name of a file.

    Attributes:
        days: The days that it may be; several where it can be read in several ways.
        start: Where it begins in the name.
        end: One past its last character.
        oddity: Why it is no day, a clause; empty if it is one.
    """

    days: tuple[date, ...]
    start: int
    end: int
    oddity: str = ""


def read_path_date(stem: str, folders: Sequence[str]) -> PathDate:
    """Read the day off the name of a file, without its suffix, and off its folders, the nearest first."""
    names = _time_folders(folders)
    time = _Time()
    for name in reversed(names):
        time = _narrowed(time, name)
    plain = _COPY.sub("", stem)
    found = _in_name(plain, time)
    if found is None:
        day = _checked(time, time.year, time.month, time.day)
        return PathDate(day, stem, len(names), time.year, time.month)
    if len(found.days) != 1:
        return PathDate(None, stem, len(names), time.year, time.month, found.oddity or _several(plain, found))
    [day] = found.days
    is_agreed = time.year in (None, day.year)
    oddity = "" if is_agreed else f"names {day} in a folder of {time.year}; its name counts"
    return PathDate(day, _rest(plain, found), len(names), time.year, time.month, oddity)


def _several(name: str, found: _Found) -> str:
    days = " or ".join(day.isoformat() for day in found.days)
    return f"may be of {days} by its name ({name[found.start : found.end]}), and so has no date"


def _rest(name: str, found: _Found) -> str:
    """Return what stands around the day in a name, as people would write it: "Journal de 20 h"."""
    before = _JOINING.sub("", name[: found.start])
    after = re.sub(r"^T(?=[0-9])", "", name[found.end :]).strip("-_ .,")
    rest = one_line(re.sub(r"[-_]|\(\s*\)", " ", f"{before} {after}"))
    return rest[:1].upper() + rest[1:]


def _time_folders(folders: Iterable[str]) -> list[str]:
    """Return the folders around a file that are named by their time; numbers alone only within a year."""
    names = list(takewhile(_is_time, list(folders)[:MOST_FOLDERS]))
    if any(_year_of(name) for name in names):
        return names
    return list(takewhile(lambda name: not _NUMBER.fullmatch(name), names))


def _is_time(name: str) -> bool:
    patterns = (_YEAR, _MONTH, _NUMBER, _SPAN)
    is_day = (found := _DAY.fullmatch(name)) and found["weekday"]
    return bool(is_day or _whole_date(name) or any(pattern.fullmatch(name) for pattern in patterns))


@lru_cache(maxsize=1024)
def _whole_date(name: str) -> WrittenDate | None:
    return next((found for found in find_dates(name) if found.text == name), None)


def _year_of(name: str) -> int | None:
    if year := _YEAR.fullmatch(name):
        return int(year["year"])
    whole = _whole_date(name)
    return whole.year if whole else None


def _narrowed(time: _Time, name: str) -> _Time:
    """Return what is known of a day in a folder of a time."""
    whole = _whole_date(name)
    if whole and (whole.year or whole.day != whole.month):  # "11 novembre" is the eleventh month
        return _Time(whole.year or time.year, whole.month, whole.day, whole.weekday)
    if year := _YEAR.fullmatch(name):
        return _Time(int(year["year"]), int(year["month"]) if year["month"] else None)
    if month := _MONTH.fullmatch(name):
        return replace(time, month=month_number(month["month"]))
    if (day := _DAY.fullmatch(name)) and (time.month or day["weekday"]):
        return replace(time, day=int(day["day"]), weekday=_weekday(day))
    return replace(time, month=int(name)) if _NUMBER.fullmatch(name) and int(name) <= len(MONTHS) else time


def _weekday(found: re.Match[str]) -> int | None:
    return weekday_number(found["weekday"]) if found["weekday"] else None


def _checked(
    written: _Time | WrittenDate, year: int | None, month: int | None, day: int | None
) -> date | None:
    """Return a day that is of the calendar, and of the day of the week with which it is written."""
    found = to_date(year, month, day) if year and month and day else None
    return found if found and written.weekday in (None, found.weekday()) else None


def _in_name(name: str, time: _Time) -> _Found | None:
    """Find the day in the name of a file; None if it tells none."""
    if dates := [found for found in find_dates(name) if found.day]:
        return _of_dates(dates, time)
    return _of_short_year(name, time) or _of_two_numbers(name, time) or _of_number(name, time)


def _of_dates(dates: Sequence[WrittenDate], time: _Time) -> _Found | None:
    first = dates[0]
    year = next((found.year for found in dates if found.year), time.year)
    if year is None:
        return None
    days = {(found.year or year, found.month, found.day) for found in dates}
    if len(days) > 1 or any(found.is_range for found in dates):
        return _Found((), first.start, first.end, "names several days, and so has no date")
    day = to_date(year, first.month, first.day) if first.month and first.day else None
    if day is None:
        reason = "is no day of the calendar"
    elif all(found.weekday in (None, day.weekday()) for found in dates):
        return _Found((day,), first.start, first.end)
    else:
        reason = "is of another day of the week"
    return _Found((), first.start, first.end, f"names {first.text}, which {reason}, and so has no date")


def _of_short_year(name: str, time: _Time) -> _Found | None:
    """Find a day of a year in two figures, as 07-11-24, which many write the other way round."""
    found = _SHORT_YEAR.search(name)
    if found is None:
        return None
    first, middle, last = (int(found[number]) for number in (1, 3, 4))
    readings = [(last, middle, first), (first, middle, last)]
    days = _fitting(
        [(year + (1900 if year >= 70 else 2000), month, day) for year, month, day in readings], time
    )
    is_number = not found[2] and (time.year is None or len(days) > 1)  # six figures may be anything
    return None if is_number or not days else _Found(days, found.start(), found.end())


def _of_two_numbers(name: str, time: _Time) -> _Found | None:
    """Find a day and a month, as 25-12, where they are all of a name in a folder of a year."""
    found = _NO_YEAR.fullmatch(name)
    if found is None or time.year is None:
        return None
    first, second = int(found[1]), int(found[2])
    days = _fitting([(time.year, second, first), (time.year, first, second)], time)
    return _Found(days, 0, found.end()) if days else None


def _fitting(readings: Iterable[tuple[int, int, int]], time: _Time) -> tuple[date, ...]:
    """Return the days among some readings that the folders around them allow."""
    days = {day for reading in readings if (day := to_date(*reading))}
    fitting = (day for day in days if time.year in (None, day.year) and time.month in (None, day.month))
    return tuple(sorted(fitting))


def _of_number(name: str, time: _Time) -> _Found | None:
    """Find the day of a month, as 07-matin or jeudi 7, in the folder of the month."""
    found = _DAY.match(name)
    if found is None or not time.month or time.day:
        return None
    is_sure = (
        found["weekday"] or len(found["day"]) == len("07") or found.end() == len(name) or "er" in found[0]
    )
    day = _checked(_Time(weekday=_weekday(found)), time.year, time.month, int(found["day"]))
    return _Found((day,), 0, found.end()) if is_sure and day else None
