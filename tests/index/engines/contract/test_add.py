"""What is added is found as after a rebuild, all or nothing, whatever came before it."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest

from index import Appearance, Document, Engine, open_engine, parse
from index.archive.holdings import Changes
from index.errors import EmptyInputError
from tests.index.engines.contract.documents import MIXED, MORNING, NEXT_DAY, all_ids, ids, item
from tests.index.engines.contract.histories import add_all, answers


@pytest.fixture(scope="module")
def rebuilt(archive_of: Callable[[Sequence[Document]], Engine]) -> list[object]:
    return answers(archive_of(MIXED))


@pytest.mark.parametrize("seed", range(4))
def test_after_additions_all_answers_are_those_of_a_rebuild(
    engine: Engine, rebuilt: list[object], seed: int
) -> None:
    add_all(engine, random.Random(seed))
    assert engine.check().documents == len(MIXED)
    assert answers(engine) == rebuilt
    engine.merge()
    engine.check()
    assert answers(engine) == rebuilt


def test_an_addition_says_what_it_did(engine: Engine) -> None:
    assert engine.add([item("1"), item("2", body="Autre")]).changes == Changes(new=2)
    report = engine.add([item("1"), item("2", body="Encore un autre"), item("3", body="Nouveau")])
    assert report.changes == Changes(new=1, changed=1, unchanged=1)
    assert (report.documents, all_ids(engine)) == (3, ["1", "2", "3"])
    assert (ids(engine, "autre encore"), ids(engine, "autre -encore")) == (["2"], [])


def test_an_addition_of_what_is_there_changes_nothing(engine: Engine) -> None:
    engine.add([item("1", appearances=(Appearance(MORNING, 1),))])
    before = engine.info()
    report = engine.add([item("1", appearances=(Appearance(MORNING, 1),))])
    assert report.changes == Changes(unchanged=1)
    assert engine.info() == before


def test_nothing_to_add_to_no_index_is_an_error(engine: Engine) -> None:
    with pytest.raises(EmptyInputError):
        engine.add([])


def test_an_item_that_comes_again_has_all_its_appearances(engine: Engine) -> None:
    first = item("1", source="Radio", date=date(2024, 11, 9), appearances=(Appearance(NEXT_DAY, 4),))
    again = replace(first, date=MORNING.date, appearances=(Appearance(MORNING, 2),))
    engine.rebuild([first, item("2", body="Autre", appearances=(Appearance(NEXT_DAY, 5),))])
    engine.add([again])
    found = engine.get("1")
    assert (found.date, [each.bulletin for each in found.appearances]) == (MORNING.date, [MORNING, NEXT_DAY])
    assert [each.id for each in engine.bulletin(NEXT_DAY.id).documents] == ["1", "2"]
    assert [each.id for each in engine.bulletin(MORNING.id).documents] == ["1"]
    assert (engine.search(parse("corps")).total, engine.info().documents, engine.info().bulletins) == (
        1,
        2,
        2,
    )


def test_an_error_while_documents_stream_adds_nothing(engine: Engine) -> None:
    def failing() -> Iterator[Document]:
        yield item("2", body="Autre")
        raise RuntimeError("the disk of the source is gone")

    engine.rebuild([item("1")])
    with pytest.raises(RuntimeError):
        engine.add(failing())
    assert all_ids(engine) == ["1"]


def test_what_was_added_by_one_engine_is_found_by_another_at_once(url: str) -> None:
    reader = open_engine(url)
    open_engine(url).rebuild([item("1")])
    assert all_ids(reader) == ["1"]
    open_engine(url).add([item("2", body="Autre")])
    assert all_ids(reader) == ["1", "2"]
    assert ids(reader, "autre") == ["2"]
