"""Dates of the input, read as days in Europe/Paris."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def to_day(text: str) -> date | None:
    """Return the day of an ISO date, or of an ISO date and time; None for any other text.

    A time with a zone is converted to Paris; the day of a time without one is taken as written.
    """
    text = text.strip()
    if not _DAY.match(text):
        return None
    try:
        return date.fromisoformat(text) if len(text) == 10 else _paris_day(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def _paris_day(moment: datetime) -> date:
    if moment.tzinfo is None:
        return moment.date()
    try:
        return moment.astimezone(ZoneInfo("Europe/Paris")).date()
    except ZoneInfoNotFoundError:  # a machine without a time zone database: the day as it is written
        return moment.date()
