"""The day that the first lines of a text tell: the forms of data/text_dates.tsv."""

from datetime import date

import pytest

from index.french.dates import read_period
from indexer.paths import PathMetadata
from indexer.text_dates import TextDate, read_text_date
from tests.work import calls

TODAY = date(2026, 11, 30)


def _path(period=""):
    return PathMetadata("Radio Estuaire", None, "bulletin-12", period=read_period(period, TODAY))


def _said(told):
    """Return a day as the table writes it: with its time, and a question mark where it is supposed."""
    if told.date is None:
        return "-"
    time = told.time.isoformat("minutes") if told.time else ""
    return " ".join(filter(None, [told.date.isoformat(), time, "?" if told.origin == "weekday" else ""]))


@pytest.mark.cases("text_dates.tsv")
def test_the_first_lines_of_a_text_tell_its_day(row):
    lines, day, period, around = (*row, "", "")[:4]
    text = lines.replace(" / ", "\n")
    told = read_text_date(text, _path(period), lambda: read_period(around, TODAY), text)
    assert _said(told) == day
    assert not (told.date and told.oddity)


def test_it_is_said_how_the_day_is_written():
    told = read_text_date("Radio Estuaire\n\nJournal du jeudi 7 novembre 2024\n", _path())
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
    assert reason in read_text_date(text, _path()).oddity


def test_a_day_further_down_or_in_a_long_line_is_not_that_of_the_text():
    assert read_text_date("Une ligne.\n" * 10 + "7 novembre 2024", _path()) == TextDate()
    assert read_text_date("Le 7 novembre 2024" + " le" * 40, _path()) == TextDate()


@pytest.mark.parametrize("unit", ["1 ", "7 nov ", "2024-", "Le ", "\n", "7 novembre 2024\n", "A, ", "hier "])
def test_the_work_does_not_grow_with_the_text(unit):
    text = unit * 20_000
    assert calls(lambda: read_text_date(text, _path("2024"), text=text)) < 2000
