"""Rising arrays of numbers put together: what is in one and another, in any, in one and not another."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.search import kernel
from index.engines.whoosh.search.segment_reader import Mask, Numbers
from index.integers import distinct

_SPARSE = 256
"""Times as many documents as numbers: fewer are sorted, of more each is marked."""

PROBE = 4
"""Looking a number up in an array takes as long as reading or marking so many of it."""

Rising = TypeVar("Rising", Numbers, NDArray[np.int64])


def places(wanted: Rising, numbers: Rising) -> NDArray[np.int64]:
    """Give the place of each number in an array that is not empty: its own, or one that holds another."""
    found = numbers.searchsorted(wanted)
    return np.minimum(found, len(numbers) - 1, out=found)


def places_of(wanted: Numbers, numbers: Numbers, mask: Mask) -> NDArray[np.int64]:
    """Give the places of numbers in an array that holds them all, see `union`."""
    if len(numbers) > PROBE * len(wanted):
        return numbers.searchsorted(wanted)
    at = wanted.astype(np.intp)
    mask[at] = True
    found = np.flatnonzero(mask.take(numbers))
    mask[at] = False
    return found


def held(wanted: Numbers, numbers: Numbers) -> Mask:
    """Tell which numbers an array holds."""
    if kernel.loaded:
        return kernel.loaded.held(wanted, numbers)
    return _held(wanted, numbers)


def held_by_any(wanted: Numbers, lists: Sequence[Numbers], mask: Mask) -> Mask:
    """Tell which numbers any array holds, see `union`."""
    if sum(map(len, lists)) > PROBE * len(wanted) * len(lists):
        is_held = np.zeros(len(wanted), dtype=np.bool_)
        for numbers in lists:
            is_held |= held(wanted, numbers)
        return is_held
    places = [numbers.astype(np.intp) for numbers in lists]
    for at in places:
        mask[at] = True
    is_held = mask.take(wanted)
    for at in places:
        mask[at] = False
    return is_held


def _held(wanted: Rising, numbers: Rising) -> Mask:
    if not len(numbers):
        return np.zeros(len(wanted), dtype=np.bool_)
    if len(wanted) > PROBE * len(numbers):
        is_held = np.zeros(len(wanted), dtype=np.bool_)
        found = places(numbers, wanted) if len(wanted) else np.zeros(0, dtype=np.int64)
        is_held[found[wanted[found] == numbers]] = True
        return is_held
    return numbers[places(wanted, numbers)] == wanted


def common(one: Rising, other: Rising) -> Rising:
    """Give the numbers that are in both arrays."""
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    if kernel.loaded:
        return kernel.loaded.common(few, many)
    return few[_held(few, many)]


def union(lists: Sequence[Numbers], mask: Mask) -> Numbers:
    """Give the numbers that are in any array.

    Args:
        lists: Each rising.
        mask: All False, one for each document; left so.
    """
    if len(lists) <= 1:
        return lists[0] if lists else np.zeros(0, dtype=np.uint32)
    if sum(map(len, lists)) * _SPARSE < len(mask):
        return merged(lists)
    for numbers in lists:
        mask[numbers.astype(np.intp)] = True  # three times as fast as with the numbers as they are
    found = np.flatnonzero(mask)
    mask.fill(False)
    return found.astype(np.uint32)


def count(lists: Sequence[Numbers], mask: Mask, deleted: Numbers) -> int:
    """Count the numbers that are in any array and not among some deleted ones, see `union`."""
    if not len(deleted):
        if len(lists) <= 1:
            return len(lists[0]) if lists else 0
        if sum(map(len, lists)) * _SPARSE < len(mask):
            return len(merged(lists))
    for numbers in lists:
        mask[numbers.astype(np.intp)] = True
    mask[deleted] = False
    found = int(np.count_nonzero(mask))
    mask.fill(False)
    return found


def merged(lists: Sequence[Numbers]) -> Numbers:
    """Give the numbers that are in any array, by sorting them."""
    together = np.concatenate(lists)
    together.sort()
    return distinct(together)
