"""SIGKILL at any moment of what writes: readers see the old index or the new one, never both, never none."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
KILLER = Path(__file__).with_name("killer.py")
WHAT = {
    "rebuild": "rebuild and switch",
    "add": "addition and switch",
    "remove": "removal and switch",
    "merge": "merge and switch",
    "watch": "a watch that adds",
}
MOST_BUILDS = 4
"""The one that serves, the one before, and what the last kills left; more would pile up."""


@pytest.mark.parametrize(
    ("work", "few", "all_of_them"),
    [
        ("rebuild", 4, 300),
        ("add", 4, 100),
        pytest.param("remove", 0, 75, marks=pytest.mark.thorough),
        pytest.param("merge", 0, 75, marks=pytest.mark.thorough),
        ("watch", 2, 75),
    ],
)
def test_readers_see_only_the_old_index_or_the_new_one(
    tmp_path: Path, work: str, few: int, all_of_them: int, is_thorough: bool, tell: Callable[[str, str], None]
) -> None:
    kills = all_of_them if is_thorough else few
    command = [sys.executable, str(KILLER), str(tmp_path), str(kills), "4", work]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    seen = json.loads(done.stdout)
    # A mixed or empty answer, one of an older state than the last, or an error.
    assert [reader["problems"] for reader in seen["seen"]] == [[], [], []]
    searches = [reader["searches"] for reader in seen["seen"]]
    assert min(searches) > kills / 2
    outcomes = seen["outcomes"]
    assert outcomes.keys() <= {"old", "new", "ended"}
    # Kills come at all moments, up to its end; few come between the switch and that.
    assert not is_thorough or ("old" in outcomes and outcomes.keys() & {"new", "ended"})
    assert seen["is_checked"]
    assert seen["builds"] <= MOST_BUILDS
    tell(
        f"{kills} SIGKILLs at random moments of {WHAT[work]}, {sum(searches)} searches of 3 readers",
        ", ".join(f"{name} {count}" for name, count in sorted(outcomes.items()))
        + "; no answer mixed or empty",
    )
