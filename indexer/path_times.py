"""The time in figures in the name of a file: 20241107T2000, 2024-11-07 20-15, 0730 in the folder of a day."""

import re
from datetime import time

# A time just behind the day: 20241107T2000, 20241107_200000, 2024-11-07 20-15.
_TIME_BEHIND = re.compile(
    "T?(?P<hour>[01][0-9]|2[0-3])(?P<minute>[0-5][0-9])(?:[0-5][0-9])?(?![0-9])"
    "|[_ -](?P<hour2>[01][0-9]|2[0-3])(?P<minute2>[0-5][0-9])[0-5][0-9](?![0-9])"
    "|(?:[_ T]|[ _-](?:à|at)[ _-])(?P<hour3>[01][0-9]|2[0-3])[-.:_](?P<minute3>[0-5][0-9])"
    "(?:[-.:_][0-5][0-9])?(?![0-9])"
)
_TIME_ALONE = re.compile("(?P<hour>[01][0-9]|2[0-3])[-_.]?(?P<minute>[0-5][0-9])")
_TIME_BEHIND_FIGURES = re.compile("[_ -](?P<hour>[01][0-9]|2[0-3])(?P<minute>[0-5][0-9])(?![0-9])")


def time_behind(name: str, start: int, end: int) -> time | None:
    """Return the time that follows the day in a name, in figures, unless it has a zone.

    Args:
        name: The name.
        start: Where the day begins.
        end: One past its last character.
    """
    behind = _TIME_BEHIND.match(name, end)
    if not behind and name[start:end].isdecimal():
        behind = _TIME_BEHIND_FIGURES.match(name, end)
    is_of_a_zone = behind and name[behind.end() :].startswith(("Z", "z", "+"))
    return _to_time(behind) if behind and not is_of_a_zone else None


def time_alone(name: str) -> time | None:
    """Return the time that is all of a name, in the folder of a day."""
    found = _TIME_ALONE.fullmatch(name)
    return _to_time(found) if found else None


def _to_time(found: re.Match[str]) -> time:
    """Return a time; two hours in a row are the name of a programme that begins at the first: 12-13."""
    hour, minute = (int(value) for value in found.groups() if value)
    return time(hour, 0 if minute == hour + 1 else minute)
