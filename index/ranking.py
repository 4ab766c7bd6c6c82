"""How strongly a document answers a query: one formula for every engine.

A document is scored in three fields, the stems, the exact forms and the beginnings of its words. They hold
weighted frequencies and nothing else: the count in the body, twice that in the title, once more in the
opening of the body. A document's score is the sum, over the fields and the terms of the query, of

    weight × idf × f / (f + K1 × (1 − B + B × length / average)),  idf = ln(1 + (N − n + 0.5) / (n + 0.5))

which is BM25 as Lucene computes it: f is the weighted frequency, `length` the sum of a document's frequencies
as one byte keeps it, `average` that of the unrounded lengths, n of N documents hold the term.

Which documents match is another matter: see the engines. Which terms of a query score, and with which weight:
see `index.query.weighing`.
"""

import math
from collections.abc import Iterator
from typing import Literal, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from index.french.occurrences import Occurrences
from index.integers import changes, first_of_group

ScoringField = Literal["stems", "forms", "beginnings"]
FIELDS: tuple[ScoringField, ...] = get_args(ScoringField)

K1, B = 1.0, 0.6
IN_TITLE = 2
"""Added to a term's frequency for each of its words in the title; in the body it is 1."""
IN_OPENING = 1
"""Added besides for a word in the opening of the body."""
OPENING = 40
"""Words of the body; news say first what matters most."""
MAX_FREQUENCY = 255
"""Weighted frequencies are cut to one byte."""

VERSION = f"1/{IN_TITLE}/{IN_OPENING}/{OPENING}/{MAX_FREQUENCY}"
"""Changes whenever a document may get other frequencies: an index of another version must be rebuilt."""

Values = TypeVar("Values", float, NDArray[np.float64])


# --- the score of a term in a document ---


def idf(documents: int, doc_freq: int) -> float:
    """Return how rare a term is that `doc_freq` of `documents` hold; those without a word do not count."""
    return math.log(1 + (documents - doc_freq + 0.5) / (doc_freq + 0.5))


def saturation(frequency: Values, norm: Values) -> Values:
    """Return how much a document is about a term, from 0 to 1; for one document or for arrays of them."""
    return frequency / (frequency + norm)


def norm(length: int, average: float) -> float:
    """Return K1 for a document of average length, less for a shorter one, more for a longer one."""
    return _norm(float(rounded(length)), average)


def saturations(average: float) -> NDArray[np.float64]:
    """Return the saturation for each of 65,536 codes, frequency << 8 | length byte."""
    frequencies = np.arange(256, dtype=np.float64)[:, None]
    return saturation(frequencies, _norm(LENGTHS.astype(np.float64), average)).ravel()


def _norm(length: Values, average: float) -> Values:
    return K1 * (1 - B + B * length / average)


# --- the length of a document, as one byte keeps it ---


def average_length(length: int, documents: int) -> float:
    """Return the average length of the documents that have one, from their sum; 1 where there is none."""
    return length / max(1, documents) or 1.0


def rounded(length: int) -> int:
    """Round a length down to one that a byte keeps: exact below 40, then four significant bits.

    Source: Lucene's `SmallFloat.byte4ToInt(intToByte4(length))`.
    """
    shift = _lost_bits(length)
    return ((length - _EXACT) >> shift << shift) + _EXACT


def length_bytes(lengths: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the byte that keeps each length: the index in `LENGTHS` of the length rounded down."""
    return (LENGTHS.searchsorted(lengths, side="right") - 1).astype(np.uint8)


def _lost_bits(length: int) -> int:
    return max(0, (length - _EXACT).bit_length() - 4) if length > _EXACT else 0


def _lengths() -> Iterator[int]:
    """Yield the 256 lengths that a byte tells apart, rising."""
    length = 0
    for _ in range(256):
        yield length
        length += 1 << _lost_bits(length)


_EXACT = 24
"""What Lucene subtracts before it cuts bits, so that the smallest lengths stay exact."""
LENGTHS = np.array(list(_lengths()), dtype=np.int64)


# --- the weighted frequencies of a document ---


def weights(found: Occurrences) -> NDArray[np.uint8]:
    """Return what each word adds to the frequency of its terms in its document.

    Title and body of a document are two texts. The sum over a document, at most MAX_FREQUENCY a term, is its
    length in the field.
    """
    in_body = found.texts % 2 == 1
    is_first = changes(found.texts)
    ordinals = np.cumsum(is_first | changes(found.positions), dtype=np.int64)
    in_opening = ordinals - first_of_group(ordinals, is_first) < OPENING
    return np.where(in_body, 1 + IN_OPENING * in_opening, IN_TITLE).astype(np.uint8)
