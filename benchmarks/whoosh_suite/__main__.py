"""Whoosh's own tests, run on our index: what of Whoosh holds on it?

Run by `make whoosh-suite`. The tests come from the source distribution of the pinned whoosh3 and stay in var.
It ends with pytest's closing line, and with 0 only if exactly those tests fail that docs/whoosh.md lists.
"""

import os
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import pytest

from benchmarks.whoosh_suite.differences import Differences
from benchmarks.whoosh_suite.placing import put_in_place

ROOT = Path(__file__).parent.parent.parent
LOCK = ROOT / "requirements.lock"
LISTED = ROOT / "docs" / "whoosh.md"
WORK = ROOT / "var" / "whoosh-suite"
SUBJECTS = (
    *("collector", "columns", "fields", "highlighting", "indexing", "matching", "misc", "mpwriter", "nested"),
    *("parse_plugins", "quality", "queries", "reading", "results", "searching", "sorting", "spans"),
    *("spelling", "vectors", "weightings", "writing"),
)
"""Subjects of the test files that are run; the others hardly go through an index."""


def main() -> int:
    """Run the tests; return pytest's exit code."""
    os.chdir(unpacked())  # for Whoosh's own settings of pytest: ours would turn its warnings into errors
    with tempfile.TemporaryDirectory() as memory:
        put_in_place(Path(memory))
        options = ["-q", "-p", "no:cacheprovider", "-W", "ignore"]
        files = [f"tests/test_{subject}.py" for subject in SUBJECTS]
        return pytest.main([*options, *files], plugins=[Differences(LISTED.read_text("utf-8"))])


def unpacked() -> Path:
    """Return the folder of the source distribution, fetched and unpacked unless it exists."""
    entry = pinned(LOCK.read_text("utf-8"))
    name = entry.split()[0].replace("==", "-")
    folder = WORK / name
    if not folder.exists():
        fetch(entry)
        with tempfile.TemporaryDirectory(dir=WORK) as place, tarfile.open(WORK / f"{name}.tar.gz") as archive:
            archive.extractall(place, filter="data")
            (Path(place) / name).rename(folder)
    return folder


def pinned(lock: str) -> str:
    """Return the entry of whoosh3 in a lock file: its version and its hashes."""
    entry = re.search(r"^whoosh3==(?:.*\\\n)*.*", lock, re.MULTILINE)
    if entry is None:
        raise ValueError("the lock file names no whoosh3")
    return entry[0]


def fetch(entry: str) -> None:
    """Download the source distribution of a requirement; pip fails where its hash is another."""
    WORK.mkdir(parents=True, exist_ok=True)
    requirement = WORK / "requirements.txt"
    requirement.write_text(entry, "utf-8")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    options = ["--no-deps", "--no-binary", "whoosh3", "--require-hashes", "--dest", str(WORK)]
    subprocess.run([*pip, *options, "--requirement", str(requirement)], check=True)


if __name__ == "__main__":
    sys.exit(main())
