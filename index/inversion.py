"""Inversion: from the terms of documents to the posting lists of terms, by sorting arrays of numbers.

No posting is a Python object. Documents of a rebuild and fields of Whoosh's own kinds go through the same.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.integers import changes, sorted_order

Numbers = NDArray[np.signedinteger]
NONE = np.zeros(0, np.int64)


class PostingLists(NamedTuple):
    """Some terms of a field, in the order of their bytes, with their postings.

    Attributes:
        texts: The terms as bytes.
        doc_freqs: Number of documents that hold each term, at least one.
        documents: These documents, rising within each term, one term after the other.
        weights: Weight of each posting: its frequency, or what Whoosh gives it.
        counts: Number of positions of each posting; empty where the field keeps none.
        positions: Positions of all postings, one posting after the other.
    """

    texts: Sequence[bytes]
    doc_freqs: NDArray[np.int64]
    documents: NDArray[np.integer]
    weights: NDArray[np.integer] | NDArray[np.floating]
    counts: NDArray[np.int64] = NONE
    positions: NDArray[np.integer] = NONE


class Inversion:
    """Occurrences of terms in documents, sorted by term, then by document.

    Attributes:
        order: The occurrences in this order; those of one posting keep the order they came in.
        starts: Where each posting begins in that order.
        documents: Document of each posting.
        counts: Number of occurrences of each posting.

    Args:
        terms: Number of the term of each occurrence; those of one term by rising document.
        documents: Its document.
        texts: The term that each number stands for.
    """

    def __init__(
        self, terms: NDArray[np.int32], documents: NDArray[np.integer], texts: Sequence[str] | Sequence[bytes]
    ) -> None:
        self._texts, ranks = _ranked(terms, texts)
        self.order = sorted_order(ranks)
        ranks, documents = ranks[self.order], documents[self.order]
        self.starts = np.flatnonzero(changes(ranks) | changes(documents))
        self._ranks, self.documents = ranks[self.starts], documents[self.starts]
        self.counts = np.diff(self.starts, append=len(ranks))

    def sums(self, values: NDArray[np.integer]) -> Numbers:
        """Sum a value of each occurrence, by posting."""
        if not len(self.starts):
            return np.zeros(0, np.int64)
        return np.add.reduceat(values[self.order], self.starts, dtype=np.int64)

    def posting_lists(
        self,
        weights: NDArray[np.integer] | NDArray[np.floating],
        positions: NDArray[np.integer] | None = None,
    ) -> PostingLists:
        """Return the posting lists, with a weight of each posting and a position of each occurrence."""
        doc_freqs = np.bincount(self._ranks, minlength=len(self._texts))
        lists = PostingLists(self._texts, doc_freqs, self.documents, weights)
        return (
            lists
            if positions is None
            else lists._replace(counts=self.counts, positions=positions[self.order])
        )

    def existence(self, kept: NDArray[np.bool_] | None = None) -> PostingLists:
        """Return the posting lists, or only the postings to keep, each with the weight 1."""
        ranks, documents = self._ranks, self.documents
        if kept is not None:
            ranks, documents = ranks[kept], documents[kept]
        doc_freqs = np.bincount(ranks, minlength=len(self._texts))
        texts = [text for text, number in zip(self._texts, doc_freqs.tolist(), strict=True) if number]
        return PostingLists(texts, doc_freqs[doc_freqs > 0], documents, np.ones(len(documents), np.int64))


def _ranked(
    terms: NDArray[np.int32], texts: Sequence[str] | Sequence[bytes]
) -> tuple[list[bytes], NDArray[np.int32]]:
    """Return the distinct terms in the order of their bytes, and the rank of each occurrence's term."""
    present = np.flatnonzero(np.bincount(terms, minlength=len(texts)))
    encoded = [_encoded(texts[number]) for number in present.tolist()]
    order = sorted(range(len(encoded)), key=encoded.__getitem__)
    ranks = np.zeros(len(texts), np.int32)
    ranks[present[order]] = np.arange(len(order), dtype=np.int32)
    return [encoded[place] for place in order], ranks[terms]


def _encoded(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text
