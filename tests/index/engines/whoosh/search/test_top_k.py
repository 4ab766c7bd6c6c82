"""The best of many lists: every way through gives the same documents with the same scores to the last bit."""

from collections.abc import Sequence
from contextlib import suppress
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.engines.whoosh.search import kernel
from index.engines.whoosh.search.lists import Weighted
from index.engines.whoosh.search.segment_reader import SegmentReader
from index.engines.whoosh.search.top_k import Best, Goal, best_among, best_of_any, best_of_each, in_order
from index.engines.whoosh.segment.segment_file import SegmentFile

DOCUMENTS = 40_000
FEW_CODES = np.array([1 << 8 | 10, 2 << 8 | 20, 3 << 8 | 20, 9 << 8 | 40], dtype=np.uint16)
"""So few that many documents score the same."""
TABLE = np.arange(65_536, dtype=np.float64) / 65_536


def opened(deleted: Sequence[int] = (), order: np.ndarray | None = None) -> SegmentReader:
    file = cast(SegmentFile, SimpleNamespace(documents=DOCUMENTS))
    segment = SegmentReader(file, 0, np.array(deleted, dtype=np.uint32))
    segment.order = order
    return segment


def weighted(numbers: np.ndarray, codes: np.ndarray, weight: float, finds: bool = True) -> Weighted:
    places = numbers.ctypes.data, codes.ctypes.data, TABLE.ctypes.data
    bound = float(TABLE[codes].max()) * weight
    return Weighted(numbers, codes, TABLE, weight, bound, finds, finds, places)


def random_lists(seed: int, sizes: Sequence[int], light: Sequence[bool]) -> list[Weighted]:
    random = np.random.default_rng(seed)
    lists = []
    for size, is_light in zip(sizes, light, strict=True):
        numbers = np.sort(random.choice(DOCUMENTS, size, replace=False)).astype(np.uint32)
        codes = random.choice(FEW_CODES, size, p=(0.7, 0.2, 0.09, 0.01))
        lists.append(weighted(numbers, codes, float(random.choice([0.1, 0.7, 3.3])), not is_light))
    return in_order(lists)


def plain(
    lists: Sequence[Weighted], wanted: np.ndarray, limit: int, order: np.ndarray | None = None
) -> list[tuple[int, float]]:
    """Score everything, list after list."""
    scores = np.zeros(DOCUMENTS)
    for each in lists:
        scores[each.numbers] += each.table[each.codes] * each.weight
    keys = [(-scores[number], order[number] if order is not None else number, number) for number in wanted]
    return [(int(number), float(-score)) for score, _, number in sorted(keys)[:limit]]


def found(lists: Sequence[Weighted], deleted: Sequence[int] = ()) -> np.ndarray:
    finding = np.concatenate([each.numbers for each in lists if each.finds])
    return np.setdiff1d(finding, np.array(deleted, dtype=np.uint32))


def pairs(best: Best) -> list[tuple[int, float]]:
    return list(zip(best.numbers.tolist(), best.scores.tolist(), strict=True))


SIZES = st.lists(st.sampled_from([1, 5, 200, 5_000, 20_000]), min_size=1, max_size=7)
SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=60, deadline=None)
@given(SEEDS, SIZES, st.sampled_from([1, 10, 300, 50_000]), st.booleans(), st.booleans())
def test_the_best_of_any(seed: int, sizes: list[int], limit: int, has_deleted: bool, has_order: bool) -> None:
    random = np.random.default_rng(seed)
    lists = random_lists(seed, sizes, [False, *(random.random(len(sizes) - 1) < 0.3)])
    deleted = np.sort(random.choice(DOCUMENTS, 9_000, replace=False)).tolist() if has_deleted else ()
    order = random.permutation(DOCUMENTS).astype(np.uint32) if has_order else None
    segment = opened(deleted, order)
    wanted = found(lists, deleted)
    expected = plain(lists, wanted, limit, order)
    for threshold in (0.0, expected[-1][1] if expected else 0.0):
        answer = best_of_any(segment, lists, Goal(limit, threshold))
        assert answer.total == len(wanted)
        assert pairs(answer.best) == expected
    assert not segment.sums.any()
    assert not segment.mask.any()


