"""The sample bulletins show what the program is for: varied French, with all that real bulletins have."""

import datetime
import re
from pathlib import Path

import pytest

from index import Document
from indexer.pipeline import Intake
from indexer.progress import Progress
from indexer.report import Report

SAMPLES = Path(__file__).parent.parent / "samples"
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
DATE = re.compile(rf"\b({'|'.join(DAYS)})\s(\d+|1er)\s({'|'.join(MONTHS)})\b(?!\s\d{{4}})")


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    class Quiet:
        def isatty(self) -> bool:
            return False

    report = Report()
    found = list(Intake([SAMPLES], report, Progress(Quiet())).documents())
    assert report.skipped.count == 0
    return found


@pytest.fixture(scope="module")
def text(documents: list[Document]) -> str:
    return "\n".join(f"{document.title}\n{document.body}" for document in documents)


def test_there_are_enough_of_them_from_four_sources_over_two_years(documents: list[Document]) -> None:
    bulletins = {document.appearances[0].bulletin for document in documents}
    days = [bulletin.date for bulletin in bulletins if bulletin.date]
    assert len(bulletins) >= 40
    assert len({document.id for document in documents}) >= 250
    assert len({bulletin.source for bulletin in bulletins}) == 4
    assert max(days) - min(days) >= datetime.timedelta(days=700)


def test_some_items_appear_in_several_bulletins(documents: list[Document]) -> None:
    assert len(documents) - len({document.id for document in documents}) >= 20


def test_a_recurring_title_is_not_an_identity(documents: list[Document]) -> None:
    assert len({document.id for document in documents if document.title == "La météo"}) >= 3


@pytest.mark.parametrize(
    "written",  # a regular expression
    [
        r"l’[A-Z]", r"l'[a-z]", r"«\u00a0", r"« \w", r"»[a-zA-Z]", "“[^”]*”", "”[a-z]", "œ", "æ", "É", "À",
        r"\b(?:[A-Z]\.){3,}", r"\bOTAN\b", r"\b\w+-coréen", "porte-parole", "a-t-il", r"\d{1,3}\u00a0000",
        r"\d \d00\b", r"\d\.\d00\b", r"\d,\d", "n° ", r"\d h \d", r"\d+h\b", "1er",
        "aujourd’hui", "Choïgou", "Shoigu", "Kyiv", "Kiev", "Zelensky", "Zelenski", "Łódź", "prud’hommes",
        "presqu’île",
    ],
)  # fmt: skip
def test_they_hold_what_real_bulletins_hold(text: str, written: str) -> None:
    assert re.search(written, text)


def test_every_weekday_date_without_a_year_is_a_real_day(documents: list[Document]) -> None:
    checked = 0
    for document in documents:
        assert document.date
        for weekday, day, month in DATE.findall(document.body):
            nearest = _nearest(document.date, int(day.removesuffix("er")), MONTHS.index(month) + 1)
            assert DAYS[nearest.weekday()] == weekday, (document.title, weekday, day, month)
            checked += 1
    assert checked > 100


def _nearest(around: datetime.date, day: int, month: int) -> datetime.date:
    candidates = [datetime.date(around.year + step, month, day) for step in (-1, 0, 1)]
    return min(candidates, key=lambda candidate: abs(candidate - around))
