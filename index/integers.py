"""Arrays of whole numbers put together and apart, where numpy has no word for it."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", bound=np.integer[Any])


def changes(values: NDArray[Value]) -> NDArray[np.bool_]:
    """Say of each value whether it differs from the one before; of the first that it does."""
    differs = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    return differs


def distinct(rising: NDArray[Value]) -> NDArray[Value]:
    """Give each of some numbers once."""
    return rising[changes(rising)]


def first_of_group(rising: NDArray[np.int64], begins: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return, for each value, the value where its group begins."""
    return np.maximum.accumulate(np.where(begins, rising, 0))


def ranges(first: NDArray[Value], counts: NDArray[Value]) -> NDArray[Value]:
    """Give `counts` numbers from each `first` on, one range after the other."""
    begins = np.cumsum(counts) - counts
    return np.repeat(first - begins, counts) + np.arange(counts.sum())


def sorted_order(numbers: NDArray[np.int32]) -> NDArray[np.int64]:
    """Sort numbers, equal ones as they came: numpy counts where they have 16 bits, eight times as fast."""
    order = np.argsort(numbers.astype(np.uint16), kind="stable")  # the lower 16 bits of each
    upper = (numbers >> 16).astype(np.uint16)
    return order[np.argsort(upper[order], kind="stable")] if upper.any() else order
