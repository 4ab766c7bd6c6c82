"""A command that meets a fault or a kill at its n-th call leaves the old index or the new one, whole."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from errno import EIO, ENOSPC, EPERM, EROFS
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
HARNESS = Path(__file__).with_name("harness.py")

# kind of call, what happens there, error, step of a quick run, least number of calls that a rebuild has
FAULTS = [
    ("write", "fail", EIO, 83, 50),
    ("write", "fail from here", ENOSPC, 83, 50),
    ("write", "kill", 0, 83, 50),
    ("write", "tear", 0, 83, 50),
    ("fsync", "fail", EIO, 23, 8),
    ("fsync", "fail from here", EIO, 23, 8),
    ("fsync", "kill", 0, 23, 8),
    ("rename", "fail", EIO, 1, 1),
    ("rename", "kill", 0, 1, 1),
    ("open", "fail", EIO, 73, 30),
    ("open", "fail from here", EIO, 73, 30),
    ("open", "kill", 0, 73, 30),
    ("make", "fail", EIO, 27, 10),
    ("make", "fail from here", EROFS, 27, 10),
    ("make", "kill", 0, 27, 10),
]


def tried(
    shim: Path, folder: Path, kind: str, action: str, error: int, step: int, work: str
) -> dict[str, object]:
    """Run the harness, and read what it prints."""
    environment = os.environ | {"LD_PRELOAD": str(shim), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(HARNESS), str(folder), kind, action, str(error), str(step), work]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    values = json.loads(done.stdout)
    assert isinstance(values, dict)
    return values


# The same of an addition and a removal, and what only they call; all of it is tried by `make faults`.
OTHERS = [
    ("write", "fail from here", ENOSPC, 97, 50),
    ("fsync", "kill", 0, 97, 8),
    ("rename", "kill", 0, 97, 0),
    ("open", "fail", EIO, 97, 30),
]
# The same of an addition to an archive of several parts, which shares the files of those that stay: kind of
# call, what happens there, error, step, least number of calls. All of it is tried by `make faults`.
SHARING = [
    ("link", "fail", EIO, 1, 3),
    ("link", "fail from here", ENOSPC, 1, 3),
    ("link", "kill", 0, 1, 3),
    ("write", "fail from here", ENOSPC, 4, 50),
    ("write", "tear", 0, 4, 50),
    ("fsync", "fail", EIO, 1, 8),
    ("fsync", "kill", 0, 1, 8),
    ("rename", "kill", 0, 1, 1),
    ("open", "fail", EIO, 4, 30),
    ("open", "kill", 0, 4, 30),
    ("make", "fail from here", EROFS, 2, 8),
]
WHEN = {
    "first": "first rebuild",
    "later": "rebuild over an old index",
    "add": "addition",
    "add to parts": "addition that shares parts",
    "remove": "removal",
}


@pytest.mark.parametrize(
    ("kind", "action", "error", "step", "least"), FAULTS, ids=lambda value: str(value).replace(" ", "-")
)
@pytest.mark.parametrize("work", ["first", "later"])
def test_a_fault_leaves_the_old_index_or_the_new_one(
    shim: Path, tmp_path: Path, kind: str, action: str, error: int, step: int, least: int, work: str,
    is_thorough: bool, tell: Callable[[str, str], None],
) -> None:  # fmt: skip
    outcomes = met(shim, tmp_path, kind, action, error, 1 if is_thorough else step, least, work, tell)
    # The fault was really met: a call that fails or kills cannot leave every rebuild as if nothing had been.
    assert any(not outcome.startswith("exit 0") for outcome in outcomes)


@pytest.mark.parametrize(
    ("kind", "action", "error", "step", "least"), OTHERS, ids=lambda value: str(value).replace(" ", "-")
)
@pytest.mark.parametrize("work", ["add", "remove"])
def test_a_fault_leaves_what_was_there_or_what_is_to_be(
    shim: Path, tmp_path: Path, kind: str, action: str, error: int, step: int, least: int, work: str,
    is_thorough: bool, tell: Callable[[str, str], None],
) -> None:  # fmt: skip
    outcomes = met(shim, tmp_path, kind, action, error, 1 if is_thorough else step, least, work, tell)
    assert any(not outcome.startswith("exit 0") for outcome in outcomes)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("kind", "action", "error", "step", "least"),
    [fault for fault in FAULTS if fault[:2] not in {other[:2] for other in OTHERS}],
    ids=lambda value: str(value).replace(" ", "-"),
)
@pytest.mark.parametrize("work", ["add", "remove"])
def test_any_fault_leaves_what_was_there_or_what_is_to_be(
    shim: Path, tmp_path: Path, kind: str, action: str, error: int, step: int, least: int, work: str,
    tell: Callable[[str, str], None],
) -> None:  # fmt: skip
    met(shim, tmp_path, kind, action, error, 1, 0, work, tell)  # a removal renames once


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("kind", "action", "error", "step", "least"), SHARING, ids=lambda value: str(value).replace(" ", "-")
)
def test_a_fault_leaves_the_parts_that_stay(
    shim: Path, tmp_path: Path, kind: str, action: str, error: int, step: int, least: int,
    tell: Callable[[str, str], None],
) -> None:  # fmt: skip
    outcomes = met(shim, tmp_path, kind, action, error, step, least, "add to parts", tell)
    assert any(not outcome.startswith("exit 0") for outcome in outcomes)


@pytest.mark.thorough
def test_where_no_file_can_be_linked_it_is_copied_and_that_is_said(
    shim: Path, tmp_path: Path, tell: Callable[[str, str], None]
) -> None:
    outcomes = met(shim, tmp_path, "link", "fail from here", EPERM, 1, 3, "add to parts", tell)
    assert outcomes.keys() == {"exit 0, nouveau, copied"}


def met(
    shim: Path, folder: Path, kind: str, action: str, error: int, step: int, least: int, work: str,
    tell: Callable[[str, str], None],
) -> dict[str, int]:  # fmt: skip
    """Meet a fault at every `step`-th call; return how often what was left."""
    seen = tried(shim, folder, kind, action, error, step, work)
    assert seen["problems"] == []
    assert isinstance(seen["calls"], int)
    assert seen["calls"] > least
    outcomes = seen["outcomes"]
    assert isinstance(outcomes, dict)
    assert sum(outcomes.values()) == seen["tried"]
    name = f"{os.strerror(error)}, " if error else ""
    tell(
        f"{WHEN[work]}: {name}{action} at the n-th {kind}, {seen['tried']} of {seen['calls']} n",
        ", ".join(f"{count}× {outcome}" for outcome, count in sorted(outcomes.items())),
    )
    return outcomes
