"""How the connections of a server are shared out among its processes.

They accept at one socket, and whoever looks first takes what has come: of eight connections that a reader's
browser opens, one process often had seven, and a core was idle.
"""

import mmap
import time

ASLEEP = 1.5
"""Seconds without a word after which a process is not waited for: it hangs, or is not there. One that waits
for requests says how many connections it has each second."""


class Shares:
    """The open connections of each process, in memory that all share; made before they are forked.

    Args:
        processes: Number of processes.
    """

    def __init__(self, processes: int) -> None:
        self._open = memoryview(mmap.mmap(-1, 4 * processes)).cast("I")
        self._said = memoryview(mmap.mmap(-1, 8 * processes)).cast("d")

    def put(self, process: int, connections: int) -> None:
        """Tell the others how many connections a process has; the processes are numbered from 0."""
        self._open[process], self._said[process] = connections, time.monotonic()

    def is_ahead(self, process: int) -> bool:
        """Return whether a process should let another one accept the next connection."""
        since, own = time.monotonic() - ASLEEP, self._open[process]
        return any(its < own and said > since for its, said in zip(self._open, self._said, strict=True))
