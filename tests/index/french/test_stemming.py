"""The stem, the exact and the accented form of a word, and the tables they come from."""

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.french.analysis import analyse
from index.french.folding import fold
from index.french.normalisation import normalise
from index.french.stemming import LONGEST_WHOLE, STOP_WORDS, find_terms, terms, word_prefixes

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


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("word", "stem"), STEMS, ids=[word for word, _ in STEMS])
def test_a_word_has_its_reference_stem(word: str, stem: str) -> None:
    assert [token.terms.stem for token in analyse(word)] == [stem]


def test_the_words_of_a_line_of_the_table_have_one_stem() -> None:
    for line in FORMS:
        assert len({terms(normalise(word).text).stem for word in line}) == 1, line


def test_no_form_stands_twice_in_the_table() -> None:
    count = Counter(form for forms in FORMS for form in forms)
    assert [form for form, times in count.items() if times > 1] == []


def test_a_stop_word_is_folded_and_lower_case() -> None:
    assert {word for word in STOP_WORDS if fold(word.lower()) != word} == set()


def test_the_stop_words_are_those_of_the_reference() -> None:
    assert len(STOP_WORDS) > 185


def test_a_word_with_accents_keeps_its_accented_form() -> None:
    (token,) = analyse("Marché")
    assert (token.terms.exact, token.terms.accented) == ("marche", "marché")


def test_a_word_without_accents_has_no_accented_form() -> None:
    (token,) = analyse("marche")
    assert token.terms.accented == ""


def is_begun(exact: str, prefix: str) -> bool:
    return (
        exact.startswith(prefix)
        if len(prefix) > LONGEST_WHOLE
        else exact in (prefix, prefix + "s", prefix + "x")
    )


KIN = Path(__file__).with_name("kin.tsv").read_text("utf-8").lower()
SHORT = (
    "vu lus air airs an ans ors mer mers mets lois bus jeu jeux eu eus fou fous gaz nés née ump onus psx zzs"
)


@pytest.mark.parametrize("text", [KIN, SHORT], ids=["kin", "short"])
def test_a_word_begins_as_its_stem_says_and_is_a_short_prefix_but_for_its_plural(text: str) -> None:
    found = [find_terms(word) for word in sorted(set(re.findall(r"[^\W\d_]+", text)))]
    astray = [
        each for each in found if not any(is_begun(each.exact, prefix) for prefix in word_prefixes(each.stem))
    ]
    assert astray == []
