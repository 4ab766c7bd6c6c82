"""The day that a date in the input means, in Paris."""

from datetime import date

import pytest

from indexer.dates import to_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-11-07", date(2024, 11, 7)),
        (" 2024-11-07\n", date(2024, 11, 7)),
        ("2024-11-07T23:30:00", date(2024, 11, 7)),
        ("2024-11-07T23:30:00Z", date(2024, 11, 8)),
        ("2024-07-07T22:30:00Z", date(2024, 7, 8)),
        ("2024-11-07T00:30:00+02:00", date(2024, 11, 6)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_a_date_is_read_as_its_day_in_paris(text: str, day: date) -> None:
    assert to_day(text) == day


@pytest.mark.parametrize(
    "text",
    ["", "2024", "2023-02-29", "07/11/2024", "2024-11-07x", "9999-12-31T23:30:00Z", "hier"],
)
def test_what_is_no_date_has_no_day(text: str) -> None:
    assert to_day(text) is None
