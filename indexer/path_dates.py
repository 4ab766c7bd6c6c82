"""The day that a path tells, as people name files and folders: 2024-11-07_matin, 2024/novembre/7, 20241107.

What the name of a file says counts first; what it lacks, the folders around it say. Where they leave more
than one day open, there is none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from index.french.dates import DAYS, Period
from index.french.written_dates import WrittenDate, find_dates, to_date, weekday_number
from index.french.written_times import time_in
from indexer.path_folders import NUMBERED_DAY, FolderTime, folder_time, time_folders, weekday_of
from indexer.path_times import moment_behind, time_alone
from indexer.plain_text import one_line

_NAMED_WEEKDAY = re.compile(
    rf"(?P<name>{'|'.join(DAYS)})(?:[ ._-]*(?P<day>[0-9]{{1,2}})(?:er)?(?![0-9]|[ _]?h))?(?![^\W\d_])",
    re.IGNORECASE,
)
_NO_YEAR = re.compile("([0-9]{2})[-_. ]([0-9]{2})")
_OF_THE = re.compile(r"\bdu ([0-9]{1,2})[-_./ ]([0-9]{1,2})$", re.IGNORECASE)
_SHORT_YEAR = re.compile(
    r"(?<![0-9])(?:([0-9]{2})([-_. ]?)([0-9]{2})\2([0-9]{2})"
    r"|([0-9]{1,2})([-_.])([0-9]{1,2})\6([0-9]{2}))(?![0-9])"
)
_MONTH_AND_SHORT_YEAR = re.compile(r"[ ._-]*(?P<year>[0-9]{2})(?!\w|[ _]?h)", re.IGNORECASE)
# What stands beside the number of a day in the folder of its month, and makes sure that it is one.
_PART_OF_DAY = re.compile(
    "[ _-]*(?:matin|midi|soir|nuit|apr[eè]s-midi|journal|jt|bulletin|flash|revue)", re.IGNORECASE
)
_NUMBER_AT_END = re.compile(
    r"(?:^|[ _-])(?:du|le|matin|midi|soir|nuit)[ _-]+(?P<day>0?[1-9]|[12][0-9]|3[01])(?:er)?$", re.IGNORECASE
)
_WEEKDAY_BEHIND = re.compile(rf"[ _-]+\(?(?P<name>{'|'.join(DAYS)})(?![^\W\d_])", re.IGNORECASE)
_COPY = re.compile(r"(?: ?\([0-9]{1,3}\)|[ _-]+(?:copie|copy)(?: [0-9]+)?)+$", re.IGNORECASE)
_JOINING = re.compile(r"(?:[-_ .,]|\b(?:du|de|le|au|d['’]))+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PathDate:
    """What a path tells of the day of a bulletin.

    Attributes:
        date: The day; None where it tells none.
        name: What the name of the file says beside it; the whole stem where the day is not in it.
        folders: How many folders around the file are named by their time, as 2024 and 11 are.
        period: The days that these folders leave open; the day itself where there is one; None if all are.
        oddity: What does not agree, a clause; empty where all does.
        at: The time that the name of the file says, or None.
        partial: The day in the name of the file where it has none of these years, or None.
    """

    date: date | None
    name: str
    folders: int = 0
    period: Period | None = None
    oddity: str = ""
    at: time | None = None
    partial: WrittenDate | None = None


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
    names, around = time_folders(folders)
    near = folder_time(names)
    known = folder_time([*names, *around]) if around else near
    plain = _COPY.sub("", stem)
    found = _in_name(plain, known)
    if not names and found is None and known.day is None:
        known = near  # what stands above the source completes a day, and contradicts none
    told = PathDate(None, stem, len(names), known.period, at=time_in(_spaced(plain)))
    if found is None:
        day = _checked(known, known.year, known.month, known.day)
        period = Period(day, day) if day else known.period
        at = told.at or (time_alone(plain) if day else None)
        return replace(told, date=day, period=period, at=at, partial=_partial(plain))
    if len(found.days) != 1:
        return replace(told, oddity=found.oddity or _several(plain, found))
    [day] = found.days
    is_agreed = near.year in (None, day.year)
    oddity = "" if is_agreed else f"names {day} in a folder of {near.year}; its name counts"
    rest = _rest(plain, found)
    moment = moment_behind(day, plain, found.start, found.end)
    at = moment.time() if moment else time_in(rest) or time_in(plain[found.end :].replace("_", " "))
    day = moment.date() if moment else day
    return replace(told, date=day, name=rest, period=Period(day, day), oddity=oddity, at=at)


def _partial(name: str) -> WrittenDate | None:
    """Return the only day in a name, where it has a month and no year: jeudi 7 novembre."""
    dates = list(find_dates(name))
    is_partial = len(dates) == 1 and dates[0].day and not dates[0].year and not dates[0].is_range
    return dates[0] if is_partial else None


def _several(name: str, found: _Found) -> str:
    days = " or ".join(day.isoformat() for day in found.days)
    return f"may be of {days} by its name ({name[found.start : found.end]}), and so has no date"


def _rest(name: str, found: _Found) -> str:
    """Return what stands around the day in a name, as people would write it: "Journal de 20 h"."""
    before = _JOINING.sub("", name[: found.start])
    after = re.sub(r"^T(?=[0-9])", "", name[found.end :]).strip("-_ .,")
    rest = one_line(_spaced(f"{before} {after}"))
    return rest[:1].upper() + rest[1:]


def _spaced(name: str) -> str:
    return re.sub(r"[-_]|\(\s*\)", " ", name)


def _checked(
    written: FolderTime | WrittenDate, year: int | None, month: int | None, day: int | None
) -> date | None:
    """Return a day that is of the calendar, and of the day of the week with which it is written."""
    found = to_date(year, month, day) if year and month and day else None
    return found if found and written.weekday in (None, found.weekday()) else None


def _in_name(name: str, time: FolderTime) -> _Found | None:
    """Find the day in the name of a file; None if it tells none."""
    if dates := [found for found in find_dates(name) if found.day and not _is_of_an_id(name, found)]:
        return _of_dates(dates, time, name)
    found = _of_short_year(name, time) or _of_two_numbers(name, time) or _of_number(name, time)
    return found or _of_weekday(name, time)


def _is_of_an_id(name: str, found: WrittenDate) -> bool:
    """Return whether eight figures are part of a word with others: 4f2a20241107b."""
    before = re.split(r"[\W_]", name[: found.start])[-1]
    return found.text.isdecimal() and any(map(str.isdecimal, before))


def _of_dates(dates: Sequence[WrittenDate], time: FolderTime, name: str) -> _Found | None:
    first = dates[0]
    year = next((found.year for found in dates if found.year), None) or time.year
    if year is None:
        return _of_month_and_short_year(first, name) if len(dates) == 1 else None
    days = {(found.year or year, found.month, found.day) for found in dates}
    if len(days) > 1 or any(found.is_range for found in dates):
        return _Found((), first.start, first.end, "names several days, and so has no date")
    day = to_date(year, first.month, first.day) if first.month and first.day else None
    if day is None:
        reason = "is no day of the calendar"
    elif all(weekday in (None, day.weekday()) for weekday in _weekdays(dates, name)):
        return _Found((day,), first.start, first.end)
    else:
        reason = "is of another day of the week"
    return _Found((), first.start, first.end, f"names {first.text}, which {reason}, and so has no date")


def _weekdays(dates: Sequence[WrittenDate], name: str) -> Iterator[int | None]:
    """Yield the days of the week with which dates in a name are written, before or behind them."""
    for found in dates:
        behind = _WEEKDAY_BEHIND.match(name, found.end)
        yield from (found.weekday, weekday_number(behind["name"]) if behind else None)


def _of_month_and_short_year(found: WrittenDate, name: str) -> _Found | None:
    """Find a day with its month in words and a year in two figures: 7nov24, 16 oct. 87."""
    behind = _MONTH_AND_SHORT_YEAR.match(name, found.end)
    if behind is None or found.is_range:
        return None
    day = _checked(found, _full_year(int(behind["year"])), found.month, found.day)
    return _Found((day,), found.start, behind.end()) if day else None


def _full_year(year: int) -> int:
    return year + (1900 if year >= 70 else 2000)


def _of_short_year(name: str, time: FolderTime) -> _Found | None:
    """Find a day of a year in two figures, as 07-11-24, which many write the other way round."""
    found = _SHORT_YEAR.search(name)
    if found is None:
        return None
    first, middle, last = (int(found[number] or found[number + 4]) for number in (1, 3, 4))
    readings = [(last, middle, first), (first, middle, last)] if found[1] else [(last, middle, first)]
    days = _fitting([(_full_year(year), month, day) for year, month, day in readings], time)
    is_number = not (found[2] or found[6]) and (
        time.year is None or len(days) > 1
    )  # six figures may be anything
    return None if is_number or not days else _Found(days, found.start(), found.end())


def _of_two_numbers(name: str, time: FolderTime) -> _Found | None:
    """Find a day and a month, as 25-12 or 25-12 matin, where they begin a name in a folder of a year."""
    found, of_the = _NO_YEAR.match(name), _OF_THE.search(name)
    if found and not (found.end() == len(name) or _PART_OF_DAY.match(name, found.end())):
        found = None
    either = found or of_the
    if either is None or time.year is None:
        return None
    first, second = int(either[1]), int(either[2])
    readings = [(time.year, second, first), *([(time.year, first, second)] if found else [])]
    days = _fitting(readings, time)
    return _Found(days, either.start(1), either.end()) if days else None


def _fitting(readings: Iterable[tuple[int, int, int]], time: FolderTime) -> tuple[date, ...]:
    """Return the days among some readings that the folders around them allow."""
    days = {day for reading in readings if (day := to_date(*reading))}
    fitting = (day for day in days if time.year in (None, day.year) and time.month in (None, day.month))
    return tuple(sorted(fitting))


def _of_number(name: str, time: FolderTime) -> _Found | None:
    """Find the day of a month, as 07-matin or jeudi 7, in the folder of the month."""
    if not time.month or time.day:
        return None
    if at_end := _NUMBER_AT_END.search(name):
        day = _checked(FolderTime(), time.year, time.month, int(at_end["day"]))
        return _Found((day,), at_end.start("day"), at_end.end()) if day else None
    found = NUMBERED_DAY.match(name)
    if found is None or not _is_sure(found, name):
        return None
    day = _checked(FolderTime(weekday=weekday_of(found)), time.year, time.month, int(found["day"]))
    return _Found((day,), 0, found.end()) if day else None


def _is_sure(found: re.Match[str], name: str) -> bool:
    """Return whether a number at the beginning of a name is that of a day, and not of a chapter."""
    is_written = weekday_of(found) is not None or len(found["day"]) == len("07") or "er" in found[0]
    return is_written or found.end() == len(name) or _PART_OF_DAY.match(name, found.end()) is not None


def _of_weekday(name: str, time: FolderTime) -> _Found | None:
    """Find the day of a week, as mardi matin or jeudi 7, in the folder of the week."""
    found, days = _NAMED_WEEKDAY.match(name), time.days
    if found is None or days is None or days.first is None or days.last is None:
        return None
    day = days.first + timedelta((weekday_number(found["name"]) - days.first.weekday()) % len(DAYS))
    is_only = day <= days.last < day + timedelta(len(DAYS))
    is_right = found["day"] is None or int(found["day"]) == day.day
    return _Found((day,), 0, found.end()) if is_only and is_right else None
