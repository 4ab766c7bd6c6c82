"""`bulletins serve` under wrk: what the page itself adds to a search."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote_plus

from benchmarks.speed.ours import Ours
from benchmarks.speed.running import ROOT
from benchmarks.speed.worker import Figures, Query

CONNECTIONS = (1, 8, 64)
SECONDS = 10
SCRIPT = Path(__file__).with_name("wrk.lua")


def serve(folder: Path, queries: Sequence[Query], work: Path) -> dict[str, Figures]:
    """Let wrk ask for the results pages of all queries in turn; figures by number of connections.

    Without wrk, or where the server does not start, the reason is given under `error`.
    """
    if not shutil.which("wrk"):
        return {"error": {"reason": "there is no wrk: apt-get install wrk"}}
    typed = [Ours().typed(query) for query in queries]
    paths = work / "paths.txt"
    paths.write_text("".join(f"/?q={quote_plus(text)}\n" for text in typed), "utf-8")
    with _server(folder, work / "serve.log") as (address, process):
        _wrk(address, 1, 2, paths)
        return {
            str(number): {**_wrk(address, number, SECONDS, paths), "memory": _resident(process)}
            for number in CONNECTIONS
        }


def _wrk(address: str, connections: int, seconds: int, paths: Path) -> Figures:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(SCRIPT)]
    done = subprocess.run(
        [*command, address, "--", str(paths)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


@contextmanager
def _server(folder: Path, log: Path) -> Iterator[tuple[str, int]]:
    """Run the server on a free port; its address and its process."""
    command = [sys.executable, "-m", "bulletins", "serve"]
    with log.open("w") as said:
        process = subprocess.Popen(
            [*command, "--index", f"whoosh:{folder}", "--port", "0"], cwd=ROOT, stderr=said
        )
    try:
        yield _address(process, log), process.pid
    finally:
        process.terminate()
        process.wait()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the server says where it listens."""
    while process.poll() is None:
        line = log.read_text("utf-8").partition("\n")
        if line[1]:
            return line[0].split()[0]
        time.sleep(0.1)
    raise RuntimeError(f"the server ended: {log.read_text('utf-8').strip()}")


def _resident(process: int) -> int:
    """Give the memory of a process now, in bytes, pages of files included."""
    line = Path(f"/proc/{process}/status").read_text().partition("VmRSS:")[2]
    return int(line.split()[0]) * 1024
