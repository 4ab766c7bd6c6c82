"""Asks one side or several in turn; each is a process that answers all queries, see `answering.py`."""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from benchmarks.speed.answering import TIMES
from benchmarks.speed.running import Contender
from benchmarks.speed.worker import Figures


def asked_in_turn(
    sides: Sequence[tuple[Contender, Path]], typed: Sequence[str], rounds: int
) -> dict[str, Figures]:
    """Ask all queries several rounds, each of all sides before the next, and return the median times.

    The first round is not measured.
    """
    with ExitStack() as stack:
        processes = {side.name: stack.enter_context(_answering(side, folder)) for side, folder in sides}
        answered: dict[str, list[list[Figures]]] = {name: [] for name in processes}
        for number in range(rounds):
            answers: dict[str, list[Figures]] = {name: [] for name in processes}
            for text in typed:
                for name in sorted(processes, reverse=number % 2 == 0):
                    answers[name].append(_answer(processes[name], text))
            for name, each in answers.items():
                answered[name] += [each] if number else []
    return {name: _middle(each) for name, each in answered.items()}


@contextmanager
def _answering(side: Contender, folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [side.command[0], str(Path(__file__).with_name("answering.py")), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(side.root)}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=side.root, env=environment, stdin=pipe, stdout=pipe, text=True
    ) as process:
        yield process
        process.communicate()


def _answer(process: subprocess.Popen[str], text: str) -> Figures:
    assert process.stdin and process.stdout
    print(json.dumps(text), file=process.stdin, flush=True)
    answer: Figures = json.loads(process.stdout.readline())
    return answer


def _middle(rounds: Sequence[Sequence[Figures]]) -> Figures:
    """Return the median times of each query, and its answers."""
    by_query = list(zip(*rounds, strict=True))
    middle = {what: [median(each[what] for each in answers) for answers in by_query] for what in TIMES}
    return {**middle, **{what: [answers[0][what] for answers in by_query] for what in ("total", "best")}}
