"""Where French sentences end: `sentences.tsv` holds the cases, one a line."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.french.sentences import sentences

LINES = [
    line
    for line in Path(__file__).with_name("sentences.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize("line", LINES)
def test_a_paragraph_is_cut_where_its_sentences_end(line: str) -> None:
    text = line.replace("||", "").replace(" | ", " ")
    assert cut(text) == re.split(r" \| |\|\|", line)


@given(st.text(max_size=80) | st.text("aÉ.!?… \n«»\"'A1—", max_size=80))
def test_sentences_without_the_white_space_between_them_are_the_whole_text(text: str) -> None:
    assert "".join("".join(cut(text)).split()) == "".join(text.split())


@given(st.text("aÉ.!?… \n«»\"'A1—", max_size=80))
def test_sentences_follow_each_other_and_do_not_begin_or_end_with_white_space(text: str) -> None:
    end = 0
    for span in sentences(text):
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        end = span.end


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_a_paragraph_without_text_has_no_sentence(text: str) -> None:
    assert sentences(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Il a pris un vol. Le suspect court.",
        "Ils étaient sept. Les secours arrivent.",
        "Il aime l’art. Le musée rouvre.",
        "Rendez-vous à 20 h. Le maire viendra.",
    ],
)
def test_a_word_that_looks_like_an_abbreviation_ends_a_sentence(text: str) -> None:
    assert len(sentences(text)) == 2


@pytest.mark.parametrize(
    "text", ["Voir vol. 3 du recueil.", "Le 12 sept. 2024 à Paris.", "M. Le Drian est là."]
)
def test_an_abbreviation_does_not(text: str) -> None:
    assert len(sentences(text)) == 1
