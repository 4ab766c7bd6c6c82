"""Dates of the input, read as days and times in Europe/Paris."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_tz
from typing import NamedTuple

from index.french.dates import full_year, in_paris, today_in_paris
from index.french.written_dates import MONTH_NAME, find_dates, month_number, to_date
from index.french.written_times import time_in

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BEFORE_ZONE = re.compile(r"\s+(?=(?:Z|[+-]\d{2}:?\d{2})$)", re.IGNORECASE)
_FRENCH_MONTH = re.compile(rf"\b({MONTH_NAME})\b\.?", re.IGNORECASE)
_ENGLISH_MONTH = re.compile(
    r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:[a-z]+)?\b\.?", re.IGNORECASE
)
_WEEKDAY = re.compile(rf"^\s*(?!{_ENGLISH_MONTH.pattern})[^\W\d_]+\.?\s*,?\s+(?=\d)", re.IGNORECASE)
_HOUR = re.compile(r"\b([0-2]?\d) ?h ?([0-5]\d)\b")
# Another name of a zone, as CET, is that of Paris; `parsedate_tz` would take it for that of Greenwich.
_ZONE = re.compile(r":\d{2}\D*?(?:[+-]\d{2}:?\d{2}\b|\b(?:UTC?|GMT|Z|[ACEMP][SD]T)\b)")
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BEFORE_CHRIST = re.compile(r"[^\W\d_]\s+-\d{4}\b")  # 30 Nov -0001 is what WordPress makes of no date
_OF_TWELVE = re.compile(
    r"\b(?P<hour>1[0-2]|0?[0-9])(?P<rest>:[0-5][0-9])(?::[0-5][0-9])?\s?(?P<half>[AP])\.?M\b\.?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"\b(?P<month>1[0-2]|0?[1-9])/(?P<day>[0-3]?[0-9])/(?=[0-9]{2,4}\b)")
_MIDNIGHT = time()
# Days since 1900 from 1954 to 2064, seconds since 1970 from 2001 to 2033, milliseconds.
_COUNTED = re.compile(r"[2-5]\d{4}(?:[.,]\d+)?|1\d{9}(?:\.\d+)?|1\d{12}")
_MOST_DAYS, _MOST_SECONDS = 100_000, 10_000_000_000
# 7/11/24, 7-nov.-24; where a part is not that of a day or a month, it is no date.
_SHORT_YEAR = re.compile(
    r"(?<![0-9/.])(?P<before>[0-9]{1,2}(?P<gap>[/.])[0-9]{1,2}(?P=gap)"
    rf"|[0-9]{{1,2}}-(?:{MONTH_NAME})\.?-)(?P<year>[0-9]{{2}})(?![0-9/.])",
    re.IGNORECASE,
)


class Moment(NamedTuple):
    """A day, and the time of it to the minute where that is known."""

    day: date
    at: time | None = None


def to_moment(text: str) -> Moment | None:
    """Return the day, and the time if any, of an ISO date or an ISO date and time; None for any other text.

    A time with a zone is converted to Paris; one without is taken as written. Midnight to the second is how
    programs write a day alone, there or here: it is no time.
    """
    text = text.strip()
    if not _DAY.match(text):
        return None
    try:
        return Moment(date.fromisoformat(text)) if len(text) == 10 else _moment(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def to_moment_as_sent(text: str) -> Moment | None:
    """Return the moment of a date as feeds, mails and tables have it; None for any other text.

    Thu, 07 Nov 2024 17:00:00 +0100; jeu., 07 nov. 2024 17:00:00 Z; 2024-11-07 17:00:00 Z; 7/11/2024 17 h.
    """
    text = _of_24_hours(text.strip()[:100])
    return to_moment(_BEFORE_ZONE.sub("", text)) or _moment_of_mail(text) or _only_moment(text)


def to_moment_of_cell(text: str) -> Moment | None:
    """Return the moment of a date as it was sent, or as programs count it; None for any other text.

    45233 and 45233.5 are days of spreadsheets; ten figures are seconds since 1970, thirteen milliseconds.
    """
    if not _COUNTED.fullmatch(text.strip()):
        return to_moment_as_sent(text)
    number = float(text.replace(",", "."))
    if number < _MOST_DAYS:
        return _moment(datetime(1899, 12, 30) + timedelta(seconds=round(number * 86_400)))
    seconds = number / 1000 if number > _MOST_SECONDS else number
    return _moment(datetime.fromtimestamp(seconds, UTC))


def _of_24_hours(text: str) -> str:
    """Return a text with 17:00 in place of 5:00 PM, and its day before its month as elsewhere."""
    written = _OF_TWELVE.sub(
        lambda at: f"{int(at['hour']) % 12 + 12 * (at['half'] in 'Pp')}{at['rest']}", text
    )
    return written if written == text else _MONTH_FIRST.sub(r"\g<day>/\g<month>/", written)


def _moment(written: datetime) -> Moment:
    if written.time() == _MIDNIGHT:
        return Moment(written.date())  # that of the program that wrote it, whatever its zone
    here = in_paris(written) if written.tzinfo else written
    at = None if here.time() == _MIDNIGHT else here.time().replace(second=0, microsecond=0)
    return Moment(here.date(), at)


def _moment_of_mail(text: str) -> Moment | None:
    """Return the moment of a date as RFC 5322 writes it, or nearly so."""
    english = _FRENCH_MONTH.sub(lambda found: _MONTHS[month_number(found[1])], text)
    if not _ENGLISH_MONTH.search(english) or _BEFORE_CHRIST.search(english):
        return None
    english = _HOUR.sub(r"\1:\2:00", _ENGLISH_MONTH.sub(r"\1", _WEEKDAY.sub("", english)))
    parts = parsedate_tz(english if ":" in english else f"{english} 00:00:00")
    if not parts:
        return None
    try:
        moment = datetime(*parts[:6])
        zone = timezone(timedelta(seconds=parts[9] or 0)) if _ZONE.search(english) else None
        return _moment(moment.replace(tzinfo=zone))
    except (ValueError, OverflowError):
        return None


def with_full_years(text: str) -> str:
    """Return a text with the years of its dates in four figures: 7/11/24 becomes 7/11/2024."""
    return _SHORT_YEAR.sub(
        lambda found: f"{found['before']}{full_year(found['year'], today_in_paris())}", text
    )


def _only_moment(text: str) -> Moment | None:
    """Return the moment of a text that holds one day with its year, which may be of two figures."""
    days = {
        day
        for found in find_dates(with_full_years(text))
        if found.year and found.month and found.day and (day := to_date(found.year, found.month, found.day))
    }
    at = time_in(text)
    return Moment(days.pop(), None if at == _MIDNIGHT else at) if len(days) == 1 else None
