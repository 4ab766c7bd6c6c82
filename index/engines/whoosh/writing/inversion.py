"""From the words of documents to postings: numbers of terms, put in the order of their texts, are sorted with
what stands beside them. No posting is a Python object.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.segment.segment_writer import Terms
from index.french.form_table import Integers
from index.integers import changes, sorted_order

Numbers = NDArray[np.signedinteger]


class Inversion:
    """Occurrences of terms in documents, by term, then by document.

    Attributes:
        order: The occurrences in this order; those of a posting as they came.
        documents: Of each posting.
        counts: Number of occurrences of each posting.

    Args:
        terms: Numbers of terms, by rising document.
        documents: Where these occur.
        texts: What the numbers mean.
    """

    def __init__(self, terms: Integers, documents: Integers, texts: Sequence[str]) -> None:
        self._texts, ranks = _ranked(terms, texts)
        self.order = sorted_order(ranks)
        ranks, documents = ranks[self.order], documents[self.order]
        self._first = np.flatnonzero(changes(ranks) | changes(documents))
        self._ranks, self.documents = ranks[self._first], documents[self._first]
        self.counts = np.diff(self._first, append=len(ranks))

    def sums(self, values: NDArray[np.integer]) -> Numbers:
        """Add up what was said of each occurrence, by posting."""
        if not len(self._first):
            return np.zeros(0, np.int64)
        return np.add.reduceat(values[self.order], self._first, dtype=np.int64)

    def postings(self, frequencies: Numbers, places: Integers | None = None) -> Terms:
        """Give the postings; `places` are those of the occurrences."""
        holders = np.bincount(self._ranks, minlength=len(self._texts))
        terms = Terms(self._texts, holders, self.documents, frequencies)
        return terms if places is None else terms._replace(counts=self.counts, places=places[self.order])

    def existence(self, kept: NDArray[np.bool_] | None = None) -> Terms:
        """Give the postings, or some of them, without anything beside them."""
        ranks, documents = self._ranks, self.documents
        if kept is not None:
            ranks, documents = ranks[kept], documents[kept]
        holders = np.bincount(ranks, minlength=len(self._texts))
        texts = [text for text, number in zip(self._texts, holders.tolist(), strict=True) if number]
        return Terms(texts, holders[holders > 0], documents, np.ones(len(documents), np.int64))


def _ranked(terms: Integers, texts: Sequence[str]) -> tuple[list[bytes], Integers]:
    """Give the texts of the terms in order, and for each term its place there."""
    present = np.flatnonzero(np.bincount(terms, minlength=len(texts)))
    encoded = [texts[number].encode() for number in present.tolist()]
    order = sorted(range(len(encoded)), key=encoded.__getitem__)
    ranks = np.zeros(len(texts), np.int32)
    ranks[present[order]] = np.arange(len(order), dtype=np.int32)
    return [encoded[place] for place in order], ranks[terms]
