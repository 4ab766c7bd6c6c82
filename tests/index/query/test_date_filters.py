"""Filters of days."""

from datetime import date

from index.query import (
    Dates,
    parse,
)


def test_a_relative_date_counts_from_the_day_that_is_given() -> None:
    (dates,) = parse("depuis:1j", date(2024, 3, 1)).parts
    assert isinstance(dates, Dates)
    assert dates.period.first == date(2024, 2, 29)
