"""Inversion: from the terms of documents to the posting lists of terms, by sorting arrays of numbers.

No posting is a Python object. A rebuild and Whoosh's own writer both invert here.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.integers import changes, sorted_order

Numbers = NDArray[np.signedinteger]
_EMPTY = np.zeros(0, np.int64)


class PostingLists(NamedTuple):
    """Posting lists of some terms of a field, one after the other, in the order of the terms' bytes.

    Attributes:
        texts: The terms as bytes.
        doc_freqs: Number of postings of each term, at least one.
        documents: Document number of each posting, rising within a term.
        weights: Weight of each posting: its frequency, or a weight that Whoosh's writer was given.
        counts: Number of positions of each posting; empty where the field keeps none.
        positions: Positions of all postings, one posting after the other.
    """

    texts: Sequence[bytes]
    doc_freqs: NDArray[np.int64]
    documents: NDArray[np.integer]
    weights: NDArray[np.integer] | NDArray[np.floating]
    counts: NDArray[np.int64] = _EMPTY
    positions: NDArray[np.integer] = _EMPTY


class Inversion:
    """Groups occurrences of terms into postings: one per term and document, sorted by term, then by document.

    Only the terms are sorted, stably: the occurrences of one term must come by rising document.

    Args:
        terms: Term number of each occurrence.
        documents: Document number of each occurrence.
        texts: The term of each number; one without an occurrence gets no posting list.

    Attributes:
        order: Indices of the occurrences, posting by posting; within a posting as they came.
        starts: First place of each posting in `order`.
        documents: Document number of each posting.
        counts: Number of occurrences of each posting.
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
        """Sum the values of the occurrences of each posting."""
        if not len(self.starts):
            return _EMPTY  # reduceat refuses to sum nothing
        return np.add.reduceat(values[self.order], self.starts, dtype=np.int64)

    def posting_lists(
        self,
        weights: NDArray[np.integer] | NDArray[np.floating],
        positions: NDArray[np.integer] | None = None,
    ) -> PostingLists:
        """Return the posting lists, given the weight of each posting and the position of each occurrence."""
        doc_freqs = np.bincount(self._ranks, minlength=len(self._texts))
        lists = PostingLists(self._texts, doc_freqs, self.documents, weights)
        if positions is None:
            return lists
        return lists._replace(counts=self.counts, positions=positions[self.order])

    def existence(self, kept: NDArray[np.bool_] | None = None) -> PostingLists:
        """Return the posting lists of all postings, or of those to keep, each posting with the weight 1."""
        ranks, documents = self._ranks, self.documents
        if kept is not None:
            ranks, documents = ranks[kept], documents[kept]
        doc_freqs = np.bincount(ranks, minlength=len(self._texts))
        texts = [text for text, doc_freq in zip(self._texts, doc_freqs.tolist(), strict=True) if doc_freq]
        return PostingLists(texts, doc_freqs[doc_freqs > 0], documents, np.ones(len(documents), np.int64))


def _ranked(
    terms: NDArray[np.int32], texts: Sequence[str] | Sequence[bytes]
) -> tuple[list[bytes], NDArray[np.int32]]:
    """Return the terms that occur in the order of their bytes, and the rank of each occurrence's term."""
    present = np.flatnonzero(np.bincount(terms, minlength=len(texts)))
    occurring: Iterator[str | bytes] = map(texts.__getitem__, present.tolist())
    encoded = [text if isinstance(text, bytes) else text.encode() for text in occurring]
    order = sorted(range(len(encoded)), key=encoded.__getitem__)
    ranks = np.zeros(len(texts), np.int32)
    ranks[present[order]] = np.arange(len(order), dtype=np.int32)
    return [encoded[each] for each in order], ranks[terms]
