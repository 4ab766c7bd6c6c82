"""CPU time of each part of a rebuild, by sampling the stack a hundred times a second."""

import signal
import time
from collections import defaultdict
from types import FrameType
from typing import Self

PERIOD = 0.01
"""Seconds of CPU between two samples."""

PARTS = {
    "index.vocabulary.vocabulary_writer": "vocabulary",
    "index.archive.spool": "gathering",
    "index.archive.ledger": "catalogue and ledger",
    "index.archive.id_assignment": "catalogue and ledger",
    "index.archive.catalogue": "catalogue and ledger",
    "index.archive.inheritance": "catalogue and ledger",
    "index.engines.whoosh.checking": "checks before the switch",
    "index.archive.manifest": "checks before the switch",
    "index.engines.whoosh": "index",
    "indexer": "reading",
}
"""Parts by module or package: a sample counts for the innermost function whose module has a part.

Modules without one (index.fields, index.inversion, index.french, index.storage, …) count for their callers.
"""


class Parts:
    """A context that samples this process; the CPU time of other processes is not included.

    Attributes:
        seconds: CPU time of each part, by its name.
    """

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def __enter__(self) -> Self:
        self._last = time.process_time()
        signal.signal(signal.SIGPROF, self._sample)
        signal.setitimer(signal.ITIMER_PROF, PERIOD, PERIOD)
        return self

    def __exit__(self, *_error: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _sample(self, _signal: int, frame: FrameType | None) -> None:
        """Count the time since the last sample, which may be long: signals wait while C code runs."""
        since, self._last = self._last, time.process_time()
        part = ""
        while frame is not None and not part:
            part = _part(str(frame.f_globals.get("__name__", "")))
            frame = frame.f_back
        self.seconds[part or "other"] += self._last - since


def _part(module: str) -> str:
    """Return the part of a module or of its innermost package that has one; empty if none has."""
    while module and module not in PARTS:
        module = module.rpartition(".")[0]
    return PARTS.get(module, "")
