"""In which order documents come."""

from datetime import date

from index import Engine, parse
from tests.index.engines.contract.documents import all_ids, ids, item


def test_equal_scores_come_newest_first_then_undated_then_by_id(engine: Engine) -> None:
    days = {"a": None, "c": date(2024, 1, 1), "b": date(2024, 1, 1), "d": date(2025, 1, 1), "0": None}
    engine.rebuild(item(identifier, date=day) for identifier, day in days.items())
    assert ids(engine, "corps") == ["d", "b", "c", "0", "a"]


def test_documents_come_newest_first_then_undated_then_by_id(engine: Engine) -> None:
    days = {"a": None, "c": date(2024, 1, 1), "b": date(2024, 1, 1), "d": date(2025, 1, 1), "0": None}
    engine.rebuild(item(identifier, date=day) for identifier, day in days.items())
    assert all_ids(engine) == ["d", "b", "c", "0", "a"]


def test_ranks_count_from_one_and_scores_never_rise(engine: Engine) -> None:
    engine.rebuild(item(f"{n}", body="vent " * (n + 1) + "pluie " * n) for n in range(20))
    hits = engine.search(parse("vent pluie"), 20).hits
    assert [hit.rank for hit in hits] == list(range(1, 21))
    assert sorted((hit.score for hit in hits), reverse=True) == [hit.score for hit in hits]
