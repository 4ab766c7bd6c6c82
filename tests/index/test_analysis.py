"""What the analysis promises for any text: places in the original, the same terms for what looks the same."""

import re
import unicodedata
from collections import Counter
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
import Stemmer
from hypothesis import assume, example, given
from hypothesis import strategies as st

from index.analysis import MAX_TERM, STOP_WORDS, VERSION, analyse, fold, terms
from index.document import digest
from index.normalisation import normalise
from index.tokenizer import PARAGRAPH_GAP, tokenize

STEMS = [
    line.split("\t")
    for line in Path(__file__).with_name("stems.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
FORMS = [
    line.split()
    for line in files("index").joinpath("data", "stems.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
# French text, and everything that Unicode can put in its way.
FRENCH_LETTERS = "abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿœæABCDEFGHIJKLMNOPQRSTUVWXYZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ"
FRENCH = st.text(FRENCH_LETTERS + FRENCH_LETTERS + " '’-‑.,&0123456789«»\u00a0\u202f\u00ad", max_size=60)
ODD = (
    "\x00\ud800\udfff\u0301\u0323\u200b\u200d\u2060\u00ad\ufeff"
    + "\U0001f600\U0001d400ßŉİıﬁﬀǆ½²№…–´ΐᾳ\u0345\U000e0041"
)
ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(), max_size=60),
    st.text(ODD + FRENCH_LETTERS + " '.-0123,", max_size=60),
)


def exact(text: str) -> list[str]:
    return [token.terms.exact for token in analyse(text)]


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
    assert [text[token.span.start : token.span.end] for token in analyse(text)] == [
        "hôpital", "aujourd’hui", "20h30", "20", "30", "chef-d’œuvre", "chef", "œuvre",
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
        assert token.terms.exact
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


@given(ANY_TEXT)
def test_each_normalised_character_knows_where_it_comes_from(text: str) -> None:
    normalised = normalise(text)
    assert len(normalised.text) == len(normalised.starts) == len(normalised.ends)
    assert all(
        0 <= start < end <= len(text) for start, end in zip(normalised.starts, normalised.ends, strict=True)
    )
    assert sorted(normalised.starts) == list(normalised.starts)


@given(st.one_of(ANY_TEXT, FRENCH, st.text("1203 .,a-'", max_size=30)))
@example("30 000 morts, 1 234,5 et 30 0005")
def test_no_word_is_cut_where_a_text_is_analysed_chunk_by_chunk(text: str) -> None:
    normalised = normalise(text)
    assume("\n\n" not in normalised.text)
    whole, found = list(tokenize(normalised.text)), analyse(text)
    assert [terms(word.text) for word in whole] == [token.terms for token in found]
    assert [normalised.original(*word.span) for word in whole] == [token.span for token in found]
    assert [normalised.original(*word.written) for word in whole] == [token.written for token in found]
    assert [word.position for word in whole] == [token.position for token in found]


@given(st.text("aé'\n 0", max_size=30))
def test_paragraphs_with_a_word_stand_apart_by_one_gap(text: str) -> None:
    for one, other in pairwise(token for token in analyse(text) if not token.is_variant):
        step = other.position - one.position
        assert step == (1 + PARAGRAPH_GAP if "\n\n" in text[one.written.end : other.written.start] else 1)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("word", "stem"), STEMS, ids=[word for word, _ in STEMS])
def test_a_word_has_its_reference_stem(word: str, stem: str) -> None:
    assert [token.terms.stem for token in analyse(word)] == [stem]


def test_the_forms_of_a_word_in_the_table_have_one_stem_with_accents_or_without() -> None:
    for forms in FORMS:
        words = [word for form in forms for word in (form, fold(form))]
        assert {terms(normalise(word).text).stem for word in words} == {fold(forms[0])}, forms


def test_no_form_stands_twice_in_the_table() -> None:
    count = Counter(fold(form) for forms in FORMS for form in forms)
    assert [form for form, times in count.items() if times > 1] == []


def test_no_line_of_the_table_says_what_the_stemmer_does_by_itself() -> None:
    stemmer = Stemmer.Stemmer("french")
    for forms in FORMS:
        stems = {fold(stemmer.stemWord(normalise(form).text)) for form in forms}
        assert stems != {fold(forms[0])}, forms


def test_a_stop_word_is_folded_and_lower_case() -> None:
    assert {word for word in STOP_WORDS if fold(word.lower()) != word} == set()


def test_the_stop_words_are_those_of_the_reference() -> None:
    assert len(STOP_WORDS) > 185


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


def test_a_word_with_accents_keeps_its_accented_form() -> None:
    (token,) = analyse("Marché")
    assert (token.terms.exact, token.terms.accented) == ("marche", "marché")


def test_a_word_without_accents_has_no_accented_form() -> None:
    (token,) = analyse("marche")
    assert token.terms.accented == ""


def test_the_joined_form_of_a_compound_stands_beside_its_first_part() -> None:
    tokens = [(token.terms.exact, token.position, token.is_variant) for token in analyse("porte-parole")]
    assert sorted(tokens) == [("parole", 1, False), ("porte", 0, False), ("porteparole", 0, True)]


def test_a_chain_of_five_parts_has_no_joined_form() -> None:
    assert not any(token.is_variant for token in analyse("un-deux-trois-quatre-cinq"))


def test_a_very_long_word_is_one_token_that_covers_it() -> None:
    (token,) = analyse("a" * 300_000)
    assert (token.span.start, token.span.end, len(token.terms.exact)) == (0, 300_000, MAX_TERM)


def test_a_word_that_is_glued_to_a_number_with_a_space_is_not_lost() -> None:
    assert exact("10 000euros") == ["10000", "euros"]


def test_an_article_is_no_part_of_the_exact_form_of_a_counted_word() -> None:
    assert exact("l’11e") == exact("11e")


def test_terms_that_change_need_another_version_of_the_analysis() -> None:
    """Where this fails on purpose: raise the number in `analysis.VERSION`, write the new digest here."""
    text = next((Path(__file__).parent.parent / "data").rglob("2024-11-08*.txt")).read_text("utf-8")
    terms = [f"{token.terms} {token.position}" for token in analyse(text)]
    assert (VERSION.split("/")[0], digest(terms)) == ("3", "d0949ebc73e6b25f75e3")
