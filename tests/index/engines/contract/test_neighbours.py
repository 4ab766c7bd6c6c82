"""What stands before and after a document in the first bulletin it appeared in."""

from index import Appearance, Document, Engine
from index.archive.holdings import Neighbours
from tests.index.engines.contract.documents import EVENING, MORNING, UNDATED, item


def around(engine: Engine, identifier: str) -> tuple[int, str | None, str | None]:
    found = engine.neighbours(engine.get(identifier))
    assert found
    before, after = (each.id if each else None for each in (found.previous, found.next))
    return found.total, before, after


def placed(identifier: str, *places: int) -> Document:
    return item(identifier, identifier, appearances=tuple(Appearance(MORNING, place) for place in places))


def test_the_first_the_middle_and_the_last_of_a_bulletin_have_those_beside_them(engine: Engine) -> None:
    engine.rebuild([placed("c", 9), placed("a", 1), placed("b", 4)])
    assert around(engine, "a") == (3, None, "b")
    assert around(engine, "b") == (3, "a", "c")
    assert around(engine, "c") == (3, "b", None)


def test_an_item_that_stands_twice_in_a_bulletin_has_the_neighbours_of_its_first_place(
    engine: Engine,
) -> None:
    engine.rebuild([placed("a", 1), placed("twice", 2, 4), placed("b", 3), placed("c", 5)])
    assert around(engine, "twice") == (5, "a", "b")
    assert around(engine, "b") == (5, "twice", "twice")


def test_two_items_at_one_place_stand_there_by_their_ids(engine: Engine) -> None:
    engine.rebuild([placed("b", 1), placed("a", 1)])
    assert (around(engine, "a"), around(engine, "b")) == ((2, None, "b"), (2, "a", None))


def test_an_item_alone_in_its_bulletin_has_none_beside_it(engine: Engine) -> None:
    engine.rebuild([placed("a", 3)])
    assert around(engine, "a") == (1, None, None)


def test_neighbours_are_those_in_the_first_bulletin_of_an_item(engine: Engine) -> None:
    later = item("b", "b", appearances=(Appearance(EVENING, 1), Appearance(MORNING, 2)))
    engine.rebuild([later, placed("a", 1), item("c", "c", appearances=(Appearance(EVENING, 2),))])
    assert around(engine, "b") == (2, "a", None)


def test_an_item_without_a_bulletin_has_no_neighbours(engine: Engine) -> None:
    engine.rebuild([item("1"), item("2", "Autre", appearances=(Appearance(UNDATED, 1),))])
    assert engine.neighbours(engine.get("1")) is None


def test_neighbours_are_those_that_the_bulletin_shows(mixed: Engine) -> None:
    asked = 0
    for document in mixed.documents():
        if document.appearances:
            shown = mixed.bulletin(document.appearances[0].bulletin.id).documents
            at = shown.index(document)
            before = shown[at - 1] if at else None
            after = shown[at + 1] if at + 1 < len(shown) else None
            assert mixed.neighbours(document) == Neighbours(len(shown), before, after)
            asked += 1
    assert asked > 30
