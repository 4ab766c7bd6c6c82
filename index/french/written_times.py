"""Times of day as they stand in a text or in the name of a file: 20 h 15, 8h, 20:15, 20 heures."""

import re
from datetime import time

_HOUR = "(?P<hour>[01]?[0-9]|2[0-3])"
_MINUTE = "(?P<minute>[0-5][0-9])"
_GAP = "[ \u00a0\u202f]?"
_TIME = re.compile(
    rf"(?<![0-9:.,+/-]){_HOUR}(?:{_GAP}(?:h|heures?)(?![a-zà-ÿ])(?:{_GAP}{_MINUTE}(?![0-9]))?"
    rf"|:{_MINUTE.replace('minute', 'after')}(?::[0-5][0-9])?(?![0-9:]))",
    re.IGNORECASE,
)
_LEADING = re.compile(
    rf"\W{{0,3}}{_HOUR}(?:{_GAP}h{_GAP}|:){_MINUTE}(?![0-9:])"
    rf"(?={_GAP}(?:[–—:|•\])-]|\.\s|$)|\s(?-i:[A-ZÀ-ÞŒ«“\"]))",
    re.IGNORECASE,
)
_TO = re.compile(rf"{_GAP}(?:-|–|/|à){_GAP}")
_LEAST_ALONE = 5


def time_in(text: str) -> time | None:
    """Return the only time of a short text, or the first of two that it goes from and to; else None.

    A single figure below 5 without minutes tells how long something takes: 3 h de direct.
    """
    found = [match for match in _TIME.finditer(text) if _is_of_a_day(match)]
    times = list(dict.fromkeys(map(_to_time, found)))
    is_span = len(found) == 2 and _TO.fullmatch(text, found[0].end(), found[1].start())
    return times[0] if len(times) == 1 or is_span else None


def leading_time(text: str) -> time | None:
    """Return the time, with its minutes, that a text begins with, as entries of live blogs do: 20h15 –."""
    found = _LEADING.match(text)
    return time(int(found["hour"]), int(found["minute"])) if found else None


def _is_of_a_day(match: re.Match[str]) -> bool:
    hour = match["hour"]
    return bool(match["minute"] or match["after"] or len(hour) > 1 or int(hour) >= _LEAST_ALONE)


def _to_time(match: re.Match[str]) -> time:
    return time(int(match["hour"]), int(match["minute"] or match["after"] or 0))
