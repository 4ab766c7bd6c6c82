"""The server: waitress, with limits on what a connection may do, and our own answers to malformed requests.

A connection has `PATIENCE` seconds from its beginning, or from its last answer, to send a whole request: idle
ones and slow ones are closed alike. Where no more connections fit, the one that has waited longest is closed,
so that those of a stranger keep nobody out.
"""

import ctypes
import gc
import signal
import socket
import sys
import time
from contextlib import suppress

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher

from webapp.security import HEADERS
from webapp.shares import Shares

CONNECTIONS = 1000
"""Most connections that are open at the same time."""
PATIENCE = 15.0
"""Seconds that a connection may take to send a whole request, or to take the next part of an answer."""
MAX_HEADER = 1 << 20
"""Most bytes of the address and headers of a request: room for a pasted article as a query."""
MAX_BODY = 1 << 16
"""Most bytes of the body of a request; no page takes a body."""
YIELDED = 0.002
"""Seconds that a process with more connections than another one leaves it to accept the next."""
SWITCH = 0.001
"""Seconds after which a thread that computes lets another one go on; a short search needs many such turns."""

COLLECTIONS = 20_000, 50, 1_000
"""Thresholds of the garbage collection: to look through all caches takes 0.3 s, so it is done rarely."""

_ARENAS = {-8: 2, -3: 1 << 20, -1: 1 << 20}
"""M_ARENA_MAX, M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of glibc. Left to itself it keeps the large arrays of
long searches for each thread: 340 MB after a minute of them, 160 MB so."""

_PAGE = """<!doctype html>
<html lang="fr"><meta charset="utf-8"><title>{title}</title>
<h1>{title}</h1>
<p>{sentence}</p>
<p><a href="/">Retour à l’accueil</a></p>
</html>
"""
_SENTENCES = {
    400: ("Cette demande est malformée", "Le navigateur l’a mal écrite, ou ce qui le sépare de ce serveur."),
    413: ("Cette demande est trop grande", "Les pages de cette archive se lisent : elles ne reçoivent rien."),
    431: ("Cette adresse est trop longue", "Une requête plus courte, elle, a une réponse."),
}


class _Parser(HTTPRequestParser):
    """Refuses a request that gives its length in two ways: proxies may read it as two requests."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head of a request; raises `ParsingError`."""
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Content-Length and Transfer-Encoding exclude each other")


class _Refusal(ErrorTask):
    """Answers a malformed request with a page of ours and the headers of all pages."""

    def execute(self) -> None:
        """Write the answer."""
        code = self.request.error.code  # type: ignore[attr-defined]  # the stubs know no error
        title, sentence = _SENTENCES.get(code, _SENTENCES[400])
        body = _PAGE.format(title=title, sentence=sentence).encode()
        self.status = f"{code} {self.request.error.reason}"  # type: ignore[attr-defined]  # the stubs know no error
        self.response_headers += [*HEADERS.items(), ("Cache-Control", "no-store")]  # type: ignore[operator]  # it is a list
        self.response_headers.append(("Content-Type", "text/html; charset=utf-8"))  # type: ignore[attr-defined]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Connection(HTTPChannel):
    """A connection that knows since when it has waited for a request."""

    parser_class = _Parser
    error_task_class = _Refusal

    @property
    def waiting_since(self) -> float:
        """When it was opened, or last answered; where an answer goes out, when a part of it last did."""
        answered = getattr(self, "answered", self.creation_time)
        return max(answered, self.last_activity) if self.total_outbufs_len else answered

    def service(self) -> None:
        """Answer one request."""
        super().service()
        self.answered = time.time()


class _Server(TcpWSGIServer):
    channel_class = _Connection
    shares: Shares
    process: int
    """Its number among the processes of the server."""
    is_ending = False

    def end(self, *_: object) -> None:
        """End the loop between two events, from a signal or a thread.

        An exception wherever the loop is might leave a lock taken, and a thread that answers waiting for it.
        """
        self.is_ending = True
        self.pull_trigger()

    def handle_accept(self) -> None:
        """Accept a connection, unless a process that has fewer does so first."""
        if self.shares.is_ahead(self.process):
            time.sleep(YIELDED)
        super().handle_accept()

    def maintenance(self, now: float) -> None:
        """Close the connections that have waited too long."""
        for connection in list(self.active_channels.values()):  # type: ignore[attr-defined]  # it is a dict
            if connection.requests:
                # Its thread, perhaps with the turn of the long searches, waits until some of it has gone.
                is_full = connection.total_outbufs_len > connection.adj.outbuf_high_watermark
                is_waiting_too_long = is_full and now - connection.last_activity > PATIENCE
            else:
                is_waiting_too_long = now - connection.waiting_since > PATIENCE
            if is_waiting_too_long:
                connection.will_close = True
                if connection.total_outbufs_len:
                    # It closes once it can be written to, which one that reads nothing never can.
                    with suppress(OSError):
                        connection.socket.shutdown(socket.SHUT_RDWR)

    def readable(self) -> bool:
        """Return whether a new connection may be accepted; make room for it.

        Raises `SystemExit`, which ends the loop, once the process has been told to end.
        """
        if self.is_ending:
            raise SystemExit
        self.shares.put(self.process, len(self.active_channels))  # type: ignore[arg-type]  # it is a dict
        connections: list[_Connection] = [
            each
            for each in self.active_channels.values()  # type: ignore[attr-defined]  # it is a dict
            if not each.will_close
        ]
        waiting = [each for each in connections if not each.requests]
        if len(connections) >= CONNECTIONS and waiting:
            # Not closed at once: the next connection would get its number, and events meant for it.
            min(waiting, key=lambda each: each.waiting_since).will_close = True
        return bool(super().readable())


def run(app: Flask, listener: socket.socket, threads: int, shares: Shares, process: int) -> None:
    """Answer requests at a socket until the process gets SIGTERM; call it in the main thread.

    Args:
        app: The application.
        listener: A socket that listens.
        threads: Number of threads that answer.
        shares: The connections of all processes.
        process: Number of this process among them, from 0.
    """
    sys.setswitchinterval(SWITCH)
    _set_up_memory()
    gc.set_threshold(*COLLECTIONS)
    limits = Adjustments(
        sockets=[listener],
        ident=None,
        threads=threads,
        max_request_header_size=MAX_HEADER,
        max_request_body_size=MAX_BODY,
        connection_limit=CONNECTIONS + 10,  # beyond what `_Server` keeps; it counts sockets of its own
        channel_request_lookahead=1,  # so that a search ends whose client has gone
        cleanup_interval=1,
        asyncore_use_poll=True,  # select() takes no more than 1,024 files
    )
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(threads)
    place = listener.family, listener.type, listener.proto, listener.getsockname()
    server = _Server(app, {}, True, listener, dispatcher, limits, place, bind_socket=False)
    server.shares, server.process = shares, process
    signal.signal(signal.SIGTERM, server.end)
    server.run()
    server.close()


def _set_up_memory() -> None:
    """Have glibc give the memory of large arrays back; elsewhere nothing is set."""
    with suppress(AttributeError, OSError, TypeError):
        set_option = ctypes.CDLL(None).mallopt
        for option, value in _ARENAS.items():
            set_option(option, value)
