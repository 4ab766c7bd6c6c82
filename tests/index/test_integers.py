"""Arrays of whole numbers put together and apart."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.integers import changes, distinct, first_of_group, ranges, sorted_order

NUMBERS = st.lists(st.integers(0, 2**31 - 1) | st.integers(0, 5), max_size=50)


@given(NUMBERS)
def test_a_value_changes_where_it_is_not_the_one_before(numbers: list[int]) -> None:
    expected = [place == 0 or numbers[place - 1] != number for place, number in enumerate(numbers)]
    assert changes(np.array(numbers, np.int64)).tolist() == expected


@given(NUMBERS)
def test_distinct_values_come_once(numbers: list[int]) -> None:
    assert distinct(np.array(sorted(numbers), np.int64)).tolist() == sorted(set(numbers))


def test_each_value_has_the_first_of_its_group() -> None:
    begins = np.array([True, False, True, False, False])
    assert first_of_group(np.array([3, 4, 7, 8, 9]), begins).tolist() == [3, 3, 7, 7, 7]


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 5)), max_size=10))
def test_ranges_stand_one_after_the_other(pairs: list[tuple[int, int]]) -> None:
    first, counts = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    expected = [number for begin, count in pairs for number in range(begin, begin + count)]
    assert ranges(first, counts).tolist() == expected


@given(NUMBERS)
def test_equal_numbers_keep_the_order_they_came_in(numbers: list[int]) -> None:
    expected = sorted(range(len(numbers)), key=numbers.__getitem__)
    assert sorted_order(np.array(numbers, np.int32)).tolist() == expected
