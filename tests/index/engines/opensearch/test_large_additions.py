"""An addition to a large archive writes what changes, and a merge makes the scores those of a rebuild."""

import random
from pathlib import Path

import pytest

from index import Engine, open_engine
from tests.index.engines.contract.documents import MIXED, all_ids, ids
from tests.index.engines.contract.histories import add_all, answers


def near(answer: object) -> object:
    """Give an answer with its scores rounded, as Lucene has seven digits of them."""
    if isinstance(answer, float):
        return round(answer, 4)
    if isinstance(answer, (list, tuple)) and not hasattr(answer, "_fields"):
        return [near(each) for each in answer]
    return answer


def test_what_changes_is_written_and_merged(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.engines.opensearch.engine.MOST_WRITTEN_ANEW", 0)
    machine = open_engine(f"whoosh:{tmp_path / 'index'}")
    machine.rebuild(MIXED)
    add_all(engine, random.Random(5))
    assert engine.check().documents == len(MIXED)
    assert all_ids(engine) == all_ids(machine)
    assert set(ids(engine, "vent pluie")) == set(ids(machine, "vent pluie"))
    engine.merge()
    assert engine.check().documents == len(MIXED)
    assert near(answers(engine)) == near(answers(machine))
