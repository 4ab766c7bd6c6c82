"""What a build of the Whoosh engine consists of, and a disk that is too small for it."""

import subprocess
import sys
from pathlib import Path

from tests.index.archive.folders import found, serving

BULLETINS = str(Path(sys.executable).parent / "bulletins")


def test_no_waiting_room_stays_beside_the_index(folder: Path) -> None:
    assert list(folder.rglob("spool*")) == []


def damageable(folder: Path) -> list[Path]:
    return [file for file in serving(folder).iterdir() if file.suffix in (".arrays", ".toc")]


def test_a_build_has_a_segment_and_a_table_of_contents(folder: Path) -> None:
    assert {file.suffix for file in damageable(folder)} == {".arrays", ".toc"}


def test_a_full_disk_is_a_sentence_and_the_old_index_stays(folder: Path, tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_text("".join(f'{{"id": "{n}", "body": "corps {n} {"mot " * 50}"}}\n' for n in range(3000)))
    for blocks in (20, 200, 1000):
        limited = ["bash", "-c", f'ulimit -f {blocks}; exec "$@"', "-"]
        command = [BULLETINS, "rebuild", str(lines), "--index", f"whoosh:{folder}"]
        done = subprocess.run([*limited, *command], capture_output=True, text=True, check=False)
        assert done.returncode == 1, blocks
        assert "Traceback" not in done.stderr
        assert "Error: " in done.stderr
        assert found(folder, "premier") == 1
