"""A worker process of a rebuild, which writes runs.

    python -m index.engines.whoosh.writing.worker FOLDER NAME MOST_REMEMBERED

Each task is a line of JSON on standard input: ["write", FIRST, END], ["finish"] or ["join", FILE]. Each is
answered by a line of JSON on standard output: null, or what failed. The worker ends with its standard input.
"""

import gc
import json
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from index.archive.settled_documents import SettledDocuments
from index.engines.whoosh.writing.run_writer import RunWriter, join_runs

Task = list[str | int]


def main() -> None:
    """Do the tasks of standard input, one after the other."""
    gc.disable()  # what it makes has no cycles, and collecting takes a twentieth of the time
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # the process that sends the tasks gets it too, and ends this one
    tasks: SimpleQueue[Task] = SimpleQueue()
    Thread(target=_read, args=(tasks,), daemon=True).start()
    folder, name, most_remembered = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    do = partial(_do, folder, SettledDocuments(folder), RunWriter(folder, name, most_remembered))
    while True:
        print(json.dumps(_failure(do, tasks.get())), flush=True)


def _read(tasks: SimpleQueue[Task]) -> None:
    """Queue the tasks; end the process, even in the middle of one, where standard input ends."""
    for line in sys.stdin:
        tasks.put(json.loads(line))
    os._exit(1)


def _failure(do: Callable[[Task], None], task: Task) -> str | None:
    """Do a task; return what failed, or None."""
    try:
        do(task)
    except Exception as error:  # the rebuild fails with it
        return f"{type(error).__name__}: {error}"
    return None


def _do(folder: Path, documents: SettledDocuments, writer: RunWriter, task: Task) -> None:
    match task:
        case ["write", int(first), int(end)]:
            writer.write(documents.read(range(first, end)), first)
        case ["finish"]:
            writer.finish()
        case ["join", str(whole)]:
            join_runs(folder, Path(whole))
        case _:
            raise ValueError(f"{task!r} is no task")


if __name__ == "__main__":
    main()
