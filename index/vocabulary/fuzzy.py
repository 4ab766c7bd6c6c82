"""Fuzzy terms: the words of an archive within one or two edits of a word that was typed.

Words of one length are stored together, the most frequent first, rare ones apart, and each letter has a
bitmap of the words that hold it; a second e in a word counts as a letter of its own. Of two words that are n
edits apart, each lacks at most n letters of the other: combining a dozen bitmaps (2 kB each at 100,000 words)
leaves a few candidates to compare. Nothing is read before a query needs it.
"""

import sqlite3
import struct
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby, islice
from operator import or_
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

OTHER_BEGINNING = 0.5
"""Edits added where the first letters differ: people rarely get the first letter wrong."""

TABLES = """
    CREATE TABLE shelf (length INT, is_rare INT, words TEXT, items BLOB, PRIMARY KEY (length, is_rare));
    CREATE TABLE letter (
        length INT, is_rare INT, letter TEXT, words BLOB, PRIMARY KEY (length, is_rare, letter)
    );
"""
_FIRST = "^"
_SORTED = """
    SELECT exact, items FROM word WHERE (items < ?) = ? ORDER BY length(exact), items DESC, exact
"""
_ITEMS = struct.Struct("<I")
LARGE = 4096
"""Words of a shelf from which on the bitmaps of its letters are kept; of fewer they are made when needed."""


@dataclass(frozen=True, slots=True)
class FuzzyTerm:
    """A word of the archive close to a word that was typed.

    Attributes:
        exact: Folded form.
        items: Number of items that hold the word.
        edits: Edit distance: letters left out, added, replaced, or swapped with a neighbour; plus
            `OTHER_BEGINNING` where the first letters differ.
    """

    exact: str
    items: int
    edits: float


def write_fuzzy_terms(database: sqlite3.Connection, frequent: int) -> None:
    """Write the words that a typed word may be corrected to; those with a sign that is no letter are not.

    Args:
        database: An open database with `TABLES` and its words.
        frequent: Fewest items of a frequent word. Words of fewer are kept apart: in an archive of several
            databases others may hold them, too.
    """
    for is_rare in (False, True):
        words = database.execute(_SORTED, (frequent, is_rare)).fetchall()
        alphabetic = (row for row in words if row[0].isalpha())
        for length, found in groupby(alphabetic, key=lambda row: len(row[0])):
            _write_shelf(database, (length, is_rare), list(found))


def _write_shelf(
    database: sqlite3.Connection, shelf: tuple[int, bool], found: Sequence[tuple[str, int]]
) -> None:
    words, items = "".join(word for word, _ in found), b"".join(_ITEMS.pack(items) for _, items in found)
    database.execute("INSERT INTO shelf VALUES (?, ?, ?, ?)", (*shelf, words, items))
    if len(found) >= LARGE:
        rows = ((*shelf, letter, row) for letter, row in _bitmaps_of_letters(words, shelf[0]))
        database.executemany("INSERT INTO letter VALUES (?, ?, ?, ?)", rows)


def _bitmaps_of_letters(words: str, length: int) -> Iterator[tuple[str, bytes]]:
    """Yield the bitmap of each letter by its name (see `_letters`), and of each first letter (`_first`)."""
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


class Shelves(NamedTuple):
    """Where fuzzy terms are looked for.

    Attributes:
        databases: The databases of an archive, the largest first: what is frequent in all of them together is
            frequent in that one, or stands in another one, too.
        items: Returns the number of items of a word in all databases.
        frequent: Fewest items of a word that others are corrected to.
    """

    databases: Sequence[sqlite3.Connection]
    items: Callable[[str], int]
    frequent: int


def fuzzy_terms(shelves: Shelves, word: str, max_edits: int, limit: int) -> list[FuzzyTerm]:
    """Return up to `limit` words within `max_edits` edits: fewest edits first, then the most frequent.

    `word` is folded and has at least three letters.
    """
    found: list[FuzzyTerm] = []
    for edits in range(1, max_edits + 1):
        if len(found) < limit:
            # With another first letter the words would be more than `max_edits` edits away.
            first = word[0] if edits == max_edits else ""
            known = {word, *(term.exact for term in found)}
            terms = (
                FuzzyTerm(other, items, edits + OTHER_BEGINNING * (word[0] != other[0]))
                for items, other in _candidates(shelves, word, edits, first)
                if other not in known and is_within(word, other, edits)
            )
            found += islice(terms, limit) if first else terms
    return sorted(found, key=lambda term: (term.edits, -term.items, term.exact))[:limit]


def is_within(one: str, other: str, edits: int) -> bool:
    """Return whether the edit distance of two words is at most `edits`.

    The Damerau-Levenshtein distance in its usual, restricted form ("optimal string alignment"): a swapped
    pair is not edited again.
    """
    start = 0
    for letter, other_letter in zip(one, other, strict=False):
        if letter != other_letter:
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


