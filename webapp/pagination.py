"""Pages of results: which exist, and which are linked."""

import re
from dataclasses import dataclass

PER_PAGE = 10
"""Results on a page."""
MAX_RESULTS = 10_000
"""Most results that are shown: a deeper page costs as much as all before it, and nobody reads it."""
MAX_PAGES = MAX_RESULTS // PER_PAGE
_PAGE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pages:
    """One page among those of a search.

    Attributes:
        number: The page shown, from 1.
        total: Number of results in all, those too deep to be shown included.
    """

    number: int
    total: int

    @property
    def last(self) -> int:
        """The last page that is shown; 1 where nothing was found."""
        return max(1, -(-min(self.total, MAX_RESULTS) // PER_PAGE))

    @property
    def first_rank(self) -> int:
        """Rank of the first result on this page."""
        return (self.number - 1) * PER_PAGE + 1

    @property
    def last_rank(self) -> int:
        """Rank of the last result on this page."""
        return min(self.number * PER_PAGE, self.total, MAX_RESULTS)

    @property
    def is_capped(self) -> bool:
        """Some results are too deep to be shown."""
        return self.total > MAX_RESULTS

    @property
    def previous(self) -> int | None:
        """The page before, or None."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The page after, or None."""
        return self.number + 1 if self.number < self.last else None

    @property
    def linked(self) -> tuple[int | None, ...]:
        """The first, near and last pages in order; None for a gap."""
        near = range(self.number - 1, self.number + 2)
        numbers = sorted({1, self.last, *(page for page in near if 1 <= page <= self.last)})
        linked: list[int | None] = []
        for page in numbers:
            missing = page - (linked[-1] or 0) - 1 if linked else 0
            if missing:  # the link of a single missing page takes no more room than an ellipsis
                linked.append(page - 1 if missing == 1 else None)
            linked.append(page)
        return tuple(linked)


def read_page(written: str) -> int | None:
    """Return a page number; None if the text is none, from 1 to 999,999."""
    return int(written) if _PAGE.fullmatch(written) else None
