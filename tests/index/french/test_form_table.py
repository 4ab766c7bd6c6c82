"""Forms are analysed once and stored as numbers: signs around a word make no other form of it."""

from collections.abc import Sequence

import numpy as np
import pytest

from index.french.analysis import analyse
from index.french.form_table import BREAK, NONE, FormTable, Numbered


def rows(forms: FormTable, text: str) -> list[int]:
    """Read a text; give the rows of its forms."""
    found, lengths = forms.read([text])
    assert lengths.tolist() == [len(found)]
    return found.tolist()


def size(forms: FormTable) -> tuple[int, ...]:
    return (*map(len, (forms.stems, forms.terms, forms.written)), *map(len, forms.arrays()))


def test_texts_are_numbered_in_the_order_they_come() -> None:
    numbers = Numbered()
    assert [numbers[text] for text in ("b", "a", "b", "")] == [0, 1, 0, 2]


def test_signs_and_an_elision_around_a_word_make_no_other_row_of_it() -> None:
    forms = FormTable()
    found = rows(forms, "grève « grève », l’grève (grève). l'hôpital, hôpital")
    assert found[:1] * 2 == [found[0], found[2]]
    assert found[-2] == found[-1] != found[0]


def test_capitals_make_another_row_of_the_same_terms() -> None:
    forms = FormTable()
    one, other = rows(forms, "grève GRÈVE")
    arrays = forms.arrays()
    pieces = [slice(arrays.end[row - 1], arrays.end[row]) for row in (one, other)]
    assert one != other
    assert arrays.exact[pieces[0]] == arrays.exact[pieces[1]]
    assert arrays.written[pieces[0]] != arrays.written[pieces[1]]


@pytest.mark.parametrize(
    "text", ["La grève, l’OTAN, 30 000 nord-coréens à 20h30.\n\nO.T.A.", "", "…", "½ a\u0301"]
)
def test_what_was_read_before_adds_nothing(text: str) -> None:
    forms = FormTable()
    first = rows(forms, text)
    before = size(forms)
    assert rows(forms, text) == first
    assert size(forms) == before


def test_an_empty_line_is_a_break_which_has_no_pieces() -> None:
    forms = FormTable()
    assert rows(forms, "un\n\nun")[1] == BREAK
    assert (forms.arrays().end[BREAK], forms.arrays().advance[BREAK]) == (0, 0)


def test_a_number_that_goes_on_behind_a_space_is_one_form_of_one_piece() -> None:
    forms = FormTable()
    assert len(rows(forms, "30 000 morts")) == 2
    assert "30000" in forms.terms
    assert len(rows(forms, "30 00 morts")) == 3


def test_what_is_too_long_is_not_kept_as_it_is_written() -> None:
    forms = FormTable()
    (row,) = rows(forms, "x" * 300)
    assert forms.arrays().written[row - 1] == NONE
    assert max(map(len, forms.terms)) < 300


@pytest.mark.parametrize("texts", [[], [""], ["", "a", ""], ["a"] * 3])
def test_each_text_has_as_many_rows_as_it_has_forms(texts: Sequence[str]) -> None:
    found, lengths = FormTable().read(texts)
    assert lengths.tolist() == [len(text.split()) for text in texts]
    assert len(found) == lengths.sum()


def test_numbers_are_those_of_the_terms_of_the_analysis() -> None:
    forms = FormTable()
    rows(forms, "Nord-coréens à l’été")
    tokens = analyse("Nord-coréens à l’été")
    assert set(forms.stems) == {token.terms.stem for token in tokens}
    assert set(forms.terms) == {term for token in tokens for term in token.terms[1:] if term}
    assert np.array_equal(np.sort(list(forms.stems.values())), np.arange(len(forms.stems)))
