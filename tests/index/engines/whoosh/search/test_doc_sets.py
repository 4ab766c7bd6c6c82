"""Sets of documents: what is in every one of some and in none of others, on every way through."""

from contextlib import suppress
from types import SimpleNamespace
from typing import cast

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.whoosh.search.doc_sets import DocIntersection, DocList, DocRange, DocSet, DocUnion
from index.engines.whoosh.search.segment_reader import SegmentReader
from index.engines.whoosh.segment.segment_file import SegmentFile

DOCUMENTS = 300
LIST = st.sets(st.integers(0, DOCUMENTS - 1), max_size=250)
GROUP = st.lists(LIST, min_size=1, max_size=4)


def opened() -> SegmentReader:
    file = cast(SegmentFile, SimpleNamespace(documents=DOCUMENTS))
    return SegmentReader(file, 0, np.array([], dtype=np.uint32))


def any_of(group: list[set[int]]) -> DocSet:
    lists = [DocList(np.array(sorted(numbers), dtype=np.uint32)) for numbers in group]
    return DocUnion(opened(), lists) if len(lists) > 1 else lists[0]


@settings(deadline=None)
@given(st.lists(GROUP, min_size=1, max_size=4), st.lists(GROUP, max_size=2), st.booleans())
def test_all_of_some_sets_and_none_of_others(
    wanted: list[list[set[int]]], excluded: list[list[set[int]]], is_cut: bool
) -> None:
    parts = [any_of(group) for group in wanted] + ([DocRange(40, 200)] if is_cut else [])
    expected = set.intersection(*(set.union(*group) for group in wanted))
    expected = {number for number in expected if not is_cut or 40 <= number < 200}
    expected = expected.difference(*(numbers for group in excluded for numbers in group))
    found = DocIntersection(parts, [any_of(group) for group in excluded])
    assert found.numbers.tolist() == sorted(expected)
    assert found.among(np.arange(DOCUMENTS, dtype=np.uint32)).nonzero()[0].tolist() == sorted(expected)


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 200), min_size=2, max_size=6))
def test_damaged_lists_do_not_crash(seed: int, sizes: list[int]) -> None:
    """An error may be raised, or something else be found, but it ends, and only what is there is found."""
    chance = np.random.default_rng(seed)
    lists = [DocList(chance.integers(0, 2**32, size, dtype=np.uint32)) for size in sizes]
    with suppress(IndexError):
        found = DocIntersection([DocUnion(opened(), lists[:2]), *lists[2:]]).numbers
        assert set(found.tolist()) <= {number for each in lists for number in each.numbers.tolist()}
