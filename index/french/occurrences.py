"""Where the words of many texts stand, as arrays: what `analyse` says of one text, without a token.

Everything here is of a batch of texts, and by piece: a word, a part of a compound or a variant of either.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.french.form_table import BREAK, FormTable, Integers
from index.french.tokenizer import PARAGRAPH_GAP
from index.integers import changes, first_of_group, ranges


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The pieces of texts, text by text, in the order of their positions.

    Attributes:
        texts: The number of its text, from 0.
        positions: Ordinals within the text, as `Token.position`.
        stems: Numbers in `FormTable.stems`.
        exact: Numbers in `FormTable.terms`.
        accented: Numbers in `FormTable.terms`, or NONE.
        written: Numbers in `FormTable.written`, or NONE.
    """

    texts: Integers
    positions: Integers
    stems: Integers
    exact: Integers
    accented: Integers
    written: Integers


def occurrences(forms: FormTable, texts: Sequence[str]) -> Occurrences:
    """Find the words of texts."""
    numbers, lengths = forms.read(texts)
    known = forms.arrays()
    counts = np.diff(known.end, prepend=0)[numbers]
    giving = np.flatnonzero(counts)
    of_text = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)[giving]
    has_gap = _gaps(numbers == BREAK, lengths, giving, of_text)
    numbers, counts = numbers[giving], counts[giving]
    starts = _starts(of_text, known.advance[numbers], has_gap)
    pieces = ranges(known.end[numbers] - counts, counts)
    return Occurrences(
        np.repeat(of_text, counts),
        np.repeat(starts, counts) + known.relative[pieces],
        known.stem[pieces],
        known.exact[pieces],
        known.accented[pieces],
        known.written[pieces],
    )


def _gaps(
    is_break: NDArray[np.bool_], lengths: Integers, giving: NDArray[np.int64], of_text: Integers
) -> NDArray[np.bool_]:
    """Say of the forms that give something whether an empty line lies before."""
    breaks = np.concatenate(([0], np.cumsum(is_break)))
    before_text = breaks[np.cumsum(lengths) - lengths][of_text]
    before = np.roll(breaks[giving], 1)
    return breaks[giving] > np.where(changes(of_text), before_text, before)


def _starts(of_text: Integers, advance: Integers, has_gap: NDArray[np.bool_]) -> Integers:
    """Give the position of the first piece of each form."""
    steps = advance + has_gap * PARAGRAPH_GAP
    ends = np.cumsum(steps, dtype=np.int64)
    before = ends - steps
    return (ends - advance - first_of_group(before, changes(of_text))).astype(np.int32)
