"""How strongly the documents of a Whoosh index answer a query: `index.ranking` over arrays.

The lists of what finds a document are read whole, since the total must be exact: Whoosh's own collector
drops lists that no longer change the first hits, and its union by arrays loses documents behind an AndMaybe
(387 and 108 of 1,375 found for one query).
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from index.engines.whoosh.matching import match
from index.engines.whoosh.phrases import PHRASE_FIELDS, Phrases
from index.engines.whoosh.postings import frequency, read
from index.engines.whoosh.schema import length_column
from index.query import Query
from index.ranking import FIELDS, Contribution, ScoringField, WeightedTerm, idf, norm, saturation, weigh

LEAST_ALIKE = 0.15
"""Of the score of the document itself: what has less in common with it is no answer."""
REMEMBERED = 32
"""Lists of documents kept for the next comparison: a spelling compares a few words with each other."""


class _Lengths:
    """The lengths of all documents in one scoring field, read once for an index.

    Attributes:
        documents: Number of documents that hold a word.
        norms: For each document, see `index.ranking.norm`.
    """

    def __init__(self, reader: IndexReader, field: ScoringField) -> None:
        lengths = np.array(reader.column_reader(length_column(field)).load(), dtype=np.int64)
        self.documents = int(np.count_nonzero(lengths))
        average = float(lengths.sum()) / max(1, self.documents)
        different, which = np.unique(lengths, return_inverse=True)
        self.norms = np.array([norm(int(length), average or 1.0) for length in different])[which]


class Ranking:
    """Scores the documents of one opened index."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._reader = searcher.reader()
        self._lengths = {field: _Lengths(self._reader, field) for field in FIELDS}
        self._remembered: dict[str, NDArray[np.int64]] = {}

    def best(self, query: Query, limit: int) -> tuple[int, list[tuple[int, float]]]:
        """Count what a query finds, and give the numbers and scores of the first `limit`.

        Documents lie newest first, undated last, then by id: of equal scores the lower number comes first.
        """
        terms = [each for each in weigh(query) if self._reader.doc_frequency(each.field, each.term)]
        scores = np.zeros(self._reader.doc_count_all())
        is_found = np.zeros(len(scores), dtype=np.bool_)
        names = self._holders_of_names(terms)
        for wanted in terms:
            if not wanted.is_light:
                is_found[self._add(wanted, scores, names.get(wanted.within))] = True
        self._restrict(is_found, query)
        found = np.flatnonzero(is_found)
        light = [each for each in terms if each.is_light]
        contenders = self._contenders(found, scores, light, limit)
        for wanted in light:
            self._add(wanted, scores, contenders)
        return len(found), _first(contenders, scores[contenders], limit)

    def explain(self, query: Query, number: int) -> tuple[Contribution, ...]:
        """Say what each term of a query brings a document, most first."""
        terms = weigh(query)
        names = self._holders_of_names(terms)
        brought = [self._contribution(each, number, names.get(each.within)) for each in terms]
        return tuple(sorted((each for each in brought if each), key=lambda each: -each.score))

    def alike(self, stems: Mapping[str, float], limit: int) -> list[int]:
        """Give the numbers of the documents that hold most of some weighted stems, most first."""
        scores = np.zeros(self._reader.doc_count_all())
        for stem, weight in stems.items():
            if self._reader.doc_frequency("stems", stem):
                self._add(WeightedTerm((), "stems", stem, weight, is_light=False), scores)
        found = np.flatnonzero(scores >= LEAST_ALIKE * max(scores.max(initial=0.0), 1e-9))
        return [number for number, _ in _first(found, scores[found], limit)]

    def together(self, one: str, other: str) -> int:
        """Count the documents that hold both of two exact forms."""
        few, many = sorted((self._holders_of(one), self._holders_of(other)), key=len)
        places = many.searchsorted(few)
        return int(np.count_nonzero(many[places[places < len(many)]] == few[places < len(many)]))

    def _holders_of(self, form: str) -> NDArray[np.int64]:
        """Give the documents that hold an exact form, by rising number."""
        if form not in self._remembered:
            if len(self._remembered) >= REMEMBERED:
                del self._remembered[next(iter(self._remembered))]  # the oldest
            is_held = self._reader.doc_frequency("forms", form)
            none = np.array([], dtype=np.int64)
            self._remembered[form] = read(self._reader, "forms", form).numbers if is_held else none
        return self._remembered[form]

    def _add(
        self, wanted: WeightedTerm, scores: NDArray[np.float64], among: NDArray[np.int64] | None = None
    ) -> NDArray[np.int64]:
        """Add what a term brings to the scores of the documents that hold it, and give their numbers."""
        numbers, frequencies = read(self._reader, wanted.field, wanted.term, among)
        if wanted.within and among is not None:
            is_held = np.isin(numbers, among, assume_unique=True)
            numbers, frequencies = numbers[is_held], frequencies[is_held]
        norms = self._lengths[wanted.field].norms[numbers]
        scores[numbers] += wanted.weight * self._idf(wanted) * saturation(frequencies, norms)
        return numbers

    def _holders_of_names(self, terms: Iterable[WeightedTerm]) -> dict[tuple[str, ...], NDArray[np.int64]]:
        """Give the documents that hold each name of several words in which terms count, by rising number."""
        phrases = Phrases(self._reader)
        found = {
            name: set().union(*(phrases.in_order(field, name) for field in PHRASE_FIELDS))
            for name in {each.within for each in terms if each.within}
        }
        return {name: np.array(sorted(numbers), dtype=np.int64) for name, numbers in found.items()}

    def _idf(self, wanted: WeightedTerm) -> float:
        holders = self._reader.doc_frequency(wanted.field, wanted.term)
        return idf(self._lengths[wanted.field].documents, holders)

    def _contenders(
        self,
        found: NDArray[np.int64],
        scores: NDArray[np.float64],
        light: Sequence[WeightedTerm],
        limit: int,
    ) -> NDArray[np.int64]:
        """Give what could still come among the first `limit` with what the light terms add.

        They are the longest lists of all: most of their blocks need not be read.
        """
        if not 0 < limit < len(found):
            return found
        most = sum(wanted.weight * self._idf(wanted) for wanted in light)
        needed = np.partition(scores[found], -limit)[-limit] - most
        return found[scores[found] >= needed]

    def _restrict(self, is_found: NDArray[np.bool_], query: Query) -> None:
        """Keep what the query asks for, see `matching.py`."""
        matched = match(self._searcher, query)
        if not matched.needs_word:
            is_found[:] = True
        if matched.numbers is not None:
            is_found &= self._is_among(matched.numbers)

    def _contribution(
        self, wanted: WeightedTerm, number: int, among: NDArray[np.int64] | None
    ) -> Contribution | None:
        holders = self._reader.doc_frequency(wanted.field, wanted.term)
        held = frequency(self._reader, wanted.field, wanted.term, number) if holders else 0
        if not held or (among is not None and number not in among):
            return None
        norm = float(self._lengths[wanted.field].norms[number])
        return Contribution(wanted, held, holders, self._idf(wanted), norm)

    def _is_among(self, numbers: set[int]) -> NDArray[np.bool_]:
        among = np.zeros(self._reader.doc_count_all(), dtype=np.bool_)
        among[list(numbers)] = True
        return among


def _first(numbers: NDArray[np.int64], scores: NDArray[np.float64], limit: int) -> list[tuple[int, float]]:
    """Give the first of documents in the order of their numbers: highest score, then lowest number."""
    order = np.argsort(-scores, kind="stable")[:limit]
    return list(zip(numbers[order].tolist(), scores[order].tolist(), strict=True))
