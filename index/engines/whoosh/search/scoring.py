"""Scoring: the weighted terms of a query as weighted posting lists of a segment, see `index.ranking`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.search.doc_sets import DocSet
from index.engines.whoosh.search.lists import Scores, Weighted
from index.engines.whoosh.search.matching import Matching
from index.engines.whoosh.search.segment_reader import Numbers, SegmentReader
from index.engines.whoosh.search.sorted_arrays import candidate_indices, common
from index.engines.whoosh.search.top_k import in_order
from index.french.folding import fold
from index.query.weighing import TermExplanation, WeightedTerm
from index.ranking import FIELDS, LENGTHS, ScoringField, average_length, idf, norm, saturations

_BOUND = 1 + 1e-6
"""Margin of a bound: it is rounded, and so is the ratio of the average lengths."""
REMEMBERED = 10_000
"""Entries of each cache of terms and pairs of terms."""


_folded = lru_cache(REMEMBERED)(fold)


class _Table(NamedTuple):
    """The saturations of one scoring field.

    Attributes:
        saturations: Saturation for each code.
        address: Address of `saturations`, for the kernel.
        documents: Number of documents that have a length in the field.
        average: Average length of these documents.
    """

    saturations: Scores
    address: int
    documents: int
    average: float


class _Rarity(NamedTuple):
    """Document frequency of a term over all segments, and its inverse document frequency."""

    doc_freq: int
    idf: float


class _Scored(NamedTuple):
    """The posting list of a term in a segment, before it gets the weight of a query; see `lists.Weighted`.

    Attributes:
        idf: Inverse document frequency of the term over all segments.
        bound: Upper bound of the score that the list adds to a document, for a weight of 1.
    """

    numbers: Numbers
    codes: NDArray[np.uint16]
    table: Scores
    idf: float
    bound: float
    addresses: tuple[int, int, int]


class LookedUp(NamedTuple):
    """A term of a query, looked up in all segments at once.

    Attributes:
        wanted: The term.
        found: Its posting list in each segment that has it, by the base of the segment.
        counts: It finds, and no other term is known to be held by all documents that hold it.
        stem: A stem before it that most documents hold which hold it; empty where there is none.
    """

    wanted: WeightedTerm
    found: Mapping[int, _Scored]
    counts: bool
    stem: str


class Scoring:
    """Weights the posting lists of a query's terms; frequencies and lengths are those of all segments.

    As everywhere in Whoosh, deleted documents count until a merge removes them.
    """

    def __init__(self, segments: Sequence[SegmentReader]) -> None:
        self._tables = {field: _table(segments, field) for field in FIELDS}
        self.rarity = lru_cache(REMEMBERED)(partial(_rarity, segments, self._tables))
        by_base = {segment.base: segment for segment in segments}
        self._scored = lru_cache(REMEMBERED)(partial(_scored, segments, self._tables, self.rarity))
        self._is_subset = lru_cache(REMEMBERED)(partial(_is_subset, by_base))

    def look_up(self, terms: Sequence[WeightedTerm]) -> list[LookedUp]:
        """Look up the terms of a query in all segments."""
        looked_up, stem = list[LookedUp](), ""
        found = [(wanted, its) for wanted in terms if (its := self._scored(wanted.field, wanted.term))]
        held = [wanted for wanted, _ in found]
        for wanted, its in found:
            counts = not wanted.is_light and not _is_covered(wanted, held)
            is_alone = not wanted.within
            looked_up.append(
                LookedUp(wanted, its, counts, stem if is_alone and wanted.field == "forms" else "")
            )
            if is_alone and wanted.field == "stems" and not wanted.is_light:
                stem = wanted.term
        return looked_up

    def lists(
        self,
        segment: SegmentReader,
        terms: Sequence[LookedUp],
        with_name: Callable[[tuple[str, ...]], DocSet],
    ) -> list[Weighted]:
        """Return the weighted posting lists of the terms in a segment, in the order of `top_k.in_order`.

        Args:
            segment: The segment.
            terms: The terms.
            with_name: Returns the documents of the segment that hold a name; a term of one finds these alone.
        """
        base, lists = segment.base, list[Weighted]()
        for wanted, everywhere, counts, stem in terms:
            found = everywhere.get(base)
            if found and wanted.within:
                found = _restricted(found, with_name(wanted.within).numbers)
            if found is None:
                continue
            is_counted = counts and not (stem and self._is_subset(base, wanted.term, stem))
            lists.append(_weighted(found, wanted, is_counted))
        return in_order(lists)

    def explain(
        self, segment: SegmentReader, terms: Sequence[WeightedTerm], number: int
    ) -> Iterator[TermExplanation]:
        """Yield what each term that a document holds adds to its score."""
        alone = np.array([number], dtype=np.uint32)
        matching = Matching(segment)
        for wanted in terms:
            found = segment.postings(wanted.field, wanted.term)
            if found is None or (wanted.within and not matching.with_name(wanted.within).among(alone)[0]):
                continue
            at = int(candidate_indices(alone, found.numbers)[0])
            if found.numbers[at] == number:
                code = int(found.codes[at])
                length = norm(int(LENGTHS[code & 255]), self._tables[wanted.field].average)
                yield TermExplanation(wanted, code >> 8, *self.rarity(wanted.field, wanted.term), length)


def _rarity(
    segments: Sequence[SegmentReader], tables: Mapping[ScoringField, _Table], field: ScoringField, term: str
) -> _Rarity:
    """Count the documents of all segments that hold a term."""
    found = (segment.postings(field, term) for segment in segments)
    doc_freq = sum(len(each.numbers) for each in found if each)
    return _Rarity(doc_freq, idf(tables[field].documents, doc_freq))


def _scored(
    segments: Sequence[SegmentReader],
    tables: Mapping[ScoringField, _Table],
    rarity: Callable[[ScoringField, str], _Rarity],
    field: ScoringField,
    term: str,
) -> Mapping[int, _Scored]:
    """Return the posting list of a term in each segment that has it, by the base of the segment."""
    table, found = tables[field], dict[int, _Scored]()
    for segment in segments:
        if postings := segment.postings(field, term):
            rare = rarity(field, term).idf
            longer = max(1.0, table.average / segment.file.fields[field].average)
            bound = min(1.0, postings.best * longer * _BOUND) * rare
            addresses = *postings.addresses, table.address
            found[segment.base] = _Scored(
                postings.numbers, postings.codes, table.saturations, rare, bound, addresses
            )
    return found


def _is_subset(segments: Mapping[int, SegmentReader], base: int, form: str, stem: str) -> bool:
    """Return whether all documents of a segment that hold a form hold the stem, as they nearly always do."""
    few, many = segments[base].postings("forms", form), segments[base].postings("stems", stem)
    if few is None or many is None:
        return False
    return len(common(few.numbers, many.numbers)) == len(few.numbers)


def _weighted(found: _Scored, wanted: WeightedTerm, is_counted: bool) -> Weighted:  # noqa: FBT001  of each list
    numbers, codes, table, rarity, bound, addresses = found
    weight, finds = wanted.weight, not wanted.is_light
    return Weighted(numbers, codes, table, weight * rarity, weight * bound, finds, is_counted, addresses)


def _is_covered(wanted: WeightedTerm, terms: Iterable[WeightedTerm]) -> bool:
    """Return whether another term covers it: an accented form is always indexed with its folded form."""
    if wanted.field != "forms" or wanted.term.isascii():
        return False
    folded = _folded(wanted.term)
    return folded != wanted.term and any(
        (other.field, other.term, other.within) == ("forms", folded, wanted.within) and not other.is_light
        for other in terms
    )


def _restricted(found: _Scored, among: Numbers) -> _Scored | None:
    """Restrict a posting list to some documents; None where none of them is in it."""
    if not len(among):
        return None
    numbers = np.ascontiguousarray(common(among, found.numbers))
    if not len(numbers):
        return None
    codes = found.codes[candidate_indices(numbers, found.numbers)]
    addresses = numbers.ctypes.data, codes.ctypes.data, found.addresses[2]
    return found._replace(numbers=numbers, codes=codes, addresses=addresses)


def _table(segments: Sequence[SegmentReader], field: ScoringField) -> _Table:
    infos = [segment.file.fields[field] for segment in segments if field in segment.file.fields]
    documents = sum(info.documents for info in infos)
    average = average_length(sum(info.length for info in infos), documents)
    table = saturations(average)
    return _Table(table, table.ctypes.data, documents, average)
