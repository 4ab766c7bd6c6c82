"""The budget of a request: when it is spent, and what is left out for it."""

import threading
import time
from pathlib import Path

import pytest

from index import Document, Engine, open_engine, parse
from index.budget import LONG, Budget, current, limited
from index.engines.whoosh.search import segment_search


def burn(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_without_a_budget_nothing_is_spent() -> None:
    burn(2 * LONG)
    assert not current().is_spent()


def test_a_budget_is_spent_by_the_cpu_of_its_own_thread() -> None:
    budget = Budget(0.05)
    other = threading.Thread(target=burn, args=(0.1,))
    other.start()
    other.join()
    time.sleep(0.1)
    assert not budget.is_spent()
    burn(0.06)
    assert budget.is_spent()
    assert budget.was_spent


def test_a_budget_holds_in_its_context_alone() -> None:
    with limited(Budget(1)) as budget:
        assert current() is budget
    assert current() is not budget


def test_a_long_search_is_told_once() -> None:
    told: list[str] = []
    budget = Budget(None, lambda: told.append("long"))
    assert not budget.is_spent()
    assert not told
    burn(1.5 * LONG)
    assert not budget.is_spent()
    budget.expect_long()
    assert told == ["long"]


def test_who_is_gone_has_spent_the_budget() -> None:
    assert Budget(None, is_given_up=lambda: True).is_spent()
    assert not Budget(None, is_given_up=lambda: False).is_spent()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = open_engine(f"whoosh:{tmp_path_factory.mktemp('budget') / 'index'}")
    engine.rebuild(
        Document(str(number), f"La une {number}", "De la mer et de la terre.", "La Une")
        for number in range(400)
    )
    return engine


@pytest.mark.parametrize(
    "typed",
    [
        *('"de la"~5', '"de la" -"la mer de"', '"de la" OU "la terre"', "mer terre", 'source:"La Une" 7'),
        *('source:"La Une" 7 -"la mer de"', '+"de la" source:"La Une" 7', 'corps:"de la" 7'),
    ],
)
def test_with_a_budget_that_suffices_nothing_is_left_out(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    whole = engine.search(parse(typed), 400)
    monkeypatch.setattr(segment_search, "AT_ONCE", 16)
    with limited(Budget(60)):
        found = engine.search(parse(typed), 400)
    assert not found.is_partial
    assert [(hit.id, hit.score) for hit in found.hits] == [(hit.id, hit.score) for hit in whole.hits]
    assert (found.total, found.query.notes) == (whole.total, whole.query.notes)


@pytest.mark.parametrize("typed", ['"de la"~5', '"de la" -"la mer de"', '"de la" OU "la terre"'])
def test_a_spent_budget_leaves_what_was_found_and_says_so(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    whole = engine.search(parse(typed), 400)
    looks = iter(range(1000))
    monkeypatch.setattr(segment_search, "AT_ONCE", 16)
    with limited(Budget(None, is_given_up=lambda: next(looks) >= 3)):
        found = engine.search(parse(typed), 400)
    assert found.is_partial
    assert 0 < found.total < whole.total
    assert [hit.id for hit in found.hits] == [hit.id for hit in whole.hits][: found.total]
    assert any("une partie de l’archive" in note.sentence for note in found.query.notes)


def test_a_budget_that_is_spent_at_once_finds_nothing_and_counts_nothing(engine: Engine) -> None:
    with limited(Budget(None, is_given_up=lambda: True)):
        assert engine.totals([parse("mer")]) == (None,)


def test_the_words_of_all_documents_are_scored_within_the_budget(engine: Engine, tmp_path: Path) -> None:
    budget = Budget(1e-9)
    with limited(budget):
        found = engine.search(parse("mer terre"), 10)
    assert found.is_partial == budget.was_spent
    assert found.total in (0, 400)


def test_what_a_spent_budget_left_out_is_found_within_the_next_one(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segment_search, "AT_ONCE", 16)
    query = parse('"de la"~5')
    with engine.reading() as archive:
        with limited(Budget(None, is_given_up=lambda: True)):
            assert archive.search(query).is_partial
        assert archive.timeline(query).undated == {"La Une": 400}
        assert archive.search(query).total == 400
