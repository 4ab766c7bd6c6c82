"""Whether two engines answer the same; scores are those of Lucene, which has seven digits of them."""

from itertools import pairwise
from math import inf

import pytest

from index import Engine, parse
from index.engines.reading import Reading
from index.results import Order, Results

ORDERS: tuple[Order, ...] = ("relevance", "newest", "oldest")
NEAR = 1e-4
EQUAL = 1e-5
"""Two items may change places whose scores differ, but less."""


def assert_same_answers(engines: tuple[Engine, Engine], typed: str, *, is_merged: bool = True) -> None:
    """Assert that documents, scores, order, total, counts and the rewritten query are the same.

    Scores on one machine count what was taken out until a merge; of a small archive on a cluster they do not.
    """
    query = parse(typed)
    with engines[0].reading() as cluster, engines[1].reading() as machine:
        for order in ORDERS if is_merged else ORDERS[1:]:
            found, expected = (each.search(query, 1000, order=order) for each in (cluster, machine))
            assert _told(found) == _told(expected), typed
            _assert_same_hits(found, expected, typed, NEAR if is_merged else inf)
        assert cluster.counts(query) == machine.counts(query), typed
        assert cluster.timeline(query) == machine.timeline(query), typed
        for hit in expected.hits[: 2 * is_merged]:
            _assert_same_explanation(cluster, machine, typed, hit.id)


def _told(results: Results) -> object:
    return results.total, results.query, results.suggestion


def _assert_same_hits(found: Results, expected: Results, asked: str, near: float) -> None:
    same = {hit.id: hit for hit in expected.hits}
    scores = {hit.id: hit.score for hit in found.hits}
    assert scores == pytest.approx({hit.id: hit.score for hit in expected.hits}, abs=near), asked
    for one, other in pairwise(scores):
        is_between = same[one].score != same[other].score or scores[one] != scores[other]
        may_change = is_between and abs(same[one].score - same[other].score) < EQUAL
        assert same[one].rank < same[other].rank or may_change, asked


def _assert_same_explanation(cluster: Reading, machine: Reading, typed: str, identifier: str) -> None:
    explained, same = (each.explain(parse(typed), identifier) for each in (cluster, machine))
    assert {(each.wanted, each.frequency, each.doc_freq): each.score for each in explained} == pytest.approx(
        {(each.wanted, each.frequency, each.doc_freq): each.score for each in same}, abs=NEAR
    ), typed
