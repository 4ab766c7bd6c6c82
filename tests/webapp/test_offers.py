"""Other queries that a page offers: what is typed as a quotation, and within its dates."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from index import Document, open_engine, parse
from index.engines.reading import Reading
from index.french.dates import Period
from index.query import Filters
from webapp.offers import LIKE_A_SENTENCE, SAID_BY_NAME, YEAR, in_quotes, limited

FIRST, LAST, TODAY = date(2024, 1, 10), date(2024, 3, 20), date(2024, 6, 1)
DAY = timedelta(1)
SHORTEST, LONGEST = LIKE_A_SENTENCE[0], LIKE_A_SENTENCE[-1]


@pytest.mark.parametrize(
    ("typed", "quoted"),
    [
        ("on est un peu perdu", '"on est un peu perdu"'),
        ("de " * (SHORTEST - 1) + "mer", '"' + "de " * (SHORTEST - 1) + 'mer"'),
        ("de " * (SHORTEST - 2) + "mer", None),
        ("de " * (LONGEST - 1) + "mer", '"' + "de " * (LONGEST - 1) + 'mer"'),
        ("de " * LONGEST + "mer", None),
        ("grève port infirmières hôpital", None),
        ('on est un peu "perdu"', None),
        ('le port de 8" est grand', None),
        ("on est un peu -perdu", None),
        ("on est un peu source:TF1", None),
    ],
)
def test_what_is_like_a_sentence_is_put_in_quotes(typed: str, quoted: str | None) -> None:
    found = in_quotes(parse(typed))
    assert (found and found.text) == quoted


def test_a_quotation_keeps_the_filters_but_that_of_all_words() -> None:
    filters = Filters(sources=("TF1",), has_all_words=True)
    found = in_quotes(parse("on est un peu perdu").narrowed(filters))
    assert found
    assert found.filters == Filters(sources=("TF1",))


@pytest.fixture
def archive(tmp_path: Path, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reading]:
    """An archive of two days with something of the sea, and of one without, read on another day."""
    engine = open_engine(f"whoosh:{tmp_path}")
    days = {FIRST: "mer", date(2024, 2, 1): "terre", LAST: "mer"}
    engine.rebuild(Document(str(day), word, "", "TF1", day) for day, word in days.items())
    monkeypatch.setattr("webapp.offers.today_in_paris", lambda: TODAY)
    with app.test_request_context("/"), engine.reading() as reading:
        yield reading


Within = Callable[[date | None, date | None], tuple[int, date | None] | None]


@pytest.fixture
def within(archive: Reading) -> Within:
    """Offer a search for the sea within some days: its number of matches, and the end of the archive."""

    def within(first: date | None, last: date | None) -> tuple[int, date | None] | None:
        found = limited(archive, parse("mer").narrowed(Filters(period=Period(first, last))))
        return (found.total, found.archive_end) if found else None

    return within


def test_days_of_the_archive_are_offered_be_there_nothing(within: Within) -> None:
    assert within(FIRST, LAST) == (2, None)
    assert within(date(2024, 2, 1), date(2024, 2, 1)) == (0, None)
    assert within(FIRST - 9 * DAY, FIRST) == (1, None)
    assert within(LAST, TODAY) == (1, None)
    assert within(LAST + DAY, None) == (0, None)


def test_days_before_and_after_the_archive_are_not(within: Within) -> None:
    assert within(FIRST - 9 * DAY, FIRST - DAY) is None
    assert within(LAST + DAY, LAST + DAY) is None
    assert within(TODAY + DAY, TODAY + 9 * DAY) is None


def test_days_told_from_today_are_and_the_end_of_the_archive_is_said(within: Within) -> None:
    assert within(LAST + DAY, LAST + 2 * DAY) == (0, LAST)
    assert within(TODAY - SAID_BY_NAME, TODAY - SAID_BY_NAME) == (0, LAST)
    assert within(TODAY - SAID_BY_NAME - DAY, TODAY - SAID_BY_NAME - DAY) is None
    assert within(TODAY, TODAY + 6 * DAY) == (0, LAST)
    assert within(TODAY, TODAY) is None


def test_days_of_a_year_ago_are_not(within: Within, monkeypatch: pytest.MonkeyPatch) -> None:
    first, last = LAST + DAY, LAST + 7 * DAY
    monkeypatch.setattr("webapp.offers.today_in_paris", lambda: last + YEAR)
    assert within(first, last) is None
    monkeypatch.setattr("webapp.offers.today_in_paris", lambda: last + YEAR - DAY)
    assert within(first, last) == (0, LAST)
