"""A rebuild stays within `--memory`, whatever the texts hold."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no /proc tells the memory")
ROOT = Path(__file__).parents[2]
SIZE = 15_000_000


def _lines(unit: str, characters: int) -> Iterator[str]:
    """Yield lines of JSON of `SIZE` characters in all, each a body of `characters` that no other has."""
    for number in range(SIZE // characters):
        yield json.dumps({"id": number, "body": f"{number} {unit * (characters // len(unit))}"}) + "\n"


CASES = {
    "one-letter items": lambda: (f'{{"id":{n},"body":"a"}}\n' for n in range(SIZE // 26)),
    "one-letter words": lambda: _lines("a ", 1_000_000),
    "compounds": lambda: _lines("a-", 10_000),
    "elisions": lambda: _lines("l'", 500_000),
    "numbers": lambda: _lines("1,5 ", 250_000),
    "paragraphs": lambda: _lines("a\n\n", 300_000),
    "distinct words": lambda: (
        json.dumps({"body": " ".join(f"{n:x}mot{word:x}" for word in range(110))}) + "\n" for n in range(9000)
    ),
}


@pytest.mark.thorough
@pytest.mark.parametrize("case", CASES)
def test_a_rebuild_stays_within_its_memory(tmp_path: Path, tell, case: str) -> None:
    given = tmp_path / "given.jsonl"
    with given.open("w", encoding="utf-8") as file:
        file.writelines(CASES[case]())
    command = ["rebuild", str(given), "--index", f"whoosh:{tmp_path / 'index'}", "--memory", "512"]
    with subprocess.Popen(
        [sys.executable, str(ROOT / "bulletins.py"), *command], cwd=ROOT, stderr=subprocess.DEVNULL
    ) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            time.sleep(0.02)
    tell(f"memory of {case}, 15 MB with --memory 512", f"{peak >> 20} MiB at most")
    assert process.returncode == 0
    assert peak < 1.1 * (512 << 20)


def _memory(process: int) -> int:
    """Return the bytes in memory of a process and those that it started."""
    try:
        started = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0  # it has ended
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(_memory(int(each)) for each in started)
