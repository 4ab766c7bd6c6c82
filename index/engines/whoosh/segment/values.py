"""The bytes that Whoosh has for a term in a document, made from the arrays that hold less."""

import pickle
from collections.abc import Iterator
from struct import Struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.segment.layout import Integers, Kind

_COUNT = Struct("!I")


class Places(NamedTuple):
    """The places of some postings: how many each has, and all of them, one posting after the other."""

    counts: Integers
    places: NDArray[np.integer]

    def of(self, posting: int) -> NDArray[np.integer]:
        """Give the places of one posting."""
        end = int(self.counts[: posting + 1].sum())
        return self.places[end - int(self.counts[posting]) : end]


NO_PLACES = Places(np.zeros(0, np.int64), np.zeros(0, np.int64))


def values(kind: Kind, weights: NDArray[np.float32], places: Places) -> Iterator[bytes]:
    """Give the value of each of some postings, as the formats of Whoosh write it (`whoosh.formats`)."""
    if kind == "existence":
        return (b"" for _ in weights)
    if kind == "frequencies":
        return (_COUNT.pack(int(weight)) for weight in weights)
    each = np.split(places.places, places.counts.cumsum()[:-1])
    if kind == "positions":
        return (_COUNT.pack(len(part)) + pickle.dumps(np.diff(part, prepend=0).tolist(), 2) for part in each)
    return (part.astype(np.uint8).tobytes() for part in each)
