"""The day that a date in the input means, in Paris."""

from datetime import date

import pytest

from indexer.dates import to_moment, to_moment_as_sent, to_moment_of_cell


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("44999", "2023-03-14 None"),
        ("44999,75", "2023-03-14 18:00:00"),
        ("1678813500", "2023-03-14 18:05:00"),
        ("1678813500.0", "2023-03-14 18:05:00"),
        ("1678813500123", "2023-03-14 18:05:00"),
        ("14/03/2023", "2023-03-14 None"),
        ("2023", "None"),
        ("123456", "None"),
    ],
)
def test_a_date_of_a_table_may_be_a_number(text: str, moment: str) -> None:
    found = to_moment_of_cell(text)
    assert (f"{found.day} {found.at}" if found else "None") == moment


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
    moment = to_moment(text)
    assert moment and moment.day == day


@pytest.mark.parametrize(
    "text",
    ["", "2024", "2023-02-29", "07/11/2024", "2024-11-07x", "9999-12-31T23:30:00Z", "hier"],
)
def test_what_is_no_date_has_no_day(text: str) -> None:
    assert to_moment(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Thu, 07 Nov 2024 17:00:00 +0100",
        "Thursday, 7 November 2024",
        "Thu Nov  7 17:00:00 2024",
        "jeu., 07 nov. 2024 17:00:00 Z",
        "Jeu, 7 Nov 2024 17h00",
        "jeudi 7 novembre 2024 à 17 h 00",
        "2024-11-07 17:00:00 Z",
        "2024-11-07T17:00:00+0100",
        "7/11/2024 17:00",
        "07.11.2024",
        "7-nov.-24",
        "11/7/2024 5:00 PM",
    ],
)
def test_a_date_as_it_was_sent_is_read_in_two_languages(text: str) -> None:
    moment = to_moment_as_sent(text)
    assert moment and moment.day == date(2024, 11, 7)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hier",
        "Thu, 99 Nov 2024 17:00:00 GMT",
        "Nov 2024",
        "17:00",
        "7/13/24",
        "1.2.3.24",
        "Mon, 30 Nov -0001 00:00:00 +0000",
    ],
)
def test_what_is_no_date_was_not_sent_on_a_day(text: str) -> None:
    assert to_moment_as_sent(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024-11-07T20:15", "2024-11-07 20:15"),
        ("2024-11-07 20:15:59", "2024-11-07 20:15"),
        ("2024-11-07T23:30:00Z", "2024-11-08 00:30"),
        ("2024-07-07T22:30:00Z", "2024-07-08 00:30"),
        ("2024-11-07T20:15:00-05:00", "2024-11-08 02:15"),
        ("2024-11-07T20:15:00+01:00", "2024-11-07 20:15"),
        ("2024-10-27T00:30:00Z", "2024-10-27 02:30"),
        ("2024-10-27T01:30:00Z", "2024-10-27 02:30"),
        ("Thu, 07 Nov 2024 23:30:00 GMT", "2024-11-08 00:30"),
        ("11/7/2024 5:05 PM", "2024-11-07 17:05"),
        ("Nov 7, 2024 12:05 a.m.", "2024-11-07 00:05"),
        ("13/11/2024 5:05 PM", "2024-11-13 17:05"),
        ("Thu, 07 Nov 2024 23:30:00 -0500", "2024-11-08 05:30"),
        ("Thu, 07 Nov 2024 23:30:00 EST", "2024-11-08 05:30"),
        ("Thu, 07 Nov 2024 23:30:00 CET", "2024-11-07 23:30"),
        ("Thu, 07 Nov 2024 23:30:00", "2024-11-07 23:30"),
        ("07-Nov-2024 23:30", "2024-11-07 23:30"),
        ("jeu., 07 nov. 2024 17:00:00 Z", "2024-11-07 18:00"),
        ("Jeu, 7 Nov 2024 17h05", "2024-11-07 17:05"),
        ("7/11/2024 17 h 05", "2024-11-07 17:05"),
        ("07/11/2024 à 8h", "2024-11-07 08:00"),
        ("7/11/24 8h05", "2024-11-07 08:05"),
        ("07.11.98", "1998-11-07"),
        # a day alone, as programs write it
        ("2024-11-07", "2024-11-07"),
        ("2024-11-07T00:00:00", "2024-11-07"),
        ("2024-11-07T00:00:00Z", "2024-11-07"),
        ("2024-11-06T23:00:00Z", "2024-11-07"),
        ("Thu, 07 Nov 2024 00:00:00 +0100", "2024-11-07"),
        ("Thursday, 7 November 2024", "2024-11-07"),
        ("7/11/2024", "2024-11-07"),
    ],
)
def test_the_time_is_that_of_paris_and_midnight_is_none(text: str, said: str) -> None:
    day, at = to_moment_as_sent(text) or (None, None)
    assert " ".join(filter(None, [str(day), at.isoformat("minutes") if at else ""])) == said


@pytest.mark.parametrize(
    "text",
    [
        "2024-11-07T00:00:00+02:00",
        "2024-11-07T00:00:00+09:00",
        "2024-11-07T00:00:00-05:00",
        "2024-11-06T23:00:00Z",
        "Thu, 07 Nov 2024 00:00:00 +0100",
        "07/11/2024 00:00:00",
        "7 novembre 2024 à 0h00",
    ],
)
def test_midnight_is_how_programs_write_a_day_alone(text: str) -> None:
    assert to_moment_as_sent(text) == (date(2024, 11, 7), None)
