"""A rebuild in several processes writes what one process writes, in the memory that it may take."""

import os
from pathlib import Path

import pytest

from index.engines import Limits
from index.engines.whoosh.writing import rebuilding
from index.engines.whoosh.writing.rebuilding import Shares, shares, write_segment
from index.errors import UsageError
from tests.index.engines.whoosh.writing.runs import rebuilt, spooled


def test_processes_write_what_one_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = rebuilt(tmp_path / "alone", 60, Limits(processes=1))
    monkeypatch.setattr(rebuilding, "shares", lambda limits, documents: Shares(3, 400, 50))
    assert rebuilt(tmp_path / "together", 60, Limits()) == alone


def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    with spooled(tmp_path, 5) as spool:
        write_segment(
            tmp_path,
            spool,
            tmp_path / "whole.arrays",
            Limits(),
            lambda done, total: heard.append((done, total)),
        )
    assert heard[-1] == (5, 5)


@pytest.mark.parametrize(("processes", "documents"), [(1, 10**6), (0, 10), (64, 10**6)])
def test_memory_is_shared_out(processes: int, documents: int) -> None:
    its = shares(Limits(512, processes), documents)
    assert 1 <= its.processes <= max(1, processes or os.cpu_count() or 1)
    assert its.processes * (45 * 2**20 + its.forms * 600 + its.characters * 25) <= 412 * 2**20


def test_too_little_memory_is_said() -> None:
    with pytest.raises(UsageError, match="needs 180 MiB"):
        shares(Limits(64), 10**6)
