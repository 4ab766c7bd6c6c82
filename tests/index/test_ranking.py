"""The formula: how strongly a document answers a term."""

import math

import numpy as np
import pytest

from index.ranking import LENGTHS, average_length, idf, length_bytes, norm, rounded, saturation, saturations


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


def test_arrays_follow_the_formula_of_one_document() -> None:
    tables = saturations(30.0).reshape(256, 256)
    for length in (0, 1, 39, 41, 1_000, 100_000):
        code = int(length_bytes(np.array([length]))[0])
        assert LENGTHS[code] == rounded(length)
        assert [tables[frequency, code] for frequency in (0, 1, 255)] == [
            saturation(float(frequency), norm(length, 30.0)) for frequency in (0, 1, 255)
        ]


def test_the_rarity_of_a_term_is_that_of_lucene() -> None:
    assert idf(10, 3) == pytest.approx(math.log(1 + 7.5 / 3.5))


def test_a_document_twice_as_long_as_the_average_has_the_norm_1_6() -> None:
    assert norm(20, 10.0) == pytest.approx(1.6)


@pytest.mark.parametrize(
    ("total", "documents", "average"), [(90, 3, 30.0), (5, 1, 5.0), (0, 0, 1.0), (0, 4, 1.0)]
)
def test_the_average_length_is_that_of_the_documents_that_have_one(
    total: int, documents: int, average: float
) -> None:
    assert average_length(total, documents) == average
