"""Bulletins, the newest of them, and what is in the index."""

from collections.abc import Callable, Iterable
from datetime import date

import pytest

from index import Appearance, Document, Engine
from tests.index.engines.contract.documents import (
    ELSEWHERE,
    EVENING,
    MORNING,
    NEXT_DAY,
    UNDATED,
    item,
)


@pytest.fixture(scope="module")
def week(archive_of: Callable[[Iterable[Document]], Engine]) -> Engine:
    def heard(identifier: str, source: str, day: date | None, *appearances: Appearance) -> Document:
        return Document(identifier, "Titre", identifier, source, day, appearances=appearances)

    day = date(2024, 11, 8)
    return archive_of(
        [
            heard("2", "Radio Estuaire", day, Appearance(MORNING, 2)),
            heard("1", "Radio Estuaire", day, Appearance(MORNING, 1), Appearance(NEXT_DAY, 1)),
            heard("3", "Radio Estuaire", day, Appearance(EVENING, 1)),
            heard("4", "Agence", date(2024, 11, 10), Appearance(ELSEWHERE, 1)),
            heard("5", "Agence", None, Appearance(UNDATED, 1)),
            heard("6", "", None),
        ]
    )


def test_a_bulletin_has_its_documents_in_the_order_of_their_places(week: Engine) -> None:
    page = week.bulletin("b1")
    assert page.bulletin == MORNING
    assert [document.id for document in page.documents] == ["1", "2"]


def test_a_bulletin_knows_its_neighbours_as_a_reader_counts(week: Engine) -> None:
    assert (week.bulletin("b1").previous, week.bulletin("b1").next) == (None, EVENING)
    assert (week.bulletin("b2").previous, week.bulletin("b2").next) == (MORNING, NEXT_DAY)
    assert (week.bulletin("b3").previous, week.bulletin("b3").next) == (EVENING, None)


def test_a_document_in_two_bulletins_is_in_both(week: Engine) -> None:
    assert [document.id for document in week.bulletin("b3").documents] == ["1"]


def test_the_latest_bulletins_come_newest_first_and_undated_last(week: Engine) -> None:
    latest = week.latest(10)
    assert [count.bulletin.id for count in latest] == ["b4", "b3", "b2", "b1", "b5"]
    assert [count.documents for count in latest] == [1, 1, 1, 2, 1]


def test_the_latest_bulletins_are_as_many_as_asked(week: Engine) -> None:
    assert [count.bulletin.id for count in week.latest(2)] == ["b4", "b3"]


def test_info_says_what_is_in_the_index(week: Engine) -> None:
    info = week.info()
    assert (info.documents, info.bulletins) == (6, 5)
    assert (info.first_day, info.last_day) == ("2024-11-08", "2024-11-10")
    assert [(each.source, each.first_year, each.documents) for each in info.sources] == [
        ("Radio Estuaire", 2024, 3),
        ("Agence", 2024, 2),
        ("", None, 1),
    ]
    assert info.size > 0
    assert info.built
    assert info.search


def test_info_has_no_days_where_nothing_is_dated(engine: Engine) -> None:
    engine.rebuild([item("1")])
    assert (engine.info().first_day, engine.info().last_day) == ("", "")
