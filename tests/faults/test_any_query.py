"""Whatever is typed is answered, by queries made at random."""

import random
import time
from collections.abc import Callable

import pytest

from index import Document, Engine, open_engine, parse
from index.as_json import to_json
from index.budget import Budget, limited
from index.engines.whoosh.search import kernel
from tests.random_queries import query, text

BUDGET = 0.5


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    chance = random.Random(1)
    engine = open_engine(f"whoosh:{tmp_path_factory.mktemp('any') / 'index'}")
    engine.rebuild(
        Document(
            str(number), text(chance, 6), text(chance, 120), source=chance.choice(["Le Monde", "Radio 1"])
        )
        for number in range(1000)
    )
    return engine


@pytest.mark.parametrize("has_kernel", [True, False], ids=["kernel", "numpy"])
def test_any_query_is_answered(
    engine: Engine, has_kernel: bool, is_thorough: bool,
    tell: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if not has_kernel:
        monkeypatch.setattr(kernel, "loaded", None)
    count = 20_000 if is_thorough else 300
    chance, longest, partial = random.Random(2), 0.0, 0
    for _ in range(count):
        typed = query(chance)
        with limited(Budget(BUDGET)):
            start = time.thread_time()
            parsed = parse(typed)
            results = engine.search(parsed, 3)
            assert to_json(parsed, results, str)["total_is_exact"] is not results.is_partial, typed
            assert results.hits or not results.total or results.is_partial, typed
            longest, partial = max(longest, time.thread_time() - start), partial + results.is_partial
    tell(
        f"{count:,} queries at random, {'kernel' if has_kernel else 'numpy'}",
        f"all answered, {partial} in part; the longest took {longest * 1000:.0f} ms of CPU",
    )
