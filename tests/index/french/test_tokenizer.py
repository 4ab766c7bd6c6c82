"""Where words begin and end."""

from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from index.french.analysis import analyse
from index.french.normalisation import normalise
from index.french.stemming import terms
from index.french.tokenizer import PARAGRAPH, PARAGRAPH_GAP, in_full, paragraphs, tokenize, unelided
from tests.index.french.texts import ANY_TEXT, FRENCH


@given(st.one_of(ANY_TEXT, FRENCH, st.text("1203 .,a-'", max_size=30)))
@example("30 000 morts, 1 234,5 et 30 0005")
@example("AAASŉ")
@example("PECHE, des cyber-attaques")
def test_no_word_is_cut_where_a_text_is_analysed_chunk_by_chunk(text: str) -> None:
    normalised = normalise(text)
    assume("\n\n" not in normalised.text)
    whole, found = list(tokenize(normalised.text)), analyse(text)
    assert [terms(word.text).exact for word in whole if not word.is_variant] == [
        token.terms.exact for token in found if not token.is_variant
    ]
    assert {normalised.original(*word.span) for word in whole} == {token.span for token in found}
    assert {normalised.original(*word.written) for word in whole} == {token.written for token in found}
    # A word has one more token for each other stem, at its own position: PECHE, the joined cyber-attaques.
    own = [(token.position, token.span) for token in found]
    assert [(word.position, normalised.original(*word.span)) for word in whole] == [
        each for number, each in enumerate(own) if each not in own[:number]
    ]


@given(st.text("aé'\n 0", max_size=30))
def test_paragraphs_with_a_word_stand_apart_by_one_gap(text: str) -> None:
    for one, other in pairwise(token for token in analyse(text) if not token.is_variant):
        step = other.position - one.position
        assert step == (1 + PARAGRAPH_GAP if "\n\n" in text[one.written.end : other.written.start] else 1)


def test_a_chain_of_five_parts_has_no_joined_form() -> None:
    assert not any(token.is_variant for token in analyse("un-deux-trois-quatre-cinq"))


@pytest.mark.parametrize(
    ("chunk", "words"),
    [
        ("l'hôpital", ["hôpital"]),
        ("qu'elle d'otan", ["elle", "otan"]),
        ("n'djamena", ["ndjamena", "n", "djamena"]),
        ("aujourd'hui", ["aujourdhui"]),
        ("prud'hommes", ["prudhommes"]),
        ("o.t.a.n. et c.gt", ["otan", "et", "c", "gt"]),
        ("30 000 morts", ["30000", "morts"]),
        ("30.000,5", ["30000,5"]),
        ("1.5 et 1,5", ["1,5", "et", "1,5"]),
        ("2024 150", ["2024", "150"]),
        ("st-étienne", ["saintétienne", "saint", "étienne"]),
        ("nord-coréen", ["nordcoréen", "nord", "coréen"]),
        ("a-t-il", ["a", "il"]),
        ("20h30", ["20h30", "20", "30"]),
        ("r&d", ["rd", "r", "d"]),
        ("a-b-c-d-e", ["a", "b", "c", "d", "e"]),
        ("- & ' .", []),
    ],
)
def test_a_chunk_is_cut_into_words(chunk: str, words: list[str]) -> None:
    assert [word.text for word in tokenize(chunk)] == words


@given(st.text("aé0 .,'-&\n", max_size=40))
def test_paragraphs_and_chunks_put_together_are_the_text(text: str) -> None:
    assert PARAGRAPH.join(" ".join(chunks) for chunks in paragraphs(text)) == text


@pytest.mark.parametrize(
    ("part", "kept"), [("l'été", "été"), ("jusqu'ici", "ici"), ("d'lfi", "lfi"), ("à", "à")]
)
def test_what_is_elided_before_a_word_is_no_part_of_it(part: str, kept: str) -> None:
    assert part[unelided(part) :] == kept


def test_st_is_saint_and_any_other_word_itself() -> None:
    assert [in_full(word) for word in ("st", "ste", "sto")] == ["saint", "sainte", "sto"]
