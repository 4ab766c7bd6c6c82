"""How strongly a document answers a query: one formula for every engine.

A document is scored in two fields, the stems and the exact forms of its words. They hold weighted frequencies
and nothing else: the count in the body, twice that in the title, once more in the opening of the body. A
document's score is the sum, over the fields and the terms of the query, of

    weight × idf × f / (f + K1 × (1 − B + B × length / average)),  idf = ln(1 + (N − n + 0.5) / (n + 0.5))

which is BM25 as Lucene computes it: f is the weighted frequency, `length` the sum of a document's frequencies
as one byte keeps it, `average` that of the unrounded lengths, n of N documents hold the term.

Which documents match is another matter: see the engines.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice
from operator import attrgetter
from typing import Literal, NamedTuple, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from index.analysis import STOP_WORDS, Terms, Token
from index.query import Clause, Query

ScoringField = Literal["stems", "forms"]
FIELDS: tuple[ScoringField, ...] = get_args(ScoringField)

K1, B = 1.0, 0.6
IN_TITLE = 2
IN_OPENING = 1
"""Added to the count of the body."""
OPENING = 40
"""Words of the body; news say first what matters most."""
MAX_FREQUENCY = 255

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

VERSION = f"1/{IN_TITLE}/{IN_OPENING}/{OPENING}/{MAX_FREQUENCY}"
"""Changes whenever a document may get other frequencies: an index of another version must be rebuilt."""

Values = TypeVar("Values", float, NDArray[np.float64])


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
class Contribution:
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


# --- the formula ---


def idf(documents: int, holders: int) -> float:
    """Say how rare a term is that `holders` of `documents` hold; documents without a word do not count."""
    return math.log(1 + (documents - holders + 0.5) / (holders + 0.5))


def norm(length: int, average: float) -> float:
    """Say how long a document is beside the average one."""
    return K1 * (1 - B + B * rounded(length) / average)


def saturation(frequency: Values, norm: Values) -> Values:
    """Say how much a document is about a term, from 0 to 1; for one document, or for arrays of them."""
    return frequency / (frequency + norm)


def average_length(length: int, documents: int) -> float:
    """Give the average length of documents that have one, from the sum; 1 where there is none."""
    return length / max(1, documents) or 1.0


def saturations(average: float) -> NDArray[np.float64]:
    """Say the same for each of 65,536 codes, frequency << 8 | length byte, for an average length."""
    norms = np.asarray(K1 * (1 - B + B * LENGTHS / average), dtype=np.float64)
    frequencies = np.arange(256, dtype=np.float64)[:, None]
    return saturation(frequencies, norms).ravel()


def rounded(length: int) -> int:
    """Round a length as one byte keeps it: exact below 40, then down to four significant bits.

    Source: Lucene's `SmallFloat.byte4ToInt(intToByte4(length))`.
    """
    shift = max(0, (length - _EXACT).bit_length() - 4)
    return length if length < _EXACT else ((length - _EXACT) >> shift << shift) + _EXACT


def length_bytes(lengths: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Give the byte that keeps each length: its place in `LENGTHS`, rounded down."""
    return (LENGTHS.searchsorted(lengths, side="right") - 1).astype(np.uint8)


def _lengths() -> Iterator[int]:
    """Give the 256 lengths that a byte keeps apart."""
    length = 0
    for _ in range(256):
        yield length
        shift = max(0, (length - _EXACT).bit_length() - 4)
        length += 1 if length < _EXACT else 1 << shift


_EXACT = 24
LENGTHS = np.array(list(_lengths()), dtype=np.int64)


# --- a document ---


def frequencies(title: Sequence[Token], body: Sequence[Token], field: ScoringField) -> dict[str, int]:
    """Weigh the terms of an analysed document; the sum of what is given is its length in the field."""
    counted: Counter[str] = Counter()
    for tokens, times in ((title, IN_TITLE), (body, 1), (_opening(body), IN_OPENING)):
        for token in tokens:
            for term in _terms(token.terms, field):
                counted[term] += times
    return {term: min(frequency, MAX_FREQUENCY) for term, frequency in counted.items()}


def _opening(body: Sequence[Token]) -> Sequence[Token]:
    """Give the first words of a body with the variants beside them."""
    places = islice(dict.fromkeys(token.position for token in body), OPENING, None)
    end = next(places, None)
    return body if end is None else body[: bisect_left(body, end, key=attrgetter("position"))]


def _terms(terms: Terms, field: ScoringField) -> tuple[str, ...]:
    if field == "stems":
        return (terms.stem,)
    return (terms.exact, terms.accented) if terms.accented else (terms.exact,)


# --- a query ---


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
    sought = clause.sought
    for token in clause.tokens:
        light = is_light or token not in sought
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
