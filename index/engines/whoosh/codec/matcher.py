"""A matcher over the postings of a term, one after the other, in the interface of Whoosh."""

from collections.abc import Iterator
from copy import copy
from typing import Self

import numpy as np
from whoosh.formats import Format
from whoosh.matching import LeafMatcher, Matcher, NullMatcher, ReadTooFar
from whoosh.scoring import BaseScorer

from index.engines.whoosh.segment.layout import BLOCK
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.segment.values import NO_POSITIONS, PositionLists, values
from index.ranking import LENGTHS

_HIGHEST = 0xFFFF_FFFF


class ArraysMatcher(LeafMatcher):
    """A matcher over the postings of a term, which are converted to Python numbers block by block.

    Attributes:
        scorer: Whoosh's scorer, for a search with scores.
        format: Format of the field, which decodes the values.
    """

    def __init__(
        self,
        segment: SegmentFile,
        term: int,
        name: tuple[str, bytes],
        format_: Format,
        scorer: BaseScorer | None = None,
    ) -> None:
        self._segment, self._number, self._term = segment, term, name
        self.format, self.scorer = format_, scorer
        self._kind = segment.fields[name[0]].kind
        self._numbers, self._codes = segment.numbers(term), segment.codes(term)
        self._all_weights = segment.weights(term)
        self._first = self._end = -1
        self._go(0)

    # --- moving ---

    def is_active(self) -> bool:
        """Return whether the matcher is at a posting."""
        return self._at < len(self._numbers)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._go(0)

    def next(self) -> bool:  # type: ignore[override]  # Whoosh's collectors read it
        """Go to the next posting; return whether it begins a block. Raises `ReadTooFar`."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        if self._at < self._end:
            return False
        self._go(self._at)
        return True

    def skip_to(self, id: int) -> None:
        """Go to the first posting from here on whose document is `id` or later; raises `ReadTooFar`."""
        if not self.is_active():
            raise ReadTooFar
        if id > self.id():
            wanted = np.uint32(min(id, _HIGHEST))
            self._go(self._at + int(self._numbers[self._at :].searchsorted(wanted)))

    def skip_to_quality(self, minquality: float) -> int:
        """Go to the first block from here on that may score above `minquality`; return the number skipped."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._go(self._end)
            skipped += 1
        return skipped

    def _go(self, posting: int) -> None:
        """Go to a posting, and read its block if it is another one."""
        self._at = posting
        first = posting - posting % BLOCK
        if first == self._first:
            return
        self._first, self._end = first, min(first + BLOCK, len(self._numbers))
        self._ids: list[int] = self._numbers[first : self._end].tolist()
        self._weights: list[float] | None = None
        self._values: list[bytes] | None = None
        self._places: PositionLists | None = None

    def copy(self) -> Self:
        """Return another matcher at the same posting."""
        return copy(self)

    def replace(self, minquality: float = 0) -> Matcher:
        """Return a simpler matcher for the rest: `NullMatcher` after the last posting."""
        return self if self.is_active() else NullMatcher()

    # --- the current posting ---

    def id(self) -> int:
        """Return the document number."""
        return self._ids[self._at - self._first]

    def all_ids(self) -> Iterator[int]:
        """Yield the document numbers from here on."""
        return iter(self._numbers[self._at :].tolist())

    def weight(self) -> float:
        """Return the weight of the term in the document."""
        if self._weights is None:
            self._weights = self._all_weights[self._first : self._end].tolist()
        return self._weights[self._at - self._first]

    def value(self) -> bytes:
        """Return the value of the posting, as the format of the field encodes it."""
        if self._values is None:
            weights = self._all_weights[self._first : self._end]
            self._values = list(values(self._kind, weights, self._block_places()))
        return self._values[self._at - self._first]

    def value_as(self, astype: str) -> object:
        """Return the decoded value, such as the positions."""
        if astype == "positions" and self._kind == "positions":
            return self._block_places().of(self._at - self._first).tolist()
        return super().value_as(astype)

    def _block_places(self) -> PositionLists:
        if self._places is None:
            which = np.arange(self._first, self._end)
            has_positions = self._segment.fields[self._term[0]].has_positions
            self._places = (
                PositionLists(*self._segment.positions(self._number, which))
                if has_positions
                else NO_POSITIONS
            )
        return self._places

    # --- the current block ---

    def block_min_length(self) -> int:
        """Return the length of the shortest document in the block."""
        return int(LENGTHS[(self._codes[self._first : self._end] & 0xFF).min()])

    def block_max_length(self) -> int:
        """Return the length of the longest document in the block."""
        return int(LENGTHS[(self._codes[self._first : self._end] & 0xFF).max()])

    def block_max_weight(self) -> float:
        """Return the highest weight in the block."""
        return float(self._all_weights[self._first : self._end].max())
