"""Results, documents and the state of an index as JSON, and what never gets into it."""

import json
from datetime import date

import pytest

from index import Appearance, Bulletin, Document, Hit, Results, parse
from index.as_json import document_to_json, json_text, printable, to_json


@pytest.mark.parametrize("character", ["\x1b", "\x07", "\x7f", "\x9b", "\x85", "\ud800", "\u202e", "\u202a"])
def test_a_character_that_steers_a_terminal_is_taken_out(character: str) -> None:
    assert printable(f"a{character}b") == "ab"


@pytest.mark.parametrize("character", ["\u2066", "\u2067", "\u2068", "\u2069"])
def test_a_character_that_turns_the_direction_of_text_is_taken_out(character: str) -> None:
    assert printable(f"a{character}b") == "ab"


TEXTS = ["été 😀", "\x1b[31m", "a\u202eb\u2066", "\x00\x07\x9b", "\ud800", "ligne\nligne", '"\\', "\u2028"]


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
@pytest.mark.parametrize("indent", [None, 2])
def test_json_text_is_read_back_the_same_and_steers_no_terminal(text: str, indent: int | None) -> None:
    written = json_text({"a": [text, 1, None, True]}, indent)
    assert json.loads(written) == {"a": [text, 1, None, True]}
    assert printable(written) == written.replace("\n", "")
    assert ("\n" in written) == (indent is not None)


def test_a_document_without_a_bulletin_and_a_day_has_empty_names() -> None:
    written = document_to_json(Document("x", "Titre", "Corps"))
    assert (written["bulletin"], written["date"], written["appearances"]) == ("", None, [])


def test_the_bulletin_of_a_document_is_its_first_one() -> None:
    first, second = Bulletin("b1", "Matin", "Radio", date(2024, 11, 8)), Bulletin("b2", "Soir", "Radio")
    document = Document("x", "Titre", "Corps", appearances=(Appearance(first, 2), Appearance(second, 1)))
    written = document_to_json(document)
    assert written["bulletin"] == "Matin"
    assert [each["place"] for each in written["appearances"]] == [2, 1]


def test_spans_in_json_are_pairs_of_characters_not_of_bytes() -> None:
    document = Document("x", "L’été à l’OTAN", "")
    hit = Hit(1, 1.0, document, parse("otan"))
    written = to_json(parse("otan"), Results(1, 0.0, (hit,), parse("otan")), "/item/{}".format)
    ((start, end),) = written["hits"][0]["title_spans"]
    assert document.title[start:end] == "OTAN"
    assert "explanation" not in written["hits"][0]
