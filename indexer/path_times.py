"""The time in figures in the name of a file: 20241107T2000, 2024-11-07 20-15, 0730 in the folder of a day."""

import re
from datetime import date, datetime, time, timedelta, timezone

from index.french.dates import in_paris

# A time just behind the day: 20241107T2000, 20241107_200000, 2024-11-07 20-15.
_TIME_BEHIND = re.compile(
    "T?(?P<hour>[01][0-9]|2[0-3])(?P<minute>[0-5][0-9])(?:[0-5][0-9])?(?![0-9])"
    "|[_ -](?P<hour2>[01][0-9]|2[0-3])(?P<minute2>[0-5][0-9])[0-5][0-9](?![0-9])"
    "|(?:[_ T]|[ _-](?:à|at)[ _-])(?P<hour3>[01][0-9]|2[0-3])[-.:_](?P<minute3>[0-5][0-9])"
    "(?:[-.:_][0-5][0-9])?(?![0-9])"
)
# A zone behind that: Z, +0100, +01_00, behind fractions of a second.
_ZONE = re.compile(
    "(?:[.,][0-9]+)?(?:[Zz]|(?P<sign>[+-])(?P<hours>[01][0-9])[-.:_]?(?P<minutes>[0-5][0-9])?)(?![0-9A-Za-z])"
)
_TIME_ALONE = re.compile("(?P<hour>[01][0-9]|2[0-3])[-_.]?(?P<minute>[0-5][0-9])")
_TIME_BEHIND_FIGURES = re.compile("[_ -](?P<hour>[01][0-9]|2[0-3])(?P<minute>[0-5][0-9])(?![0-9])")


def moment_behind(day: date, name: str, start: int, end: int) -> datetime | None:
    """Return a day with the time that follows it in a name, in figures; one with a zone as it was in Paris.

    Args:
        day: The day.
        name: The name.
        start: Where the day begins.
        end: One past its last character.
    """
    behind = _TIME_BEHIND.match(name, end)
    if not behind and name[start:end].isdecimal():
        behind = _TIME_BEHIND_FIGURES.match(name, end)
    if not behind:
        return None
    moment = datetime.combine(day, _to_time(behind))
    zone = _ZONE.match(name, behind.end())
    return in_paris(moment.replace(tzinfo=timezone(_offset(zone)))) if zone else moment


def _offset(zone: re.Match[str]) -> timedelta:
    offset = timedelta(hours=int(zone["hours"] or 0), minutes=int(zone["minutes"] or 0))
    return -offset if zone["sign"] == "-" else offset


def time_alone(name: str) -> time | None:
    """Return the time that is all of a name, in the folder of a day."""
    found = _TIME_ALONE.fullmatch(name)
    return _to_time(found) if found else None


def _to_time(found: re.Match[str]) -> time:
    """Return a time; two hours in a row are the name of a programme that begins at the first: 12-13."""
    hour, minute = (int(value) for value in found.groups() if value)
    return time(hour, 0 if minute == hour + 1 else minute)
