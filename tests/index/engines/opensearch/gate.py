"""A gate before a node: it passes requests on, or answers in the place of the node."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from urllib.parse import urlsplit

from tests.index.engines.contract.documents import item

DOCUMENTS = [item(str(number), body=f"Un corps {number}") for number in range(6)]
"""What stands in the archive behind a gate."""
Instead = tuple[int, str]
"""Status and body of an answer."""


class Gate:
    """What stands before a node.

    Attributes:
        instead: Returns the answer to a method and an address; None passes the request on.
        asked: Methods and addresses of all requests.
        headers: The headers of the last one.
        body: The body of the last one.
    """

    def __init__(self, node: str) -> None:
        self.node = urlsplit(node).netloc
        self.instead: Callable[[str, str], Instead | None] = lambda _method, _address: None
        self.asked: list[tuple[str, str]] = []
        self.headers = Message()
        self.body = b""
        self.url = ""

    def shut(self, status: int, kind: str = "", reason: str = "") -> None:
        """Refuse all requests from now on, as a cluster does."""
        error = {"type": kind, "reason": reason}
        body = json.dumps({"error": error | {"root_cause": [error]}, "status": status})
        self.instead = lambda _method, _address: (status, body)

    def open(self) -> None:
        """Pass on all requests from now on."""
        self.instead = lambda _method, _address: None


@contextmanager
def standing_before(node: str, context: SSLContext | None = None) -> Iterator[Gate]:
    """Yield an open gate, which speaks https where a context for that is given."""
    gate = Gate(node)
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(gate)) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        gate.url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield gate
        finally:
            server.shutdown()
            thread.join()


def _handler(gate: Gate) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            gate.asked.append((self.command, self.path))
            gate.headers = self.headers
            gate.body = body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = gate.instead(self.command, self.path)
            status, content = answer or ask(gate.node, self.command, self.path, body, self.headers)
            data = content.encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                with suppress(ConnectionError):  # who asked did not wait
                    self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = pass_on  # noqa: N815  so they are called

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    return Handler


def ask(node: str, method: str, address: str, body: bytes, headers: Message) -> Instead:
    """Ask a node the same."""
    connection = http.client.HTTPConnection(node, timeout=60)
    try:
        connection.request(
            method, address, body, {"Content-Type": headers.get("Content-Type", "application/json")}
        )
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
