"""The day that the first lines of a text tell: the forms of data/text_dates.tsv."""

import pytest

from indexer.text_dates import TextDate, read_text_date
from tests.work import calls

NAMES = ("Radio Estuaire", "bulletin-12")


@pytest.mark.cases("text_dates.tsv")
def test_the_first_lines_of_a_text_tell_its_day(row):
    lines, day, *folder = row
    year, _, month = "".join(folder).partition("-")
    told = read_text_date(
        lines.replace(" / ", "\n"), NAMES, int(year) if year else None, int(month) if month else None
    )
    assert (told.date.isoformat() if told.date else "-") == day
    assert not (told.date and told.oddity)


def test_it_is_said_how_the_day_is_written():
    told = read_text_date("Radio Estuaire\n\nJournal du jeudi 7 novembre 2024\n", NAMES, None, None)
    assert told.written == "jeudi 7 novembre 2024"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Jeudi 7 novembre 2024\nVendredi 8 novembre 2024", "several days"),
        ("Vendredi 7 novembre 2024", "another day of the week"),
        ("30 février 2024", "no day of the calendar"),
    ],
)
def test_it_is_said_why_there_is_no_day(text, reason):
    assert reason in read_text_date(text, NAMES, None, None).oddity


def test_a_day_further_down_or_in_a_long_line_is_not_that_of_the_text():
    assert read_text_date("Une ligne.\n" * 10 + "7 novembre 2024", NAMES, None, None) == TextDate()
    assert read_text_date("Le 7 novembre 2024" + " le" * 40, NAMES, None, None) == TextDate()


@pytest.mark.parametrize("unit", ["1 ", "7 nov ", "2024-", "Le ", "\n", "7 novembre 2024\n", "A, "])
def test_the_work_does_not_grow_with_the_text(unit):
    assert calls(lambda: read_text_date(unit * 20_000, NAMES, None, None)) < 2000
