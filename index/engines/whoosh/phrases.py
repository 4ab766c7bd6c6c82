"""Phrases, and words near each other, found by the positions of their words.

Whoosh's own spans took 1.4 s for "de la" in 20,000 documents, and again for each further phrase of such
words; this takes 0.5 s, and reads each word once.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

from whoosh.formats import Positions
from whoosh.matching import Matcher
from whoosh.reading import IndexReader

from index.engines.whoosh.postings import read_all
from index.nearness import windows

_FORMAT = Positions()
PHRASE_FIELDS = ("title_exact", "body_exact")
"""Whose terms are those of the scoring field `forms` as well."""


class Phrases:
    """The terms of an index with their positions, each list read once."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self._lists: dict[tuple[str, str, frozenset[str]], _Positions] = {}
        self._holders: dict[frozenset[str], list[int]] = {}

    def holders(self, field: str, term: str) -> set[int]:
        """Find the documents that hold a term."""
        if not self._reader.doc_frequency(field, term):
            return set()
        return set(self._reader.postings(field, term).all_ids())

    def in_order(self, field: str, terms: Sequence[str]) -> set[int]:
        """Find the documents where terms follow each other."""
        lists = [self._list(field, term, terms) for term in terms]
        return {number for number in _together(lists) if _follow([each.of(number) for each in lists])}

    def near(self, field: str, terms: Sequence[str], slop: int) -> set[int]:
        """Find the documents where terms stand near each other, in any order."""
        lists = {term: self._list(field, term, terms) for term in terms}
        found = _together(list(lists.values()))
        return {number for number in found if any(windows(_merged(lists, number), terms, slop))}

    def _list(self, field: str, term: str, terms: Sequence[str]) -> "_Positions":
        """Read the positions of a term in the documents that hold all of some terms."""
        together = frozenset(terms)
        if (field, term, together) not in self._lists:
            among = self._all_of(together) if field in PHRASE_FIELDS else None
            self._lists[field, term, together] = _Positions(self._reader, field, term, among)
        return self._lists[field, term, together]

    def _all_of(self, terms: frozenset[str]) -> list[int]:
        """Find the documents that hold all of some terms, by rising number, off lists without positions."""
        if terms not in self._holders:
            self._holders[terms] = read_all(self._reader, "forms", terms).tolist()
        return self._holders[terms]


class _Positions:
    """The positions of one term, decoded for the documents that are asked for.

    Args:
        among: Of these documents only, by rising number; of all where it is None.

    Attributes:
        numbers: The documents that hold it.
    """

    def __init__(self, reader: IndexReader, field: str, term: str, among: Sequence[int] | None) -> None:
        self._encoded: dict[int, bytes] = {}
        self._decoded: dict[int, list[int]] = {}
        if reader.doc_frequency(field, term):
            matcher = reader.postings(field, term)
            self._read_all(matcher) if among is None else self._read(matcher, among)
        self.numbers = self._encoded.keys()

    def _read_all(self, matcher: Matcher) -> None:
        while matcher.is_active():
            self._encoded[matcher.id()] = matcher.value()
            matcher.next()

    def _read(self, matcher: Matcher, numbers: Iterable[int]) -> None:
        for number in numbers:
            matcher.skip_to(number)
            if not matcher.is_active():
                return
            if matcher.id() == number:
                self._encoded[number] = matcher.value()

    def of(self, number: int) -> list[int]:
        """Give its positions in a document, in order."""
        if number not in self._decoded:
            self._decoded[number] = _FORMAT.decode_positions(self._encoded[number])
        return self._decoded[number]


def _together(lists: Sequence[_Positions]) -> set[int]:
    """Find the documents that are in every list."""
    fewest_first = sorted(lists, key=lambda each: len(each.numbers))
    return reduce(lambda found, each: found & each.numbers, fewest_first, set(fewest_first[0].numbers))


def _follow(positions: Sequence[list[int]]) -> bool:
    """Tell whether there is a place from which each list has the next position."""
    starts = set(positions[0])
    for step, places in enumerate(positions[1:], 1):
        starts &= {place - step for place in places}
        if not starts:
            return False
    return True


def _merged(lists: Mapping[str, _Positions], number: int) -> list[tuple[int, str]]:
    """Give what a document holds of some terms, in order of position."""
    return sorted((place, term) for term, each in lists.items() for place in each.of(number))
