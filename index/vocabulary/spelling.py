"""Words of a query as the archive spells them: accents given back, misspelt words corrected.

Only where the evidence says so. A word that the archive knows is left alone, unless it is rare, never stands
in an item with the other words, and one edit makes it a word many times as frequent. One edit makes of an
unknown word a known one; two must find a frequent word that fits the others. What was typed is always
searched as well.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from index.french.stemming import STOP_WORDS, Terms, terms
from index.vocabulary.fuzzy import FuzzyTerm
from index.vocabulary.vocabulary import Vocabulary

MIN_LETTERS = 4
"""Shorter words have too many neighbours."""
ONE_EDIT = 4
"""Letters of a word in which one edit is looked for, and not two."""
RARE = 2
"""Items of a word that may still be a mistake of the archive's own."""
MORE_FREQUENT = 20
"""Times as frequent as a word that occurs must its correction be."""
FAR = 50
"""Items, weighed by how well they fit the other words, that a correction of more than one edit needs."""
BY_STEM = 6
"""Items that another word of its stem counts for at most: mistakes share a stem by chance, too."""
CANDIDATES = 3
WEIGHTS = (0.7, 0.42)
"""Of the corrections kept, beside the 1 of the word typed."""

_EDIT = 8.0
"""Natural logarithm of how much rarer each edit is: a word of one edit nearly always goes first."""
_SMOOTHING = 100
"""Items that each candidate is thought to have beside its own, in which words are spread as everywhere."""
_WITNESSES = 6
"""Other words asked, the rarest, which say most and are counted fastest."""

Together = Callable[[str, str], int]
"""Counts the items that hold both of two exact forms."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that was probably meant.

    Attributes:
        terms: What it is looked up under.
        weight: Beside the 1 of the word typed.
        written: As the archive writes it.
    """

    terms: Terms
    weight: float
    written: str


class SpelledWord(NamedTuple):
    """A word of a query.

    Attributes:
        terms: What it is looked up under, with the accents that the archive gives it.
        corrections: What was probably meant, the likeliest first; none where it is spelt right.
    """

    terms: Terms
    corrections: tuple[Correction, ...] = ()


def spell(words: Sequence[Terms], vocabulary: Vocabulary, together: Together) -> tuple[SpelledWord, ...]:
    """Spell the words of a query as the archive does, each beside the others.

    Args:
        words: The plain words of a query in order; none that was typed in quotes or after =, no name of the
            groups of names.
        vocabulary: The words of the archive.
        together: Counts the items that hold both of two exact forms.
    """
    query = _Query(tuple(dict.fromkeys(word.exact for word in words)), vocabulary, together)
    return tuple(SpelledWord(with_accents(word, vocabulary), query.corrections(word)) for word in words)


def with_accents(word: Terms, vocabulary: Vocabulary) -> Terms:
    """Give a word the accents of its most frequent form in the archive, where it was typed in a rarer one.

    Accents that were typed are kept wherever the archive has them: marché stays apart from marche.
    """
    forms = vocabulary.forms(word.exact)
    typed = word.accented or word.exact
    if not forms or forms[0].text == typed:
        return word
    if word.accented and any(form.text == typed for form in forms):
        return word
    return _as_archived(word.exact, vocabulary)


def _as_archived(exact: str, vocabulary: Vocabulary) -> Terms:
    """Give the terms of a folded word in its most frequent form; no accent of it was typed."""
    forms = vocabulary.forms(exact)
    return Terms(terms(forms[0].text if forms else exact).stem, exact, "")


@dataclass(frozen=True)
class _Query:
    """The words of a query, each of which is evidence for the others."""

    words: tuple[str, ...]
    vocabulary: Vocabulary
    together: Together

    def corrections(self, word: Terms) -> tuple[Correction, ...]:
        """Give what was probably meant by a word, the likeliest first."""
        exact = word.exact
        if len(exact) < MIN_LETTERS or not exact.isalpha() or exact in STOP_WORDS:
            return ()
        items = self.vocabulary.items(exact)
        if items > RARE or (items and self._is_at_home(exact)):
            return ()
        found = max(items, min(self.vocabulary.stem_items(word.stem), BY_STEM))
        near = self.vocabulary.nearest(exact, 1 if found or len(exact) == ONE_EDIT else 2, CANDIDATES)
        meant_ones = [each for each in near if each.items >= MORE_FREQUENT * found]
        likely = self._likely(exact, [each for each in meant_ones if each.exact not in STOP_WORDS])
        meant = (_as_archived(each, self.vocabulary) for each in likely)
        others = (its for its in meant if its.stem != word.stem)  # what shares the stem is found anyway
        return tuple(
            Correction(its, weight, self.vocabulary.written(its.exact))
            for its, weight in zip(others, WEIGHTS, strict=False)
        )

    def _likely(self, exact: str, candidates: Sequence[FuzzyTerm]) -> list[str]:
        """Give the candidates that have evidence enough, the likeliest first."""
        evidence = {near: math.log(near.items) + self._fit(near, exact) for near in candidates}
        enough = [near for near in candidates if evidence[near] >= (math.log(FAR) if near.edits > 1 else 0)]
        enough.sort(key=lambda near: _EDIT * near.edits - evidence[near])
        return [near.exact for near in enough]

    def _is_at_home(self, exact: str) -> bool:
        """Tell whether a rare word stands with another of the query; alone, whether it is a name."""
        others = self._witnesses(exact)
        if not others:
            return self.vocabulary.written(exact)[:1].isupper()
        return any(self.together(exact, other) for other, _ in others)

    def _fit(self, near: FuzzyTerm, exact: str) -> float:
        """Say how much likelier the other words are beside a candidate than anywhere, as a logarithm."""
        fit = 0.0
        for other, items in self._witnesses(exact):
            share = items / self.vocabulary.documents
            beside = (self.together(near.exact, other) + _SMOOTHING * share) / (near.items + _SMOOTHING)
            fit += math.log(beside / share)
        return fit

    def _witnesses(self, exact: str) -> list[tuple[str, int]]:
        """Give the other words with their items, the rarest first."""
        return [witness for witness in self._known if witness[0] != exact][:_WITNESSES]

    @cached_property
    def _known(self) -> list[tuple[str, int]]:
        words = [word for word in self.words if word not in STOP_WORDS]
        counted = ((word, self.vocabulary.items(word)) for word in words)
        return sorted((each for each in counted if each[1]), key=lambda each: each[1])
