"""The terms of one word: its folded stem, its exact folded form, and its form with accents."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import Stemmer

from index.french.normalisation import normalise

MAX_TERM = 64
"""Longer words are looked up by their first characters."""


_STEMMER = Stemmer.Stemmer("french", 0)


# The s is no plural, and stands in other forms: refus and refuser, inclus and incluse.
_KEEPS_S = ("abus", "btus", "clos", "clus", "fus", "gros", "propos", "repos", "trus")


_NO_DECOMPOSITION = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n"}
    | {"œ": "oe", "æ": "ae"}
)


class Terms(NamedTuple):
    """What one word is indexed under.

    Attributes:
        stem: Folded after stemming; the reverse finds less. Some words have another, see `data/stems.txt`.
        exact: The folded form.
        accented: The form with its accents; empty where there are none.
    """

    stem: str
    exact: str
    accented: str


def fold(text: str) -> str:
    """Take the accents off a lower-case text."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text.translate(_NO_DECOMPOSITION))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def find_terms(word: str) -> Terms:
    """Give the terms of one lower-case word, such as `tokenize` yields."""
    word = word[:MAX_TERM]
    exact = fold(word) or word
    return Terms(_stem(word) or exact, exact, word if word != exact else "")


def find_all_terms(words: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Give the stems, the exact and the accented forms of many words of letters only, in half the time."""
    words = [word[:MAX_TERM] for word in words]
    exact = _fold_all(words)
    stemmed = _fold_all(_STEMMER.stemWords(list(map(_singular, words))))
    stems = [_ROOTS.get(word) or stem or form for word, stem, form in zip(words, stemmed, exact, strict=True)]
    return stems, exact, [word if word != form else "" for word, form in zip(words, exact, strict=True)]


def _fold_all(words: Sequence[str]) -> list[str]:
    return fold("\n".join(words)).split("\n") if words else []


terms = lru_cache(maxsize=200_000)(find_terms)


def _stem(word: str) -> str:
    """Give the folded stem of a word: that of `data/stems.txt`, or else Snowball's."""
    return _ROOTS.get(word) or fold(_STEMMER.stemWord(_singular(word)))


def _singular(word: str) -> str:
    """Take the plural s off after o and u, where Snowball leaves it: vélos, élus, trous."""
    is_plural = len(word) > 3 and word.endswith(("os", "us")) and not word.endswith(_KEEPS_S)
    return word[:-1] if is_plural else word


def _lines(name: str) -> Iterator[list[str]]:
    """Read the words of each line of a data file."""
    for line in files("index").joinpath("data", name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield normalise(line).text.split()


def _roots() -> dict[str, str]:
    """Give the stem of each word of `data/stems.txt`, typed with its accents or without."""
    return {
        form: fold(words[0]) for words in _lines("stems.txt") for word in words for form in (word, fold(word))
    }


_ROOTS = _roots()


@cache
def words_of_root(root: str) -> tuple[str, ...]:
    """Give the folded words of `data/stems.txt` that have a stem; none where it lists none."""
    return tuple(dict.fromkeys(fold(word) for word, stem in _ROOTS.items() if stem == root))


STOP_WORDS = frozenset(word for words in _lines("stopwords.txt") for word in words)
"""Folded words that weigh little in a query of other words."""