@example(44020, [[1, 200], [1, 200, 1, 200], [1, 200], [1]], 300, False)
@settings(max_examples=40, deadline=None)
@given(SEEDS, st.lists(SIZES, min_size=1, max_size=4), st.sampled_from([0, 1, 10, 300]), st.booleans())
def test_the_best_of_all_are_among_the_best_of_each(
    seed: int, sizes: list[list[int]], limit: int, has_kernel: bool
) -> None:
    lists = [random_lists(seed + number, its, [False] * len(its)) for number, its in enumerate(sizes)]
    with pytest.MonkeyPatch.context() as patched:
        if not has_kernel:
            patched.setattr(kernel, "loaded", None)
        total, best = best_of_each([opened() for _ in lists], [*lists[:-1], []], limit)
    wanted = [found(its) for its in lists[:-1]]
    assert total == sum(map(len, wanted))
    assert pairs(best.pop()) == []
    each = [plain(*its, limit) for its in zip(lists, wanted, strict=False)]
    scores = sorted((score for scored in each for _, score in scored), reverse=True)[:limit]
    least = scores[-1] if scores else 0.0  # what scores less may be left out
    for its, scored in zip(best, each, strict=True):
        assert [pair for pair in pairs(its) if pair[1] >= least] == [
            pair for pair in scored if pair[1] >= least
        ]
    assert sorted((score for its in best for score in its.scores), reverse=True)[:limit] == scores


@settings(max_examples=100, deadline=None)
@given(SEEDS, SIZES, st.sampled_from([1, 10, 300]), st.sampled_from([1, 50, 3_000, 30_000]), st.booleans())
def test_the_best_among_some(seed: int, sizes: list[int], limit: int, some: int, has_order: bool) -> None:
    random = np.random.default_rng(seed)
    lists = random_lists(seed, sizes, random.random(len(sizes)) < 0.3)
    order = random.permutation(DOCUMENTS).astype(np.uint32) if has_order else None
    wanted = np.sort(random.choice(DOCUMENTS, some, replace=False)).astype(np.uint32)
    best = best_among(opened(order=order), lists, wanted, Goal(limit, 0.0))
    assert pairs(best) == plain(lists, wanted, limit, order)


def test_what_scores_less_than_the_threshold_is_left_out() -> None:
    codes = np.array([256, 512, 768], dtype=np.uint16)
    lists = [weighted(np.array([3, 5, 7], dtype=np.uint32), codes, 1.0)]
    total, best = best_of_any(opened(), lists, Goal(3, float(TABLE[512])))
    assert (total, [number for number, _ in pairs(best) if _ >= TABLE[512]]) == (3, [7, 5])


def test_lists_that_find_nothing_by_themselves_find_nothing() -> None:
    lists = random_lists(1, [50, 60], [True, True])
    assert best_of_any(opened(), lists, Goal(10, 0.0)).total == 0


@settings(max_examples=100, deadline=None)
@given(SEEDS, st.lists(st.integers(1, 300), min_size=1, max_size=5), st.booleans())
def test_damaged_arrays_do_not_crash(seed: int, sizes: list[int], has_deleted: bool) -> None:
    """An error may be raised, or what is nowhere be skipped, but no memory is read that is not theirs."""
    random = np.random.default_rng(seed)
    most = random.choice([DOCUMENTS, 2 * DOCUMENTS, 2**32])
    lists = []
    for size in sizes:
        numbers = random.integers(0, most, size, dtype=np.uint32)
        codes = random.integers(0, 65_536, size, dtype=np.uint16)
        lists.append(weighted(numbers, codes, 1.0, bool(random.random() < 0.8)))
    lists = in_order(lists)
    deleted = random.integers(0, most, 50, dtype=np.uint32).tolist() if has_deleted else ()
    order = random.permutation(DOCUMENTS).astype(np.uint32)
    with suppress(IndexError):
        assert (best_of_any(opened(deleted, order), lists, Goal(10, 0.0)).best.numbers < DOCUMENTS).all()
    wanted = random.integers(0, most, 80, dtype=np.uint32)
    with suppress(IndexError):
        assert (best_among(opened((), order), lists, wanted, Goal(10, 0.0)).numbers < DOCUMENTS).all()
