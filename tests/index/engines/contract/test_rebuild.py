"""A rebuild replaces everything, all or nothing, and reports what it did."""

from collections.abc import Iterator

import pytest

from index import Appearance, Document, Engine, open_engine
from index.errors import EmptyInputError, IndexLockedError, IndexMissingError
from tests.index.engines.contract.documents import EVENING, MORNING, all_ids, ids, item


def failing_after(documents: list[Document]) -> Iterator[Document]:
    yield from documents
    raise RuntimeError("the disk of the source is gone")


def test_a_rebuild_replaces_everything(engine: Engine) -> None:
    engine.rebuild([item("1", body="ancien")])
    engine.rebuild([item("2", body="nouveau")])
    assert (ids(engine, "ancien"), ids(engine, "nouveau")) == ([], ["2"])


def test_a_rebuild_reports_what_it_wrote(engine: Engine) -> None:
    report = engine.rebuild(
        [
            item("1", appearances=(Appearance(MORNING, 1),)),
            item("2", body="Autre", appearances=(Appearance(EVENING, 1),)),
        ]
    )
    assert (report.documents, report.bulletins, report.refusals) == (2, 2, ())


def test_a_rebuild_tells_its_progress_up_to_the_end(engine: Engine) -> None:
    told: list[tuple[int, int]] = []
    engine.rebuild([item("1"), item("2", body="Autre")], lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)


def test_nothing_to_index_is_an_error(engine: Engine) -> None:
    with pytest.raises(EmptyInputError):
        engine.rebuild([])


def test_nothing_to_index_leaves_the_old_index(engine: Engine) -> None:
    engine.rebuild([item("1")])
    with pytest.raises(EmptyInputError):
        engine.rebuild([])
    assert all_ids(engine) == ["1"]


@pytest.mark.on_node
def test_an_error_while_documents_stream_leaves_the_old_index(engine: Engine) -> None:
    engine.rebuild([item("1")])
    with pytest.raises(RuntimeError):
        engine.rebuild(failing_after([item("2"), item("3", body="Autre")]))
    assert all_ids(engine) == ["1"]


def test_an_error_in_the_first_rebuild_leaves_no_index(engine: Engine) -> None:
    with pytest.raises(RuntimeError):
        engine.rebuild(failing_after([item("1")]))
    with pytest.raises(IndexMissingError):
        engine.info()


def test_a_rebuild_after_a_failed_one_works(engine: Engine) -> None:
    with pytest.raises(RuntimeError):
        engine.rebuild(failing_after([item("1")]))
    engine.rebuild([item("2")])
    assert all_ids(engine) == ["2"]


def test_a_second_rebuild_at_the_same_time_is_refused(url: str) -> None:
    def documents() -> Iterator[Document]:
        yield item("1")
        with pytest.raises(IndexLockedError):
            open_engine(url).rebuild([item("2")])

    open_engine(url).rebuild(documents())
    assert all_ids(open_engine(url)) == ["1"]


def test_an_index_can_be_rebuilt_from_its_own_documents(engine: Engine) -> None:
    engine.rebuild([item("1", appearances=(Appearance(MORNING, 1),)), item("2", body="Autre")])
    before = list(engine.documents())
    engine.rebuild(engine.documents())
    assert list(engine.documents()) == before


def test_two_builds_of_the_same_input_are_alike(engine: Engine) -> None:
    documents = [item(f"{n}", body=f"vent {n % 3}") for n in range(30)]
    engine.rebuild(documents)
    first = ids(engine, "vent")
    engine.rebuild(reversed(documents))
    assert ids(engine, "vent") == first
