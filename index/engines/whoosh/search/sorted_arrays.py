"""Operations on rising arrays of numbers: intersection, union, membership."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.search import kernel
from index.engines.whoosh.search.segment_reader import Mask, Numbers
from index.integers import distinct

_SPARSE = 256
"""Documents per number: with more of them, a union sorts its numbers; with fewer, it marks them in a mask."""

PROBE = 4
"""Numbers that are read or marked in the time of one look-up by binary search."""

Rising = TypeVar("Rising", Numbers, NDArray[np.int64])


def candidate_indices(wanted: Rising, numbers: Rising) -> NDArray[np.int64]:
    """Return the index at which a non-empty array holds each wanted number, if it does.

    The caller must compare: where the array lacks a number, the index is that of another one.
    """
    found = numbers.searchsorted(wanted)
    return np.minimum(found, len(numbers) - 1, out=found)


def indices_of(wanted: Numbers, numbers: Numbers, mask: Mask) -> NDArray[np.int64]:
    """Return the indices of numbers in an array that holds them all; for `mask` see `union`."""
    if len(numbers) > PROBE * len(wanted):
        return numbers.searchsorted(wanted)
    marked = wanted.astype(np.intp)
    mask[marked] = True
    found = np.flatnonzero(mask.take(numbers))
    mask[marked] = False
    return found


def is_in(wanted: Numbers, numbers: Numbers) -> Mask:
    """Return a mask of the wanted numbers that are in an array; both rise."""
    if kernel.loaded:
        return kernel.loaded.is_in(wanted, numbers)
    return _is_in(wanted, numbers)


def is_in_any(wanted: Numbers, lists: Sequence[Numbers], mask: Mask) -> Mask:
    """Return a mask of the wanted numbers that are in any array; for `mask` see `union`."""
    if sum(map(len, lists)) > PROBE * len(wanted) * len(lists):
        is_member = np.zeros(len(wanted), dtype=np.bool_)
        for numbers in lists:
            is_member |= is_in(wanted, numbers)
        return is_member
    indices = [numbers.astype(np.intp) for numbers in lists]
    for each in indices:
        mask[each] = True
    is_member = mask.take(wanted)
    for each in indices:
        mask[each] = False
    return is_member


def _is_in(wanted: Rising, numbers: Rising) -> Mask:
    if not len(numbers):
        return np.zeros(len(wanted), dtype=np.bool_)
    if len(wanted) > PROBE * len(numbers):
        is_member = np.zeros(len(wanted), dtype=np.bool_)
        found = candidate_indices(numbers, wanted) if len(wanted) else np.zeros(0, dtype=np.int64)
        is_member[found[wanted[found] == numbers]] = True
        return is_member
    return numbers[candidate_indices(wanted, numbers)] == wanted


def common(one: Rising, other: Rising) -> Rising:
    """Return the numbers that are in both arrays, rising."""
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    if kernel.loaded:
        return kernel.loaded.common(few, many)
    return few[_is_in(few, many)]


def union(lists: Sequence[Numbers], mask: Mask) -> Numbers:
    """Return the numbers that are in any array, rising.

    Args:
        lists: Rising arrays.
        mask: Scratch with one False for each document; all False again on return.
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
    """Count the numbers that are in any array and not in `deleted`; for `mask` see `union`."""
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
    """Return the numbers that are in any array, rising, by sorting them."""
    together = np.concatenate(lists)
    together.sort()
    return distinct(together)
