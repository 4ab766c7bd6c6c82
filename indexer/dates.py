"""Dates of the input, read as days in Europe/Paris."""

import re
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_tz

from index.french.dates import paris_day
from index.french.written_dates import MONTH_NAME, find_dates, month_number, to_date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BEFORE_ZONE = re.compile(r"\s+(?=(?:Z|[+-]\d{2}:?\d{2})$)", re.IGNORECASE)
_FRENCH_MONTH = re.compile(rf"\b({MONTH_NAME})\b\.?", re.IGNORECASE)
_ENGLISH_MONTH = re.compile(
    r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:[a-z]+)?\b\.?", re.IGNORECASE
)
_WEEKDAY = re.compile(r"^\s*[^\W\d_]+\.?\s*,?\s+(?=\d)")
_HOUR = re.compile(r"\b([0-2]?\d) ?h ?([0-5]\d)\b")
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def to_day(text: str) -> date | None:
    """Return the day of an ISO date, or of an ISO date and time; None for any other text.

    A time with a zone is converted to Paris; the day of a time without one is taken as written.
    """
    text = text.strip()
    if not _DAY.match(text):
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        return paris_day(moment) if moment.tzinfo else moment.date()
    except (ValueError, OverflowError):
        return None


def to_day_as_sent(text: str) -> date | None:
    """Return the day of a date as feeds, mails and tables have it; None for any other text.

    Thu, 07 Nov 2024 17:00:00 +0100; jeu., 07 nov. 2024 17:00:00 Z; 2024-11-07 17:00:00 Z; 7/11/2024.
    """
    text = text.strip()[:100]
    return to_day(_BEFORE_ZONE.sub("", text)) or _day_of_mail(text) or _only_day(text)


def _day_of_mail(text: str) -> date | None:
    """Return the day of a date as RFC 5322 writes it, or nearly so."""
    english = _FRENCH_MONTH.sub(lambda found: _MONTHS[month_number(found[1])], text)
    if not _ENGLISH_MONTH.search(english):
        return None
    english = _HOUR.sub(r"\1:\2:00", _ENGLISH_MONTH.sub(r"\1", _WEEKDAY.sub("", english)))
    parts = parsedate_tz(english if ":" in english else f"{english} 00:00:00")
    if not parts:
        return None
    try:
        moment = datetime(*parts[:6])
        if parts[9] is None:
            return moment.date()
        return paris_day(moment.replace(tzinfo=timezone(timedelta(seconds=parts[9]))))
    except (ValueError, OverflowError):
        return None


def _only_day(text: str) -> date | None:
    """Return the day of a text that holds one day with its year."""
    days = {
        day
        for found in find_dates(text)
        if found.year and found.month and found.day and (day := to_date(found.year, found.month, found.day))
    }
    return days.pop() if len(days) == 1 else None
