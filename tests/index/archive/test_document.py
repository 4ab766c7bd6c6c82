"""A document and its bulletins as text and back, and the ids that their content gives them."""

from datetime import date
from itertools import permutations

import pytest

from index import Bulletin
from index.archive.document import digest, from_row, is_encodable, own_id, text_digest, to_row


@pytest.mark.parametrize(
    "bulletin",
    [
        Bulletin("b1"),
        Bulletin("b1", "Journal de 8 h", "Radio", date(2024, 2, 29), "https://exemple.fr/8h"),
    ],
)
def test_a_bulletin_is_read_back_as_it_was_written(bulletin: Bulletin) -> None:
    assert from_row(*to_row(bulletin)) == bulletin


def test_an_id_of_its_own_differs_with_each_part_and_stays_the_same_for_ever() -> None:
    assert own_id("Radio", "Titre", "Corps") == "562de407cb2e3fa1bcdd"
    ids = {own_id(*parts) for parts in permutations(("Radio", "Titre", "Corps"))}
    assert len(ids) == 6


def test_a_digest_knows_where_a_part_ends() -> None:
    assert len({digest(parts) for parts in (["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], [])}) == 5


def test_the_digest_of_a_text_does_not_know_its_source() -> None:
    assert text_digest("Titre", "Corps") == digest(["Titre", "Corps"]) != own_id("", "Titre", "Corps")


def test_half_a_character_cannot_be_written_and_has_a_digest_all_the_same() -> None:
    assert [is_encodable(text) for text in ("", "é😀\x00", "\ud83d", "a\udfff")] == [True, True, False, False]
    assert digest(["\ud800"]) != digest(["\ud801"])
