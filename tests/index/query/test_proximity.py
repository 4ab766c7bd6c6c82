"""Words near each other, in any order: the shortest minimal_windows that hold them all."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.proximity import minimal_windows


def found(text: str, wanted: str, slop: int) -> list[tuple[int, int]]:
    held = [(place, letter) for place, letter in enumerate(text) if letter in wanted]
    return list(minimal_windows(held, wanted, slop))


@pytest.mark.parametrize(
    ("text", "wanted", "slop", "expected"),
    [
        ("a.b", "ab", 1, [(0, 2)]),
        ("a.b", "ba", 1, [(0, 2)]),
        ("a.b", "ab", 0, []),
        ("ab", "ab", 0, [(0, 1)]),
        ("a", "aa", 5, []),
        ("a.a", "aa", 1, [(0, 2)]),
        ("a..ab", "ab", 0, [(3, 4)]),
        ("ab..ba", "ab", 0, [(0, 1), (4, 5)]),
        ("", "ab", 5, []),
    ],
)
def test_the_shortest_windows_are_found(
    text: str, wanted: str, slop: int, expected: list[tuple[int, int]]
) -> None:
    assert found(text, wanted, slop) == expected


@given(st.text("abcx", max_size=12), st.text("abc", min_size=1, max_size=3), st.integers(0, 4))
def test_there_is_a_window_where_a_slow_look_finds_one(text: str, wanted: str, slop: int) -> None:
    width = len(wanted) + slop
    slow = any(not Counter(wanted) - Counter(text[place : place + width]) for place in range(len(text)))
    assert bool(found(text, wanted, slop)) == slow
