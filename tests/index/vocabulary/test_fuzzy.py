"""Words nearly alike: found by rows of bits, the same as by comparing with every word."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, closing

from hypothesis import given
from hypothesis import strategies as st

from index.vocabulary.fuzzy import (
    OTHER_BEGINNING,
    TABLES,
    FuzzyTerm,
    Shelves,
    fuzzy_terms,
    is_within,
    write_fuzzy_terms,
)

# Few letters, so that words are often near each other.
WORDS = st.text("abcé", min_size=3, max_size=8)


def distance(one: str, other: str) -> int:
    """The restricted Damerau-Levenshtein distance as the textbook fills its table."""
    table = [[max(i, j) for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 1] + other[j - 2]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


def shelved(words: Sequence[tuple[str, int]], frequent: int = 1) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.executescript(TABLES + "CREATE TABLE word (exact TEXT, items INT);")
    database.executemany("INSERT INTO word VALUES (?, ?)", words)
    write_fuzzy_terms(database, frequent)
    return database


def found(
    words: Sequence[tuple[str, int]], word: str, max_edits: int = 2, limit: int = 100
) -> list[FuzzyTerm]:
    with closing(shelved(words)) as database:
        return fuzzy_terms(Shelves([database], dict(words).__getitem__, 1), word, max_edits, limit)


def compared(words: Sequence[tuple[str, int]], word: str, max_edits: int, limit: int) -> list[FuzzyTerm]:
    """What comparing with every word gives."""
    near = [
        FuzzyTerm(other, items, distance(word, other) + OTHER_BEGINNING * (word[0] != other[0]))
        for other, items in words
        if other != word
    ]
    close = [each for each in near if each.edits <= max_edits]
    return sorted(close, key=lambda each: (each.edits, -each.items, each.exact))[:limit]


@given(st.text("abc", max_size=8), st.text("abc", max_size=8), st.integers(0, 3))
def test_a_word_is_within_as_many_edits_as_the_textbook_counts(one: str, other: str, edits: int) -> None:
    assert is_within(one, other, edits) == (distance(one, other) <= edits)


@given(st.dictionaries(WORDS, st.integers(2, 9), max_size=40), WORDS, st.integers(1, 2), st.integers(1, 4))
def test_the_nearest_words_are_those_that_comparing_with_all_would_find(
    words: dict[str, int], word: str, max_edits: int, limit: int
) -> None:
    known = list(words.items())
    assert found(known, word, max_edits, limit) == compared(known, word, max_edits, limit)


def test_each_kind_of_edit_counts_once() -> None:
    words = [(word, 5) for word in ("grève", "grèves", "gréve", "grvèe", "rève", "grve")]
    assert {near.exact: near.edits for near in found(words, "grève")} == {
        "grèves": 1,
        "gréve": 1,
        "grvèe": 1,
        "grve": 1,
        "rève": 1.5,
    }


def test_the_more_frequent_of_equally_near_words_comes_first() -> None:
    words = [("paris", 3), ("parts", 40), ("parti", 7)]
    assert [near.exact for near in found(words, "partz")] == ["parts", "parti", "paris"]


def test_a_more_frequent_word_of_another_beginning_leaves_room_for_one_of_the_same() -> None:
    assert [near.exact for near in found([("cadeau", 60), ("bateau", 2)], "badeau", limit=1)] == ["bateau"]


def test_a_number_stands_for_no_word() -> None:
    assert found([("2024", 9), ("f16", 9)], "f17") == []


def test_no_words_at_all_have_none_nearby() -> None:
    assert found([], "grève") == []


def test_a_long_word_is_compared_in_bounded_time() -> None:
    words = [("é" * 64, 2), ("😀" * 64, 2)]
    assert found(words, "a" * 64) == []
    assert [near.edits for near in found(words, "é" * 63)] == [1]


@given(
    st.lists(st.dictionaries(WORDS, st.integers(1, 3), max_size=12), min_size=1, max_size=3),
    WORDS,
    st.integers(1, 2),
)
def test_words_of_several_files_are_found_as_those_of_one(
    files: list[dict[str, int]], word: str, max_edits: int
) -> None:
    summed = sum(map(Counter, files), Counter[str]())
    with ExitStack() as opened:
        databases = [opened.enter_context(closing(shelved(list(each.items()), 2))) for each in files]
        near = fuzzy_terms(Shelves(databases, summed.__getitem__, 2), word, max_edits, 5)
    frequent = [(other, items) for other, items in summed.items() if items > 1]
    assert near == found(frequent, word, max_edits, 5)
