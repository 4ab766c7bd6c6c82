"""What the analysis promises for any text: places in the original, the same terms for what looks the same."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.archive.document import digest
from index.french.analysis import VERSION, analyse
from index.french.folding import fold
from index.french.stemming import MAX_TERM
from tests.index.french.texts import ANY_TEXT, FRENCH, FRENCH_LETTERS


def exact(text: str) -> list[str]:
    return [token.terms.exact for token in analyse(text) if token.terms.exact]


def written(text: str) -> list[str]:
    return [text[token.written.start : token.written.end] for token in analyse(text)]


@given(ANY_TEXT)
def test_every_span_points_into_the_original_text(text: str) -> None:
    for token in analyse(text):
        assert 0 <= token.written.start <= token.span.start < token.span.end <= token.written.end <= len(text)


@given(st.one_of(ANY_TEXT, FRENCH))
def test_words_stand_in_the_original_in_the_order_of_the_tokens(text: str) -> None:
    spans = [token.span for token in analyse(text) if not token.is_variant]
    assert [span.start for span in spans] == sorted(span.start for span in spans)
    assert [span.end for span in spans] == sorted(span.end for span in spans)


@given(st.one_of(ANY_TEXT, FRENCH))
def test_what_stands_at_a_span_is_the_word(text: str) -> None:
    for token in analyse(text):
        found = text[token.span.start : token.span.end]
        if set(found) <= set(FRENCH_LETTERS + "0123456789") and not token.is_variant:
            assert token.terms.exact in (fold(found.lower()), "saint", "sainte")


def test_the_span_of_a_part_is_its_own_letters_without_what_is_elided() -> None:
    text = "l’hôpital, d’aujourd’hui, 20h30, chef-d’œuvre"
    assert [text[token.span.start : token.span.end] for token in analyse(text) if token.terms.exact] == [
        "hôpital", "aujourd’hui", "20h30", "chef-d’œuvre", "chef", "œuvre",
    ]  # fmt: skip


@given(ANY_TEXT)
def test_positions_never_decrease(text: str) -> None:
    positions = [token.position for token in analyse(text)]
    assert positions == sorted(positions)


@given(ANY_TEXT)
def test_only_a_variant_shares_its_position(text: str) -> None:
    positions = [token.position for token in analyse(text) if not token.is_variant]
    assert len(set(positions)) == len(positions)


@given(FRENCH.filter(lambda text: "\n" not in text))
def test_words_of_a_paragraph_follow_each_other_without_a_gap(text: str) -> None:
    positions = [token.position for token in analyse(text) if not token.is_variant]
    assert positions == list(range(len(positions)))


def test_an_empty_line_leaves_a_gap_between_positions() -> None:
    first, second = analyse("Corée\n\nNord")
    assert second.position - first.position > 1


@given(ANY_TEXT)
def test_every_token_has_terms_of_bounded_length(text: str) -> None:
    for token in analyse(text):
        assert token.terms.stem
        assert token.terms.exact or token.is_variant
        # ß and ligatures become two letters
        assert max(map(len, (token.terms.stem, token.terms.exact, token.terms.accented))) <= 2 * MAX_TERM


@given(ANY_TEXT)
def test_a_term_holds_no_white_space_and_no_capital(text: str) -> None:
    for term in exact(text):
        assert not re.search(r"\s", term)
        assert term == term.lower()


@given(FRENCH)
def test_composed_and_decomposed_text_give_the_same_terms(text: str) -> None:
    composed = analyse(unicodedata.normalize("NFC", text))
    decomposed = analyse(unicodedata.normalize("NFD", text))
    assert [token.terms for token in composed] == [token.terms for token in decomposed]


@given(FRENCH)
def test_capitals_change_no_exact_term(text: str) -> None:
    assert exact(text.upper()) == exact(text)


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "…", "—", "’", "-", "&", "€ %", "\u0301", "\u200b"]
)
def test_a_text_without_words_gives_no_token(text: str) -> None:
    assert analyse(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l’OTAN", ["OTAN"]),
        ("d’Édouard", ["Édouard"]),
        ("l’O.T.A.N.", ["O.T.A.N."]),
        ("Se\u0301oul", ["Se\u0301oul"]),
        ("Orle\u0301\u00adans", ["Orle\u0301\u00adans"]),
        ("« menace »a-t-il", ["menace", "a-t-il", "a-t-il"]),
        ("nord‑coréens", ["nord‑coréens"] * 3),
        ("l’arc-en-ciel", ["arc-en-ciel"] * 4),
        ("30\u202f000 €", ["30\u202f000"]),
        ("ﬁn", ["ﬁn"]),
        ("😀otan😀", ["otan"]),
    ],
)
def test_the_written_word_stands_as_in_the_original_without_its_article(
    text: str, expected: list[str]
) -> None:
    assert written(text) == expected


def test_the_joined_form_of_a_compound_stands_beside_its_first_part() -> None:
    tokens = [(token.terms.exact, token.position, token.is_variant) for token in analyse("porte-parole")]
    assert sorted(tokens) == [("parole", 1, False), ("porte", 0, False), ("porteparole", 0, True)]


def test_a_very_long_word_is_one_token_that_covers_it() -> None:
    (token,) = analyse("a" * 300_000)
    assert (token.span.start, token.span.end, len(token.terms.exact)) == (0, 300_000, MAX_TERM)


def test_a_word_that_is_glued_to_a_number_with_a_space_is_not_lost() -> None:
    assert exact("10 000euros") == ["10000", "euros"]


def test_an_article_is_no_part_of_the_exact_form_of_a_counted_word() -> None:
    assert exact("l’11e") == exact("11e")


def test_terms_that_change_need_another_version_of_the_analysis() -> None:
    """Where this fails on purpose: raise the number in `analysis.VERSION`, write the new digest here."""
    text = next((Path(__file__).parents[2] / "data").rglob("2024-11-08*.txt")).read_text("utf-8")
    terms = [f"{token.terms} {token.position}" for token in analyse(text)]
    assert (VERSION.split("/")[0], digest(terms)) == ("6", "c4fb6571ec0f0e8cc9ca")
