"""What sorted arrays have in common, and together."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.whoosh.search.sorted_arrays import common, is_in, is_in_any, union


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(0, 300)), st.sets(st.integers(0, 300)), st.sampled_from([np.uint32, np.int64]))
def test_what_two_arrays_have_in_common(one: set[int], other: set[int], kind: type) -> None:
    arrays = [np.array(sorted(each), dtype=kind) for each in (one, other)]
    assert common(*arrays).tolist() == sorted(one & other)


LISTS = st.lists(st.sets(st.integers(0, 300)), max_size=4)


@settings(max_examples=100, deadline=None)
@given(LISTS)
def test_what_any_of_some_arrays_holds(lists: list[set[int]]) -> None:
    arrays = [np.array(sorted(each), dtype=np.uint32) for each in lists]
    found = union(arrays, np.zeros(301, np.bool_))
    assert found.tolist() == sorted(set().union(*lists))


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(0, 300)), st.sets(st.integers(0, 300), min_size=1))
def test_which_numbers_an_array_holds(wanted: set[int], numbers: set[int]) -> None:
    arrays = [np.array(sorted(each), dtype=np.uint32) for each in (wanted, numbers)]
    assert is_in(*arrays).tolist() == [number in numbers for number in sorted(wanted)]


@settings(max_examples=100, deadline=None)
@given(st.sets(st.integers(0, 300)), LISTS)
def test_which_numbers_any_of_some_arrays_holds_and_the_mask_is_clean_again(
    wanted: set[int], lists: list[set[int]]
) -> None:
    mask = np.zeros(301, np.bool_)
    arrays = [np.array(sorted(each), dtype=np.uint32) for each in lists if each]
    found = is_in_any(np.array(sorted(wanted), np.uint32), arrays, mask)
    assert found.tolist() == [any(number in each for each in lists) for number in sorted(wanted)]
    assert not mask.any()
