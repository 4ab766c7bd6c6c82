"""What comes of comparing an archive with what its sources give, item by item."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["missing", "added", "other text", "other date", "other place"]
"""What the sources give and the archive has not; what it has and they do not give; and items in which they
differ: in the text, in the day, or in source, address and bulletins."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An item in which an archive and its sources differ: how, its id and its title."""

    kind: Kind
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of a comparison.

    Attributes:
        documents: Number of items that the sources give.
        differences: All differences, by kind, then in the order of the archive.
        with_past: Ids of items of which the archive keeps versions that the sources give no more.
        removed: Ids of items that the sources give and that were removed for good.
    """

    documents: int
    differences: tuple[Difference, ...]
    with_past: tuple[str, ...]
    removed: tuple[str, ...]
