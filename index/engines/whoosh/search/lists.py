"""Posting lists with weights, which a search adds up to scores."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.search.segment_reader import Numbers

Scores = NDArray[np.float64]


class Weighted(NamedTuple):
    """The posting list of a term, and how much it adds to the scores of its documents.

    Attributes:
        numbers: Document numbers, rising; one at least.
        codes: Frequency << 8 | length byte of each document.
        table: Saturation for each code.
        weight: Score of a saturation of 1.
        bound: Upper bound of the score that the list adds to a document.
        finds: True if its documents match the query; else the list only adds to their scores.
        counts: True if it finds, and no other list is known to hold all its documents; for counting matches.
        addresses: Addresses of `numbers`, `codes` and `table`, for the kernel.
    """

    numbers: Numbers
    codes: NDArray[np.uint16]
    table: Scores
    weight: float
    bound: float
    finds: bool
    counts: bool
    addresses: tuple[int, int, int]
