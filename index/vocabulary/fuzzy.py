"""Which words of an archive are written nearly as a word that was typed.

Words of one length lie together, the most frequent first, and each letter has a row of bits that says which
of them hold it; a second e in a word counts as a letter of its own. Words that are one or two edits apart
lack at most as many of each other's letters: adding up a dozen rows (2 kB each at 100,000 words) leaves some
to compare, and nothing is read before it is asked for.
"""

import sqlite3
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby, islice
from operator import or_

import numpy as np
from numpy.typing import NDArray

OTHER_BEGINNING = 0.5
"""Added to the edits where the first letters differ: people rarely get that one wrong."""

TABLES = """
    CREATE TABLE shelf (length INTEGER PRIMARY KEY, words TEXT, items BLOB);
    CREATE TABLE letter (length INT, letter TEXT, words BLOB, PRIMARY KEY (length, letter));
"""
_ITEMS = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class FuzzyTerm:
    """A word written nearly as another.

    Attributes:
        exact: Its folded form.
        items: Number of items it stands in.
        edits: Letters left out, added, put in the place of another, or neighbours swapped; half an edit more
            where its first letter is another.
    """

    exact: str
    items: int
    edits: float


def write_fuzzy_terms(database: sqlite3.Connection, words: Iterable[tuple[str, int]]) -> None:
    """Write the words that may stand for another, each with its number of items.

    They come by their length, the most frequent of each length first, then as they sort.
    """
    alphabetic = (row for row in words if row[0].isalpha())
    for length, found in groupby(alphabetic, key=lambda row: len(row[0])):
        _write_shelf(database, length, list(found))


def _write_shelf(database: sqlite3.Connection, length: int, found: Sequence[tuple[str, int]]) -> None:
    words, items = "".join(word for word, _ in found), b"".join(_ITEMS.pack(items) for _, items in found)
    database.execute("INSERT INTO shelf VALUES (?, ?, ?)", (length, words, items))
    rows = ((length, letter, row) for letter, row in _rows_of_letters(words, length))
    database.executemany("INSERT INTO letter VALUES (?, ?, ?)", rows)


def _rows_of_letters(words: str, length: int) -> Iterator[tuple[str, bytes]]:
    """Give the rows of bits of all letters; see `_letters` for their names."""
    codes = np.frombuffer(words.encode("utf-32-le"), np.uint32).reshape(-1, length)
    for code in np.unique(codes).tolist():
        is_letter = codes == code
        if is_letter[:, 0].any():
            yield _first(chr(code)), _bits(is_letter[:, 0])
        times = is_letter.sum(1)
        for number in range(1, int(times.max()) + 1):
            yield f"{chr(code)}{number}", _bits(times >= number)


def _bits(holds: NDArray[np.bool_]) -> bytes:
    return np.packbits(holds, bitorder="little").tobytes()


def nearest(database: sqlite3.Connection, word: str, most: int, limit: int) -> list[FuzzyTerm]:
    """Give the words that are fewest edits away, at most `most`; of equal ones the more frequent.

    `word` has at least three letters.
    """
    found: list[FuzzyTerm] = []
    for edits in range(1, most + 1):
        if len(found) < limit:
            # With another beginning they would be more than `most` edits away.
            beginning = word[0] if edits == most else ""
            known = {word, *(near.exact for near in found)}
            near = (
                FuzzyTerm(other, items, edits + OTHER_BEGINNING * (word[0] != other[0]))
                for items, other in _candidates(database, word, edits, beginning)
                if other not in known and is_within(word, other, edits)
            )
            found += islice(near, limit) if beginning else near
    return sorted(found, key=lambda near: (near.edits, -near.items, near.exact))[:limit]


def is_within(one: str, other: str, edits: int) -> bool:
    """Tell whether one word becomes the other by at most so many edits, none of them on a swapped pair.

    The Damerau-Levenshtein distance in its usual, restricted form ("optimal string alignment").
    """
    start = 0
    for letter, its in zip(one, other, strict=False):
        if letter != its:
            break
        start += 1
    one, other = one[start:], other[start:]
    if not edits or not one or not other:
        return max(len(one), len(other)) <= edits
    return (
        is_within(one[1:], other[1:], edits - 1)
        or is_within(one[1:], other, edits - 1)
        or is_within(one, other[1:], edits - 1)
        or (len(one) > 1 and one[:2] == other[1::-1] and is_within(one[2:], other[2:], edits - 1))
    )


def _candidates(
    database: sqlite3.Connection, word: str, edits: int, beginning: str
) -> Iterable[tuple[int, str]]:
    """Give the words that may be so few edits away, with their items, the most frequent first."""
    letters = _letters(word)
    found: list[tuple[int, str]] = []
    for length in range(len(word) - edits, len(word) + edits + 1):
        rows = _rows(database, length, [*letters, _first(beginning)])
        alike = _alike([rows.get(letter, 0) for letter in letters], edits - max(0, length - len(word)))
        if beginning:
            alike &= rows.get(_first(beginning), 0)
        if alike:
            found += _taken(database, length, alike)
    return sorted(found, key=lambda each: (-each[0], each[1]))


def _alike(rows: Sequence[int], lacking: int) -> int:
    """Give the words that lack at most so many of the letters, as a row of bits."""
    everyone = (1 << max(row.bit_length() for row in rows)) - 1
    lack = [everyone] + [0] * lacking  # the words that lack none so far, those that lack one, …
    for row in rows:
        for number in range(lacking, 0, -1):
            lack[number] = (lack[number] & row) | (lack[number - 1] & ~row)
        lack[0] &= row
    return reduce(or_, lack)


def _rows(database: sqlite3.Connection, length: int, letters: Sequence[str]) -> dict[str, int]:
    """Read which words of one length hold each letter."""
    marks = ", ".join("?" * len(letters))
    found = database.execute(
        f"SELECT letter, words FROM letter WHERE length = ? AND letter IN ({marks})",  # noqa: S608  only ?, ?
        (length, *letters),
    )
    return {letter: int.from_bytes(words, "little") for letter, words in found}


def _taken(database: sqlite3.Connection, length: int, bits: int) -> Iterator[tuple[int, str]]:
    """Take words from their shelf, with their items."""
    words, items = database.execute("SELECT words, items FROM shelf WHERE length = ?", (length,)).fetchone()
    while bits:
        lowest = bits & -bits
        place = lowest.bit_length() - 1
        yield _ITEMS.unpack_from(items, place * _ITEMS.size)[0], words[place * length : (place + 1) * length]
        bits ^= lowest


def _letters(word: str) -> list[str]:
    """Name the letters of a word, the second e of a word e2."""
    seen: Counter[str] = Counter()
    named = []
    for letter in word:
        seen[letter] += 1
        named.append(f"{letter}{seen[letter]}")
    return named


def _first(letter: str) -> str:
    return f"^{letter}"
