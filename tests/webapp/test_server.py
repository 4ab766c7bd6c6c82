"""The server keeps its door open: idle, slow and malformed connections keep nobody out."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from index import Document, open_engine
from webapp.security import HEADERS
from webapp.server import MAX_HEADER

CONNECTIONS, PATIENCE = 40, 1.0
_SERVE = (
    f"import webapp.server as server; server.CONNECTIONS, server.PATIENCE = {CONNECTIONS}, {PATIENCE}; "
    "from bulletins import main; main()"
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """Serve a small index with little room and little patience; gives host and port."""
    url = f"whoosh:{tmp_path_factory.mktemp('server') / 'index'}"
    large = (Document(f"b{number}", "Baleine", "", url="x" * 1_000_000) for number in range(40))
    open_engine(url).rebuild([Document("1", "Grève", "Une grève."), *large])
    command = [sys.executable, "-c", _SERVE, "serve", "--port", "0", "--index", url]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        try:
            (address,) = re.findall(r"http://127\.0\.0\.1:\d+/", process.stderr.readline())
            found = urlsplit(address)
            yield found.hostname or "", found.port or 0
        finally:
            process.send_signal(signal.SIGTERM)
            said = process.stderr.read()
    assert "Traceback" not in said


@contextmanager
def connected(place: tuple[str, int], sent: bytes = b"") -> Iterator[socket.socket]:
    with socket.create_connection(place, timeout=20) as connection:
        connection.sendall(sent)
        yield connection


def answer(place: tuple[str, int], request: bytes) -> str:
    with connected(place, request) as connection:
        parts = iter(lambda: connection.recv(1 << 16), b"")
        return b"".join(parts).decode()


def read(place: tuple[str, int], path: str = "/?q=gr%C3%A8ve") -> str:
    return answer(place, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: loc"], ids=["idle", "begun"])
def test_connections_that_send_nothing_keep_nobody_out(place: tuple[str, int], sent: bytes) -> None:
    with ExitStack() as stack:
        for _ in range(4 * CONNECTIONS):
            stack.enter_context(connected(place, sent))
        assert "1\u00a0brève pour" in read(place)
        assert read(place, "/healthz").endswith("ok\n")


def test_a_connection_that_sends_its_request_slowly_is_closed(place: tuple[str, int]) -> None:
    with connected(place, b"GET / HTTP/1.1\r\n") as connection:
        connection.settimeout(0.2)
        end = time.monotonic() + 20 * PATIENCE
        is_closed = False
        while not is_closed and time.monotonic() < end:
            try:
                connection.sendall(b"X")
                is_closed = connection.recv(1) == b""
            except TimeoutError:
                continue
            except OSError:
                is_closed = True
    assert is_closed


def test_an_export_that_is_not_read_keeps_no_other_waiting(place: tuple[str, int]) -> None:
    asked = b"GET /resultats.jsonl?q=baleine HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with ExitStack() as unread:
        for _ in range(2):
            unread.enter_context(connected(place, asked))
        time.sleep(PATIENCE / 2)
        assert answer(place, asked).count('"id"') == 40


def test_a_connection_is_kept_for_another_request(place: tuple[str, int]) -> None:
    with connected(place) as connection:
        for _ in range(3):
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            said = b""
            while not said.endswith(b"ok\n"):
                said += connection.recv(1 << 16)
            time.sleep(PATIENCE / 2)


@pytest.mark.parametrize(
    ("request_head", "code"),
    [
        (
            b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            400,
        ),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n", 400),
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999\r\n\r\n", 413),
        (b"GET /?q=" + b"x" * MAX_HEADER, 431),
    ],
    ids=["two lengths", "negative length", "nonsense", "body", "address"],
)
def test_a_malformed_request_has_a_page_with_the_headers_of_all(
    place: tuple[str, int], request_head: bytes, code: int
) -> None:
    text = answer(place, request_head)
    assert text.startswith(f"HTTP/1.1 {code} ") or text.startswith(f"HTTP/1.0 {code} ")
    assert all(f"{name}: {value}".lower() in text.lower() for name, value in HEADERS.items())
    assert '<html lang="fr">' in text
    assert read(place).startswith("HTTP/1.1 200 OK")
