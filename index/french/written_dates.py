"""Dates as they stand in a text or in the name of a file: jeudi 7 nov. 2024, 07-11-2024, 20241107."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from index.french.dates import DAYS
from index.french.folding import fold
from index.french.months import MONTHS

MONTH_NAME = (
    "janv(?:ier)?|jan|f[ée]vr(?:ier)?|f[ée]v|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[ûu]t"
    "|sept(?:embre)?|sep|oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?"
)
_MONTHS = rf"(?P<month>{MONTH_NAME})(?![a-zà-ÿœ])\.?"
_WEEKDAYS = rf"(?<!\w)(?P<weekday>{'|'.join(DAYS)}|lun|mar|mer|jeu|ven|sam|dim)\.?"
_YEAR = "(?P<year>1[5-9][0-9]{2}|20[0-9]{2})(?![0-9])"
_DAY = r"(?<![0-9])(?<!\bv)(?P<day>[0-9]{1,2})"  # v1.12.2024 is a version
_GAP = r"[ \u00a0_.-]"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # 2024-11-07, 2024_11_7, 2024/11/07; and with a time, 2024-11-07T20:00
        rf"(?<![0-9]){_YEAR}(?P<gap>[-_./ ])(?P<month>[0-9]{{1,2}})(?P=gap)(?P<day>[0-9]{{1,2}})(?![0-9])",
        # 20241107, 202411072000
        r"(?<![0-9])(?P<year>1[89][0-9]{2}|20[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-2][0-9]|3[01])"
        r"(?=(?:[0-9]{4}|[0-9]{6})?(?![0-9]))",
        # 07-11-2024, 7/11/2024, jeudi 07.11.2024
        rf"(?:{_WEEKDAYS}{_GAP}+)?{_DAY}(?P<gap>[-_./ ])(?P<month>[0-9]{{1,2}})(?P=gap){_YEAR}(?!\.[0-9])",
        # 07112024
        rf"(?<![0-9])(?P<day>[0-2][0-9]|3[01])(?P<month>0[1-9]|1[0-2]){_YEAR}",
        # jeudi 7 novembre 2024, 1er mai, 7-nov-2024
        rf"(?:{_WEEKDAYS}(?:,|{_GAP})*(?:le )?)?{_DAY}(?:er)?{_GAP}*{_MONTHS}(?:{_GAP}*{_YEAR})?",
        # 2024-nov-07, 2024 novembre 7
        rf"(?<![0-9]){_YEAR}{_GAP}+(?:[0-9]{{1,2}}{_GAP}+)?{_MONTHS}{_GAP}+{_DAY}(?![0-9]|{_GAP}?h)",
        # novembre 2024
        rf"(?<!\w){_MONTHS}{_GAP}*{_YEAR}",
        # 11-2024, 11/2024
        rf"(?<![0-9])(?<![0-9][-_./])(?P<month>0[1-9]|1[0-2])[-_./]{_YEAR}(?![-_./ ][0-9])",
        # 2024-11
        rf"(?<![0-9])(?<![0-9][-_./]){_YEAR}[-_./](?P<month>0[1-9]|1[0-2])(?![0-9]|[-_./][0-9])",
    )
)
# What stands before the last day of several: du 4 au, 6 et, samedi 6-; but not 20 h –, n° 12,
_SEVERAL = re.compile(
    r"(?:[0-9](?:er)?\s*(?:au|et|ou|à|&)"
    rf"|(?:^|\bdu |\bdes |\bles |\bweek-?end |(?:{'|'.join(DAYS)}) )[0-9]{{1,2}}(?:er)?\s*[-–/,])\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as it is written, with what it lacks; it may be no day of the calendar.

    Attributes:
        text: As it is written.
        start: Where it begins.
        year: Year, or None.
        month: Month, from 1; None if the date is written without.
        day: Day of the month, or None.
        weekday: Day of the week, from 0 for Monday, or None.
        is_range: It ends a range or a list of days: du 4 au 10 novembre.
    """

    text: str
    start: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    is_range: bool = False

    @property
    def end(self) -> int:
        """One past its last character."""
        return self.start + len(self.text)


def find_dates(text: str) -> Iterator[WrittenDate]:
    """Yield the dates of a text in NFC that have a month, the longest form at each place, in order."""
    found = [match for form in _FORMS for match in form.finditer(text)]
    end = 0
    for match in sorted(found, key=lambda it: (it.start(), -it.end())):
        if match.start() >= end:
            end = match.end()
            yield _to_date(match, text)


def _to_date(match: re.Match[str], text: str) -> WrittenDate:
    parts = match.groupdict()
    day, year, weekday = parts.get("day"), parts["year"], parts.get("weekday")
    return WrittenDate(
        match[0],
        match.start(),
        int(year) if year else None,
        month_number(parts["month"]),
        int(day) if day else None,
        weekday_number(weekday) if weekday else None,
        is_range=_SEVERAL.search(text, max(0, match.start() - 20), match.start()) is not None,
    )


def month_number(text: str) -> int:
    """Return the number of a month, in figures or a name or abbreviation of one."""
    name = fold(text.lower())
    if name.isdecimal():
        return int(name)
    return next(number for number, month in enumerate(MONTHS, 1) if fold(month).startswith(name[:4]))


def weekday_number(text: str) -> int:
    """Return the number of a day of the week, from 0 for Monday."""
    return next(number for number, day in enumerate(DAYS) if day.startswith(text.lower()[:3]))


def to_date(year: int, month: int, day: int) -> date | None:
    """Return a day; None if the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
