"""The terms of one word: its folded stem, its exact folded form, its form with accents, and its beginning."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from index.french.folding import fold
from index.french.lexicon import look_up, look_up_all, prefixes

MAX_TERM = 64
"""Characters of a word that are indexed; of a longer word the first ones are looked up."""
LONGEST_WHOLE = 3
"""Letters of the longest prefix of `word_prefixes` that is a whole word: in the lexicon, words of one stem
that begin alike share four letters or more."""
BEGINNING = 5
"""Letters of a beginning. Four and six brought less, measured by nDCG@10."""


GLUED = "~"
"""Ends the stem of a number that is glued to letters."""
NOUN = "l'"
"""Begins the stem of a small word that an elided article shows to be a noun: l'or, d'or, l'est, l'été."""


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
        return is_stop_word(self.exact, self.accented)

    @property
    def is_glued(self) -> bool:
        """It is the number of 20h30 or 5G, which is found only where nothing but a number is asked."""
        return self.stem.endswith(GLUED)

    @property
    def is_noun(self) -> bool:
        """It is the noun of l'or or l'été, which the small words or and été are not."""
        return self.stem.startswith(NOUN)

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


def prefetch(words: Iterable[str]) -> None:
    """Look up many lower-case words at once, and in turn what the rules make of unknown ones."""
    wanted = [word[:MAX_TERM] for word in words]
    while wanted:
        unknown = [word for word, entry in look_up_all(wanted).items() if entry is None]
        wanted = [base for word in unknown if (base := _base(word)) != word]


def other_stems(word: str, *, is_in_capitals: bool) -> tuple[str, ...]:
    """Return the stems of the other words that a word without accents may be: PECHE, cure in CURE.

    Args:
        word: The word in lower case.
        is_in_capitals: It was written so, and capitals often lack their accents.
    """
    entry = look_up(word) if word.isascii() and len(word) > 1 and word not in STOP_WORDS else None
    return entry.others if entry and (is_in_capitals or not entry.is_word) else ()


def word_prefixes(stem: str) -> tuple[str, ...]:
    """Return folded prefixes, with one of which each word of a stem begins.

    One of up to `LONGEST_WHOLE` letters is a whole word, to which at most an s or x is added.
    """
    ends = (end for end in _CHANGED if stem.endswith(end))
    changed = (stem.removesuffix(end) + each for end in ends for each in _CHANGED[end])
    return tuple(dict.fromkeys((*map(fold, (stem, *changed)), *prefixes(stem))))


def beginning(exact: str) -> str:
    """Return the beginning of a folded word, which words of one origin mostly share: infirmier, infirmerie.

    It is empty for a word that is shorter, but for a final s or x, or has anything but letters.
    """
    singular = exact[:-1] if exact[-1:] in ("s", "x") else exact
    return singular[:BEGINNING] if len(singular) >= BEGINNING and exact.isalpha() else ""


# --- stemming ---

_SHORT = 3
"""Letters of a word whose final s is no plural."""
# Feminine endings of words that the lexicon does not know, mostly new ones, with the masculine and the fewest
# letters before them: influenceuse is one, Corée is none.
_ENDINGS = (
    *(("euse", "eur", 3), ("eure", "eur", 3), ("trice", "teur", 2), ("ienne", "ien", 3)),
    *(("aise", "ai", 3), ("oise", "oi", 3), ("ée", "é", 5), ("ee", "e", 5), ("éenne", "éen", 3)),
    *(("eenne", "een", 3), ("iene", "ien", 3), ("aine", "ain", 3), ("ine", "in", 5), ("ane", "an", 5)),
)
_FEMININE = tuple(ending for ending, _, _ in _ENDINGS)
_CHANGED = {"eur": ("eus", "eux"), "teur": ("tric",)}
"""Ends of stems, with the ends that words are written with in their place: influenceur, influenceuse."""


def _stem(word: str, exact: str) -> str:
    """Return the stem of a word: that of the lexicon, or by rule for what it does not know.

    The forms of a small word are each a stem of its own: « est » and « été » are east and summer, too.
    """
    entry = look_up(word) if len(word) > 1 else None  # a letter is no abbreviation: m may be Monsieur
    if entry is None:
        base = _base(word)
        return exact if base == word else _stem(base, fold(base))
    is_small = is_stop_word(exact, word if word != exact else "")
    if is_small and (entry.stem in _SMALL or not entry.is_word):
        return exact
    return word if entry.stem in STOP_WORDS else entry.stem


def is_stop_word(exact: str, accented: str) -> bool:
    """Return whether a word weighs little, by its exact and its accented form; see `Terms.is_stop_word`."""
    return exact in STOP_WORDS and (not accented or accented in _STOP_WORDS)


def _base(word: str) -> str:
    """Return the singular or the masculine of a word that the lexicon does not know, or the word itself.

    Most such words are names, which stay whole but for a plural s or x; influenceuse is a feminine.
    """
    if len(word) <= _SHORT or not word.isalpha():
        return word
    if word[-1] in "sx" and word[-2] != "s":
        return word[:-1]
    if word.endswith(_FEMININE):
        for ending, masculine, least in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= least:
                return word.removesuffix(ending) + masculine
    return word


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
