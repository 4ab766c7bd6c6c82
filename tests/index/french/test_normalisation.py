"""One spelling for what only looks different, and the way back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.french.normalisation import is_one_for_one, normalise
from tests.index.french.texts import ANY_TEXT, FRENCH


@given(ANY_TEXT)
def test_each_normalised_character_knows_where_it_comes_from(text: str) -> None:
    normalised = normalise(text)
    assert len(normalised.text) == len(normalised.starts) == len(normalised.ends)
    assert all(
        0 <= start < end <= len(text) for start, end in zip(normalised.starts, normalised.ends, strict=True)
    )
    assert sorted(normalised.starts) == list(normalised.starts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’ÉTÉ", "l'été"),
        ("l´été, l`été", "l'été, l'été"),
        ("nord‑coréen – oui", "nord-coréen - oui"),
        ("Œuvre cæcum", "oeuvre caecum"),
        ("30\u202f000\u00a0€", "30 000 €"),
        ("co\u00adopé\u200brer", "coopérer"),
        ("e\u0301te\u0301", "été"),
        ("ﬁn ２０ ①", "fin 20 1"),
        ("1½", "1 1\u20442"),
        ("a…b", "a;b"),
        ("İ ẞ ΟΔΟΣ", "i ß οδοσ"),
        ("\u0301", ""),
        ("", ""),
    ],
)
def test_what_only_looks_different_is_one_spelling(text: str, expected: str) -> None:
    assert normalise(text).text == expected


@pytest.mark.parametrize(
    ("text", "part", "original"),
    [("Le cœur bat", "coeur", "cœur"), ("l’e\u0301te\u0301 !", "été", "e\u0301te\u0301"), ("ﬁn", "in", "ﬁn")],
)
def test_a_part_leads_back_to_the_characters_it_comes_from(text: str, part: str, original: str) -> None:
    normalised = normalise(text)
    start = normalised.text.index(part)
    span = normalised.original(start, start + len(part))
    assert text[span.start : span.end] == original


@given(st.one_of(ANY_TEXT, FRENCH))
def test_a_text_that_is_one_for_one_keeps_every_offset(text: str) -> None:
    if is_one_for_one(text):
        normalised = normalise(text)
        assert list(normalised.starts) == list(range(len(text)))
        assert list(normalised.ends) == list(range(1, 1 + len(text)))


def test_no_text_with_a_ligature_or_a_mark_is_one_for_one() -> None:
    assert is_one_for_one("L’été : 30 € – nord‑coréen")
    assert not any(map(is_one_for_one, ("œuvre", "e\u0301", "co\u00adop", "ﬁn")))
