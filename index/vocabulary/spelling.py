"""Spelling of the words of a query: accents restored, misspelt words corrected, on evidence from the archive.

A word that the archive holds is left alone, unless it is rare, shares no item with the other words of the
query, and is one edit away from a word many times as frequent, or sounds like it. A word that the archive
lacks may become any word of the archive one edit away, or a name that sounds alike; two edits away, only a
frequent one that fits the other words of the query, and what its neighbours may stand for. Beside a corrected
word a word of French may be a name that sounds alike. What was typed is always searched as well.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, product
from operator import itemgetter
from typing import NamedTuple

from index.french.lexicon import look_up
from index.french.stemming import STOP_WORDS, Terms, terms
from index.lazy import cached_property
from index.text import is_capitalised
from index.vocabulary.candidates import after_particle, candidates, with_particle
from index.vocabulary.fuzzy import FuzzyTerm
from index.vocabulary.vocabulary import Vocabulary

MIN_LETTERS = 4
"""Letters of the shortest word that is corrected; shorter words have too many neighbours."""
ONE_EDIT = 5
"""Length up to which one edit is tried, and not two: plugh is no pluie."""
RARE = 2
"""Most items of a word that may itself be a misspelling in the archive."""
MORE_FREQUENT = 20
"""How many times as frequent as the typed word a correction must be."""
FEW = 10
"""Most items of a word that the archive itself misspells, and that no lexicon knows."""
FAR_MORE_FREQUENT = 100
"""How many times as frequent as such a word the right one must be."""
FAR = 50
"""Items that a correction two edits away needs, multiplied by how well it fits the other words."""
BY_STEM = 6
"""Cap on the items credited to a word through its stem; misspellings may share a stem by accident."""
BESIDE = 3
"""Least items that hold both a word and the correction of its neighbour."""
LEAST_FIT = 1.0
"""How much likelier than anywhere a neighbour must be beside such a correction, as a logarithm."""
WEIGHTS = (0.7, 0.42)
"""Weights of the corrections kept, likeliest first; the word typed has 1."""

LONGEST_ACRONYM = 5
"""Letters of the longest acronym that has those of a word of French; longer words in capitals are shouted."""

_EDIT = 8.0
"""Logarithm of how much rarer each further edit is: a word one edit away is nearly always preferred."""
_SMOOTHING = 100
"""Items added to those of each candidate, in which other words are as frequent as in the whole archive."""
_MAX_CONTEXT = 6
"""Other words of the query that are counted: the rarest, the strongest evidence and the cheapest."""

_ARTICLE = re.compile(r"(?:[ldjmtsnc]|qu)(?=[aeiouyh].{3})")

Pair = tuple[str, str]
"""Exact forms of two words."""
Together = Callable[[Sequence[str], Sequence[str]], Iterable[int]]
"""Counts the items that hold each of some exact forms with each of some others, in this order."""
Foresee = Callable[[Iterable[Pair]], None]
"""Is told of all pairs that may be counted, so that one request to a cluster counts them."""


def _no_foresight(pairs: Iterable[Pair]) -> None:
    """Let pairs be counted as they are asked for."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that was probably meant.

    Attributes:
        terms: Terms to search for.
        weight: Weight of the correction; the word typed has 1.
        written: Spelling of most items.
    """

    terms: Terms
    weight: float
    written: str


class SpelledWord(NamedTuple):
    """A word of a query, spelled by the archive.

    Attributes:
        terms: Terms to search for, with accents restored.
        corrections: The words probably meant, likeliest first; none where the word is not misspelt.
    """

    terms: Terms
    corrections: tuple[Correction, ...] = ()


def spell(
    words: Sequence[Terms], vocabulary: Vocabulary, together: Together, foresee: Foresee = _no_foresight
) -> tuple[SpelledWord, ...]:
    """Restore accents and find corrections for the words of a query; each is evidence for the others.

    Args:
        words: The plain words of a query in order; none that was typed in quotes or after =.
        vocabulary: The words of the archive.
        together: See `Together`.
        foresee: See `Foresee`.
    """
    query = _Query(tuple(dict.fromkeys(word.exact for word in words)), vocabulary, together)
    foresee(chain.from_iterable(map(query.pairs, words)))
    return tuple(SpelledWord(with_accents(word, vocabulary), query.corrections(word)) for word in words)


def with_accents(word: Terms, vocabulary: Vocabulary) -> Terms:
    """Return a word with the accents of its most frequent form in the archive.

    Typed accents are kept where they make a word, or the archive has that form: marché is not marche. A name
    that has the letters of another word has no stem: Federer is not « fédérer ».
    """
    if word.accented and look_up(word.accented):
        return word
    if _is_name(word, vocabulary):
        return word._replace(stem="")
    forms = vocabulary.accented_forms(word.exact)
    typed = word.accented or word.exact
    if not forms or forms[0].text == typed:
        return word
    if word.accented and any(form.text == typed for form in forms):
        return word
    return _as_archived(word.exact, vocabulary)


def _is_name(word: Terms, vocabulary: Vocabulary) -> bool:
    """Return whether the archive writes a word as a name, and never with the accents of a common word.

    Short words in capitals are names, too, be they words of French: USA is not « user ».
    """
    entry = look_up(word.exact)
    if entry is None:
        return False
    if len(word.exact) <= LONGEST_ACRONYM and _is_acronym(vocabulary.written(word.exact)):
        return True
    if entry.is_word or vocabulary.accented_forms(word.exact):
        return False
    return is_capitalised(vocabulary.written(word.exact))


def _is_acronym(written: str) -> bool:
    return len(written) > 1 and written.isupper() and written.isascii()


def _as_archived(exact: str, vocabulary: Vocabulary) -> Terms:
    """Return the terms of a folded word: the stem of its most frequent form, and no accented form."""
    forms = vocabulary.accented_forms(exact)
    return Terms(terms(forms[0].text if forms else exact).stem, exact, "")


def _is_correctable(word: Terms) -> bool:
    return len(word.exact) >= MIN_LETTERS and word.exact.isalpha() and not word.is_stop_word


@dataclass(frozen=True)
class _Query:
    """The words of a query.

    Attributes:
        words: Exact forms, each once.
        vocabulary: The words of the archive.
        together: See `Together`.
    """

    words: tuple[str, ...]
    vocabulary: Vocabulary
    together: Together

    def pairs(self, word: Terms) -> Iterator[Pair]:
        """Yield the pairs of words of which evidence may be asked for a word, whatever the counts are."""
        exact = word.exact
        for each in (word, terms(exact)):
            if self._is_weighed(each):
                near = [term.exact for term in self._candidates(each)]
                others = (*self._context(exact), *self._conceivable_neighbours(exact))
                yield from product([exact, *near], [other for other, _ in others])
        if self._may_stand_beside_right_one(exact):
            meant = chain.from_iterable(self._conceivable(terms(other)) for other in self._neighbours(exact))
            right = (*meant, *self._frequent_neighbours(exact))
            near = [each.exact for each in self._near(exact)] if right else []
            yield from product([*near, exact], right if near else ())

    def corrections(self, word: Terms) -> tuple[Correction, ...]:
        """Return the words probably meant by a word, likeliest first."""
        return self._of_word(word) or self._beside_right_one(word.exact)

    def _beside_right_one(self, exact: str) -> tuple[Correction, ...]:
        """Return the word that is far oftener beside a neighbour: Edouart Philip, Emmanuel Macorn."""
        rights = self._right_neighbours(exact) if self._may_stand_beside_right_one(exact) else []
        near = self._near(exact) if rights else []
        for right in rights if near else ():
            *counts, as_typed = self.together([*(each.exact for each in near), exact], [right])
            count, best = max(zip(counts, near, strict=True), key=itemgetter(0))
            fit = self._fit(best, [(right, self.vocabulary.items(right))], iter([count]))
            if count >= max(BESIDE, MORE_FREQUENT * as_typed) and fit >= LEAST_FIT:
                return (self._correction(exact, best.exact, WEIGHTS[0]),)
        return ()

    def _may_stand_beside_right_one(self, exact: str) -> bool:
        return len(self.words) > 1 and len(exact) >= MIN_LETTERS and exact not in STOP_WORDS

    def _right_neighbours(self, exact: str) -> list[str]:
        """Return what the neighbours of a word are corrected to, and those that are no misspellings."""
        corrected = (self._of_word(terms(other))[:1] for other in self._neighbours(exact))
        meant = [correction.terms.exact for correction in chain.from_iterable(corrected)]
        return [*meant, *self._frequent_neighbours(exact)]

    def _frequent_neighbours(self, exact: str) -> list[str]:
        """Return the neighbours of a word that are no misspellings; beside them a word of French is right."""
        if len(exact) < ONE_EDIT or look_up(exact):
            return []
        found = (other for other in self._neighbours(exact) if other not in STOP_WORDS)
        return [other for other in found if self.vocabulary.items(other) > FEW]

    def _neighbours(self, exact: str) -> tuple[str, ...]:
        at = self.words.index(exact)
        return (*self.words[max(0, at - 1) : at], *self.words[at + 1 : at + 2])

    def _near(self, exact: str) -> list[FuzzyTerm]:
        """Return what may be meant beside the neighbours of a word.

        Of a frequent word, and of one of French, that is what sounds alike.
        """
        items = self.vocabulary.items(exact)
        may_be_near = items <= FEW and not look_up(exact)
        near = (each for each in candidates(exact, self.vocabulary, 1) if may_be_near or each.edits < 1)
        return [each for each in near if each.exact not in STOP_WORDS and each.items >= items]

    def _conceivable(self, word: Terms) -> Iterator[str]:
        """Yield the words of which one may be the first correction of a word, whatever the counts are."""
        if self._is_weighed(word):
            yield from (term.exact for term in self._candidates(word))
            yield from self.vocabulary.names_like(word.exact, 1)
        elif _is_correctable(word):
            items = self.vocabulary.items(word.exact)
            found = self._misspelt_often(word, items) if items else self._elided(word.exact)
            yield from (each.terms.exact for each in found)

    def _is_weighed(self, word: Terms) -> bool:
        """Return whether what stands beside a word decides on its correction."""
        items = self.vocabulary.items(word.exact)
        is_rare = 0 < items <= RARE or (items == 0 and not self._elided(word.exact))
        return _is_correctable(word) and is_rare

    def _candidates(self, word: Terms) -> list[FuzzyTerm]:
        """Return the words that may be meant by one that is rare or not held."""
        items = self.vocabulary.items(word.exact)
        held = max(items, min(self.vocabulary.stem_items(word.stem), BY_STEM))
        max_edits = 1 if held or len(word.exact) <= ONE_EDIT else 2
        near = candidates(word.exact, self.vocabulary, max_edits)
        frequent = (term for term in near if term.items >= MORE_FREQUENT * held)
        return [term for term in frequent if term.exact not in STOP_WORDS]

    def _of_word(self, word: Terms) -> tuple[Correction, ...]:
        if not _is_correctable(word):
            return ()
        exact = word.exact
        items = self.vocabulary.items(exact)
        if items > RARE:
            return self._misspelt_often(word, items)
        if items and self._is_confirmed(exact):
            return () if self._context(exact) else self._misspelt_often(word, items)
        if not items and (elided := self._elided(exact)):
            return elided
        likely = self._likely(exact, self._candidates(word))
        if not likely and not items:
            likely = self.vocabulary.names_like(exact, 1)
        meant = (self._correction(exact, each, 1.0) for each in likely)
        others = (each for each in meant if each.terms.stem != word.stem)  # the same stem is searched anyway
        return tuple(replace(each, weight=weight) for each, weight in zip(others, WEIGHTS, strict=False))

    def _correction(self, typed: str, exact: str, weight: float) -> Correction:
        written = with_particle(exact, typed, self.vocabulary)
        return Correction(_as_archived(exact, self.vocabulary), weight, written)

    def _misspelt_often(self, word: Terms, items: int) -> tuple[Correction, ...]:
        """Return the word that the archive itself misspells in some items: Mélenchon, melanchon."""
        if items > FEW or look_up(word.exact):
            return ()
        near = after_particle(word.exact, self.vocabulary)
        if len(word.exact) > ONE_EDIT:
            near += self.vocabulary.fuzzy_terms(word.exact, 1, 1)
        best = max(near, key=lambda term: term.items, default=None)
        if best is None or best.items < FAR_MORE_FREQUENT * max(items, RARE + 1):
            return ()
        return (self._correction(word.exact, best.exact, WEIGHTS[0]),)

    def _elided(self, exact: str) -> tuple[Correction, ...]:
        """Return the word after an article without its apostrophe: Élysée of lelysee, not Akron of Makron."""
        article = _ARTICLE.match(exact)
        if not article or not (items := self.vocabulary.items(rest := exact[article.end() :])):
            return ()
        near = self.vocabulary.fuzzy_terms(exact, 1, 1)
        if near and near[0].items >= FAR_MORE_FREQUENT * items:
            return ()
        written = f"{article[0]}’{self.vocabulary.written(rest)}"
        return (Correction(_as_archived(rest, self.vocabulary), 1.0, written),)

    def _likely(self, exact: str, near: Sequence[FuzzyTerm]) -> list[str]:
        """Return the candidates with enough evidence, likeliest first."""
        context, neighbours = self._context(exact), self._conceivable_neighbours(exact)
        others = [other for other, _ in (*context, *neighbours)]
        counts = iter(self.together([term.exact for term in near], others))
        evidence = {
            term: math.log(term.items)
            + self._fit(term, context, counts)
            + max([0.0, *(self._fit(term, [each], counts) for each in neighbours)])
            for term in near
        }
        enough = [term for term in near if evidence[term] >= (math.log(FAR) if term.edits > 1 else 0)]
        enough.sort(key=lambda term: _EDIT * term.edits - evidence[term])
        return [term.exact for term in enough]

    def _is_confirmed(self, exact: str) -> bool:
        """Return whether a rare word shares an item with another word; alone, whether it is a name."""
        others = self._context(exact)
        if not others:
            return self.vocabulary.written(exact)[:1].isupper()
        return any(self.together([exact], [other for other, _ in others]))

    def _fit(self, candidate: FuzzyTerm, context: Sequence[tuple[str, int]], counts: Iterator[int]) -> float:
        """Return how much likelier the other words are beside a candidate than anywhere, as a logarithm."""
        fit = 0.0
        for (_, items), count in zip(context, counts, strict=False):  # the rest are those of the next one
            share = items / self.vocabulary.documents
            together = count + _SMOOTHING * share
            fit += math.log(together / (candidate.items + _SMOOTHING) / share)
        return fit

    def _conceivable_neighbours(self, exact: str) -> list[tuple[str, int]]:
        """Return what the neighbours that the archive lacks may stand for, with their numbers of items."""
        lacking = (terms(other) for other in self._neighbours(exact) if not self.vocabulary.items(other))
        return [
            (term.exact, term.items)
            for other in lacking
            if _is_correctable(other)
            for term in self._candidates(other)
        ]

    def _context(self, exact: str) -> list[tuple[str, int]]:
        """Return the other words of the query with their numbers of items, rarest first."""
        return [row for row in self._known if row[0] != exact][:_MAX_CONTEXT]

    @cached_property
    def _known(self) -> list[tuple[str, int]]:
        words = [word for word in self.words if word not in STOP_WORDS]
        counted = ((word, self.vocabulary.items(word)) for word in words)
        return sorted((row for row in counted if row[1]), key=lambda row: row[1])
