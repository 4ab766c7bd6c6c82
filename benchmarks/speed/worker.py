"""What one engine does in a process of its own, and what that took: one JSON object on standard output.

Standard library only: the peers run this with their own interpreter. CPU time is that of the whole process
with all its threads; it is taken around each search, from the typed text to ten hits that were read.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

LIMIT = 10
"""Hits that a search gives, with id, title, body, date and source."""

Figures = dict[str, Any]
Item = dict[str, str]


@dataclass(frozen=True)
class Query:
    """What is asked: lower-case words, and how they are to be found (see `queries.py`)."""

    kind: str
    words: str


@dataclass(frozen=True)
class Answer:
    """What a search gave: how many match, whether it was corrected, ten hits with their stored fields."""

    total: int
    is_corrected: bool
    hits: list[tuple[object, ...]]


class Side(Protocol):
    """An engine that is measured."""

    def build(self, items: Path, folder: Path) -> Figures:
        """Build the index of a file of items in an empty folder; give figures of its own."""

    def open(self, folder: Path) -> None:
        """Open an index for searching."""

    def typed(self, query: Query) -> str:
        """Write a query as it is typed."""

    def search(self, text: str) -> Answer:
        """Search, and read the ten best."""

    def snippets(self) -> object:
        """Make the snippets of the ten hits that the last search gave."""

    def add(self, items: list[Item]) -> None:
        """Add a bulletin to the open index, synced; the next search finds it."""


def measured(act: Callable[[], Figures]) -> Figures:
    """Do something once; seconds of CPU (finished child processes apart) and of wall-clock time."""
    wall, cpu = time.perf_counter(), time.process_time()
    figures = act()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "cpu_of_workers": children.ru_utime + children.ru_stime,
        **figures,
    }


def ask(side: Side, queries: list[Query], passes: int) -> Figures:
    """Ask everything once to warm up, then several times in turn; microseconds of CPU, the median of each."""
    texts = [side.typed(query) for query in queries]
    answers = [side.search(text) for text in texts]
    searching = _middle_of([[_timed(partial(side.search, text)) for text in texts] for _ in range(passes)])
    snippets = _middle_of([[_timed_snippets(side, text) for text in texts] for _ in range(passes)])
    return {
        "search": searching,
        "snippets": snippets,
        "totals": [answer.total for answer in answers],
        "corrected": [answer.is_corrected for answer in answers],
        "best": [str(answer.hits[0][0]) if answer.hits else "" for answer in answers],
        "memory": memory(),
    }


def _timed(act: Callable[[], object]) -> float:
    start = time.process_time_ns()
    act()
    return (time.process_time_ns() - start) / 1000


def _timed_snippets(side: Side, text: str) -> float:
    side.search(text)
    return _timed(side.snippets)


def _middle_of(passes: list[list[float]]) -> list[float]:
    """Give the median of each column."""
    return [sorted(times)[len(times) // 2] for times in zip(*passes, strict=True)]


def first(side: Side, folder: Path, query: Query) -> Figures:
    """Open and search once, after the imports; milliseconds."""
    text = side.typed(query)
    wall, cpu = time.perf_counter(), time.process_time()
    side.open(folder)
    side.search(text)
    return {"wall": (time.perf_counter() - wall) * 1000, "cpu": (time.process_time() - cpu) * 1000}


def add(side: Side, items: list[Item], bulletin: int) -> Figures:
    """Add bulletins of some items, one after the other, each found before the next; milliseconds (wall)."""
    times = []
    for begin in range(0, len(items), bulletin):
        mark = f"zwx{begin}q"
        given = [{**item, "body": f"{item['body']} {mark}"} for item in items[begin : begin + bulletin]]
        start = time.perf_counter()
        side.add(given)
        found = side.search(mark).total
        times.append((time.perf_counter() - start) * 1000)
        if found != len(given):
            raise RuntimeError(f"{found} of {len(given)} items are found after adding them")
    return {"milliseconds": times, "memory": memory()}


def memory() -> dict[str, int]:
    """Give the memory of this process in bytes: its peak, and now; file pages are given back when wanted."""
    names = {"VmHWM": "peak", "VmRSS": "resident", "RssAnon": "anonymous", "RssFile": "file"}
    lines = (line.split() for line in Path("/proc/self/status").read_text().splitlines())
    return {names[line[0][:-1]]: int(line[1]) * 1024 for line in lines if line and line[0][:-1] in names}


def read_queries(file: Path) -> list[Query]:
    """Read the queries that `queries.py` chose."""
    return [Query(**values) for values in json.loads(file.read_text("utf-8"))]


def read_items(file: Path) -> list[Item]:
    """Read a file of items."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def main(side: Side) -> None:
    """Do what the arguments say, after the folder of the index.

    They are `build ITEMS`, `ask QUERIES PASSES`, `first QUERIES NUMBER` or `add ITEMS SIZE`.
    """
    folder, what, file = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    number = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    if what == "build":
        figures = measured(lambda: side.build(file, folder))
    elif what == "first":
        figures = first(side, folder, read_queries(file)[number])
    else:
        side.open(folder)
        if what == "ask":
            figures = ask(side, read_queries(file), number)
        else:
            figures = add(side, read_items(file), number)
    json.dump(figures, sys.stdout)
