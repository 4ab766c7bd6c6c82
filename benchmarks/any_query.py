"""Many queries at random over a large archive: is each answered, within its budget, and in flat memory?

    python -m benchmarks.any_query 0 1000000

The queries are those of `tests/random_queries.py`, each made of its number, so that several processes
may share them. A line is printed every 10,000. A query over twice its budget is asked again, as the
machine may pause; the command ends with 1 where one stays so, and at once with what was typed where an answer
is wrong.
"""

import argparse
import gc
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.speed.running import ROOT
from benchmarks.speed.worker import memory
from index import Document, Engine, open_engine, parse
from index.as_json import to_json
from index.budget import Budget, limited
from tests.faults.test_any_query import BUDGET
from tests.random_queries import query, text
from webapp.server import COLLECTIONS

TOLD = 10_000
"""Queries between two lines."""
SOURCES = ("Le Monde", "Radio 1")


def main() -> int:
    """Ask all, and tell as it goes."""
    given = arguments()
    engine = archive(given.work, given.items)
    gc.set_threshold(*COLLECTIONS)  # as the server does
    longest, partial = 0.0, 0
    slow: list[str] = []
    for number in range(given.first, given.end):
        typed = query(random.Random(number))
        took, is_partial = ask(engine, typed)
        longest, partial = max(longest, took), partial + is_partial
        if took > 2 * BUDGET and min(ask(engine, typed)[0] for _ in range(3)) > 2 * BUDGET:
            slow.append(typed)
        asked = number + 1 - given.first
        if asked % TOLD == 0 or number + 1 == given.end:
            took_most, anonymous = f"{longest * 1000:.0f} ms of CPU", f"{memory()['anonymous'] / 1e6:.0f} MB"
            told = f"{asked:,} from {given.first:,}: {partial} in part, longest {took_most}, {anonymous}"
            print(told, *map(repr, slow), sep="; too slow: ", flush=True)
    return bool(slow)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.any_query", description=__doc__.split("\n")[0]
    )
    parser.add_argument("first", type=int, help="number of the first query")
    parser.add_argument("end", type=int, help="number after the last one")
    parser.add_argument("--items", type=int, default=100_000, help="items of the archive")
    parser.add_argument("--work", type=Path, default=ROOT / "var" / "any-query", help="folder of the index")
    return parser.parse_args()


def archive(folder: Path, items: int) -> Engine:
    """Return an archive of texts of which 60 % are small words, built unless it exists."""
    engine = open_engine(f"whoosh:{folder / str(items)}")
    if not (folder / str(items)).exists():
        engine.rebuild(documents(items))
    return engine


def documents(items: int) -> Iterator[Document]:
    """Yield items of 126 words."""
    chance = random.Random(1)
    for number in range(items):
        yield Document(str(number), text(chance, 6), text(chance, 120), source=chance.choice(SOURCES))


def ask(engine: Engine, typed: str) -> tuple[float, bool]:
    """Search as a page does, and return the seconds of CPU it took and whether the answer is one in part."""
    with limited(Budget(BUDGET)):
        start = time.thread_time()
        parsed = parse(typed)
        results = engine.search(parsed, 3)
        wrong = to_json(parsed, results, str)["total_is_exact"] == results.is_partial
        took = time.thread_time() - start
    if wrong or (results.total and not results.hits and not results.is_partial):
        raise RuntimeError(f"the answer to {typed!r} is wrong")
    return took, results.is_partial


if __name__ == "__main__":
    sys.exit(main())
