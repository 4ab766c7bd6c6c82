"""Expansion of a prefix to the words of the segments."""

import heapq
from collections import Counter
from collections.abc import Sequence
from itertools import product

import numpy as np

from index.budget import current
from index.engines.whoosh.search.segment_reader import SegmentReader
from index.french.folding import fold
from index.query.lookups import EXACT_FIELDS
from index.vocabulary.prefixes import MAX_EXPANSIONS, PrefixWords


def words_beginning(segments: Sequence[SegmentReader], prefix: str) -> PrefixWords:
    """Return the exact forms of any field that begin with a folded prefix, the most frequent first.

    Of equal document frequencies the lower bytes come first; at most `MAX_EXPANSIONS` forms are returned.
    """
    doc_freqs: Counter[bytes] = Counter()
    for segment, field in product(segments, EXACT_FIELDS):
        if current().is_spent():
            break
        found = segment.file.prefixed(field, prefix.encode())
        if found:
            counts = np.diff(segment.file.starts(found)).tolist()
            for text, count in zip(segment.file.texts(found), counts, strict=True):
                doc_freqs[text] += count
    folded = [(-count, text) for text, count in doc_freqs.items() if text.isascii() or _is_folded(text)]
    best = heapq.nsmallest(MAX_EXPANSIONS, folded)
    return PrefixWords(tuple(text.decode() for _, text in best), len(folded))


def _is_folded(text: bytes) -> bool:
    """Return whether a term is a folded form; accented forms are indexed beside them."""
    term = text.decode()
    return fold(term) == term
