"""Is one text an edit of the other? By the runs of words that both hold, and what their titles say.

Two items that share their closing words, or a title that comes back every day, are none: the same
« retrouvez le journal de 20 heures » ends each of them. How well it tells them apart is in
benchmarks/RESULTS.md.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from index.french.dates import DAYS
from index.french.folding import fold
from index.french.written_dates import find_dates

RUN = 4
"""Words of a run."""
OPENING = 15
"""Words of the opening, which edits seldom touch, and where other items begin otherwise."""
TITLES_ALIKE = 0.4
"""Share of the words of two titles that both must have, where half of the bodies are to tell."""
LEAST_ALIKE = 0.2
"""Share of the runs of two bodies that both must have."""
LEAST_TELLING = 8
"""Runs of two bodies that both must have where their titles differ: « Voir la vidéo. » stands under many."""
SHINGLE = 16
"""Letters in a row, words aside, of which a sketch is made: some three words."""
SKETCH = 16
"""Hashes of a sketch, the smallest of a text."""
LEAST_SHARED = 2
"""Hashes of two sketches that both must have: a fifth of them, as of all, would be three."""
MOST_LETTERS = 64
"""Letters of a word whose order counts."""
_WORD = re.compile(r"\w+")
_WHEN = re.compile(rf"\b(?:{'|'.join(DAYS)}|\d{{1,2}} ?h(?:eures?)?)\b")

Hashes = npt.NDArray[np.uint32]
Sketch = frozenset[int]

_MULTIPLIER = 0x9E3779B1


@dataclass(frozen=True, slots=True)
class Outline:
    """What of a text tells whether another is an edit of it.

    Attributes:
        title: Its title; read only where bodies are alike, which few are.
        runs: Hashes of the runs of words of its body, rising, each once.
        opening: Hashes of the words that it opens with.
    """

    title: str
    runs: Hashes
    opening: Hashes


@dataclass(frozen=True, slots=True)
class _Title:
    """What a title says: the days and hours that it names, and its other words, folded."""

    when: frozenset[str]
    words: frozenset[str]


def sketch(body: str) -> bytes:
    """Return what tells quickly whether a text may be an edit of another; for `read_sketch`."""
    letters = _letters(body)
    found = _windows(letters.compress(letters != 0), SHINGLE)
    if len(found) > SKETCH:
        found.partition(SKETCH)
    return found[:SKETCH].tobytes()


def read_sketch(data: bytes) -> Sketch:
    """Return the hashes of a sketch."""
    return frozenset(np.frombuffer(data, np.uint32).tolist())


def may_be_edit(shared: int, one: Sketch, other: Sketch) -> bool:
    """Return whether texts whose sketches share some hashes may be edits; `is_edit` decides."""
    return shared >= min(LEAST_SHARED, len(one), len(other))


def outline(title: str, body: str) -> Outline:
    """Return the outline of a text."""
    words = _words(body)
    return Outline(title, _runs(words), words[:OPENING].copy())


def is_edit(one: Outline, other: Outline) -> bool:
    """Return whether two texts are versions of one item, whichever came first."""
    shared = _shared(one.runs, other.runs)
    alike = shared / max(1, len(one.runs) + len(other.runs) - shared)
    within = shared / max(1, min(len(one.runs), len(other.runs)))
    if alike < LEAST_ALIKE:
        return False
    here, there = _read_title(one.title), _read_title(other.title)
    if here.when - there.when and there.when - here.when:
        return False  # « le 20 heures du jeudi 2 juin », « … du vendredi 3 juin »
    if shared < LEAST_TELLING:
        return here.words == there.words and (alike >= 0.5 or within >= 0.8)
    if len(here.words & there.words) >= TITLES_ALIKE * len(here.words | there.words):
        return alike >= 0.5 or within >= 0.8
    return alike >= 0.8 or (alike >= 0.55 and _open_alike(one, other))


@lru_cache(maxsize=1024)
def _read_title(title: str) -> _Title:
    folded = fold(title.lower())
    when = frozenset((*(found.text for found in find_dates(folded)), *_WHEN.findall(folded)))
    return _Title(when, frozenset(_WORD.findall(folded)).difference(*map(_WORD.findall, when)))


def _open_alike(one: Outline, other: Outline) -> bool:
    """Return whether each text holds half of the other's opening."""
    return all(
        2 * _shared(opening, runs) >= len(opening)
        for opening, runs in ((_runs(one.opening), other.runs), (_runs(other.opening), one.runs))
    )


def _shared(one: Hashes, other: Hashes) -> int:
    return len(np.intersect1d(one, other, assume_unique=True))


def _runs(words: Hashes) -> Hashes:
    """Return hashes of the runs of words, rising, each once; a shorter text is one run."""
    return _each_once(_windows(words, RUN))


def _windows(values: Hashes, length: int) -> Hashes:
    """Return a hash of each `length` values in a row, a power of two; one of all where they are fewer."""
    if len(values) < length:
        return np.bitwise_xor.reduce(values * _powers(len(values)), keepdims=True)[: len(values)]
    half = 1
    while half < length:
        wider = values[:-half] * _power(half)
        wider += values[half:]
        values = wider
        half *= 2
    return values


@cache
def _power(exponent: int) -> np.uint32:
    return np.uint32(pow(_MULTIPLIER, exponent, 1 << 32))


@lru_cache(maxsize=1024)
def _powers(count: int) -> Hashes:
    return np.array(list(map(_power, range(1, count + 1))), np.uint32)


def _each_once(values: Hashes) -> Hashes:
    """Return numbers rising, each once; `np.unique` takes three times as long."""
    ordered = np.sort(values)
    is_first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return ordered[is_first]


def _words(text: str) -> Hashes:
    """Return a hash of each word of a text."""
    letters = _letters(f" {text} ")
    is_word = letters != 0
    edges = np.flatnonzero(is_word[1:] != is_word[:-1]) + 1
    lengths = edges[1::2] - edges[::2]
    if not len(lengths):
        return np.zeros(0, np.uint32)
    firsts = np.cumsum(lengths) - lengths
    places = np.arange(firsts[-1] + lengths[-1]) - np.repeat(firsts, lengths)
    return np.add.reduceat(letters[is_word] * _powers(MOST_LETTERS)[places % MOST_LETTERS], firsts)


def _letters(text: str) -> Hashes:
    """Return a number for each letter and digit of a text in lower case, and 0 for what parts words."""
    return _numbers().take(np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16))


@cache
def _numbers() -> Hashes:
    """Return a number for each unit of UTF-16, the same in every process; those of a pair are letters."""
    units = "".join(map(chr, range(1 << 16)))
    lower = units.replace("İ", "i").lower()  # the only one of which two would become
    is_letter = np.fromiter(map(str.isalnum, units), np.bool_, len(units))
    is_letter[0xD800:0xE000] = True
    numbers = np.frombuffer(lower.encode("utf-16-le", "surrogatepass"), np.uint16).astype(np.uint64)
    mixed = (numbers + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)  # as SplitMix64 does
    for shift, multiplier in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(multiplier)
    return np.where(is_letter, (mixed >> np.uint64(32)).astype(np.uint32) | np.uint32(1), np.uint32(0))
