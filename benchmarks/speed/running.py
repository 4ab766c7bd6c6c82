"""Starting the processes that are measured, and watching the memory of one with its children."""

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
"""Seconds between two looks at the memory."""


@dataclass(frozen=True)
class Contender:
    """An engine with the way in which it is started.

    Attributes:
        name: As the tables and the figures call it.
        index: Beginning of the name of its index folder; contenders may share one.
        command: What starts its worker.
        environment: Settings beside those of this process.
        root: The checkout whose code it runs.
    """

    name: str
    index: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    root: Path = ROOT

    def folder(self, work: Path, size: int) -> Path:
        """Say where its index of a size lies."""
        return work / f"{self.index}-{size}"


class WorkerError(Exception):
    """A worker failed; the message is the last line that it said."""


def contenders(work: Path) -> dict[str, Contender]:
    """Give all contenders by name; the peers live in an environment of their own."""
    ours = (sys.executable, "-m", "benchmarks.speed.ours")
    tantivy = (str(work / "venv/bin/python"), "-m", "benchmarks.speed.tantivy_peer")
    everyone = (
        Contender("bulletins", "ours", ours),
        Contender("bulletins, numpy alone", "ours", ours, {"BULLETINS_KERNEL": "0"}),
        Contender("bulletins, one core", "ours-one-core", ("taskset", "-c", "0", *ours)),
        Contender("tantivy", "tantivy", tantivy),
        Contender("whoosh3", "stock", (sys.executable, "-m", "benchmarks.speed.stock")),
    )
    return {each.name: each for each in everyone}


def run(contender: Contender, folder: Path, *arguments: object) -> Figures:
    """Run a worker to its end; its figures, with the most memory that it and its children had together.

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
        output, said = process.communicate()
    if process.returncode:
        raise WorkerError((said.strip().splitlines() or [f"exit {process.returncode}"])[-1])
    return {**json.loads(output), "most_memory": watch.most, "most_anonymous": watch.most_anonymous}


def build(contender: Contender, work: Path, size: int, items: Path) -> Figures:
    """Build an index anew and say how large it is."""
    folder = contender.folder(work, size)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    figures = run(contender, folder, "build", items)
    return {**figures, "size": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())}


def middle_build(builds: Sequence[Figures]) -> Figures:
    """Give the medians of the times of some builds of one index; what else is said is said of the last."""
    return {
        **builds[-1],
        **{key: median(each[key] for each in builds) for key in ("wall", "cpu", "cpu_of_workers")},
    }


def ask(
    sides: Sequence[Contender], work: Path, size: int, queries: Path, *, runs: int, passes: int
) -> dict[str, Figures]:
    """Ask every contender all queries, one after the other, several rounds; the order turns with each."""
    heard: dict[str, list[Figures]] = {side.name: [] for side in sides}
    for number in range(runs):
        for side in sides if number % 2 == 0 else reversed(sides):
            heard[side.name].append(run(side, side.folder(work, size), "ask", queries, passes))
    return {name: _middle(each) for name, each in heard.items()}


def first(
    sides: Sequence[Contender], work: Path, size: int, queries: Path, numbers: Iterable[int]
) -> dict[str, Figures]:
    """Start a new process for each of some queries, the contenders in turn; medians."""
    heard: dict[str, list[Figures]] = {side.name: [] for side in sides}
    for number in numbers:
        for side in sides:
            heard[side.name].append(run(side, side.folder(work, size), "first", queries, number))
    return {
        name: {key: median(figures[key] for figures in each) for key in ("wall", "cpu")}
        for name, each in heard.items()
    }


def add(side: Contender, work: Path, size: int, items: Path, bulletin: int) -> Figures:
    """Add bulletins to a copy of the index; what failed is said under `error`."""
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
    """Give the median of each query over the rounds, and the round of most memory."""
    times = {
        key: [median(query) for query in zip(*(each[key] for each in rounds), strict=True)]
        for key in ("search", "snippets")
    }
    memory = max((each["memory"] for each in rounds), key=lambda memory: memory["peak"])
    return {**rounds[0], **times, "memory": memory}


class Watch:
    """Looks at the memory of a process and its children, while it is entered; bytes.

    Attributes:
        most: The most that they had together; what several map counts once.
        most_anonymous: The same without pages of files.
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
    """Give a process and all below it."""
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
    """Read a file of a process; nothing where the process has ended."""
    try:
        return file.read_text()
    except (OSError, ProcessLookupError):
        return ""
