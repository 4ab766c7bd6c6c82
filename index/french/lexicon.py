"""The lexicon: the French words that are known, and the stem that unites the forms of each.

It is a file that the installation compiles (`index.french.compiling`), read row by row: loading it would cost
every command half a second.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from index.errors import SearchError

_SELECT = "SELECT form, stem, others, is_word"
_AMONG = "FROM json_each(?) JOIN form ON form = value"
FILE = Path(__file__).parents[1] / "data" / "lexicon.sqlite"


class Entry(NamedTuple):
    """A form in the lexicon.

    Attributes:
        stem: Stem of the word that it is a form of, of the likeliest where only its accents tell which.
        others: Stems of the other words that it may be when its accents are missing: cure may be curé.
        is_word: It is a word as it stands, and not only the spelling of one without its accents.
    """

    stem: str
    others: tuple[str, ...]
    is_word: bool


_remembered: dict[str, Entry | None] = {}
_MOST_REMEMBERED = 100_000


def look_up(form: str) -> Entry | None:
    """Find a form in lower case, with its accents or without; None where it is not known."""
    try:
        return _remembered[form]
    except KeyError:
        return look_up_all([form]).get(form) if form.isalpha() else None


def look_up_all(forms: Sequence[str]) -> dict[str, Entry | None]:
    """Find many forms at once, which takes a sixth of the time, and remember them for `look_up`."""
    if len(_remembered) > _MOST_REMEMBERED:
        _remembered.clear()
    new = sorted(form for form in forms if form not in _remembered)  # neighbours are on one page of the file
    rows: Iterable[tuple[str, str, str, int]] = ()
    try:
        if len(new) == 1:
            rows = _database().execute(f"{_SELECT} FROM form WHERE form = ?", new)
        elif new:
            rows = _database().execute(f"{_SELECT} {_AMONG}", (json.dumps(new, ensure_ascii=False),))
        entries = {
            form: Entry(stem, tuple(others.split()) if others else (), bool(word))
            for form, stem, others, word in rows
        }
    except UnicodeEncodeError:  # a lone surrogate is in no word
        return {}
    _remembered.update(dict.fromkeys(new) | entries)
    return {form: _remembered[form] for form in forms}


def prefixes(stem: str) -> tuple[str, ...]:
    """Return prefixes, with one of which each folded form of a stem begins; none where it is not known."""
    row = _database().execute("SELECT prefixes FROM stem WHERE stem = ?", (stem,)).fetchone()
    return tuple(row[0].split()) if row else ()


@cache
def stamp() -> str:
    """Return what changes whenever the lexicon does."""
    return str(_database().execute("SELECT stamp FROM stamp").fetchone()[0])


@cache
def _database() -> sqlite3.Connection:
    """Open the file; raises `SearchError` where it was not compiled."""
    if not FILE.exists():
        raise SearchError(f"{str(FILE)!r} is missing; install the project again, with make or pip")
    database = sqlite3.connect(f"{FILE.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    database.execute(f"PRAGMA mmap_size = {FILE.stat().st_size}")  # looking up takes half the time
    return database


os.register_at_fork(after_in_child=_database.cache_clear)
