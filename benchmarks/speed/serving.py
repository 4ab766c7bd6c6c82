"""`bulletins serve` under the load of wrk: the cost of the pages on top of searches."""

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
    """Request the results pages of all queries with wrk, and return the figures by number of connections.

    New pages are those that nobody has asked for before, the others are kept. Without wrk, the reason is
    returned under `error`.

    Raises:
        RuntimeError: The server does not start.
    """
    if not shutil.which("wrk"):
        return {"error": {"reason": "there is no wrk: apt-get install wrk"}}
    typed = [Ours().typed(query) for query in queries]
    paths = work / "paths.txt"
    paths.write_text("".join(f"/?q={quote_plus(text)}\n" for text in typed), "utf-8")
    with _server(folder, work / "serve.log") as (address, process):
        _wrk(address, CONNECTIONS[-1], SECONDS, paths)  # each process has made each page, and keeps it
        figures = {}
        for kind in ("kept", "new"):  # new ones take the place of those that are kept
            for number in CONNECTIONS:
                others = [f"{number}-"] if kind == "new" else []
                measured = _wrk(address, number, SECONDS, paths, *others)
                figures[f"{number}, {kind} pages"] = {**measured, "memory": _resident(process)}
        return figures


def _wrk(address: str, connections: int, seconds: int, *arguments: object) -> Figures:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(SCRIPT)]
    done = subprocess.run(
        [*command, address, "--", *map(str, arguments)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


@contextmanager
def _server(folder: Path, log: Path) -> Iterator[tuple[str, int]]:
    """Run the server on a free port, and yield its address and the id of its process."""
    command = [sys.executable, "-m", "bulletins", "serve"]
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*command, "--index", f"whoosh:{folder}", "--port", "0"], cwd=ROOT, stderr=errors
        )
    try:
        yield _address(process, log), process.pid
    finally:
        process.terminate()
        process.wait()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the server prints its address, and return the address."""
    while process.poll() is None:
        line = log.read_text("utf-8").partition("\n")
        if line[1]:
            return line[0].split()[0]
        time.sleep(0.1)
    raise RuntimeError(f"the server ended: {log.read_text('utf-8').strip()}")


def _resident(server: int) -> int:
    """Return the resident memory of the processes that answer in bytes, pages of files included."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    states = [Path(f"/proc/{child}/status").read_text().partition("VmRSS:")[2] for child in children]
    return sum(int(state.split()[0]) * 1024 for state in states)
