"""The processes of a rebuild: one that fails or is killed is told, and all of them end."""

import os
import signal
from pathlib import Path

import pytest

from index.engines.whoosh.writing.workers import started, write_runs
from index.errors import SearchError
from tests.index.engines.whoosh.writing.runs import spooled


def test_what_goes_wrong_in_a_process_is_said(tmp_path: Path) -> None:
    (tmp_path / "000000000002.run").mkdir()
    with spooled(tmp_path, 4) as spool:
        spool.settle()
        with started(tmp_path, 2, 100) as workers, pytest.raises(SearchError, match="IsADirectoryError"):
            write_runs(workers, iter([range(2), range(2, 4)]), lambda run: None)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_that_is_killed_fails_the_rebuild(tmp_path: Path, number: signal.Signals) -> None:
    with spooled(tmp_path, 4) as spool:
        spool.settle()
        with (
            started(tmp_path, 2, 100) as workers,
            pytest.raises(SearchError, match=f"killed by {number.name}"),
        ):
            os.kill(workers[0].process.pid, number)
            write_runs(workers, iter([range(2), range(2, 4)]), lambda run: None)
        assert all(worker.process.returncode is not None for worker in workers)


def test_a_process_that_is_dead_before_its_first_task_fails_the_rebuild_and_the_others_end(
    tmp_path: Path,
) -> None:
    with spooled(tmp_path, 4) as spool:
        spool.settle()
        with (
            pytest.raises(SearchError, match="killed by SIGKILL; perhaps memory ran out"),
            started(tmp_path, 2, 100) as workers,
        ):
            os.kill(workers[0].process.pid, signal.SIGKILL)
            os.waitid(os.P_PID, workers[0].process.pid, os.WEXITED | os.WNOWAIT)
            write_runs(workers, iter([range(2), range(2, 4)]), lambda run: None)
        assert all(worker.process.returncode is not None for worker in workers)


def test_a_process_ends_when_nobody_gives_it_anything(tmp_path: Path) -> None:
    with spooled(tmp_path, 1) as spool:
        spool.settle()
        with started(tmp_path, 1, 100) as (worker,):
            worker.tasks.close()
            assert worker.process.wait(timeout=30) == 1
