"""Field types that take counted terms, so that a text is analysed once for all fields."""

from collections.abc import Generator, Mapping, Sequence
from typing import NamedTuple

from whoosh.analysis.analyzers import Analyzer
from whoosh.fields import FieldType
from whoosh.formats import Existence, Positions

_Postings = Generator[tuple[bytes, int, float, bytes], None, None]
"""Term, frequency, weight and value, as Whoosh's writers expect them."""

_POSITIONS = Positions()


class TermPositions(NamedTuple):
    """The weighted frequency of a term in a document, and its positions, ascending."""

    frequency: int
    positions: Sequence[int]


class FrequencyField(FieldType):
    """A field of terms with a frequency each, kept as the weight of the posting, and no positions."""

    def __init__(self, *, stored: bool = False, scorable: bool = False) -> None:
        super().__init__(Existence(), Analyzer(), stored=stored, scorable=scorable)

    def index(self, value: Mapping[str, int], **_options: object) -> _Postings:
        """Yield the postings of a document, one for each term."""
        for term, frequency in value.items():
            yield term.encode(), frequency, float(frequency), b""


class PositionField(FieldType):
    """A field of terms with a frequency and positions each, for phrases."""

    def __init__(self, *, scorable: bool = False) -> None:
        super().__init__(_POSITIONS, Analyzer(), scorable=scorable)

    def index(self, value: Mapping[str, TermPositions], **_options: object) -> _Postings:
        """Yield the postings of a document, one for each term."""
        for term, (frequency, positions) in value.items():
            yield term.encode(), frequency, float(frequency), _POSITIONS.encode(positions)
