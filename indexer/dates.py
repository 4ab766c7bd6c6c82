"""The day that a date in the input means, Europe/Paris."""

import re
from datetime import date, datetime

from index.french.dates import paris_day

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def to_day(text: str) -> date | None:
    """Read an ISO date, or the day of an ISO date and time; None where it is no date.

    A time with a zone is brought to Paris; a time without one is taken as it stands.
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
