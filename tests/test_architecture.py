"""The arrows between the rooms hold: indexer → index ← webapp, and each library in its room."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_import_keeps_to_the_contracts_of_the_rooms() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_the_tests_mirror_the_rooms() -> None:
    """Tests of a chapter lie in a folder of its name; those of whole engines and of faults have their own."""
    own = {"tests/faults", "tests/relevance", "tests/index/engines/contract"}
    folders = {str(file.parent.relative_to(ROOT)) for file in (ROOT / "tests").rglob("test_*.py")}
    strays = {folder for folder in folders - own if not (ROOT / folder.removeprefix("tests/")).is_dir()}
    assert strays - {"tests"} == set()


def test_the_code_names_no_path_of_a_machine_and_the_locks_name_no_address() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [ROOT / name for name in tracked.stdout.split("\0") if name]
    assert files
    for lock in ROOT.glob("requirements*.lock"):
        assert "://" not in lock.read_text("utf-8")
    texts = {file: file.read_bytes() for file in files if file.is_file()}
    assert not [file for file, text in texts.items() if str(ROOT).encode() in text]
