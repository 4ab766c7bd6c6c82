"""Names that sound alike: the names of an archive by how a French reader would say them.

It finds what edits of letters do not: Kachogi for Khashoggi, Prigogine for Prigojine.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence

from index.text import is_capitalised

TABLES = """
    CREATE TABLE name (sound TEXT, exact TEXT, PRIMARY KEY (sound, exact)) WITHOUT ROWID;
"""
MIN_LETTERS = 5
"""Letters of the shortest name that is found; shorter ones sound like too many others."""
MIN_TYPED = 4
"""Letters of the shortest word that it is found by: Hulot by ulot."""

_DOUBLE = re.compile(r"(.)\1+")
# In this order: longer spellings first, and what one of them yields is not read again but by those below.
_SILENT = (re.compile("[esxtd]+$", re.MULTILINE), "")
_SPELLINGS = (
    _SILENT,
    (re.compile("ch(?=[lr])"), "k"),
    (re.compile("tch|sch|ch|sh"), "S"),
    (re.compile("dj|zh|j|g(?=[eiy])"), "j"),
    (re.compile("ph|v|w"), "f"),
    (re.compile("s(?=c[eiy])"), ""),
    (re.compile("tz|ts|z|c(?=[eiy])"), "s"),
    (re.compile("x"), "ks"),
    (re.compile("kh|ck|qu|q|c"), "k"),
    (re.compile("gh|gu(?=[eiy])"), "g"),
    (re.compile("eau|au"), "o"),
    (re.compile("ou|oo"), "u"),
    (re.compile("ai|ei|ay|ey"), "e"),
    (re.compile("y"), "i"),
    (re.compile("[ae][mn](?![aeioumn])"), "A"),
    (re.compile("h"), ""),
    _SILENT,
)


def sounds(names: Sequence[str]) -> list[str]:
    """Return how folded names sound, the same for those that sound alike; silent letters are left out."""
    if not names:
        return []
    lines = "\n".join(names)
    for spelling, said in _SPELLINGS:
        lines = spelling.sub(said, _DOUBLE.sub(r"\1", lines))
    return lines.split("\n")


def write_sounds(database: sqlite3.Connection) -> None:
    """Fill the table from the words that are written as names at least once."""
    database.create_function("is_capitalised", 1, is_capitalised, deterministic=True)
    rows = database.execute("SELECT DISTINCT exact FROM written WHERE is_capitalised(way) ORDER BY exact")
    names = [exact for (exact,) in rows if len(exact) >= MIN_LETTERS and exact.isalpha()]
    database.executemany("INSERT INTO name VALUES (?, ?)", sorted(zip(sounds(names), names, strict=True)))


def names_like(database: sqlite3.Connection, exact: str) -> Iterator[str]:
    """Yield the words that may be names and sound like a word."""
    if len(exact) >= MIN_TYPED and exact.isalpha():
        for (name,) in database.execute("SELECT exact FROM name WHERE sound = ?", sounds([exact])):
            yield str(name)
