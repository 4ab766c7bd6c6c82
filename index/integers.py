"""Operations on arrays of integers that numpy has no function for."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", bound=np.integer)


def changes(values: NDArray[Value]) -> NDArray[np.bool_]:
    """Mark each value that differs from the one before it, and the first."""
    differs = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return differs


def distinct(rising: NDArray[Value]) -> NDArray[Value]:
    """Return each value of a sorted array once."""
    return rising[changes(rising)]


def first_of_group(rising: NDArray[np.int64], begins: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return, for each value, the value where its group begins; values are at least 0."""
    return np.maximum.accumulate(np.where(begins, rising, 0))


def ranges(first: NDArray[Value], counts: NDArray[Value]) -> NDArray[Value]:
    """Return `counts` consecutive numbers from each `first` on, one range after the other."""
    begins = np.cumsum(counts) - counts
    return np.repeat(first - begins, counts) + np.arange(counts.sum())


def sorted_order(numbers: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return the indices that sort numbers from 0 up; equal numbers stay as they came.

    numpy counts numbers of 16 bits where it compares others: two such passes take an eighth of the time.
    """
    order = np.argsort(numbers.astype(np.uint16), kind="stable")  # the lower 16 bits of each
    upper = (numbers >> 16).astype(np.uint16)
    return order[np.argsort(upper[order], kind="stable")] if upper.any() else order
