"""How large documents are to an engine, and may be."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from index.archive.document import Document


@dataclass(frozen=True, slots=True)
class Sizing:
    """How large a document is to an engine, in a unit of its own.

    Attributes:
        of: Returns the size of a document.
        appearance: Size of one appearance more.
        most: Largest size that a document may have.
        refusal: Returns why a document of a size is refused, a clause.
    """

    of: Callable[[Document], int]
    appearance: int = 0
    most: int = sys.maxsize
    refusal: Callable[[int], str] = "it has the size {}".format


BY_CHARACTERS = Sizing(lambda document: len(document.title) + len(document.body))
