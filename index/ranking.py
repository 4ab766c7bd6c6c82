"""How strongly a document answers a query: one formula for every engine.

A document is scored in two fields, the stems and the exact forms of its words. They hold weighted frequencies
and nothing else: the count in the body, twice that in the title, once more in the opening of the body. A
document's score is the sum, over the fields and the terms of the query, of

    weight × idf × f / (f + K1 × (1 − B + B × length / average)),  idf = ln(1 + (N − n + 0.5) / (n + 0.5))

which is BM25 as Lucene computes it: f is the weighted frequency, `length` the sum of a document's frequencies
as one byte keeps it, `average` that of the unrounded lengths, n of N documents hold the term.

Which documents match is another matter: see the engines.
"""

import math
from collections.abc import Iterator
from typing import Literal, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from index.french.occurrences import Occurrences
from index.integers import changes, first_of_group

ScoringField = Literal["stems", "forms"]
FIELDS: tuple[ScoringField, ...] = get_args(ScoringField)

K1, B = 1.0, 0.6
IN_TITLE = 2
IN_OPENING = 1
"""Added to the count of the body."""
OPENING = 40
"""Words of the body; news say first what matters most."""
MAX_FREQUENCY = 255


VERSION = f"1/{IN_TITLE}/{IN_OPENING}/{OPENING}/{MAX_FREQUENCY}"
"""Changes whenever a document may get other frequencies: an index of another version must be rebuilt."""

Values = TypeVar("Values", float, NDArray[np.float64])


# --- the formula ---


def idf(documents: int, holders: int) -> float:
    """Say how rare a term is that `holders` of `documents` hold; documents without a word do not count."""
    return math.log(1 + (documents - holders + 0.5) / (holders + 0.5))


def norm(length: int, average: float) -> float:
    """Say how long a document is beside the average one."""
    return K1 * (1 - B + B * rounded(length) / average)


def saturation(frequency: Values, norm: Values) -> Values:
    """Say how much a document is about a term, from 0 to 1; for one document, or for arrays of them."""
    return frequency / (frequency + norm)


def average_length(length: int, documents: int) -> float:
    """Give the average length of documents that have one, from the sum; 1 where there is none."""
    return length / max(1, documents) or 1.0


def saturations(average: float) -> NDArray[np.float64]:
    """Say the same for each of 65,536 codes, frequency << 8 | length byte, for an average length."""
    norms = np.asarray(K1 * (1 - B + B * LENGTHS / average), dtype=np.float64)
    frequencies = np.arange(256, dtype=np.float64)[:, None]
    return saturation(frequencies, norms).ravel()


def rounded(length: int) -> int:
    """Round a length as one byte keeps it: exact below 40, then down to four significant bits.

    Source: Lucene's `SmallFloat.byte4ToInt(intToByte4(length))`.
    """
    shift = max(0, (length - _EXACT).bit_length() - 4)
    return length if length < _EXACT else ((length - _EXACT) >> shift << shift) + _EXACT


def length_bytes(lengths: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Give the byte that keeps each length: its place in `LENGTHS`, rounded down."""
    return (LENGTHS.searchsorted(lengths, side="right") - 1).astype(np.uint8)


def _lengths() -> Iterator[int]:
    """Give the 256 lengths that a byte keeps apart."""
    length = 0
    for _ in range(256):
        yield length
        shift = max(0, (length - _EXACT).bit_length() - 4)
        length += 1 if length < _EXACT else 1 << shift


_EXACT = 24
LENGTHS = np.array(list(_lengths()), dtype=np.int64)


# --- a document ---


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
