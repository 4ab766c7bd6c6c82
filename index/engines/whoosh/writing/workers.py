"""The processes of a rebuild, and what they are given to do.

Plain processes with pipes: one that fails, is killed or has no memory left is noticed at once. Nothing of the
program that rebuilds is run again in them, whatever that is.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from signal import Signals
from typing import IO, cast

from index.errors import SearchError


class Worker:
    """A process that writes runs.

    Args:
        folder: Where the spool is and the files go.
        name: Of this worker among others.
        most_forms: See `RunWriter`.

    Attributes:
        process: Of the system.
        tasks: Where it is given something to do.
        answers: Where it says that something is done.
    """

    def __init__(self, folder: Path, name: str, most_forms: int) -> None:
        module = "index.engines.whoosh.writing.worker"
        self._said = folder / f"{name}.said"
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(  # noqa: S603  this program itself
                [sys.executable, "-P", "-m", module, str(folder), name, str(most_forms)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
            )
        pipes = self.process.stdin, self.process.stdout
        self.tasks, self.answers = cast(tuple[IO[bytes], IO[bytes]], pipes)

    def give(self, *task: str | int) -> None:
        """Give it something to do, see `worker`; raises `SearchError`."""
        try:
            self.tasks.write(json.dumps(task).encode() + b"\n")
            self.tasks.flush()
        except BrokenPipeError:
            raise self._ended() from None

    def wait(self) -> None:
        """Wait until it has done what it was given; raises `SearchError`."""
        answer = self.answers.readline()
        if not answer.endswith(b"\n"):
            raise self._ended()
        failure = json.loads(answer)
        if failure:
            raise _failed(failure)

    def end(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        with suppress(BrokenPipeError), self.process:  # a task that it never read would be written again
            pass
        self._said.unlink(missing_ok=True)

    def _ended(self) -> SearchError:
        """Say how it ended by itself."""
        code = self.process.wait()
        said = self._said.read_text("utf-8", "replace").splitlines()[-1:]
        how = f"was killed by {Signals(-code).name}" if code < 0 else " ".join([f"ended with {code}", *said])
        hint = "; perhaps memory ran out: give it less with --memory" if -code == Signals.SIGKILL else ""
        return _failed(f"a process of it {how}{hint}")


@contextmanager
def started(folder: Path, count: int, most_forms: int) -> Iterator[Sequence[Worker]]:
    """Start workers, and end them all at the end, each whatever became of the others."""
    with ExitStack() as ending:
        workers: list[Worker] = []
        for number in range(count):
            workers.append(Worker(folder, str(number), most_forms))
            ending.callback(workers[-1].end)
        yield workers


def write_runs(workers: Iterable[Worker], runs: Iterator[range]) -> Iterator[range]:
    """Have each worker write one run after the other; give those that are written. Raises `SearchError`."""
    idle = list(workers)
    with DefaultSelector() as busy:
        while True:
            for worker, run in zip(idle, runs, strict=False):
                worker.give("write", run.start, run.stop)
                busy.register(worker.answers, EVENT_READ, (worker, run))
            if not busy.get_map():
                return
            idle = []
            for key, _ in busy.select():
                worker, run = key.data
                worker.wait()
                busy.unregister(worker.answers)
                idle.append(worker)
                yield run


def _failed(why: str) -> SearchError:
    return SearchError(f"the new index could not be written ({why}); the one in place stays")
