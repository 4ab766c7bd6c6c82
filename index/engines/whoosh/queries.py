"""A query as Whoosh runs it.

The baseline: Whoosh's own BM25F over four fields. Any word may match; exact forms above stems, the title
above the body; stop words beside other words only add to the score; phrases and exclusions decide
what matches.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from whoosh import query as whoosh
from whoosh.scoring import BM25F

from index.analysis import Terms, terms
from index.highlighting import phrase_terms
from index.query import Clause, Query

WEIGHTING = BM25F(B=0.6, K1=1.0)
"""Measured on French news, see the settings in `benchmarks/RESULTS.md`."""

TITLE = 1.0
EXACT = 0.3
ACCENTED = 1.0
JOINED = 0.5
LIGHT = 0.3
"""Weight of a stop word beside other words."""

_Weights = defaultdict[tuple[str, str], float]
"""Weight of each field and term."""


def to_whoosh(query: Query) -> whoosh.Query:
    """Translate a query; one that searches nothing finds nothing."""
    found = _found(query)
    if query.excluded:
        found = whoosh.AndNot(found, whoosh.Or([_has(clause) for clause in query.excluded]))
    return found


def _found(query: Query) -> whoosh.Query:
    scored = _any_word((*query.words, *query.phrases))
    light = _any_word(query.light_words, LIGHT)
    if query.phrases:
        required = whoosh.And([_has(clause) for clause in query.phrases])
        return whoosh.AndMaybe(required, whoosh.Or([scored, light]) if query.light_words else scored)
    if query.words:
        return whoosh.AndMaybe(scored, light) if query.light_words else scored
    return whoosh.Every() if query.excluded else whoosh.NullQuery


def _any_word(clauses: Sequence[Clause], weight: float = 1.0) -> whoosh.Query:
    weights: _Weights = defaultdict(float)
    for clause in clauses:
        for token in clause.tokens:
            _weigh(weights, token.terms, weight * (JOINED if token.is_joined else 1.0))
    for first, second in pairwise(clauses):
        if len(first.tokens) == len(second.tokens) == 1:
            _weigh(weights, _joined(first, second), weight * JOINED)
    return whoosh.Or([whoosh.Term(field, term, boost=boost) for (field, term), boost in weights.items()])


def _joined(first: Clause, second: Clause) -> Terms:
    """Give the compound that two words make: « nord coréens » looks for nord-coréens as well."""
    one, other = first.tokens[0].terms, second.tokens[0].terms
    return terms((one.accented or one.exact) + (other.accented or other.exact))


def _weigh(weights: _Weights, wanted: Terms, weight: float) -> None:
    for zone, zone_weight in (("title", TITLE), ("body", 1.0)):
        weights[zone, wanted.stem] += weight * zone_weight
        weights[f"{zone}_exact", wanted.exact] += weight * zone_weight * EXACT
        if wanted.accented:
            weights[f"{zone}_exact", wanted.accented] += weight * zone_weight * ACCENTED


def _has(clause: Clause) -> whoosh.Query:
    """Match the documents that hold a phrase, or a word in any form."""
    ways: list[whoosh.Query] = []
    for zone in ("title", "body"):
        if clause.is_phrase or len(clause.tokens) > 1:
            ways.append(whoosh.Phrase(f"{zone}_exact", phrase_terms(clause)))
        whole = clause.tokens[0]
        if not clause.is_phrase and (whole.is_joined or len(clause.tokens) == 1):
            ways += [whoosh.Term(zone, whole.terms.stem), whoosh.Term(f"{zone}_exact", whole.terms.exact)]
    return whoosh.Or(ways)
