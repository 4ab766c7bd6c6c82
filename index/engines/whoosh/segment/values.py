"""Whoosh's posting values, made again from the weights and positions that a segment stores instead."""

import pickle
from collections.abc import Iterator
from struct import Struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.segment.layout import Integers, Kind

_COUNT = Struct("!I")


class PositionLists(NamedTuple):
    """Positions of some postings.

    Attributes:
        counts: Number of positions of each posting.
        flat: All positions, one posting after the other.
    """

    counts: Integers
    flat: NDArray[np.integer]

    def of(self, posting: int) -> NDArray[np.integer]:
        """Return the positions of one posting."""
        end = int(self.counts[: posting + 1].sum())
        return self.flat[end - int(self.counts[posting]) : end]


NO_POSITIONS = PositionLists(np.zeros(0, np.int64), np.zeros(0, np.int64))


def values(kind: Kind, weights: NDArray[np.float32], positions: PositionLists) -> Iterator[bytes]:
    """Return the value of each posting, as the formats of Whoosh write it (`whoosh.formats`)."""
    if kind == "existence":
        return (b"" for _ in weights)
    if kind == "frequencies":
        return (_COUNT.pack(int(weight)) for weight in weights)
    each = np.split(positions.flat, positions.counts.cumsum()[:-1])
    if kind == "positions":
        return (_COUNT.pack(len(part)) + pickle.dumps(np.diff(part, prepend=0).tolist(), 2) for part in each)
    return (part.astype(np.uint8).tobytes() for part in each)
