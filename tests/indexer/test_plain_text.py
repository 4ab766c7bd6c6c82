"""Text as every reader hands it on: one kind of line end, no control characters, tidy white space."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.plain_text import (
    MOST_MARKS,
    counted,
    has_letter_or_digit,
    one_line,
    printable,
    to_body,
    to_plain,
)


@given(st.text())
def test_plain_text_is_nfc_can_be_written_and_stays_as_it_is(text: str) -> None:
    plain, _ = to_plain(text)
    assert plain == unicodedata.normalize("NFC", plain)
    assert not {each for each in plain if unicodedata.category(each) in ("Cc", "Cs")} - {"\n", "\t"}
    assert to_plain(plain) == (plain, ())


@pytest.mark.parametrize(
    ("text", "plain", "oddities"),
    [
        ("a\r\nb\rc\x0cd\u2028e", "a\nb\nc\nd\ne", []),
        ("a\u2029b", "a\n\nb", []),
        ("e\u0301te\u0301", "été", []),
        ("\x9cuvre\x92", "œuvre’", ["2 letters of windows-1252 in place of control characters"]),
        ("a\x00b\ud800", "a b", ["2 control characters taken out"]),
        ("l’été\x1e\x1fà\x00 Nîmes\x07.", "l’été à Nîmes.", ["4 control characters taken out"]),
        ("a" + "\u0301" * 99, "á" + "\u0301" * (MOST_MARKS - 1),
         ["1 character with more than 30 combining marks, cut to that"]),
    ],
)  # fmt: skip
def test_what_is_odd_is_mended_and_said(text: str, plain: str, oddities: list[str]) -> None:
    assert to_plain(text) == (plain, tuple(oddities))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  a \t b\n", "a b"),
        ("Séoul\u202f: oui", "Séoul\u202f: oui"),
        ("«\u202foui\u202f»\u00a0; 1\u202f000", "«\u202foui\u202f»\u00a0; 1\u202f000"),
        ("a \u00a0 b", "a\u00a0b"),
        ("a \u202f b", "a\u202fb"),
        ("a\u202f\u00a0b", "a\u00a0b"),
        ("a\u2003b", "a b"),
        ("", ""),
    ],
)
def test_white_space_is_tidy_and_no_break_spaces_stay(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (["a", "b"], "a\n\nb"),
        (["a", "", "b", "c", "", "", "d"], "a\n\nb\nc\n\nd"),
        (["", "a", "b", ""], "a\nb"),
        (["a", "b", " "], "a\n\nb"),
        ([], ""),
    ],
)
def test_paragraphs_are_lines_or_what_lies_between_blank_ones(lines: list[str], body: str) -> None:
    assert to_body(lines) == body


def test_what_has_no_letter_and_no_digit_has_nothing_to_search_for() -> None:
    assert [has_letter_or_digit(text) for text in ("é", "…7", "— € 😀", "")] == [True, True, False, False]


def test_names_and_numbers_are_written_for_a_terminal() -> None:
    assert printable("é\x1b[2J\ud800") == "é\\x1b[2J\\ud800"
    assert [counted(number, "file") for number in (1, 0, 2_000)] == ["1 file", "0 files", "2,000 files"]
