"""Results, documents and the state of an index as JSON, and what never gets into it."""

import pytest

from index.as_json import printable


@pytest.mark.parametrize("character", ["\x1b", "\x07", "\x7f", "\x9b", "\x85", "\ud800", "\u202e", "\u202a"])
def test_a_character_that_steers_a_terminal_is_taken_out(character: str) -> None:
    assert printable(f"a{character}b") == "ab"


@pytest.mark.parametrize("character", ["\u2066", "\u2067", "\u2068", "\u2069"])
def test_a_character_that_turns_the_direction_of_text_is_taken_out(character: str) -> None:
    assert printable(f"a{character}b") == "ab"
