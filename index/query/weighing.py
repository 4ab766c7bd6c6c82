"""Which terms of a query score a document, in which field, and with which weight."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from index.french.analysis import Token
from index.french.stemming import Terms, beginning
from index.query import Alternative, Clause, Query
from index.ranking import ScoringField, saturation

STEM = 1.0
EXACT = 0.25
ACCENTED = 0.05
"""Weight of a form typed with its accents, beside its exact form: it puts marché above marche, which are
alike in all else. With 0.3 and 0.1 nDCG@10 was .618 on inflected titles, not .628, and at most .002 better on
any other kind."""
BEGINNING = 0.6
"""Weight of the beginning of a word, which finds nothing by itself: infirmerie adds to infirmiers."""
VARIANT = 0.5
"""Weight of a joined form, or of a number glued to letters."""
OWN_STEM = 0.05
"""Weight of the stem of a compound as one word, beside that of its parts: it is to find cyberattaque."""
PAIR = 0.1
"""Weight of the compound of two neighbouring words: « nord coréens » finds nordcoréens. More of it puts what
is written with a hyphen above all else: with 0.5 nDCG@10 was .611 on inflected titles, .621 without. A
compound with figures is a variant: COP 30 is COP30."""
LIGHT = 0.3
"""Weight of a stop word or a question word beside other words."""


class WeightedTerm(NamedTuple):
    """A term of a query in one scoring field.

    Attributes:
        words: Words as typed, or as an alternative is written; several where they share the term.
        field: Field in which the term is looked up.
        term: Term that is looked up.
        weight: Weight of the word times that of the kind of term.
        is_light: The term adds to the score, and matches no document by itself.
        within: Exact forms that must follow each other in the document; empty for a word on its own.
    """

    words: tuple[str, ...]
    field: ScoringField
    term: str
    weight: float
    is_light: bool
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermExplanation:
    """What a term of a query adds to a document's score: weight × idf × share.

    Attributes:
        wanted: The term.
        frequency: Weighted frequency of the term in the document.
        doc_freq: Number of documents that hold the term.
        idf: Rarity of the term, see `index.ranking.idf`.
        norm: Length of the document as `index.ranking.norm` counts it; 1 for an average one.
    """

    wanted: WeightedTerm
    frequency: int
    doc_freq: int
    idf: float
    norm: float

    @property
    def share(self) -> float:
        """How much the document is about the term, from 0 to 1."""
        return saturation(float(self.frequency), self.norm)

    @property
    def score(self) -> float:
        """Part of the document's score."""
        return self.wanted.weight * self.idf * self.share


def weigh(query: Query) -> tuple[WeightedTerm, ...]:
    """Return the terms that score a document, each once per field, in the order typed."""
    weighed: dict[tuple[ScoringField, str, tuple[str, ...]], WeightedTerm] = {}
    for wanted in _wanted(query):
        key = wanted.field, wanted.term, wanted.within
        weighed[key] = _summed(weighed[key], wanted) if key in weighed else wanted
    return tuple(weighed.values())


def _summed(one: WeightedTerm, other: WeightedTerm) -> WeightedTerm:
    """Add the weights of a term that several words share; of words of one beginning the greatest counts."""
    weights = one.weight, other.weight
    return one._replace(
        words=tuple(dict.fromkeys(one.words + other.words)),
        weight=max(weights) if one.field == "beginnings" else sum(weights),
        is_light=one.is_light and other.is_light,
    )


def _wanted(query: Query) -> Iterator[WeightedTerm]:
    return chain(
        *(_of_clause(clause, is_light=False) for clause in query.scored),
        *(_of_clause(clause, is_light=True) for clause in query.light_words),
        *(_of_pair(first, compound) for first, compound in query.pairs),
    )


def _of_clause(clause: Clause, *, is_light: bool) -> Iterator[WeightedTerm]:
    """Yield the terms that score one word or phrase."""
    typed = replace(clause, alternatives=()) if clause.alternatives else clause
    yield from _as_typed(typed, is_light=is_light)
    if clause.alternatives:
        yield from _of_alternatives(clause, is_light=is_light)


