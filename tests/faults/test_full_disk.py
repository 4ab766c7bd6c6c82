"""A disk that is really full, or really read-only, in the place of the index."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import Document, open_engine, parse

BULLETINS = str(Path(sys.executable).parent / "bulletins")

pytestmark = pytest.mark.thorough


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A filesystem of its own, of 4 MiB; skips where this user may not mount one."""
    disk = tmp_path / "disque"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"no filesystem may be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def rebuild(folder: Path, word: str, count: int) -> subprocess.CompletedProcess[str]:
    lines = folder.parent.parent / "lines.jsonl"
    lines.write_text("".join(f'{{"id": "{n}", "body": "{word} {n} {"mot " * 60}"}}\n' for n in range(count)))
    command = [BULLETINS, "rebuild", "--yes", str(lines), "--index", f"whoosh:{folder}"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def found(folder: Path, word: str) -> int:
    return open_engine(f"whoosh:{folder}").search(parse(word)).total


def test_a_full_disk_keeps_the_old_index_and_what_is_left_fits_again(
    small_disk: Path, tell: Callable[[str, str], None]
) -> None:
    folder, refused = small_disk / "index", 0
    assert rebuild(folder, "ancien", 20).returncode == 0
    for count in range(1000, 10_000, 1500):
        done = rebuild(folder, "nouveau", count)
        if done.returncode == 0:
            assert rebuild(folder, "ancien", 20).returncode == 0
            assert rebuild(folder, "ancien", 20).returncode == 0  # the large one is gone now
            continue
        refused += 1
        assert "Error: " in done.stderr
        assert "Traceback" not in done.stderr
        assert found(folder, "ancien") == 20
        assert rebuild(folder, "ancien", 20).returncode == 0
        assert open_engine(f"whoosh:{folder}").check().documents == 20
    assert refused > 2
    tell(
        "rebuilds of 1,000 to 8,500 items on a disk of 4 MiB",
        f"{refused} refused with a sentence, old index kept",
    )


def test_a_read_only_disk_is_searched_and_not_written(small_disk: Path) -> None:
    folder = small_disk / "index"
    open_engine(f"whoosh:{folder}").rebuild([Document("1", "Titre", "ancien")])
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert found(folder, "ancien") == 1
    assert open_engine(f"whoosh:{folder}").check().documents == 1
    done = rebuild(folder, "nouveau", 3)
    assert done.returncode == 1
    assert "Error: " in done.stderr
    assert "Read-only file system" in done.stderr
    assert "Traceback" not in done.stderr
    assert found(folder, "ancien") == 1
