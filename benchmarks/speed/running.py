"""The processes that are measured: starting them, and watching their memory."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.speed.worker import Figures

ROOT = Path(__file__).parent.parent.parent
LOOK = 0.5
"""Seconds between two samples of the memory."""


@dataclass(frozen=True)
class Contender:
    """An engine that is measured, and how its worker is started.

    Attributes:
        name: Name in tables and figures.
        index: Prefix of the name of its index folder; contenders may share one.
        command: Command of its worker.
        environment: Environment variables, added to those of this process.
        root: The checkout whose code it runs.
    """

    name: str
    index: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    root: Path = ROOT

    def folder(self, work: Path, size: int) -> Path:
        """Return the folder of its index of a size."""
        return work / f"{self.index}-{size}"


class WorkerError(Exception):
    """A worker failed; the message is the last line of its standard error."""


def contenders(work: Path) -> dict[str, Contender]:
    """Return all contenders by name; tantivy has a virtual environment of its own."""
    ours = (sys.executable, "-m", "benchmarks.speed.ours")
    tantivy = (str(work / "venv/bin/python"), "-m", "benchmarks.speed.tantivy_peer")
    everyone = (
        Contender("bulletins", "ours", ours),
        Contender("bulletins, numpy alone", "ours", ours, {"BULLETINS_KERNEL": "0"}),
        Contender("bulletins, one core", "ours-one-core", ("taskset", "-c", "0", *ours)),
        Contender("bulletins, added to", "grown", (sys.executable, "-m", "benchmarks.speed.grown")),
        Contender("tantivy", "tantivy", tantivy),
        Contender("whoosh3", "stock", (sys.executable, "-m", "benchmarks.speed.stock")),
    )
    return {each.name: each for each in everyone}


def run(contender: Contender, folder: Path, *arguments: object) -> Figures:
    """Run a worker to its end, and return its figures with the peak memory of it and its children together.

    Raises:
        WorkerError: It failed.
    """
    command = [*contender.command, str(folder), *map(str, arguments)]
    environment = {**os.environ, **contender.environment, "PYTHONPATH": str(contender.root)}
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(
            command, cwd=contender.root, env=environment, stdout=pipe, stderr=pipe, text=True
        ) as process,
        Watch(process.pid) as watch,
    ):
        output, errors = process.communicate()
    if process.returncode:
        raise WorkerError((errors.strip().splitlines() or [f"exit {process.returncode}"])[-1])
    return {**json.loads(output), "most_memory": watch.most, "most_anonymous": watch.most_anonymous}


def build(contender: Contender, work: Path, size: int, items: Path) -> Figures:
    """Build an index anew, and return its figures with its size in bytes."""
    folder = contender.folder(work, size)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    figures = run(contender, folder, "build", items)
    return {**figures, "size": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())}


def middle_build(builds: Sequence[Figures]) -> Figures:
    """Return the figures of the last of some builds of one index, with the median times of all."""
    return {
        **builds[-1],
        **{key: median(each[key] for each in builds) for key in ("wall", "cpu", "cpu_of_workers")},
    }


def ask(
    sides: Sequence[Contender], work: Path, size: int, queries: Path, *, runs: int, passes: int
) -> dict[str, Figures]:
    """Run all queries on each contender in turn, several rounds; the order is reversed with each round."""
    rounds: dict[str, list[Figures]] = {side.name: [] for side in sides}
    for number in range(runs):
        for side in sides if number % 2 == 0 else reversed(sides):
            rounds[side.name].append(run(side, side.folder(work, size), "ask", queries, passes))
    return {name: _middle(each) for name, each in rounds.items()}


def first(
    sides: Sequence[Contender], work: Path, size: int, queries: Path, numbers: Iterable[int]
) -> dict[str, Figures]:
    """Run each of some queries in a new process, the contenders in turn, and return the median times."""
    answers: dict[str, list[Figures]] = {side.name: [] for side in sides}
    for number in numbers:
        for side in sides:
            answers[side.name].append(run(side, side.folder(work, size), "first", queries, number))
    return {
        name: {key: median(figures[key] for figures in each) for key in ("wall", "cpu")}
        for name, each in answers.items()
    }


def add(side: Contender, work: Path, size: int, items: Path, bulletin: int) -> Figures:
    """Add bulletins to a copy of the index; if that fails, return the reason under `error`."""
    copy = work / f"{side.index}-{size}-adding"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(side.folder(work, size), copy)
    try:
        return run(side, copy, "add", items, bulletin)
    except WorkerError as error:
        return {"error": str(error)}
    finally:
        shutil.rmtree(copy)


def _middle(rounds: Sequence[Figures]) -> Figures:
    """Return the median times of each query over the rounds, and the memory of the round of highest peak."""
    times = {
        key: [median(query) for query in zip(*(each[key] for each in rounds), strict=True)]
        for key in ("search", "snippets")
    }
    memory = max((each["memory"] for each in rounds), key=lambda memory: memory["peak"])
    return {**rounds[0], **times, "memory": memory}


class Watch:
    """A context that watches the memory of a process and its children; in bytes.

    Attributes:
        most: Peak memory of them together; pages that several of them map count once.
        most_anonymous: The same, pages of files apart.
    """

    def __init__(self, process: int) -> None:
        self.most = self.most_anonymous = 0
        self._process = process
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look_on)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look_on(self) -> None:
        while not self._ended.wait(LOOK):
            shares = [_shares(each) for each in _tree(self._process)]
            self.most = max(self.most, sum(share for share, _ in shares))
            self.most_anonymous = max(self.most_anonymous, sum(anonymous for _, anonymous in shares))


def _tree(process: int) -> list[int]:
    """Return a process and all its descendants."""
    found = [process]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            found += map(int, _read(task).split())
    return found


def _shares(process: int) -> tuple[int, int]:
    lines = (line.split() for line in _read(Path(f"/proc/{process}/smaps_rollup")).splitlines()[1:])
    values = {line[0]: int(line[1]) * 1024 for line in lines}
    return values.get("Pss:", 0), values.get("Pss_Anon:", 0)


def _read(file: Path) -> str:
    """Return the text of a file of a process; empty if the process has ended."""
    try:
        return file.read_text()
    except (OSError, ProcessLookupError):
        return ""
