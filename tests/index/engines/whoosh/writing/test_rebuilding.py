"""A rebuild in several processes writes what one process writes, in the memory that it may take."""

import os
from pathlib import Path

import pytest

from index.engines import Limits
from index.engines.whoosh.writing import rebuilding
from index.engines.whoosh.writing.rebuilding import SegmentFiles, Shares, shares, sizing, write_segment
from index.errors import UsageError
from tests.index.engines.whoosh.writing.runs import rebuilt, spooled


def test_processes_write_what_one_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = rebuilt(tmp_path / "alone", 60, Limits(processes=1))
    monkeypatch.setattr(rebuilding, "shares", lambda limits, documents, largest: Shares(3, 30_000, 30_000))
    assert rebuilt(tmp_path / "together", 60, Limits()) == alone


def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    with spooled(tmp_path, 5) as spool:
        write_segment(
            tmp_path,
            spool,
            SegmentFiles(tmp_path / "whole.arrays", tmp_path / "words"),
            Limits(),
            lambda done, total: heard.append((done, total)),
        )
    assert heard[-1] == (5, 5)


@pytest.mark.parametrize(("processes", "documents"), [(1, 10**6), (0, 10), (64, 10**6)])
def test_memory_is_shared_out(processes: int, documents: int) -> None:
    its = shares(Limits(512, processes), documents)
    assert 1 <= its.processes <= max(1, processes or os.cpu_count() or 1)
    assert its.processes * (45 * 2**20 + its.run + its.remembered) <= 412 * 2**20


def test_fewer_processes_have_room_for_a_large_document() -> None:
    assert [shares(Limits(512, 4), 10**6, largest << 20).processes for largest in (0, 58, 59, 161, 367)] == [
        4, 4, 3, 2, 1,
    ]  # fmt: skip


def test_a_document_that_needs_more_memory_is_refused_with_how_much() -> None:
    its = sizing(Limits(512))
    assert its.most == 367 << 20
    assert its.refusal(its.most + 1) == (
        "it takes 513 MiB to index, with all its appearances, and --memory is 512; "
        "cut it into several, or give --memory 513"
    )


def test_too_little_memory_is_said() -> None:
    with pytest.raises(UsageError, match="needs 180 MiB"):
        shares(Limits(64), 10**6)
