"""Turns of searches: a few short ones at once, in order; fewer long ones than there are cores, and some wait.

A search is long once it has taken some CPU time (`index.budget.LONG`). Short ones wait for one another alone,
and a core stays free for them.
"""

import errno
import os
import tempfile
import threading
import time
from collections import deque
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


class Line:
    """Places that go to who has waited longest; with `threading.Semaphore`, who comes next may pass them all.

    Args:
        places: Number of places.
    """

    def __init__(self, places: int) -> None:
        self._free = places
        self._changing = threading.Lock()
        self._waiting = deque[threading.Lock]()

    def enter(self) -> None:
        """Take a place, once there is one."""
        with self._changing:
            if self._free:
                self._free -= 1
                return
            called = threading.Lock()
            called.acquire()
            self._waiting.append(called)
        called.acquire()

    def leave(self) -> None:
        """Give a place back."""
        with self._changing:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1


class Turns:
    """The turns of a server; made before its processes are forked.

    In each process few short searches run at a time: more would take the core from each other, and all would
    last longer. One long search runs beside them: two would share what Python computes, and keep short ones
    waiting. Of all processes as many search long as there are cores, but one; a process that dies gives its
    turn back.

    Args:
        waiting: Most long searches of a process that wait for their turn.
        short: Most short searches of a process at the same time.
    """

    def __init__(self, waiting: int, short: int) -> None:
        self._short = Line(short)
        self._running = threading.Lock()
        self._waiting = threading.Semaphore(waiting)
        self._places = anonymous_file()
        self._count = max(1, available_cores() - 1)

    @contextmanager
    def one(self) -> Iterator[Callable[[], None]]:
        """Take the turn of a short search, and yield a function that waits for that of a long one instead.

        Either lasts as long as the context. The function raises `TooBusyError` where too many wait.
        """
        is_long = has_turn = False

        def wait() -> None:
            nonlocal is_long, has_turn
            if not self._waiting.acquire(blocking=False):
                raise TooBusyError
            try:
                is_long = True
                self._short.leave()
                self._running.acquire()
                has_turn = True
                self._take_place()
            finally:
                self._waiting.release()

        self._short.enter()
        try:
            yield wait
        finally:
            if not is_long:
                self._short.leave()
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
