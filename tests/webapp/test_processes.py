"""A server of several processes: one that ends is replaced, and all end with their server."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from index import Document, open_engine
from webapp.shares import ASLEEP, Shares

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")

TOLD_WHILE_CLOSING = """
import os, signal, sys
import webapp.server as server
from bulletins import main

class Connection(server._Connection):
    def handle_close(self):
        os.kill(os.getpid(), signal.SIGTERM)
        super().handle_close()
        print("closed", file=sys.stderr, flush=True)

server._Server.channel_class = Connection
main()
"""


@pytest.fixture
def index(tmp_path: Path) -> str:
    url = f"whoosh:{tmp_path / 'index'}"
    fill(url)
    return url


def fill(url: str) -> None:
    open_engine(url).rebuild(Document(str(n), f"Grève {n}", f"Une grève au port {n}.") for n in range(500))


@contextmanager
def serving(
    index: str, processes: int = 2, program: Sequence[str] = ("-m", "bulletins")
) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Serve an index; gives the address and the process that started the others."""
    command = [sys.executable, *program, "serve", "--port", "0", "--index", index]
    command += ["--processes", str(processes)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        try:
            (address,) = re.findall(r"http://127\.0\.0\.1:\d+/", server.stderr.readline())
            yield address, server
        finally:
            server.terminate()


def answering(server: "subprocess.Popen[str]") -> set[int]:
    """The processes that answer."""
    found = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
    return set(map(int, found.split()))


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def status(address: str) -> int:
    """Ask for a page of results; 0 for a connection that was cut off."""
    try:
        with urllib.request.urlopen(f"{address}?q=gr%C3%A8ve+port", timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads /proc")
def test_a_process_that_ends_is_replaced_and_the_server_says_so(index: str) -> None:
    with serving(index) as (address, server):
        assert server.stderr
        until(lambda: len(answering(server)) == 2)
        for ending in (signal.SIGKILL, signal.SIGBUS, signal.SIGTERM):
            assert status(address) == 200
            before = answering(server)
            os.kill(min(before), ending)
            said = server.stderr.readline()
            assert (ending.name if ending != signal.SIGTERM else "exit code 0") in said
            until(lambda before=before: len(answering(server) - before) == 1)
            assert len(answering(server)) == 2
            assert [status(address) for _ in range(10)] == [200] * 10


def test_a_process_that_is_told_to_end_ends_between_two_events(index: str) -> None:
    with serving(index, 1, ("-c", TOLD_WHILE_CLOSING)) as (address, server):
        assert server.stderr
        assert status(address) == 200
        closed, ended = server.stderr.readline(), server.stderr.readline()
        while closed and ended == closed:  # a connection may be closed from both sides
            ended = server.stderr.readline()
        assert (closed, "exit code 0" in ended) == ("closed\n", True)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads /proc")
def test_the_connections_are_shared_out_among_the_processes(index: str) -> None:
    with serving(index) as (address, server), ExitStack() as stack:
        until(lambda: len(answering(server)) == 2)
        before = {process: sockets(process) for process in answering(server)}
        place = ("127.0.0.1", int(address.rpartition(":")[2].strip("/")))

        def shares() -> list[int]:
            return [sockets(process) - already for process, already in before.items()]

        opened = list[socket.socket]()

        def connect() -> None:
            opened.append(stack.enter_context(socket.create_connection(place)))

        def do_both_accept() -> bool:
            connect()
            return all(shares())

        until(do_both_accept)
        for _ in range(20):
            connect()
        until(lambda: sum(shares()) == len(opened))
        assert max(shares()) - min(shares()) <= len(opened) // 3


def test_a_process_of_which_nothing_is_heard_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    shares = Shares(3)
    shares.put(0, 1)
    assert not shares.is_ahead(0)  # the others are not there yet, or cannot be forked
    shares.put(1, 0)
    assert shares.is_ahead(0)
    assert not shares.is_ahead(1)
    now += ASLEEP
    assert not shares.is_ahead(0)


def sockets(process: int) -> int:
    """Count the open sockets of a process."""
    return sum("socket:" in str(each.readlink()) for each in Path(f"/proc/{process}/fd").iterdir())


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads /proc")
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_all_processes_end_with_their_server(index: str, ending: signal.Signals) -> None:
    with serving(index, processes=3) as (address, server):
        until(lambda: len(answering(server)) == 3)
        assert status(address) == 200
        processes = answering(server)
        server.send_signal(ending)
        assert server.wait(20) == (-ending if ending == signal.SIGKILL else 0)
        until(lambda: not any(map(is_running, processes)))


def test_a_segment_that_is_cut_off_under_a_running_server_is_said_and_mended(index: str) -> None:
    with serving(index) as (address, _):
        assert status(address) == 200
        (segment,) = Path(index.removeprefix("whoosh:")).glob("builds/*/*.arrays")
        with segment.open("r+b") as file:
            file.truncate(4096)
        until(lambda: status(address) == 503)  # the processes that had mapped it are replaced
        fill(index)
        until(lambda: status(address) == 200)
        assert [status(address) for _ in range(10)] == [200] * 10
