"""The budget of a request: how much CPU time its search may take.

It is ambient: whatever takes long looks at the budget of its thread, and stops where it is spent. What was
found so far stays.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LONG = 0.02
"""Seconds of CPU after which a search is a long one, if it was not expected to be one: twice a plain page."""
_NANO = 1_000_000_000


class Budget:
    """CPU time of one thread, from now on.

    Args:
        seconds: How much it may take; None for any.
        on_long: Called once, when the search proves to be long; may wait for its turn, and raise.
        is_given_up: Returns whether nobody waits for the answer any more.

    Attributes:
        end: Value of the thread's CPU clock at which it is spent, in nanoseconds; 0 for never.
        was_spent: Something was left out because it was spent.
    """

    def __init__(
        self,
        seconds: float | None = None,
        on_long: Callable[[], None] | None = None,
        is_given_up: Callable[[], bool] | None = None,
    ) -> None:
        start = time.thread_time_ns()
        self.end = 0 if seconds is None else start + max(1, int(seconds * _NANO))
        self.was_spent = False
        self._long = start + int(LONG * _NANO)
        self._on_long = on_long
        self._is_given_up = is_given_up

    def expect_long(self) -> None:
        """Take the search for a long one from now on."""
        if self._on_long:
            on_long, self._on_long = self._on_long, None
            on_long()

    def is_spent(self) -> bool:
        """Return whether it is spent, and remember that something is left out for it."""
        now = time.thread_time_ns()
        if now >= self._long:
            self.expect_long()
        if (self.end and now >= self.end) or (self._is_given_up and self._is_given_up()):
            self.was_spent = True
        return self.was_spent


_UNLIMITED = Budget()
_current = ContextVar("budget", default=_UNLIMITED)


def current() -> Budget:
    """Return the budget of this thread; one without a limit where none was set."""
    return _current.get()


@contextmanager
def limited(budget: Budget) -> Iterator[Budget]:
    """Return a context in which a budget holds for this thread."""
    token = _current.set(budget)
    try:
        yield budget
    finally:
        _current.reset(token)
