"""The formula: how much a term in a document counts."""

import pytest

from index.ranking import idf, norm, rounded, saturation


@pytest.mark.parametrize(
    ("length", "kept"),
    [(0, 0), (1, 1), (23, 23), (24, 24), (39, 39), (40, 40), (41, 40), (42, 42), (100, 96), (1_000, 984)],
)
def test_a_length_is_rounded_as_in_lucenes_byte(length: int, kept: int) -> None:
    assert rounded(length) == kept


def test_a_document_of_average_length_has_the_norm_1() -> None:
    assert norm(30, 30.0) == pytest.approx(1.0)


def test_a_word_counts_less_the_more_often_it_stands_there() -> None:
    assert [saturation(float(frequency), 1.0) for frequency in (0, 1, 3)] == [0, 0.5, 0.75]


def test_a_rare_word_counts_more_and_a_word_in_all_documents_a_little() -> None:
    assert idf(1_000, 1) > idf(1_000, 500) > idf(1_000, 1_000) > 0
