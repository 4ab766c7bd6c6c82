"""From a spool to the segment and the vocabulary of a build: on all cores, in memory that is bounded.

Runs of consecutive documents are written by several processes, each as a segment of its own, and then joined;
meanwhile this process gathers their words.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.archive.spool import SettledDocuments, Spool
from index.engines import Limits, OnProgress
from index.engines.whoosh.writing.run_writer import RunWriter, join_runs, written_counts
from index.engines.whoosh.writing.workers import started, write_runs
from index.errors import UsageError
from index.vocabulary.vocabulary import VocabularyWriter

SMALL = 2000
"""Documents up to which this process does everything: others would take longer to start."""

_MEBIBYTE = 1 << 20
_OF_THIS_PROCESS = 100
"""MiB that it takes while others write."""
_OF_A_WORKER = 45
"""MiB that it takes before it has read anything."""
_LEAST_ROOM = 35
"""MiB that a worker has besides."""
_FORM = 600
"""Bytes that a form takes, with what is counted of it."""
_CHARACTER = 25
"""Bytes that a character of a run takes while it is written."""
_MOST_OF_A_RUN = 1 << 16
"""Documents; they may all be empty."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How a rebuild shares out its memory.

    Attributes:
        processes: That write; with one it is this process.
        characters: Of a run.
        forms: That a process remembers.
    """

    processes: int
    characters: int
    forms: int


def shares(limits: Limits, documents: int) -> Shares:
    """Share out memory; raises `UsageError` where it is too little for one process."""
    room = limits.memory - _OF_THIS_PROCESS
    least = _OF_A_WORKER + _LEAST_ROOM
    if room < least:
        raise UsageError(f"a rebuild needs {_OF_THIS_PROCESS + least} MiB of memory, not {limits.memory}")
    wanted = 1 if documents <= SMALL else limits.processes or _cores()
    processes = min(wanted, room // least)
    its = (room // processes - _OF_A_WORKER) * _MEBIBYTE
    return Shares(processes, its * 2 // 5 // _CHARACTER, its * 3 // 5 // _FORM)


def write_segment(build: Path, spool: Spool, segment: Path, limits: Limits, on_progress: OnProgress) -> None:
    """Write the documents of a spool into one segment file, and their words into a vocabulary.

    Raises:
        SearchError: A process failed.
    """
    spool.settle()
    total = spool.count()
    its = shares(limits, total)
    runs = spool.runs(_MOST_OF_A_RUN, its.characters)
    write = _write_here if its.processes == 1 else _write_with_others
    done = 0
    for run in write(build, runs, its, segment):
        on_progress(done, total)
        done += len(run)
    on_progress(total, total)


def _write_here(build: Path, runs: Iterator[range], its: Shares, segment: Path) -> Iterator[range]:
    documents, writer = SettledDocuments(build), RunWriter(build, "0", its.forms)
    for run in runs:
        writer.write(list(documents.read(run)), run.start)
        yield run
    writer.finish()
    join_runs(build, segment)
    _write_words(build)


def _write_with_others(build: Path, runs: Iterator[range], its: Shares, segment: Path) -> Iterator[range]:
    with started(build, its.processes, its.forms) as workers:
        yield from write_runs(workers, runs)
        for worker in workers:
            worker.give("finish")
        for worker in workers:
            worker.wait()
        first, *others = workers
        first.give("join", str(segment))
        for worker in others:
            worker.end()
        _write_words(build)
        first.wait()


def _write_words(build: Path) -> None:
    with VocabularyWriter(build) as vocabulary:
        for counts in written_counts(build):
            vocabulary.add(counts)


def _cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
