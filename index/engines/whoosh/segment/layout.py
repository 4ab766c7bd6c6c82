"""The kinds, units and limits that readers and writers of a segment file share."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.ranking import average_length

BLOCK = 128
"""Postings of a term that share a bound."""


KEYED = 16
"""One term in so many has a key."""


BOUND = 65535
"""A saturation of 1, as bounds are kept."""


CROWD = 255


ATTACHED = "attached:"
"""Begins the names of arrays of others, see `SegmentFileWriter.attach`."""


Kind = Literal["existence", "frequencies", "positions", "values"]
"""What is kept of a term in a document: nothing but that it is there, its weight, its positions, or the bytes
that Whoosh has for it; the last two as places."""


Integers = NDArray[np.int64]


Numbers = NDArray[np.uint32]


Codes = NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A field of a segment.

    Attributes:
        kind: See `Kind`.
        first_term: Number of its first term.
        end_term: Number after that of its last term.
        first_counted: Place of its first posting in `place_count`.
        first_placed: Place of its first term in `term_place`.
        length: Sum of the lengths of its documents, unrounded.
        documents: Number of documents that have a length.
    """

    name: str
    kind: Kind
    first_term: int
    end_term: int
    first_counted: int
    first_placed: int
    length: int
    documents: int

    @property
    def has_positions(self) -> bool:
        """Its postings have places."""
        return self.kind in ("positions", "values")

    @property
    def average(self) -> float:
        """Average length of the documents that have one."""
        return average_length(self.length, self.documents)


def key(text: bytes) -> int:
    """Give the first eight bytes of a term as a number that sorts as they do."""
    return int.from_bytes(text[:8].ljust(8, b"\0"), "big")
