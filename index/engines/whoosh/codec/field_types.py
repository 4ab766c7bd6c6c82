"""Fields that take what was counted already, so that a text is analysed once for all of them."""

from collections.abc import Generator, Mapping, Sequence
from typing import NamedTuple

from whoosh.analysis.analyzers import Analyzer
from whoosh.fields import FieldType
from whoosh.formats import Existence, Positions

_Postings = Generator[tuple[bytes, int, float, bytes], None, None]
"""Term, frequency, weight and value, as Whoosh wants them."""

_POSITIONS = Positions()


class Placed(NamedTuple):
    """How often a term counts in a document, and its positions, rising."""

    frequency: int
    places: Sequence[int]


class Frequencies(FieldType):
    """A field of terms with a frequency each, without positions: Whoosh keeps it as the term's weight."""

    def __init__(self, *, stored: bool = False, scorable: bool = False) -> None:
        super().__init__(Existence(), Analyzer(), stored=stored, scorable=scorable)

    def index(self, value: Mapping[str, int], **_options: object) -> _Postings:
        """Yield what is written for the terms of a document."""
        for term, frequency in value.items():
            yield term.encode(), frequency, float(frequency), b""


class Places(FieldType):
    """A field of terms with the positions of each, for phrases, and a frequency beside them."""

    def __init__(self, *, scorable: bool = False) -> None:
        super().__init__(_POSITIONS, Analyzer(), scorable=scorable)

    def index(self, value: Mapping[str, Placed], **_options: object) -> _Postings:
        """Yield what is written for the terms of a document."""
        for term, (frequency, places) in value.items():
            yield term.encode(), frequency, float(frequency), _POSITIONS.encode(places)
