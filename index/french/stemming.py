"""The terms of one word: its folded stem, its exact folded form, its form with accents, and its beginning."""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from index.french.folding import fold
from index.french.lexicon import look_up

MAX_TERM = 64
"""Characters of a word that are indexed; of a longer word the first ones are looked up."""
BEGINNING = 5
"""Letters of a beginning. Four and six brought less, measured by nDCG@10."""


GLUED = "~"
"""Ends the stem of a number that is glued to letters."""


class Terms(NamedTuple):
    """The terms under which one word is indexed and looked up.

    Attributes:
        stem: Stem that the forms of a word share, folded unless only its accents tell it from another.
        exact: The folded word; empty where only another stem of a word is looked up.
        accented: The word with its accents; empty where it has none.
    """

    stem: str
    exact: str
    accented: str

    @property
    def is_stop_word(self) -> bool:
        """It weighs little in a query of other words; maïs, sûr and là do not, as mais, sur and la do."""
        return _is_stop_word(self.exact, self.accented)

    @property
    def is_glued(self) -> bool:
        """It is the number of 20h30 or 5G, which is found only where nothing but a number is asked."""
        return self.stem.endswith(GLUED)

    @property
    def accents_tell(self) -> bool:
        """Its accents were written, and tell it from another word: curé from cure."""
        if not self.accented or self.is_stop_word:
            return False
        entry = look_up(self.exact)
        is_another = entry is not None and not {entry.stem, *entry.others} <= {self.stem}
        return is_another or self.exact in STOP_WORDS


# --- from a word to its terms ---


def find_terms(word: str) -> Terms:
    """Return the terms of one lower-case word, such as `tokenize` yields."""
    word = word[:MAX_TERM]
    exact = fold(word) or word
    return Terms(_stem(word, exact), exact, word if word != exact else "")


terms = lru_cache(maxsize=200_000)(find_terms)


def other_stems(word: str, *, is_in_capitals: bool) -> tuple[str, ...]:
    """Return the stems of the other words that a word without accents may be: PECHE, cure in CURE.

    Args:
        word: The word in lower case.
        is_in_capitals: It was written so, and capitals often lack their accents.
    """
    entry = look_up(word) if word.isascii() and len(word) > 1 and word not in STOP_WORDS else None
    return entry.others if entry and (is_in_capitals or not entry.is_word) else ()


def beginning(exact: str) -> str:
    """Return the beginning of a folded word, which words of one origin mostly share: infirmi, infirmerie.

    A final s or x is dropped first; a word with anything but letters is its own beginning.
    """
    if not exact.isalpha():
        return exact
    singular = exact[:-1] if len(exact) > _SHORT and exact[-1] in "sx" else exact
    return singular[:BEGINNING]


# --- stemming ---

_SHORT = 3
"""Letters of a word whose final s is no plural."""
# Feminine endings of words that the lexicon does not know, mostly new ones, with the masculine and the fewest
# letters before them: influenceuse is one, Corée is none.
_ENDINGS = (
    *(("euse", "eur", 3), ("eux", "eur", 3), ("eure", "eur", 3), ("trice", "teur", 2), ("ienne", "ien", 3)),
    *(("aise", "ai", 3), ("oise", "oi", 3), ("ée", "é", 5), ("ee", "e", 5), ("éenne", "éen", 3)),
    *(("eenne", "een", 3), ("iene", "ien", 3), ("aine", "ain", 3), ("ine", "in", 5), ("ane", "an", 5)),
)


def _stem(word: str, exact: str) -> str:
    """Return the stem of a word: that of the lexicon, or by rule for what it does not know.

    The forms of a small word are each a stem of its own: « est » and « été » are east and summer, too.
    """
    entry = look_up(word) if len(word) > 1 else None  # a letter is no abbreviation: m may be Monsieur
    if entry is None:
        return _stem_by_rule(word, exact)
    is_small = _is_stop_word(exact, word if word != exact else "")
    if is_small and (entry.stem in _SMALL or not entry.is_word):
        return exact
    return word if entry.stem in STOP_WORDS else entry.stem


def _is_stop_word(exact: str, accented: str) -> bool:
    return exact in STOP_WORDS and (not accented or accented in _STOP_WORDS)


def _stem_by_rule(word: str, exact: str) -> str:
    """Return the stem of a word that the lexicon does not know: mostly a name, which must stay whole.

    Only a plural s or x comes off, and new words for what people do have one stem: influenceur, influenceuse.

    Args:
        word: The word in lower case.
        exact: The same, folded.
    """
    if not exact.isalpha() or len(exact) <= _SHORT:
        return exact
    if exact[-1] in "sx" and exact[-2] != "s":
        return _stem(word[:-1], exact[:-1])
    for ending, other, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word.removesuffix(ending) + other
            entry = look_up(word)
            return entry.stem if entry else fold(word)
    return fold(word)


# --- words of the data files ---


def _lines(name: str) -> Iterator[list[str]]:
    """Yield the words of each line of a data file, comments left out."""
    for line in files("index").joinpath("data", name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split()


_STOP_WORDS = frozenset(word for words in _lines("stopwords.txt") for word in words)
STOP_WORDS = frozenset(map(fold, _STOP_WORDS))
"""Folded words that weigh little in a query of other words."""
_SMALL = STOP_WORDS | {"etre", "avoir"}
