"""The days around a file: those of the files beside it, else those on which it may have been saved.

They only tell the year of a day that is written with the day of the week: a copy is as old as its copying.
"""

import os
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path

from index.french.dates import Period, in_paris
from indexer.paths import InputFile, known_suffix, path_metadata

_WEEK = timedelta(6)
_MOST_NEIGHBOURS = 10_000


def days_around(file: InputFile) -> Period | None:
    """Return the days that a file without a year may be of; None where nothing tells.

    They are a week more than those in the names of the files beside it; without any, the week that ends when
    it was changed last. Of files in an archive nothing is known.
    """
    if file.allowance:
        return None
    try:
        folder = file.path.parent
        return _days_of((folder, folder.stat().st_mtime_ns)) or _days_of_saving(file.path.stat().st_mtime)
    except OSError:
        return None


@lru_cache(maxsize=8)
def _days_of(state: tuple[Path, int]) -> Period | None:
    """Return the days in the names of the files of a folder, given with the time of its last change."""
    folder, _ = state
    with os.scandir(folder) as entries:
        paths = [Path(entry.path) for entry in islice(entries, _MOST_NEIGHBOURS)]
    days = [day for path in paths if known_suffix(path) and (day := path_metadata(path).date)]
    return Period(min(days) - _WEEK, max(days) + _WEEK) if days else None


def _days_of_saving(moment: float) -> Period:
    day: date = in_paris(datetime.fromtimestamp(moment).astimezone()).date()
    return Period(day - _WEEK, day)
