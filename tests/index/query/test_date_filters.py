"""Filters of days."""

from datetime import date
from typing import get_args

import pytest

from index.query import (
    Dates,
    parse,
)
from index.query.date_filters import dated
from index.query.keywords import When
from tests.index.query.examples import TODAY


def test_a_relative_date_counts_from_the_day_that_is_given() -> None:
    (dates,) = parse("depuis:1j", date(2024, 3, 1)).parts
    assert isinstance(dates, Dates)
    assert dates.period.first == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "shown", "rest"),
    [
        ("2024 grève", "date:2024", " grève"),
        ("2024-11-07, grève", "date:2024-11-07", " grève"),
        ("7 novembre 2024 grève", 'date:"7 novembre 2024"', " grève"),
        ("novembre 2024", 'date:"novembre 2024"', ""),
        ('"du 7 au 9 novembre 2024" grève', 'date:"du 7 au 9 novembre 2024"', " grève"),
        ("« 7 novembre 2024 »grève", 'date:"7 novembre 2024"', "grève"),
        ("2024-03..2024-05", "date:2024-03..2024-05", ""),
    ],
)
def test_a_date_is_read_as_far_as_it_goes(text: str, shown: str, rest: str) -> None:
    read = dated("date", text, 0, TODAY)
    assert read
    assert (str(read.dates), text[read.end :]) == (shown, rest)


@pytest.mark.parametrize("text", ["", "grève", "2024-13", '""', "30 février 2024 grève", "(2024)", '"grève'])
@pytest.mark.parametrize("when", get_args(When))
def test_what_is_no_date_is_read_as_none(when: When, text: str) -> None:
    read = dated(when, text, 0, TODAY)
    assert read is None or "février" in text


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("date", date(2024, 11, 1), date(2024, 11, 30)),
        ("since", date(2024, 11, 1), None),
        ("before", None, date(2024, 10, 31)),
        ("after", date(2024, 12, 1), None),
    ],
)
def test_before_and_after_a_month_leave_all_of_it_out(
    when: When, first: date | None, last: date | None
) -> None:
    read = dated(when, "2024-11", 0, TODAY)
    assert read
    assert (read.dates.period.first, read.dates.period.last) == (first, last)
