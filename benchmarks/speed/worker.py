"""The worker: measures one engine in a process of its own, and writes one JSON object to standard output.

Standard library only: the peers run this with their own interpreter. CPU time is that of the whole process
with all its threads, measured around each search, from the typed text to ten hits read.
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
"""Hits of a search, each with id, title, body, date and source."""

Figures = dict[str, Any]
Item = dict[str, str]


@dataclass(frozen=True)
class Query:
    """A query: lower-case words, and the kind of query to make of them (see `queries.py`)."""

    kind: str
    words: str


@dataclass(frozen=True)
class Answer:
    """The answer of a search: number of matches, whether it was corrected, hits with their stored fields."""

    total: int
    is_corrected: bool
    hits: list[tuple[object, ...]]


class Side(Protocol):
    """An engine that is measured."""

    def build(self, items: Path, folder: Path) -> Figures:
        """Build the index of a file of items in an empty folder, and return figures of its own."""

    def open(self, folder: Path) -> None:
        """Open an index for searching."""

    def typed(self, query: Query) -> str:
        """Return a query in the query language of the engine."""

    def search(self, text: str) -> Answer:
        """Search, and read the ten best hits."""

    def snippets(self) -> object:
        """Make the snippets of the hits of the last search."""

    def add(self, items: list[Item]) -> None:
        """Add a bulletin to the open index, synced; the next search finds it."""


def measured(act: Callable[[], Figures]) -> Figures:
    """Call a function once, and return its figures with its seconds of wall-clock and CPU time.

    The CPU time of finished child processes is counted apart.
    """
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
    """Run all queries once to warm up, then in several passes, and return the median of each.

    Times are in microseconds of CPU.
    """
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
    """Return the median of each column."""
    return [sorted(times)[len(times) // 2] for times in zip(*passes, strict=True)]


def first(side: Side, folder: Path, query: Query) -> Figures:
    """Open an index and search once, after the imports, and return the milliseconds."""
    text = side.typed(query)
    wall, cpu = time.perf_counter(), time.process_time()
    side.open(folder)
    side.search(text)
    return {"wall": (time.perf_counter() - wall) * 1000, "cpu": (time.process_time() - cpu) * 1000}


def add(side: Side, items: list[Item], bulletin: int) -> Figures:
    """Add bulletins one after the other, each found before the next, and return the milliseconds (wall).

    Args:
        side: The engine.
        items: Items of all bulletins.
        bulletin: Number of items of a bulletin.
    """
    times = []
    for begin in range(0, len(items), bulletin):
        mark = f"zwx{begin}q"
        marked = [{**item, "body": f"{item['body']} {mark}"} for item in items[begin : begin + bulletin]]
        start = time.perf_counter()
        side.add(marked)
        found = side.search(mark).total
        times.append((time.perf_counter() - start) * 1000)
        if found != len(marked):
            raise RuntimeError(f"{found} of {len(marked)} items are found after adding them")
    return {"milliseconds": times, "memory": memory()}


def memory() -> dict[str, int]:
    """Return the memory of this process in bytes, peak and current; the kernel can reclaim pages of files."""
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
