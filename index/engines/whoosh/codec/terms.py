"""The terms of a segment file, in the interface of Whoosh."""

from collections.abc import Iterator
from typing import TypeVar

from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.fields import FieldType
from whoosh.formats import Format
from whoosh.reading import TermInfo, TermNotFound
from whoosh.scoring import BaseScorer

from index.engines.whoosh.codec.matcher import ArraysMatcher
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.ranking import LENGTHS

Term = tuple[str, bytes]
"""Field and text."""
Value = TypeVar("Value")


class ArraysTermsReader(TermsReader):
    """Reader of the terms in a segment file."""

    def __init__(self, segment: SegmentFile) -> None:
        self._segment = segment

    def __contains__(self, term: Term) -> bool:
        """Return whether any document holds a term."""
        return self._segment.find(*term) >= 0

    def indexed_field_names(self) -> list[str]:
        """Return the names of the fields that have terms."""
        return list(self._segment.fields)

    def cursor(self, fieldname: str, fieldobj: FieldType) -> "ArraysCursor":
        """Return a cursor at the first term of a field."""
        return ArraysCursor(self._segment, fieldname, fieldobj)

    def terms(self) -> Iterator[Term]:
        """Yield all terms, by field, then by their bytes."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """Yield the terms from a given one on, including those of later fields."""
        return ((name, self._segment.text(term)) for name, term in self._numbers_from(fieldname, prefix))

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        """Yield all terms with their statistics."""
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        """Yield the terms from a given one on with their statistics, including those of later fields."""
        for name, term in self._numbers_from(fieldname, prefix):
            yield (name, self._segment.text(term)), term_info(self._segment, term)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return the statistics of a term, in an object that Whoosh may change."""
        return term_info(self._segment, self._number(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return the sum of the weights of a term; 0 where no document holds it."""
        term = self._segment.find(fieldname, text)
        return float(self._segment.weights(term).sum(dtype=float)) if term >= 0 else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return the number of documents that hold a term."""
        term = self._segment.find(fieldname, text)
        return self._segment.doc_freq(term) if term >= 0 else 0

    def matcher(
        self, fieldname: str, text: bytes, format_: Format, scorer: BaseScorer | None = None
    ) -> ArraysMatcher:
        """Return a matcher over the postings of a term; raises `TermNotFound`."""
        term = self._number(fieldname, text)
        return ArraysMatcher(self._segment, term, (fieldname, text), format_, scorer)

    def _number(self, fieldname: str, text: bytes) -> int:
        term = self._segment.find(fieldname, text)
        if term < 0:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return term

    def _numbers_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, int]]:
        for name in sorted(self._segment.fields):
            if name >= fieldname:
                beginning = prefix if name == fieldname else b""
                yield from ((name, term) for term in self._segment.starting(name, beginning))


class ArraysCursor(FieldCursor):
    """A cursor over the terms of a field; its texts are decoded by the field, as Whoosh expects.

    It leaves out `term`, as Whoosh's own cursor does: with it, a reader of several segments would make a
    `MultiCursor`, which never finds a term, instead of raising `NotImplementedError`.
    """

    def __init__(self, segment: SegmentFile, name: str, field: FieldType) -> None:
        self._segment, self._name, self._field = segment, name, field
        self._terms = segment.starting(name, b"")
        self._term = self._terms.start

    def first(self) -> object:
        """Go to the first term, and return it."""
        self._term = self._terms.start
        return self.text()

    def find(self, string: object) -> object:
        """Go to the first term that is not less than a text, and return it."""
        wanted = string if isinstance(string, bytes) else self._field.to_bytes(string)
        self._term = self._segment.starting(self._name, wanted).start
        return self.text()

    def next(self) -> object:
        """Go to the next term, and return it."""
        self._term = min(self._term + 1, self._terms.stop)
        return self.text()

    def text(self) -> object:
        """Return the term; None after the last one."""
        return self._field.from_bytes(self._segment.text(self._term)) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        """Return the statistics of the term; None after the last one."""
        return term_info(self._segment, self._term) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Return whether the cursor is at a term."""
        return self._term in self._terms


def term_info(segment: SegmentFile, term: int) -> TermInfo:
    """Return the statistics of a term; lengths are rounded as their byte codes."""
    numbers, weights = segment.numbers(term), segment.weights(term)
    lengths = segment.codes(term) & 0xFF
    return TermInfo(
        weight=float(weights.sum(dtype=float)),
        df=len(numbers),
        minlength=int(LENGTHS[lengths.min()]),
        maxlength=int(LENGTHS[lengths.max()]),
        maxweight=float(weights.max()),
        minid=int(numbers[0]),
        maxid=int(numbers[-1]),
    )
