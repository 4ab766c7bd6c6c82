"""The worker processes of a rebuild and their tasks.

Plain processes with pipes: one that fails, is killed or runs out of memory is noticed at once. Nothing
of the program that rebuilds runs in them again, as its main module would with `multiprocessing`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from signal import Signals
from typing import IO, cast

from index.archive.builds import build_failure
from index.errors import SearchError

OnRun = Callable[[range], None]
"""Called with each run that is written."""


class Worker:
    """A process that writes runs.

    Args:
        folder: Folder of the spool, in which its files are written.
        name: Name of this worker; no other has it.
        most_remembered: See `RunWriter`.

    Attributes:
        process: The process of the operating system.
        tasks: Its standard input: a line for each task.
        answers: Its standard output: a line for each task that ended.
    """

    def __init__(self, folder: Path, name: str, most_remembered: int) -> None:
        module = "index.engines.whoosh.writing.worker"
        self._stderr = folder / f"{name}.stderr"
        with self._stderr.open("wb") as stderr:
            self.process = subprocess.Popen(  # noqa: S603  this program itself
                [sys.executable, "-P", "-m", module, str(folder), name, str(most_remembered)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
            )
        pipes = self.process.stdin, self.process.stdout
        self.tasks, self.answers = cast(tuple[IO[bytes], IO[bytes]], pipes)

    def give(self, *task: str | int) -> None:
        """Send it a task, see `worker`; raises `SearchError` where the process has ended."""
        try:
            self.tasks.write(json.dumps(task).encode() + b"\n")
            self.tasks.flush()
        except BrokenPipeError:
            raise self._ended() from None

    def wait(self) -> None:
        """Wait until its task is done; raises `SearchError` where that or the process failed."""
        answer = self.answers.readline()
        if not answer.endswith(b"\n"):
            raise self._ended()
        failure = json.loads(answer)
        if failure:
            raise build_failure(failure)

    def end(self) -> None:
        """Kill the process, and delete its error output."""
        self.process.kill()
        with suppress(BrokenPipeError), self.process:  # closing the pipe writes again what was never read
            pass
        self._stderr.unlink(missing_ok=True)

    def _ended(self) -> SearchError:
        """Return the error of a process that ended by itself: signal or exit code, and its last line."""
        code = self.process.wait()
        last_line = self._stderr.read_text("utf-8", "replace").splitlines()[-1:]
        how = (
            f"was killed by {Signals(-code).name}"
            if code < 0
            else " ".join([f"ended with {code}", *last_line])
        )
        hint = "; perhaps memory ran out: give it less with --memory" if -code == Signals.SIGKILL else ""
        return build_failure(f"a process of it {how}{hint}")


@contextmanager
def started(folder: Path, count: int, most_remembered: int) -> Iterator[Sequence[Worker]]:
    """Start workers; kill all of them when the context ends, whatever happens to the others."""
    with ExitStack() as ending:
        workers: list[Worker] = []
        for number in range(count):
            workers.append(Worker(folder, str(number), most_remembered))
            ending.callback(workers[-1].end)
        yield workers


def write_runs(workers: Iterable[Worker], runs: Iterator[range], on_run: OnRun) -> None:
    """Have the workers write all runs; raises `SearchError`.

    Each gets its next run when it has written one. `on_run` is called in the order in which they finish.
    """
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
                on_run(run)
