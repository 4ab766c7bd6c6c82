"""Which terms score a query, in which field, and with which weight."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from index.french.stemming import STOP_WORDS, Terms
from index.query import Clause, Query
from index.ranking import ScoringField, saturation

STEM = 1.0


EXACT = 0.25


ACCENTED = 0.05
"""Of a form typed with its accents, beside its exact form: marché above marche, which are alike in all else.
With 0.3 and 0.1 nDCG@10 was .618 on inflected titles, not .628, and at most .002 better on any other kind."""


VARIANT = 0.5
"""Of a joined form, or of a number glued to letters."""


PAIR = 0.1
"""Of the compound that two neighbouring words would make: « nord coréens » finds nordcoréens. More of it puts
what is written with a hyphen above all else: with 0.5 nDCG@10 was .611 on inflected titles, .621 without.
With figures it is a variant: COP 30 is COP30."""


LIGHT = 0.3
"""Of a stop word or a question word beside other words."""


class WeightedTerm(NamedTuple):
    """A term of a query in one scoring field.

    Attributes:
        words: As typed, or as an alternative is written; several where they share the term.
        field: Where it is looked up.
        term: What is looked up.
        weight: Of the word, the kind of term and the field together.
        is_light: It adds to the score and finds nothing by itself.
        within: Exact forms that must follow each other in the document; none for a word on its own.
    """

    words: tuple[str, ...]
    field: ScoringField
    term: str
    weight: float
    is_light: bool
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermExplanation:
    """What a term of a query brought a document: its `score` is weight × idf × share.

    Attributes:
        wanted: The term.
        frequency: Its weighted frequency in the document.
        holders: Number of documents that hold it.
        idf: How rare it is.
        norm: What stands beside the frequency for the document's length: 1 where that is average.
    """

    wanted: WeightedTerm
    frequency: int
    holders: int
    idf: float
    norm: float

    @property
    def share(self) -> float:
        """How much the document is about it, from 0 to 1."""
        return saturation(float(self.frequency), self.norm)

    @property
    def score(self) -> float:
        """What it adds to the score."""
        return self.wanted.weight * self.idf * self.share


def weigh(query: Query) -> tuple[WeightedTerm, ...]:
    """Give the terms that score a document, each once in a field, in the order typed."""
    weighed: dict[tuple[ScoringField, str, tuple[str, ...]], WeightedTerm] = {}
    for wanted in _wanted(query):
        key = wanted.field, wanted.term, wanted.within
        weighed[key] = _added(weighed[key], wanted) if key in weighed else wanted
    return tuple(weighed.values())


def _added(one: WeightedTerm, other: WeightedTerm) -> WeightedTerm:
    return one._replace(
        words=tuple(dict.fromkeys(one.words + other.words)),
        weight=one.weight + other.weight,
        is_light=one.is_light and other.is_light,
    )


def _wanted(query: Query) -> Iterator[WeightedTerm]:
    return chain(
        *(_of_clause(clause, is_light=False) for clause in query.scored),
        *(_of_clause(clause, is_light=True) for clause in query.light_words),
        *(_of_pair(first, compound) for first, compound in query.pairs),
    )


def _of_clause(clause: Clause, *, is_light: bool) -> Iterator[WeightedTerm]:
    """Give what scores one word or phrase."""
    typed = replace(clause, alternatives=()) if clause.alternatives else clause
    yield from _as_typed(typed, is_light=is_light)
    if clause.alternatives:
        yield from _besides(clause, is_light=is_light)


@lru_cache(maxsize=20_000)
def _as_typed(clause: Clause, *, is_light: bool) -> tuple[WeightedTerm, ...]:
    """Give what scores one word or phrase without its alternatives."""
    found = chain.from_iterable(
        _in_fields(clause.text, terms, weight, is_light=is_lighter)
        for terms, weight, is_lighter in _looked_up(clause, is_light=is_light)
    )
    # What is asked for in one form is not scored by the others.
    return tuple(each for each in found if clause.kind != "form" or each.field == "forms")


def _of_pair(first: Clause, compound: Terms) -> tuple[WeightedTerm, ...]:
    """Give what scores the compound of a word and the next."""
    has_figures = any(character.isdecimal() for character in compound.exact)
    return _in_fields(first.text, compound, VARIANT if has_figures else PAIR)


def _looked_up(clause: Clause, *, is_light: bool) -> Iterator[tuple[Terms, float, bool]]:
    """Give what a clause is looked up under; of Pas-de-Calais « pas » and « de » are light."""
    finding_tokens = clause.finding_tokens
    for token in clause.tokens:
        light = is_light or token not in finding_tokens
        yield token.terms, (VARIANT if token.is_variant else 1.0) * (LIGHT if light else 1.0), light


def _besides(clause: Clause, *, is_light: bool) -> Iterator[WeightedTerm]:
    """Give what a clause is looked for besides; the words of a name share its weight."""
    for other in clause.alternatives:
        telling = [terms for terms in other.terms if terms.exact not in STOP_WORDS] or other.terms
        weight = other.weight * (LIGHT if is_light else 1.0) / len(telling)
        within = tuple(terms.exact for terms in other.terms) if len(other.terms) > 1 else ()
        for terms in telling:
            for wanted in _in_fields(other.written, terms, weight, is_light=is_light):
                yield wanted._replace(within=within)


@lru_cache(maxsize=50_000)
def _in_fields(word: str, terms: Terms, weight: float, *, is_light: bool = False) -> tuple[WeightedTerm, ...]:
    """Give the terms of one word in the scoring fields."""
    stem = WeightedTerm((word,), "stems", terms.stem, weight * STEM, is_light)
    exact = WeightedTerm((word,), "forms", terms.exact, weight * EXACT, is_light)
    if not terms.accented:
        return stem, exact
    return stem, exact, WeightedTerm((word,), "forms", terms.accented, weight * ACCENTED, is_light)
