"""After the same history both engines answer the same, whatever it was and whatever is asked."""

import random
from pathlib import Path

import pytest

from index import Engine, open_engine
from tests.index.engines.opensearch.random_histories import History
from tests.index.engines.opensearch.sameness import assert_same_answers
from tests.random_queries import query

SIZES = (1, 1, 2, 3, 5, 8)
SEEDS = [pytest.param(seed, marks=pytest.mark.on_node) if seed < 1 else seed for seed in range(8)]


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happened_and_whatever_is_asked(engine: Engine, tmp_path: Path, seed: int) -> None:
    engines = engine, open_engine(f"whoosh:{tmp_path / 'index'}")
    chance = random.Random(seed)
    history = History(engines, chance)
    for _ in range(4):
        history.go_on()
        if is_merged := chance.random() < 0.6:
            history.merge()
        assert list(engines[0].documents()) == list(engines[1].documents())
        for _ in range(8):
            assert_same_answers(engines, query(chance, SIZES), is_merged=is_merged)
