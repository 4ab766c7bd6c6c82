"""Which documents a query finds in a Whoosh index, and how strongly.

The baseline: Whoosh's own BM25F over four fields, added up word by word. Any word may match; exact forms
above stems, the title above the body (its rarer terms weigh more by themselves); stop words beside other
words only add to the score; phrases and exclusions decide what matches.

Each posting list is read once, in a row, since the total must be exact: Whoosh's own collector drops lists
that no longer change the first hits, and its union by arrays loses documents behind an AndMaybe (387 and 108
of 1,375 found for one query).
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from whoosh.matching import Matcher
from whoosh.query import Every, Or, Phrase, Term
from whoosh.query import Query as WhooshQuery
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from index.analysis import Terms
from index.highlighting import phrase_terms
from index.query import Clause, Query

WEIGHTING = BM25F(B=0.6, K1=1.0)

EXACT = 0.3
ACCENTED = 0.1
"""Of a form typed with its accents: marché above marche where they are alike. More costs other inflections:
with 1.0 nDCG@10 fell from .743 to .690 on inflected titles, see `benchmarks/RESULTS.md`."""
VARIANT = 0.5
"""Of a joined form, or of a number glued to letters."""
LIGHT = 0.3
"""Of a stop word beside other words."""

_ZONES = ("title", "body")
_Weights = dict[tuple[str, str], float]
"""Weight of each field and term."""


def best(searcher: Searcher, query: Query, limit: int) -> tuple[int, list[tuple[int, float]]]:
    """Count what a query finds, and give the numbers and scores of the first `limit`.

    Documents lie newest first, undated last, then by id: of equal scores the lower number comes first.
    """
    found = _found(searcher, query)
    for number, score in _lightened(searcher, query, found, limit).items():
        found[number] = score
    first = heapq.nsmallest(limit, found, key=lambda number: (-found[number], number))
    return len(found), [(number, found[number]) for number in first]


def alike(searcher: Searcher, stems: Mapping[str, float], limit: int) -> list[int]:
    """Give the numbers of the documents that answer weighted stems best, the best first."""
    found: dict[int, float] = defaultdict(float)
    weights = {(zone, stem): weight for stem, weight in stems.items() for zone in _ZONES}
    for matcher, weight in _postings(searcher, weights):
        while matcher.is_active():
            found[matcher.id()] += matcher.score() * weight
            matcher.next()
    return heapq.nsmallest(limit, found, key=lambda number: (-found[number], number))


def _found(searcher: Searcher, query: Query) -> dict[int, float]:
    """Give what a query finds, by number; the scores lack what stop words add."""
    found: dict[int, float] = defaultdict(float)
    for matcher, weight in _postings(searcher, _weights(_wanted(query))):
        while matcher.is_active():
            found[matcher.id()] += matcher.score() * weight
            matcher.next()
    if query.excluded and not (query.words or query.phrases):
        found.update(dict.fromkeys(searcher.docs_for_query(Every()), 0.0))
    for phrase in query.phrases:
        holders = _holders(searcher, phrase)
        found = {number: score for number, score in found.items() if number in holders}
    for clause in query.excluded:
        for number in _holders(searcher, clause):
            found.pop(number, None)
    return found


def _lightened(searcher: Searcher, query: Query, found: dict[int, float], limit: int) -> dict[int, float]:
    """Add what stop words bring, to the documents that could come among the first with it."""
    light = list(_postings(searcher, _weights(_light(query))))
    most = sum(matcher.max_quality() * weight for matcher, weight in light)
    needed = min(heapq.nlargest(max(1, limit), found.values()), default=0.0) - most
    contenders = {number: found[number] for number in sorted(found) if found[number] >= needed}
    for matcher, weight in light:
        for number in contenders:
            if matcher.is_active() and matcher.id() < number:
                matcher.skip_to(number)
            if matcher.is_active() and matcher.id() == number:
                contenders[number] += matcher.score() * weight
    return contenders


def _postings(searcher: Searcher, weights: _Weights) -> Iterator[tuple[Matcher, float]]:
    """Open the posting lists of the terms that the index has."""
    reader = searcher.reader()
    for (field, term), weight in weights.items():
        if reader.doc_frequency(field, term):
            yield searcher.postings(field, term), weight


def _weights(wanted: Iterable[tuple[Terms, float]]) -> _Weights:
    """Give the weight of each term in each field."""
    weights: _Weights = defaultdict(float)
    for each, weight in wanted:
        for zone in _ZONES:
            weights[zone, each.stem] += weight
            weights[f"{zone}_exact", each.exact] += weight * EXACT
            if each.accented:
                weights[f"{zone}_exact", each.accented] += weight * ACCENTED
    return weights


def _wanted(query: Query) -> Iterator[tuple[Terms, float]]:
    """Give the terms of which a document must have one, with their weights."""
    for clause in (*query.words, *query.phrases):
        for token in clause.sought:
            yield token.terms, VARIANT if token.is_variant else 1.0
    for _, compound in query.pairs:
        yield compound, VARIANT


def _light(query: Query) -> Iterator[tuple[Terms, float]]:
    """Give the stop words beside other words, with their weights."""
    for clause in query.light_words:
        for token in clause.tokens:
            yield token.terms, LIGHT


def _holders(searcher: Searcher, clause: Clause) -> set[int]:
    """Find the documents that hold a phrase, or a word in any form."""
    return set(searcher.docs_for_query(Or(list(_ways(clause)))))


def _ways(clause: Clause) -> Iterator[WhooshQuery]:
    parts, first = phrase_terms(clause), clause.tokens[0]
    for zone in _ZONES:
        yield Phrase(f"{zone}_exact", parts) if len(parts) > 1 else Term(f"{zone}_exact", parts[0])
        if not clause.is_phrase and (first.is_variant or len(parts) == 1):
            yield Term(zone, first.terms.stem)
