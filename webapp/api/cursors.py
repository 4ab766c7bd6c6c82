"""Where the next hits of a search begin, and of which answer: an offset with two digests."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from index.archive.document import digest
from index.query import Query

PATTERN = "^[1-9][0-9]{0,3}-[0-9a-f]{20}-[0-9a-f]{20}$"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next hits begin.

    Attributes:
        offset: Number of hits before them.
        asked: Digest of the search, as its address has it.
        state: Digest of what was searched: the build, and the query as it was understood there.
    """

    offset: int
    asked: str
    state: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a cursor that fits `PATTERN`."""
        offset, asked, state = text.split("-")
        return cls(int(offset), asked, state)

    def __str__(self) -> str:
        """Write the cursor."""
        return f"{self.offset}-{self.asked}-{self.state}"


def digest_of_search(parameters: Iterable[tuple[str, str]]) -> str:
    """Return a digest of the parameters that say what is searched, and in which order."""
    return digest(each for pair in sorted(parameters) for each in pair)


def digest_of_state(build: str, rewritten: Query) -> str:
    """Return a digest that changes with a rebuild, and where the same text means other days or names."""
    return digest((build, repr(rewritten)))
