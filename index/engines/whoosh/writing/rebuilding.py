"""From a spool to the segment and the vocabulary of a build: on all cores, in bounded memory.

Several processes write runs of consecutive documents, each as a segment of its own. The runs are then joined
in one of them, while this process gathers the words of all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from index.archive.settled_documents import SettledDocuments
from index.archive.sizing import Sizing
from index.archive.spool import Spool
from index.cores import available_cores
from index.engines import Limits, OnProgress
from index.engines.whoosh.writing.footprint import APPEARANCE, footprint
from index.engines.whoosh.writing.part_merging import write_words
from index.engines.whoosh.writing.parts import Part
from index.engines.whoosh.writing.run_writer import RunWriter, join_runs, written_counts
from index.engines.whoosh.writing.workers import OnRun, started, write_runs
from index.errors import UsageError

SMALL = 2000
"""Documents up to which this process writes alone: starting others would take longer."""

_MEBIBYTE = 1 << 20
_OF_THIS_PROCESS = 100
"""MiB that this process takes while others write."""
_OF_A_WORKER = 45
"""MiB that a worker takes before it has read anything."""
_LEAST_ROOM = 35
"""MiB that a worker needs for runs and forms."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How a rebuild divides its memory.

    Attributes:
        processes: Number of processes that write; 1 is this process alone.
        run: Bytes that the documents of a run may take, see `footprint`.
        remembered: Bytes that the forms may take which a process remembers from run to run.
    """

    processes: int
    run: int
    remembered: int


def shares(limits: Limits, documents: int, largest: int = 0) -> Shares:
    """Divide the memory among processes.

    Args:
        limits: Memory and number of processes.
        documents: Number of documents.
        largest: Footprint of the largest one, at most that of `sizing`: fewer processes have room for more.

    Raises:
        UsageError: One process already needs more.
    """
    room = limits.memory - _OF_THIS_PROCESS
    least = _OF_A_WORKER + _LEAST_ROOM
    if room < least:
        raise UsageError(f"a rebuild needs {_OF_THIS_PROCESS + least} MiB of memory, not {limits.memory}")
    wanted = 1 if documents <= SMALL else limits.processes or available_cores()
    processes = max(1, min(wanted, room // max(least, _OF_A_WORKER - -largest // _MEBIBYTE)))
    free = (room // processes - _OF_A_WORKER) * _MEBIBYTE
    return Shares(processes, free * 9 // 20, free * 11 // 20)


def sizing(limits: Limits) -> Sizing:
    """Return how large documents are while they are written, and how large one may be."""
    most = (limits.memory - _OF_THIS_PROCESS - _OF_A_WORKER) * _MEBIBYTE
    return Sizing(footprint, APPEARANCE, most, partial(_refusal, limits))


def _refusal(limits: Limits, size: int) -> str:
    wanted = size // _MEBIBYTE + 1 + _OF_THIS_PROCESS + _OF_A_WORKER
    return (
        f"it takes {wanted} MiB to index, with all its appearances, and --memory is {limits.memory}; "
        f"cut it into several, or give --memory {wanted}"
    )


class SegmentFiles(NamedTuple):
    """The files of a segment.

    Attributes:
        arrays: Its arrays.
        vocabulary: The words of its documents, and of those of `merged`.
        merged: Parts with which the segment is merged, once it is written.
    """

    arrays: Path
    vocabulary: Path
    merged: Sequence[Part] = ()


def write_segment(
    build: Path, spool: Spool, files: SegmentFiles, limits: Limits, on_progress: OnProgress
) -> None:
    """Write the documents of a spool into one segment, and their words into a vocabulary.

    Raises:
        SearchError: A process failed.
    """
    spool.settle()
    total = spool.count()
    share = shares(limits, total, spool.largest())
    runs = spool.runs(share.run)
    write = _write_alone if share.processes == 1 else _write_with_workers
    write(build, runs, share, files, _by_runs(on_progress, total))
    on_progress(total, total)


def _by_runs(on_progress: OnProgress, total: int) -> OnRun:
    """Return a function that reports progress when it is called with each written run.

    It stays one run behind, so that `total` is reported only when the runs are joined.
    """
    done = 0

    def on_run(run: range) -> None:
        nonlocal done
        on_progress(done, total)
        done += len(run)

    return on_run


def _write_alone(
    build: Path, runs: Iterator[range], share: Shares, files: SegmentFiles, on_run: OnRun
) -> None:
    """Write runs, segment and vocabulary in this process."""
    documents, writer = SettledDocuments(build), RunWriter(build, "0", share.remembered)
    for run in runs:
        writer.write(documents.read(run), run.start)
        on_run(run)
    writer.finish()
    join_runs(build, files.arrays)
    _write_words(build, files)


def _write_with_workers(
    build: Path, runs: Iterator[range], share: Shares, files: SegmentFiles, on_run: OnRun
) -> None:
    """Have workers write the runs and join them; write the vocabulary here meanwhile."""
    with started(build, share.processes, share.remembered) as workers:
        write_runs(workers, runs, on_run)
        for worker in workers:
            worker.give("finish")
        for worker in workers:
            worker.wait()
        first, *others = workers
        first.give("join", str(files.arrays))
        for worker in others:
            worker.end()
        _write_words(build, files)
        first.wait()


def _write_words(build: Path, files: SegmentFiles) -> None:
    write_words(files.vocabulary, written_counts(build), files.merged)
