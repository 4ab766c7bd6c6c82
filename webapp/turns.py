"""Turns of long searches: fewer at once than there are cores, some that wait, and no more.

A search is long once it has taken some CPU time (`index.budget.LONG`): short ones never wait for a turn, and
a core stays free for them.
"""

import errno
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from index.cores import available_cores
from index.errors import SearchError

try:
    import fcntl
except ImportError:  # Windows, where one process answers
    fcntl = None  # type: ignore[assignment]


class TooBusyError(SearchError):
    """Raised where too many long searches wait already."""


class Turns:
    """The turns of a server; made before its processes are forked.

    In each process one long search runs at a time: two would share what Python computes, and keep the short
    ones waiting. Of all processes as many search as there are cores, but one; a process that dies gives its
    turn back.

    Args:
        waiting: Most searches of a process that wait for their turn.
    """

    def __init__(self, waiting: int) -> None:
        self._running = threading.Lock()
        self._waiting = threading.Semaphore(waiting)
        self._places = anonymous_file()
        self._count = max(1, available_cores() - 1)

    @contextmanager
    def one(self) -> Iterator[Callable[[], None]]:
        """Yield a function that waits for a turn, which lasts as long as the context.

        The function raises `TooBusyError` where too many wait.
        """
        has_turn = False

        def wait() -> None:
            nonlocal has_turn
            if not self._waiting.acquire(blocking=False):
                raise TooBusyError
            try:
                self._running.acquire()
                has_turn = True
                self._take_place()
            finally:
                self._waiting.release()

        try:
            yield wait
        finally:
            if has_turn:
                if fcntl:
                    fcntl.lockf(self._places, fcntl.LOCK_UN)
                self._running.release()

    def _take_place(self) -> None:
        """Wait until one of the places that all processes share is free, and take it: a byte of a file."""
        if not fcntl:
            return
        for place in range(self._count):
            with suppress(OSError):
                fcntl.lockf(self._places, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
                return
        _wait_for(self._places, 1, os.getpid() % self._count)


@contextmanager
def alone(file: int) -> Iterator[None]:
    """Return a context that one process is in at a time, by a lock on a file; it ends with the process."""
    if fcntl:
        _wait_for(file)
    try:
        yield
    finally:
        if fcntl:
            fcntl.lockf(file, fcntl.LOCK_UN)


def _wait_for(file: int, length: int = 0, start: int = 0) -> None:
    """Lock a file, or some bytes of it, as soon as no other process does.

    Where threads of two processes wait for one another's, the system takes that for a deadlock, though other
    threads will give the locks back; so it is tried again.
    """
    while True:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX, length, start)
        except OSError as error:
            if error.errno != errno.EDEADLK:
                raise
            time.sleep(0.001)
        else:
            return


def anonymous_file() -> int:
    """Return the descriptor of a new file without a name, for as long as this program runs."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("lock")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
