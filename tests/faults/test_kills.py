"""SIGKILL at any moment of a rebuild: readers see the old index or the new one, never both, never none."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
KILLER = Path(__file__).with_name("killer.py")
MOST_BUILDS = 3
"""The one that serves, the one before, and what the last kill left; more would pile up."""


def test_readers_see_only_the_old_index_or_the_new_one(
    tmp_path: Path, is_thorough: bool, tell: Callable[[str, str], None]
) -> None:
    kills = 300 if is_thorough else 12
    command = [sys.executable, str(KILLER), str(tmp_path), str(kills), "4"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    seen = json.loads(done.stdout)
    assert [reader["problems"] for reader in seen["seen"]] == [[], [], []]
    searches = [reader["searches"] for reader in seen["seen"]]
    assert min(searches) > kills / 2
    assert seen["old"] + seen["new"] == kills
    assert seen["checked"] == 40
    assert seen["builds"] <= MOST_BUILDS
    tell(
        f"{kills} SIGKILLs at random moments of rebuild and switch, {sum(searches)} searches of 3 readers",
        f"old index {seen['old']}, new {seen['new']}, mixed 0, empty 0, errors 0; "
        f"{seen['ended']} rebuilds ended before their kill",
    )
