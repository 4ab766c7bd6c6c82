"""A rebuild that meets a fault or a kill at its n-th call leaves the old index or the new one, whole."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from errno import EIO, ENOSPC, EROFS
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
HARNESS = Path(__file__).with_name("harness.py")

# kind of call, what happens there, error, step of a quick run, least number of calls that a rebuild has
FAULTS = [
    ("write", "fail", EIO, 41, 50),
    ("write", "fail from here", ENOSPC, 41, 50),
    ("write", "kill", 0, 41, 50),
    ("write", "tear", 0, 41, 50),
    ("fsync", "fail", EIO, 11, 10),
    ("fsync", "fail from here", EIO, 11, 10),
    ("fsync", "kill", 0, 11, 10),
    ("rename", "fail", EIO, 1, 2),
    ("rename", "kill", 0, 1, 2),
    ("open", "fail", EIO, 37, 30),
    ("open", "fail from here", EIO, 37, 30),
    ("open", "kill", 0, 37, 30),
    ("make", "fail", EIO, 13, 10),
    ("make", "fail from here", EROFS, 13, 10),
    ("make", "kill", 0, 13, 10),
]


def tried(
    shim: Path, folder: Path, kind: str, action: str, error: int, step: int, place: str
) -> dict[str, object]:
    """Run the harness, and read what it prints."""
    environment = os.environ | {"LD_PRELOAD": str(shim), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(HARNESS), str(folder), kind, action, str(error), str(step), place]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    values = json.loads(done.stdout)
    assert isinstance(values, dict)
    return values


@pytest.mark.parametrize(
    ("kind", "action", "error", "step", "least"), FAULTS, ids=lambda value: str(value).replace(" ", "-")
)
@pytest.mark.parametrize("place", ["first", "later"])
def test_a_fault_leaves_the_old_index_or_the_new_one(
    shim: Path, tmp_path: Path, kind: str, action: str, error: int, step: int, least: int, place: str,
    is_thorough: bool, tell: Callable[[str, str], None],
) -> None:  # fmt: skip
    seen = tried(shim, tmp_path, kind, action, error, 1 if is_thorough else step, place)
    assert seen["problems"] == []
    assert isinstance(seen["last"], int)
    assert seen["last"] > least  # the fault was really met
    outcomes = seen["outcomes"]
    assert isinstance(outcomes, dict)
    when = "first rebuild" if place == "first" else "rebuild over an old index"
    name = f"{os.strerror(error)} " if error else ""
    tell(
        f"{when}: {name}{action} at the n-th {kind}, {sum(outcomes.values())} of {seen['last'] - 1} n",
        ", ".join(f"{count}× {outcome}" for outcome, count in sorted(outcomes.items())),
    )
