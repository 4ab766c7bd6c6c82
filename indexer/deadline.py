"""How long may a file take? A bound of CPU time by its size, far above what ordinary files take."""

import time
from dataclasses import dataclass, field

SECONDS = 30.0
SECONDS_A_MEBIBYTE = 20.0
"""Ordinary texts and lines take .1 to .3 of one, compressed ones 2, 16 MiB of one-letter items 1.6."""


class DeadlineError(Exception):
    """A file took too long: a clause to follow its name."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The CPU time of this process that a file may take; what is read of it is passed on in this time, too.

    Attributes:
        seconds: Seconds from its making.
    """

    seconds: float
    _start: float = field(default_factory=time.process_time)

    @classmethod
    def of(cls, size: int) -> "Deadline":
        """Return the deadline of a file of `size` bytes, which begins now."""
        return cls(SECONDS + SECONDS_A_MEBIBYTE * size / (1 << 20))

    def check(self) -> None:
        """Raise `DeadlineError` once the time has passed."""
        if time.process_time() - self._start > self.seconds:
            raise DeadlineError(
                f"took more than the {self.seconds:.0f} seconds that a file of its size may; "
                "what came before is kept; cut it into several files"
            )
