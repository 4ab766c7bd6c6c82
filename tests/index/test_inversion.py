"""From the terms of documents to the documents of terms: what a plain dictionary would hold."""

from collections import defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.inversion import Inversion

TEXTS = ["b", "a", "é", "z", "", "ab"]
OCCURRENCES = st.lists(st.tuples(st.integers(0, len(TEXTS) - 1), st.integers(0, 9)), max_size=40).map(
    lambda found: sorted(found, key=lambda each: each[1])
)
Plain = dict[bytes, dict[int, list[int]]]


def plainly(occurrences: list[tuple[int, int]]) -> Plain:
    """Return the ordinals of the occurrences by term and document, terms in the order of their bytes."""
    found: Plain = defaultdict(lambda: defaultdict(list))
    for ordinal, (term, document) in sorted(
        enumerate(occurrences), key=lambda each: TEXTS[each[1][0]].encode()
    ):
        found[TEXTS[term].encode()][document].append(ordinal)
    return found


def inversion(occurrences: list[tuple[int, int]]) -> Inversion:
    terms, documents = (np.array([each[side] for each in occurrences], np.int32) for side in (0, 1))
    return Inversion(terms, documents, TEXTS)


@given(OCCURRENCES)
def test_posting_lists_are_those_of_a_plain_dictionary(occurrences: list[tuple[int, int]]) -> None:
    ordinals = np.arange(len(occurrences))
    found = inversion(occurrences)
    lists = found.posting_lists(found.sums(ordinals), ordinals)
    expected = plainly(occurrences)
    postings = [each for documents in expected.values() for each in documents.items()]
    assert list(lists.texts) == list(expected)
    assert lists.doc_freqs.tolist() == [len(documents) for documents in expected.values()]
    assert lists.documents.tolist() == [document for document, _ in postings]
    assert lists.counts.tolist() == [len(each) for _, each in postings]
    assert lists.positions.tolist() == [ordinal for _, each in postings for ordinal in each]
    assert lists.weights.tolist() == [sum(each) for _, each in postings]


@given(OCCURRENCES, st.integers(0, 9))
def test_of_the_postings_that_are_kept_terms_without_any_are_gone(
    occurrences: list[tuple[int, int]], first: int
) -> None:
    found = inversion(occurrences)
    lists = found.existence(found.documents >= first)
    expected = plainly([each for each in occurrences if each[1] >= first])
    assert list(lists.texts) == list(expected)
    assert lists.documents.tolist() == [document for documents in expected.values() for document in documents]
    assert set(lists.weights.tolist()) <= {1}
