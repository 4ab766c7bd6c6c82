"""The words of an index that begin as a prefix of a query does."""

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import product

import numpy as np

from index.engines.whoosh.search.matching import EXACT_FIELDS
from index.engines.whoosh.search.segment_reader import OpenedSegment
from index.french.stemming import fold, terms
from index.query import Alternative, Clause, Note, Query

MAX_EXPANSIONS = 512
"""Words that all the prefixes of a query may stand for."""
PREFIXED = 0.5
"""What a word found by its beginning weighs beside a word typed whole."""
REMEMBERED = 64
"""Beginnings whose words stay known; 40 kilobytes each."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that begin so: the most frequent first, and how many there are."""

    best: tuple[str, ...]
    found: int


class Prefixes:
    """Gives prefixes the most frequent words of an index that begin so, by number of documents."""

    def __init__(self, segments: Sequence[OpenedSegment]) -> None:
        self._words = lru_cache(REMEMBERED)(partial(_words, segments))

    def expand(self, query: Query) -> Query:
        """Give the prefixes of a query their words; say what is left out."""
        prefixes = {each for each in query.clauses if each.kind == "prefix"}
        if not prefixes:
            return query
        notes: list[Note] = []
        room = MAX_EXPANSIONS // len(prefixes)
        expanded = {prefix: self._expanded(prefix, room, notes) for prefix in prefixes}
        query = query.with_alternatives(lambda clause: expanded.get(clause, clause))
        return replace(query, notes=(*query.notes, *notes))

    def _expanded(self, clause: Clause, room: int, notes: list[Note]) -> Clause:
        words = self._words(clause.prefix)
        if words.found > room:
            sentence = (
                f"{words.found} mots commencent par {clause.text} : "
                f"seuls les {room} plus fréquents sont cherchés."
            )
            notes.append(Note("limited", sentence))
        best = words.best[:room]
        return replace(
            clause, alternatives=tuple(Alternative(term, (terms(term),), PREFIXED) for term in best)
        )


def _words(segments: Sequence[OpenedSegment], prefix: str) -> _Words:
    holders: Counter[bytes] = Counter()
    for segment, field in product(segments, EXACT_FIELDS):
        found = segment.file.prefixed(field, prefix.encode())
        if found:
            counts = np.diff(segment.file.starts(found)).tolist()
            for text, count in zip(segment.file.texts(found), counts, strict=True):
                holders[text] += count
    folded = [(-count, text) for text, count in holders.items() if text.isascii() or _is_folded(text)]
    best = heapq.nsmallest(MAX_EXPANSIONS, folded)
    return _Words(tuple(text.decode() for _, text in best), len(folded))


def _is_folded(text: bytes) -> bool:
    """Tell whether a word is no accented form: these stand beside the folded ones."""
    term = text.decode()
    return fold(term) == term
