"""Turns of long searches: as many at once as there are cores, some that wait, and no more.

A search is long once it has taken some CPU time (`index.budget.LONG`): short ones never wait for a turn.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.errors import SearchError


class TooBusyError(SearchError):
    """Raised where too many long searches wait already."""


class Turns:
    """The turns of one server.

    Args:
        at_once: Most long searches that run at the same time.
        waiting: Most that wait for their turn.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._running = threading.Semaphore(at_once)
        self._waiting = threading.Semaphore(waiting)

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
                has_turn = self._running.acquire()
            finally:
                self._waiting.release()

        try:
            yield wait
        finally:
            if has_turn:
                self._running.release()
