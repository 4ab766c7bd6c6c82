"""The words that steer a query, and queries in capitals, where they may be words."""

import pytest

from index.french.folding import fold
from index.query.keywords import FIELD_NAMES, FIELDS, FRENCH, VERSIONS, WHENS, has_operator, is_in_capitals


@pytest.mark.parametrize("text", ["OTAN", "GRÈVE ET SNCF", "L’OR OU L’ARGENT", "A 1"])
def test_a_query_all_in_capitals_is_seen(text: str) -> None:
    assert is_in_capitals(text)


@pytest.mark.parametrize("text", ["", "ET", "ET OU", "2024", "GRÈVE et SNCF", "OTAN ET russie"])
def test_operators_alone_and_any_small_letter_make_no_capitals(text: str) -> None:
    assert not is_in_capitals(text)


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("a ET b", True),
        ("(NON a)", True),
        ("a et b", False),
        ("ÉTAT", False),
        ("OUI", False),
        ("AET", False),
    ],
)
def test_an_operator_is_a_word_by_itself(text: str, has: bool) -> None:
    assert has_operator(text) == has


def test_every_name_that_a_reader_is_told_of_is_known() -> None:
    assert {fold(name) for name in FRENCH} <= FIELDS.keys() | WHENS.keys() | {VERSIONS}
    assert {FIELDS[name]: name for name in reversed(FIELD_NAMES.values())} == FIELD_NAMES
