"""The terms of one word: its folded stem, its exact folded form, and its form with accents."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import Stemmer

from index.french.normalisation import normalise

MAX_TERM = 64
"""Characters of a word that are indexed; a longer word is looked up by its beginning."""


class Terms(NamedTuple):
    """The terms under which one word is indexed and looked up.

    Attributes:
        stem: Folded stem; folding before stemming finds less. `data/stems.txt` has exceptions.
        exact: The folded word.
        accented: The word with its accents; empty where it has none.
    """

    stem: str
    exact: str
    accented: str


# --- from a word to its terms ---


def find_terms(word: str) -> Terms:
    """Return the terms of one lower-case word, such as `tokenize` yields."""
    word = word[:MAX_TERM]
    exact = fold(word) or word
    return Terms(_stem(word) or exact, exact, word if word != exact else "")


terms = lru_cache(maxsize=200_000)(find_terms)


def find_all_terms(words: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the stems, the exact and the accented forms of many words of letters only, in half the time."""
    words = [word[:MAX_TERM] for word in words]
    exact = _fold_all(words)
    stemmed = _fold_all(_STEMMER.stemWords(list(map(_singular, words))))
    stems = [_ROOTS.get(word) or stem or form for word, stem, form in zip(words, stemmed, exact, strict=True)]
    return stems, exact, [word if word != form else "" for word, form in zip(words, exact, strict=True)]


# --- folding ---

_NO_DECOMPOSITION = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n"}
    | {"œ": "oe", "æ": "ae"}
)


def fold(text: str) -> str:
    """Remove the accents from a lower-case text."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text.translate(_NO_DECOMPOSITION))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _fold_all(words: Sequence[str]) -> list[str]:
    return fold("\n".join(words)).split("\n") if words else []


# --- stemming ---

_STEMMER = Stemmer.Stemmer("french", 0)
# Words that end so are no plurals, and their s stays in other forms: refus and refuser, inclus and incluse.
_KEEPS_S = ("abus", "btus", "clos", "clus", "fus", "gros", "propos", "repos", "trus")


def _stem(word: str) -> str:
    """Return the folded stem of a word: that of `data/stems.txt`, or else Snowball's."""
    return _ROOTS.get(word) or fold(_STEMMER.stemWord(_singular(word)))


def _singular(word: str) -> str:
    """Remove the plural s after o and u, where Snowball leaves it: vélos, élus, trous."""
    is_plural = len(word) > 3 and word.endswith(("os", "us")) and not word.endswith(_KEEPS_S)
    return word[:-1] if is_plural else word


# --- words of the data files ---


@cache
def words_of_root(root: str) -> tuple[str, ...]:
    """Return the folded words to which `data/stems.txt` assigns a stem; empty where it lists none."""
    return tuple(dict.fromkeys(fold(word) for word, stem in _ROOTS.items() if stem == root))


def _roots() -> dict[str, str]:
    """Return the stem of each word of `data/stems.txt`, with its accents and without."""
    return {
        form: fold(words[0]) for words in _lines("stems.txt") for word in words for form in (word, fold(word))
    }


def _lines(name: str) -> Iterator[list[str]]:
    """Yield the words of each line of a data file, comments left out."""
    for line in files("index").joinpath("data", name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield normalise(line).text.split()


_ROOTS = _roots()
STOP_WORDS = frozenset(word for words in _lines("stopwords.txt") for word in words)
"""Folded words that weigh little in a query of other words."""
