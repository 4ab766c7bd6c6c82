"""Dates of the input, read as days in Europe/Paris."""

import re
from datetime import date, datetime

from index.french.dates import paris_day

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


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
