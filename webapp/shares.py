"""How the connections of a server are shared out among its processes.

They accept at one socket, and whoever looks first takes what has come: of eight connections that a reader's
browser opens, one process often had seven, and a core was idle.
"""

import mmap


class Shares:
    """The open connections of each process, in memory that all share; made before they are forked.

    Args:
        processes: Number of processes.
    """

    def __init__(self, processes: int) -> None:
        self._open = memoryview(mmap.mmap(-1, 4 * processes)).cast("I")

    def put(self, process: int, connections: int) -> None:
        """Tell the others how many connections a process has; the processes are numbered from 0."""
        self._open[process] = connections

    def is_ahead(self, process: int) -> bool:
        """Return whether a process should let another one accept the next connection."""
        return self._open[process] > min(self._open)
