"""What the folders around a file say of its day: 2024/novembre/7, 2024-11, semaine 45, 2024-2025."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import takewhile

from index.french.dates import DAYS, Period, calendar_period
from index.french.months import MONTHS
from index.french.written_dates import (
    MONTH_NAME,
    WrittenDate,
    find_dates,
    month_number,
    to_date,
    weekday_number,
)

_YEAR = re.compile(
    r"(?:(?:ann[ée]e|archives?|saison)[ _-])?(?P<year>1[5-9][0-9]{2}|20[0-9]{2})(?P<month>0[1-9]|1[0-2])?",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"(?:[0-9]{{1,2}}[ ._-]+)?(?P<month>{MONTH_NAME})\.?(?:[ ._-]+[0-9]{{1,2}})?", re.IGNORECASE
)
_NUMBER = re.compile("0?[1-9]|[12][0-9]|3[01]")
_WEEKDAYS = f"(?:{'|'.join(DAYS)}|lun|mar|mer|jeu|ven|sam|dim)"
NUMBERED_DAY = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAYS})[ ._-]*)?(?P<day>0?[1-9]|[12][0-9]|3[01])(?:er)?"
    "(?![0-9]|[ _]?h|[-.,/][0-9])"
    rf"(?:[ _-]+\(?(?P<after>{_WEEKDAYS})(?![^\W\d_])\)?)?",
    re.IGNORECASE,
)
_WEEK = re.compile(
    "(?:(?P<year>(?:19|20)[0-9]{2})[ _-]?)?"
    "(?:(?:semaine|sem[.]?)[ _-]?(?P<week>[0-9]{1,2})|[sw](?P<short>[0-9]{2}))"
    "(?:[ _-](?P<year_behind>(?:19|20)[0-9]{2}))?",
    re.IGNORECASE,
)
_PART_OF_YEAR = re.compile(
    "[tqs][1-4]|(?:trimestre|semestre)[ _-]?[1-4]|(?:1er|[1-4](?:e|ème|eme|nd)?)[ _-](?:trimestre|semestre)",
    re.IGNORECASE,
)
_WEEK_OF_DAYS = re.compile(
    rf"(?:semaine |sem[.]? )?(?:du )?(?:{_WEEKDAYS} )?(?P<first>[0-9]{{1,2}})(?:er)?"
    rf"(?: (?P<month>{MONTH_NAME}))? ?(?:au|-) ?",
    re.IGNORECASE,
)
_SEASON = re.compile(
    "(?:(?:hiver|saison|ann[ée]e|cycle)[ _-])?(?P<first>[12][0-9]{3}) ?[-–_] ?(?P<last>(?:[0-9]{2}){1,2})",
    re.IGNORECASE,
)
MOST_FOLDERS = 6
"""Folders around a file that may be named by its time: a season, a year, a month, a week, a day."""


@dataclass(frozen=True, slots=True)
class FolderTime:
    """What folders say of a day, as far as they do; a week or a season has days of its own."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    days: Period | None = None

    @property
    def period(self) -> Period | None:
        """The days that they leave open; None if all are."""
        if self.days or self.year is None:
            return self.days
        return calendar_period(self.year, self.month)


def time_folders(folders: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the folders around a file that are named by their time; numbers alone only within a year.

    With them come those around its source, where the year is there: 2024/Radio/11/7.txt.
    """
    names = list(takewhile(_is_time, folders[:MOST_FOLDERS]))
    if any(map(_year_of, names)):
        return names, []
    around = list(takewhile(_is_time, folders[len(names) + 1 : MOST_FOLDERS + 1]))
    if any(map(_year_of, around)):
        return names, around
    is_alone = (_NUMBER.fullmatch, _PART_OF_YEAR.fullmatch)
    return list(takewhile(lambda name: not any(matches(name) for matches in is_alone), names)), []


@lru_cache(maxsize=1024)
def _is_time(name: str) -> bool:
    patterns = (_YEAR, _MONTH, _NUMBER, _WEEK, _SEASON, _PART_OF_YEAR)
    is_day = (found := NUMBERED_DAY.fullmatch(name)) and weekday_of(found) is not None
    is_date = _whole_date(name) or _week_of_days(name, date.max.year)
    return bool(is_day or is_date or any(pattern.fullmatch(name) for pattern in patterns))


@lru_cache(maxsize=1024)
def _whole_date(name: str) -> WrittenDate | None:
    return next((found for found in find_dates(name) if found.text == name), None)


def _year_of(name: str) -> int | None:
    if year := _YEAR.fullmatch(name):
        return int(year["year"])
    whole = _whole_date(name)
    return whole.year if whole else None


def folder_time(names: Sequence[str]) -> FolderTime:
    """Return what is known of a day in folders of a time, the nearest first."""
    known = FolderTime()
    for name in reversed(names):
        known = _narrowed(known, name)
    return known


def _narrowed(time: FolderTime, name: str) -> FolderTime:
    """Return what is known of a day in a folder of a time."""
    whole = _whole_date(name)
    if whole and (whole.year or whole.day != whole.month):  # "11 novembre" is the eleventh month
        return FolderTime(whole.year or time.year, whole.month, whole.day, whole.weekday)
    if year := _YEAR.fullmatch(name):
        return FolderTime(int(year["year"]), int(year["month"]) if year["month"] else None)
    if days := _named_days(name, time.year):
        return replace(time, days=days)
    if month := _MONTH.fullmatch(name):
        return replace(time, month=month_number(month["month"]))
    if (day := NUMBERED_DAY.fullmatch(name)) and (time.month or weekday_of(day) is not None):
        return replace(time, day=int(day["day"]), weekday=weekday_of(day))
    return replace(time, month=int(name)) if _NUMBER.fullmatch(name) and int(name) <= len(MONTHS) else time


def _named_days(name: str, year: int | None) -> Period | None:
    """Return the days of a week or a season."""
    if week := _WEEK.fullmatch(name):
        named = week["year"] or week["year_behind"]
        full = int(named) if named else year
        return _week(full, int(week["week"] or week["short"])) if full else None
    if season := _SEASON.fullmatch(name):
        first, last = int(season["first"]), int(season["last"]) % 100
        return _years(first, first // 100 * 100 + last)
    return _week_of_days(name, year)


def _week_of_days(name: str, year: int | None) -> Period | None:
    """Return the days of a folder named by the first and the last one: semaine du 4 au 10 novembre."""
    last = next(find_dates(name), None)
    start = _WEEK_OF_DAYS.fullmatch(name, 0, last.start) if last and last.end == len(name) else None
    if not last or not start or not last.month or not last.day or not (full := last.year or year):
        return None
    month = month_number(start["month"]) if start["month"] else last.month
    begin, end = to_date(full, month, int(start["first"])), to_date(full, last.month, last.day)
    return Period(begin, end) if begin and end and begin < end else None


def _years(first: int, last: int) -> Period | None:
    return Period(date(first, 1, 1), date(last, 12, 31)) if first < last else None


def _week(year: int, week: int) -> Period | None:
    """Return a week as calendars number it, from Monday to Sunday."""
    try:
        return Period(date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7))
    except ValueError:
        return None


def weekday_of(found: re.Match[str]) -> int | None:
    """Return the day of the week that is written with the number of a day, from 0 for Monday, or None."""
    name = found["weekday"] or found["after"]
    return weekday_number(name) if name else None
