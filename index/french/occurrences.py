"""The words of many texts with their positions, as arrays: what `analyse` returns, without tokens.

A word here is what a token is there: a written word, a part of a compound, or a variant of either.
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
    """The words of a batch of texts, text by text, in the order of their positions.

    Attributes:
        texts: Numbers of their texts, from 0.
        positions: Ordinals within the text, as `Token.position`.
        stems: Numbers in `FormTable.stems`.
        exact: Numbers in `FormTable.terms`.
        accented: Numbers in `FormTable.terms`, or NONE.
        beginnings: Numbers in `FormTable.beginnings`; NONE for stop words.
        written: Numbers in `FormTable.written`, or NONE.
    """

    texts: Integers
    positions: Integers
    stems: Integers
    exact: Integers
    accented: Integers
    beginnings: Integers
    written: Integers


def occurrences(forms: FormTable, texts: Sequence[str]) -> Occurrences:
    """Return the words of texts; forms that the table lacks are added to it."""
    return expanded(forms, *forms.read(texts))


def expanded(forms: FormTable, rows: Integers, lengths: Integers) -> Occurrences:
    """Return the words of texts, given the rows of their forms and how many each text has."""
    table = forms.arrays()
    counts = np.diff(table.end, prepend=0)[rows]
    with_words = np.flatnonzero(counts)
    of_text = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)[with_words]
    has_gap = _gaps(rows == BREAK, lengths, with_words, of_text)
    rows, counts = rows[with_words], counts[with_words]
    starts = _starts(of_text, table.advance[rows], has_gap)
    words = ranges(table.end[rows] - counts, counts)
    return Occurrences(
        np.repeat(of_text, counts),
        np.repeat(starts, counts) + table.relative[words],
        table.stem[words],
        table.exact[words],
        table.accented[words],
        table.beginning[words],
        table.written[words],
    )


def _gaps(
    is_break: NDArray[np.bool_], lengths: Integers, with_words: NDArray[np.int64], of_text: Integers
) -> NDArray[np.bool_]:
    """Return, for each form that has words, whether an empty line lies before it in its text."""
    breaks = np.concatenate(([0], np.cumsum(is_break)))
    before_text = breaks[np.cumsum(lengths) - lengths][of_text]
    before = np.roll(breaks[with_words], 1)
    return breaks[with_words] > np.where(changes(of_text), before_text, before)


def _starts(of_text: Integers, advance: Integers, has_gap: NDArray[np.bool_]) -> Integers:
    """Return the position of the first word of each form."""
    steps = advance + has_gap * PARAGRAPH_GAP
    ends = np.cumsum(steps, dtype=np.int64)
    before = ends - steps
    return (ends - advance - first_of_group(before, changes(of_text))).astype(np.int32)
