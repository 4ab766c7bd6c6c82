"""Documents that come again: one id and one text are one document, a second text is a version."""

from datetime import date

from index import Appearance, Engine
from tests.index.engines.contract.documents import EVENING, MORNING, NEXT_DAY, UNDATED, ids, item


def test_the_same_text_in_several_bulletins_is_one_document_with_its_appearances_oldest_first(
    engine: Engine,
) -> None:
    for_each = [(NEXT_DAY, 2), (UNDATED, 1), (EVENING, 4), (MORNING, 3)]
    engine.rebuild(
        item("1", date=bulletin.date, appearances=(Appearance(bulletin, place),))
        for bulletin, place in for_each
    )
    (document,) = engine.documents()
    assert [each.bulletin.id for each in document.appearances] == ["b1", "b2", "b3", "b5"]


def test_a_document_keeps_the_day_of_its_first_appearance(engine: Engine) -> None:
    engine.rebuild(
        [item("1", date=day) for day in (date(2024, 5, 2), None, date(2024, 5, 1), date(2024, 5, 3))]
    )
    assert engine.get("1").date == date(2024, 5, 1)


def test_a_document_keeps_the_source_of_its_first_appearance(engine: Engine) -> None:
    engine.rebuild(
        [
            item("1", source="Reprise", date=date(2024, 5, 2)),
            item("1", source="Origine", date=date(2024, 5, 1)),
        ]
    )
    assert engine.get("1").source == "Origine"


def test_a_document_twice_in_one_bulletin_has_both_places(engine: Engine) -> None:
    engine.rebuild([item("1", appearances=(Appearance(MORNING, 1), Appearance(MORNING, 7)))])
    assert [each.place for each in engine.get("1").appearances] == [1, 7]


def test_the_same_text_under_two_ids_is_two_documents(engine: Engine) -> None:
    engine.rebuild([item("1"), item("2")])
    assert sorted(ids(engine, "corps")) == ["1", "2"]
