"""The types, units and limits that readers and writers of a segment file share."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.ranking import average_length

BLOCK = 128
"""Postings of a term that form a block; the file tells where the positions of each block begin."""


KEYED = 16
"""Every 16th term of the segment has a key."""


BOUND = 65535
"""A saturation of 1 in the unit in which bounds are stored."""


CROWD = 255
"""Number of positions of a posting from which the exact number is stored apart."""


ATTACHED = "attached:"
"""Prefix of the names of attached arrays, see `SegmentFileWriter.attach`."""


Kind = Literal["existence", "frequencies", "positions", "values"]
"""What a field stores of a term in a document: nothing, its weight, its positions, or the bytes of Whoosh's
posting value. The bytes of a value are stored as if they were positions."""


Integers = NDArray[np.int64]


Numbers = NDArray[np.uint32]


Codes = NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A field of a segment; its attributes are also the keys of its JSON object in the file.

    Attributes:
        name: Name of the field.
        kind: What the field stores of a term in a document, see `Kind`.
        first_term: Number of its first term.
        end_term: Number after that of its last term.
        first_counted: Index of its first posting in `place_count`.
        first_placed: Index of its first term in `term_place`.
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
        """Whether its postings have positions, or bytes stored as positions."""
        return self.kind in ("positions", "values")

    @property
    def average(self) -> float:
        """Average length of the documents that have one."""
        return average_length(self.length, self.documents)


def key(text: bytes) -> int:
    """Return the first eight bytes of a term as a number; numbers sort as the bytes do."""
    return int.from_bytes(text[:8].ljust(8, b"\0"), "big")
