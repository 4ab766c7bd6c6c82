"""Dates among the plain words of a query."""

from datetime import date

import pytest

from index.query import parse, with_date_filter

TODAY = date(2025, 6, 20)


@pytest.mark.parametrize(
    ("typed", "expected", "period"),
    [
        ("grève hier", "grève date:hier", "le 19 juin 2025"),
        ("lundi grève sncf", "date:lundi grève sncf", "le 16 juin 2025"),
        ("inondations la semaine dernière", 'inondations date:"la semaine dernière"', "du 9 au 15 juin 2025"),
        ("attentat Nice 14 juillet 2016", 'attentat Nice date:"14 juillet 2016"', "le 14 juillet 2016"),
        ("coupe du monde 1998", "coupe du monde date:1998", "en 1998"),
        ("tempête, 07/11/24", "tempête, date:07/11/24", "le 7 novembre 2024"),
        (
            "tempête en décembre 1999 en Bretagne",
            'tempête date:"en décembre 1999" en Bretagne',
            "en décembre 1999",
        ),
        ("hier", "date:hier", "le 19 juin 2025"),
    ],
)
def test_a_date_among_words_is_offered_as_a_filter(typed: str, expected: str, period: str) -> None:
    query = with_date_filter(parse(typed, TODAY), TODAY)
    assert query is not None
    assert (query.text, str(query.period)) == (expected, period)


@pytest.mark.parametrize(
    "typed",
    ["grève", "mission sur Mars", "mai", "1500 postes", "mai 68", "49.3", '"grève hier"', "grève ET hier"],
)
def test_other_words_are_no_dates(typed: str) -> None:
    assert with_date_filter(parse(typed, TODAY), TODAY) is None


def test_a_query_that_has_a_date_already_is_left_alone() -> None:
    assert with_date_filter(parse("grève hier date:2024", TODAY), TODAY) is None
