"""The weighted lists of documents that a search adds up."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.search.segment_reader import Numbers

Scores = NDArray[np.float64]


class Weighted(NamedTuple):
    """A list of documents that adds to their scores.

    Attributes:
        numbers: The documents, by rising number; one at least.
        codes: For each its frequency << 8 | length byte.
        table: Saturation of each code.
        weight: What a saturation of 1 adds.
        bound: What it adds at most.
        finds: A document is found that it holds; else it only adds.
        counts: It finds, and no other list is known to have all its documents.
        addresses: Of `numbers`, `codes` and `table`, for the kernel.
    """

    numbers: Numbers
    codes: NDArray[np.uint16]
    table: Scores
    weight: float
    bound: float
    finds: bool
    counts: bool
    addresses: tuple[int, int, int]
