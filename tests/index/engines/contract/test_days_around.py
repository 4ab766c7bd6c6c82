"""The nearest days that have something: a document dated that day, or a bulletin of it."""

from datetime import date, timedelta

import pytest

from index import Appearance, Bulletin, Document, Engine
from tests.index.engines.contract.documents import MIXED

DAY = date(2024, 11, 7)
DATED = {document.date: document.source for document in MIXED if document.date}
SOURCES = (None, "", "absente", *sorted({document.source for document in MIXED}))


def days_with_something(source: str | None) -> set[date]:
    """Return the days of the documents and of the bulletins of a source, or of all."""
    bulletins = {each.bulletin for document in MIXED for each in document.appearances}
    named = [(document.source, document.date) for document in MIXED]
    named += [(bulletin.source, bulletin.date) for bulletin in bulletins]
    return {day for name, day in named if day and source in (None, name)}


@pytest.mark.parametrize("source", SOURCES)
def test_the_nearest_days_are_those_of_a_plain_scan(mixed: Engine, source: str | None) -> None:
    filled = days_with_something(source)
    around = {each + timedelta(step) for each in DATED for step in (-1, 0, 1)}
    for day in {date.min, DAY, date.max, *around}:
        before = max((each for each in filled if each < day), default=None)
        after = min((each for each in filled if each > day), default=None)
        assert mixed.days_around(day, source) == (before, after)


def test_a_bulletin_makes_its_day_though_its_documents_are_of_another(engine: Engine) -> None:
    later = Bulletin("b", "", "A", DAY + timedelta(5))
    engine.rebuild([Document("x", "x", "", "A", DAY, appearances=(Appearance(later, 1),))])
    assert engine.days_around(DAY) == (None, later.date)
    assert engine.days_around(DAY + timedelta(9)) == (later.date, None)
    assert engine.days_around(DAY + timedelta(1), "A") == (DAY, later.date)