def _candidates(shelves: Shelves, word: str, edits: int, first: str) -> Iterable[tuple[int, str]]:
    """Return the words whose letters allow them to be within `edits`, most frequent first.

    Args:
        shelves: Where to look.
        word: A folded word.
        edits: Most edits.
        first: First letter of the words; empty for any.

    Returns:
        Number of items and text of each word.
    """
    found = [
        row
        for number, database in enumerate(shelves.databases)
        for is_rare in ((False, True) if number else (False,))
        for row in _alike(database, word, edits, first, is_rare=is_rare)
    ]
    if len(shelves.databases) > 1:
        within = {other for _, other in found if is_within(word, other, edits)}
        summed = ((shelves.items(other), other) for other in within)
        found = [row for row in summed if row[0] >= shelves.frequent]
    return sorted(found, key=lambda row: (-row[0], row[1]))


def _alike(
    database: sqlite3.Connection, word: str, edits: int, first: str, *, is_rare: bool
) -> Iterator[tuple[int, str]]:
    """Yield the frequent or the rare words of a database as `_candidates` does, in no order."""
    letters = _letters(word)
    for length in range(len(word) - edits, len(word) + edits + 1):
        bitmaps = _bitmaps(database, (length, is_rare), [*letters, _first(first)])
        lacking = edits - max(0, length - len(word))
        alike = _lacking_at_most(lacking, [bitmaps.get(letter, 0) for letter in letters])
        if first:
            alike &= bitmaps.get(_first(first), 0)
        if alike:
            yield from _words_of_bits(database, (length, is_rare), alike)


def _lacking_at_most(lacking: int, bitmaps: Sequence[int]) -> int:
    """Return the bitmap of the words that lack at most `lacking` of the letters of some bitmaps."""
    everyone = (1 << max(bitmap.bit_length() for bitmap in bitmaps)) - 1
    lack = [everyone] + [0] * lacking  # the words that lack none so far, those that lack one, …
    for bitmap in bitmaps:
        for number in range(lacking, 0, -1):
            lack[number] = (lack[number] & bitmap) | (lack[number - 1] & ~bitmap)
        lack[0] &= bitmap
    return reduce(or_, lack)


def _bitmaps(database: sqlite3.Connection, shelf: tuple[int, bool], letters: Sequence[str]) -> dict[str, int]:
    """Read the bitmaps of some letters for the words of one shelf; letters that no word holds are absent."""
    marks = ", ".join("?" * len(letters))
    found = database.execute(
        f"SELECT letter, words FROM letter WHERE length = ? AND is_rare = ? AND letter IN ({marks})",  # noqa: S608  only ?, ?
        (*shelf, *letters),
    )
    kept = {letter: int.from_bytes(words, "little") for letter, words in found}
    if kept:
        return kept
    small = database.execute("SELECT words FROM shelf WHERE length = ? AND is_rare = ?", shelf).fetchone()
    return _made_bitmaps(small[0], shelf[0], letters) if small else {}


def _made_bitmaps(words: str, length: int, letters: Sequence[str]) -> dict[str, int]:
    """Make the bitmaps of some letters for the words of a small shelf; without words of them they are 0."""
    codes = np.frombuffer(words.encode("utf-32-le"), np.uint32).reshape(-1, length)
    if len(codes) >= LARGE:
        return {}  # it has none of these letters
    made = {}
    for letter in filter(None, letters):
        is_first = letter[0] == _FIRST
        code = ord(letter[1:2] or "\0") if is_first else ord(letter[0])
        holds = codes[:, 0] == code if is_first else (codes == code).sum(1) >= int(letter[1:])
        made[letter] = int.from_bytes(_bits(holds), "little")
    return made


def _words_of_bits(
    database: sqlite3.Connection, shelf: tuple[int, bool], bits: int
) -> Iterator[tuple[int, str]]:
    """Yield the number of items and the text of each word of a bitmap."""
    length, _ = shelf
    words, items = database.execute(
        "SELECT words, items FROM shelf WHERE length = ? AND is_rare = ?", shelf
    ).fetchone()
    while bits:
        lowest = bits & -bits
        number = lowest.bit_length() - 1
        start = number * length
        yield _ITEMS.unpack_from(items, number * _ITEMS.size)[0], words[start : start + length]
        bits ^= lowest


def _letters(word: str) -> list[str]:
    """Return the names of a word's letters: the first e is e1, the second e2."""
    seen: Counter[str] = Counter()
    named = []
    for letter in word:
        seen[letter] += 1
        named.append(f"{letter}{seen[letter]}")
    return named


def _first(letter: str) -> str:
    """Return the name under which a first letter has a bitmap."""
    return f"{_FIRST}{letter}"
