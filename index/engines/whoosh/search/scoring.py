"""How strongly documents answer: the weighted terms of a query as lists of a segment, see `index.ranking`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.search.lists import Scores, Weighted
from index.engines.whoosh.search.matching import Matching
from index.engines.whoosh.search.segment_reader import Numbers, SegmentReader
from index.engines.whoosh.search.sorted_arrays import common, places
from index.engines.whoosh.search.top_k import in_order
from index.french.stemming import fold
from index.query.weighing import TermExplanation, WeightedTerm
from index.ranking import FIELDS, LENGTHS, ScoringField, average_length, idf, norm, saturations

_BOUND = 1 + 1e-6
"""A bound is rounded, and so is the ratio of the average lengths."""
REMEMBERED = 10_000
"""Terms, and pairs of them, of which something stays known."""


class _Table(NamedTuple):
    """The saturations of one scoring field.

    Attributes:
        saturations: For each code.
        address: Of these.
        documents: Number of documents that hold a word.
        average: Their average length.
    """

    saturations: Scores
    address: int
    documents: int
    average: float


class _Rarity(NamedTuple):
    """In how many documents of all segments a term is, and how rare that makes it."""

    holders: int
    idf: float


class _Scored(NamedTuple):
    """The documents of a segment that hold a term, see `topmost.Weighted`.

    Attributes:
        idf: How rare it is.
        bound: What it adds at most, with a weight of 1.
    """

    numbers: Numbers
    codes: NDArray[np.uint16]
    table: Scores
    idf: float
    bound: float
    addresses: tuple[int, int, int]


class Scoring:
    """Makes weighted lists of the terms of a query; rarity and lengths count over all segments.

    As everywhere in Whoosh, deleted documents count until a merge takes them out.
    """

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self._tables = {field: _table(segments, field) for field in FIELDS}
        self.rarity = lru_cache(REMEMBERED)(partial(_rarity, segments, self._tables))
        by_base = {segment.base: segment for segment in segments}
        self._scored = lru_cache(REMEMBERED)(partial(_scored, by_base, self._tables, self.rarity))
        self._is_among = lru_cache(REMEMBERED)(partial(_is_among, by_base))

    def lists(
        self, segment: SegmentReader, terms: Sequence[WeightedTerm], matching: Matching
    ) -> list[Weighted]:
        """Give what the terms add to the documents of a segment, see `topmost.in_order`."""
        lists = []
        stem = ""
        for wanted in terms:
            held = self._held(segment, wanted, matching)
            if held is None:
                continue
            finds = not wanted.is_light
            may_be_among = stem and wanted.field == "forms" and not wanted.within
            is_among = may_be_among and self._is_among(segment.base, wanted.term, stem)
            counts = finds and not is_among and not _is_besides(wanted, terms)
            lists.append(_weighted(held, wanted.weight, finds=finds, counts=counts))
            if finds and wanted.field == "stems" and not wanted.within:
                stem = wanted.term
        return in_order(lists)

    def _held(self, segment: SegmentReader, wanted: WeightedTerm, matching: Matching) -> _Scored | None:
        """Give the documents that hold a term, of a name those that hold it all."""
        held = self._scored(segment.base, wanted.field, wanted.term)
        return _restricted(held, matching.named(wanted.within).numbers) if held and wanted.within else held

    def explain(
        self, segment: SegmentReader, terms: Sequence[WeightedTerm], number: int
    ) -> Iterator[TermExplanation]:
        """Yield what each term adds to a document's score, as far as the document holds it."""
        alone = np.array([number], dtype=np.uint32)
        matching = Matching(segment)
        for wanted in terms:
            held = segment.postings(wanted.field, wanted.term)
            if held is None or (wanted.within and not matching.named(wanted.within).among(alone)[0]):
                continue
            at = int(places(alone, held.numbers)[0])
            if held.numbers[at] == number:
                code = int(held.codes[at])
                length = norm(int(LENGTHS[code & 255]), self._tables[wanted.field].average)
                yield TermExplanation(wanted, code >> 8, *self.rarity(wanted.field, wanted.term), length)


def _rarity(
    segments: Sequence[SegmentReader], tables: Mapping[ScoringField, _Table], field: ScoringField, term: str
) -> _Rarity:
    """Count the documents that hold a term, and say how rare that makes it."""
    found = (segment.postings(field, term) for segment in segments)
    holders = sum(len(each.numbers) for each in found if each)
    return _Rarity(holders, idf(tables[field].documents, holders))


def _scored(
    segments: Mapping[int, SegmentReader],
    tables: Mapping[ScoringField, _Table],
    rarity: Callable[[ScoringField, str], _Rarity],
    base: int,
    field: ScoringField,
    term: str,
) -> _Scored | None:
    """Give the documents of a segment, named by its base, that hold a term."""
    segment = segments[base]
    held = segment.postings(field, term)
    if held is None:
        return None
    table, rare = tables[field], rarity(field, term).idf
    longer = max(1.0, table.average / segment.file.fields[field].average)
    bound = min(1.0, held.best * longer * _BOUND) * rare
    addresses = *held.addresses, table.address
    return _Scored(held.numbers, held.codes, table.saturations, rare, bound, addresses)


def _is_among(segments: Mapping[int, SegmentReader], base: int, form: str, stem: str) -> bool:
    """Tell whether a stem finds all that a form finds in a segment, as its own nearly always does."""
    few, many = segments[base].postings("forms", form), segments[base].postings("stems", stem)
    if few is None or many is None:
        return False
    return len(common(few.numbers, many.numbers)) == len(few.numbers)


def _weighted(held: _Scored, weight: float, *, finds: bool, counts: bool) -> Weighted:
    numbers, codes, table, rarity, bound, addresses = held
    return Weighted(numbers, codes, table, weight * rarity, weight * bound, finds, counts, addresses)


def _is_besides(wanted: WeightedTerm, terms: Sequence[WeightedTerm]) -> bool:
    """Tell whether another term finds all that it finds: accented forms stand beside folded ones."""
    if wanted.field != "forms" or wanted.term.isascii():
        return False
    folded = fold(wanted.term)
    return folded != wanted.term and any(
        (other.field, other.term, other.within) == ("forms", folded, wanted.within) and not other.is_light
        for other in terms
    )


def _restricted(held: _Scored, among: Numbers) -> _Scored | None:
    """Give of the documents that hold a term those among some others; None where there is none."""
    numbers = np.ascontiguousarray(common(among, held.numbers))
    if not len(numbers):
        return None
    codes = held.codes[places(numbers, held.numbers)]
    addresses = numbers.ctypes.data, codes.ctypes.data, held.addresses[2]
    return held._replace(numbers=numbers, codes=codes, addresses=addresses)


def _table(segments: Sequence[SegmentReader], field: ScoringField) -> _Table:
    infos = [segment.file.fields[field] for segment in segments if field in segment.file.fields]
    documents = sum(info.documents for info in infos)
    average = average_length(sum(info.length for info in infos), documents)
    table = saturations(average)
    return _Table(table, table.ctypes.data, documents, average)