@lru_cache(maxsize=20_000)
def _as_typed(clause: Clause, *, is_light: bool) -> tuple[WeightedTerm, ...]:
    """Return the terms that score one word or phrase without its alternatives."""
    found = chain.from_iterable(
        (
            *_in_fields(clause.text, terms, weight, is_light=is_lighter),
            *_by_beginning(clause.text, terms, weight, is_light=is_light or _is_small(clause, terms)),
        )
        for terms, weight, is_lighter in _weighted_tokens(clause, is_light=is_light)
    )
    if clause.is_bound:
        longest = max(clause.words, key=lambda each: len(each.exact))
        apart = WeightedTerm((clause.text,), "forms", longest.exact, EXACT, is_light, clause.exact_terms)
        found = chain(found, [apart])
    # A form asked for as =mot is not scored by the other forms of its stem.
    kept = (each for each in found if clause.kind != "form" or each.field == "forms")
    return tuple(each._replace(weight=each.weight * clause.weight) for each in kept)


def _of_pair(first: Clause, compound: Terms) -> tuple[WeightedTerm, ...]:
    """Return the terms that score the compound of a word and the next."""
    has_figures = any(character.isdecimal() for character in compound.exact)
    return _in_fields(first.text, compound, VARIANT if has_figures else PAIR)


def _weighted_tokens(clause: Clause, *, is_light: bool) -> Iterator[tuple[Terms, float, bool]]:
    """Yield the terms of each token, its weight, and whether it finds nothing by itself."""
    finding_tokens = clause.finding_tokens
    for token in clause.tokens:
        weighs_little = is_light or _is_small(clause, token.terms)
        weight = _kind_weight(clause, token) * (LIGHT if weighs_little else 1.0)
        yield token.terms, weight, is_light or token not in finding_tokens


def _kind_weight(clause: Clause, token: Token) -> float:
    if not token.is_variant or token.terms.is_noun:
        return 1.0
    return OWN_STEM if clause.is_bound and not token.terms.exact else VARIANT


def _is_small(clause: Clause, terms: Terms) -> bool:
    """Return whether a word is a stop word beside others in a clause."""
    return terms.is_stop_word and not clause.is_stop_word


def _of_alternatives(clause: Clause, *, is_light: bool) -> Iterator[WeightedTerm]:
    """Yield the terms that score the alternatives of a clause; the words of a name share its weight."""
    for other in clause.alternatives:
        significant = [terms for terms in other.terms if not terms.is_stop_word] or other.terms
        weight = other.weight * (LIGHT if is_light else 1.0) / len(significant)
        within = tuple(terms.exact for terms in other.terms) if len(other.terms) > 1 else ()
        for terms in significant:
            for wanted in _in_all_fields(other, terms, weight, is_light=is_light):
                yield wanted._replace(within=within)


def _in_all_fields(
    other: Alternative, terms: Terms, weight: float, *, is_light: bool
) -> Iterator[WeightedTerm]:
    """Yield the terms of one word of an alternative; a related word does not bring its beginning."""
    yield from _in_fields(other.written, terms, weight, is_light=is_light)
    if not other.is_related:
        yield from _by_beginning(other.written, terms, weight, is_light=is_light)


def _by_beginning(word: str, terms: Terms, weight: float, *, is_light: bool) -> Iterator[WeightedTerm]:
    """Yield the beginning of one word, unless the word is light; it scores and never finds.

    A short word has none that longer words would share, and its stem scores in its place.
    """
    if is_light or terms.is_stop_word or not terms.exact:
        return
    weight *= BEGINNING
    if first := beginning(terms.exact):
        yield WeightedTerm((word,), "beginnings", first, weight, is_light=True)
    elif terms.stem:
        yield WeightedTerm((word,), "stems", terms.stem, weight, is_light=True)
    else:
        yield WeightedTerm((word,), "forms", terms.exact, weight, is_light=True)


@lru_cache(maxsize=50_000)
def _in_fields(word: str, terms: Terms, weight: float, *, is_light: bool = False) -> tuple[WeightedTerm, ...]:
    """Return the terms of one word in the scoring fields."""
    stem = WeightedTerm((word,), "stems", terms.stem, weight * STEM, is_light)
    if not terms.exact:
        return (stem,)
    if not terms.stem:
        return (WeightedTerm((word,), "forms", terms.exact, weight, is_light),)
    is_only_near = is_light or terms.accents_tell  # cure does not answer curé
    exact = WeightedTerm((word,), "forms", terms.exact, weight * EXACT, is_only_near)
    if not terms.accented:
        return stem, exact
    return stem, exact, WeightedTerm((word,), "forms", terms.accented, weight * ACCENTED, is_light)
