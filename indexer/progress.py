"""The progress of a run: one line on a terminal, rewritten; nothing anywhere else."""

import time
from collections.abc import Callable
from typing import TextIO

_EVERY = 0.2  # seconds between two updates of the line


class Progress:
    """A line such as "reading: 120,000 items, 3,400 a second, 2 min 5 s left".

    Args:
        stream: Stream to write to; nothing is written if it is no terminal.
        clock: Returns seconds that never decrease.

    Attributes:
        is_shown: The stream is a terminal.
        total: What is to be read, in bytes; then what is to be written, in items.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self.is_shown = stream.isatty()
        self.total = 0
        self._stream = stream
        self._clock = clock
        self._start = self._shown = clock()
        self._width = 0
        self._doing = "reading"

    def show(self, items: int, read: int) -> None:
        """Update the line: `items` came in, and `read` of `total` is done."""
        now = self._clock()
        if not self.is_shown or now - self._shown < _EVERY:
            return
        self._shown = now
        seconds = now - self._start
        left = f", {duration(seconds * (self.total - read) / read)} left" if 0 < read <= self.total else ""
        self._write(f"{self._doing}: {items:,} items, {items / seconds:,.0f} a second{left}")

    def wrote(self, done: int, total: int) -> None:
        """Update the line: `done` of `total` items are written to the index; 0 begins the writing."""
        if done == 0:
            self._doing, self.total = "writing", total
            self._start = self._clock()
        else:
            self.show(done, done)

    def close(self) -> None:
        """Erase the line."""
        if self._width:
            self._write("")
            self._stream.write("\r")
            self._stream.flush()

    def _write(self, line: str) -> None:
        self._stream.write("\r" + line.ljust(self._width))
        self._stream.flush()
        self._width = len(line)


def duration(seconds: float) -> str:
    """Return a time as people say it: "8 s", "2 min 5 s", "1 h 10 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
