"""How strongly documents answer: the weighted terms of a query as lists of a segment, see `index.ranking`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.analysis import fold
from index.engines.whoosh.search.arrays import common, places
from index.engines.whoosh.search.matching import named
from index.engines.whoosh.search.opened import Numbers, OpenedSegment
from index.engines.whoosh.search.topmost import Scores, Weighted, in_order
from index.ranking import FIELDS, LENGTHS, ScoringField, WeightedTerm, idf, norm, saturations

_BOUND = 1 + 1e-6
"""A bound is rounded, and so is the ratio of the average lengths."""
REMEMBERED = 10_000
"""Terms whose rarity stays known."""


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
    places: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Brought:
    """What a term brings one document.

    Attributes:
        frequency: Its weighted frequency there.
        holders: Number of documents that hold it, in all segments.
        idf: How rare it is.
        norm: See `index.ranking.norm`.
    """

    frequency: int
    holders: int
    idf: float
    norm: float


class Scoring:
    """Makes weighted lists of the terms of a query; rarity and lengths count over all segments.

    As everywhere in Whoosh, deleted documents count until a merge takes them out.
    """

    def __init__(self, segments: Sequence[OpenedSegment]) -> None:
        self._segments = segments
        self._tables = {field: _table(segments, field) for field in FIELDS}
        self._rarity: dict[tuple[str, str], _Rarity] = {}
        self._remembered: dict[tuple[int, str, str], _Scored | None] = {}
        self._among: dict[tuple[int, int], bool] = {}

    def lists(self, segment: OpenedSegment, terms: Sequence[WeightedTerm]) -> list[Weighted]:
        """Give what the terms add to the documents of a segment, see `topmost.in_order`."""
        names: dict[tuple[str, ...], Numbers] = {}
        lists = []
        stem: _Scored | None = None
        for wanted in terms:
            held = self._held(segment, wanted, names)
            if held is None:
                continue
            finds = not wanted.is_light
            counts = finds and not self._is_among(held, stem, wanted) and not _is_besides(wanted, terms)
            lists.append(_weighted(held, wanted.weight, finds=finds, counts=counts))
            if finds and wanted.field == "stems" and not wanted.within:
                stem = held
        return in_order(lists)

    def _held(
        self, segment: OpenedSegment, wanted: WeightedTerm, names: dict[tuple[str, ...], Numbers]
    ) -> _Scored | None:
        """Give the documents that hold a term, of a name those that hold it all; `names` remembers these."""
        held = self._scored(segment, wanted.field, wanted.term)
        if held is None or not wanted.within:
            return held
        if wanted.within not in names:
            names[wanted.within] = named(segment, wanted.within).numbers
        return _restricted(held, names[wanted.within])

    def _is_among(self, held: _Scored, stem: _Scored | None, wanted: WeightedTerm) -> bool:
        """Tell whether a stem finds all that a form finds, as its own nearly always does."""
        if stem is None or wanted.field != "forms" or wanted.within:
            return False
        key = held.places[0], stem.places[0]
        if key not in self._among:
            if len(self._among) >= REMEMBERED:
                self._among.clear()
            self._among[key] = len(common(held.numbers, stem.numbers)) == len(held.numbers)
        return self._among[key]

    def brought(self, segment: OpenedSegment, wanted: WeightedTerm, number: int) -> Brought | None:
        """Say what a term brings a document; None where it is not there."""
        held = segment.postings(wanted.field, wanted.term)
        alone = np.array([number], dtype=np.uint32)
        if held is None or (wanted.within and not named(segment, wanted.within).among(alone)[0]):
            return None
        at = int(places(alone, held.numbers)[0])
        if held.numbers[at] != number:
            return None
        code = int(held.codes[at])
        length = norm(int(LENGTHS[code & 255]), self._tables[wanted.field].average)
        return Brought(code >> 8, *self.rarity(wanted.field, wanted.term), length)

    def rarity(self, field: ScoringField, term: str) -> _Rarity:
        """Count the documents that hold a term, and say how rare that makes it."""
        key = field, term
        if key not in self._rarity:
            if len(self._rarity) >= REMEMBERED:
                self._rarity.clear()
            found = (segment.postings(field, term) for segment in self._segments)
            holders = sum(len(each.numbers) for each in found if each)
            self._rarity[key] = _Rarity(holders, idf(self._tables[field].documents, holders))
        return self._rarity[key]

    def _scored(self, segment: OpenedSegment, field: ScoringField, term: str) -> _Scored | None:
        key = segment.base, field, term
        try:
            return self._remembered[key]
        except KeyError:
            pass
        if len(self._remembered) >= REMEMBERED:
            self._remembered.clear()
        self._remembered[key] = scored = self._read(segment, field, term)
        return scored

    def _read(self, segment: OpenedSegment, field: ScoringField, term: str) -> _Scored | None:
        held = segment.postings(field, term)
        if held is None:
            return None
        table, rarity = self._tables[field], self.rarity(field, term).idf
        longer = max(1.0, table.average / segment.file.fields[field].average)
        bound = min(1.0, held.best * longer * _BOUND) * rarity
        places = *held.places, table.address
        return _Scored(held.numbers, held.codes, table.saturations, rarity, bound, places)


def _weighted(held: _Scored, weight: float, *, finds: bool, counts: bool) -> Weighted:
    numbers, codes, table, rarity, bound, places = held
    return Weighted(numbers, codes, table, weight * rarity, weight * bound, finds, counts, places)


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
    addresses = numbers.ctypes.data, codes.ctypes.data, held.places[2]
    return held._replace(numbers=numbers, codes=codes, places=addresses)


def _table(segments: Sequence[OpenedSegment], field: ScoringField) -> _Table:
    infos = [segment.file.fields[field] for segment in segments if field in segment.file.fields]
    documents = sum(info.documents for info in infos)
    average = sum(info.length for info in infos) / max(1, documents) or 1.0
    table = saturations(average)
    return _Table(table, table.ctypes.data, documents, average)
