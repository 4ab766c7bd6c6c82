"""The best documents of a segment by their weighted terms, exactly.

MaxScore (Turtle and Flood, 1995): once the last of the best is known to score some threshold, lists whose
bounds together stay below it can no longer bring a document in by themselves. Only the other lists are read
whole, and what they find is looked up in the rest while it can still win.

`kernel.py` does the same faster where it was compiled.

Every document adds up its lists in the order in which they are given, so that equal documents get equal
scores to the last bit, on every way through.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from index.engines.whoosh.search import kernel
from index.engines.whoosh.search.lists import Scores, Weighted
from index.engines.whoosh.search.segment_reader import Numbers, SegmentReader
from index.engines.whoosh.search.sorted_arrays import PROBE, count, merged, places

_SEEDS = 2048
"""Postings of the strongest list that give a first threshold."""
_SAMPLED = 32
"""Times as many scores as the best wanted are looked at first."""
EXACT = 1 - 1e-9
"""Sums of bounds are rounded in another order than scores: what is dropped must be less by more than that."""


class Goal(NamedTuple):
    """Which documents are needed.

    Attributes:
        limit: The best of so many.
        threshold: What scores less is not needed.
    """

    limit: int
    threshold: float

    def raised(self, scores: "Scores") -> "Goal":
        """Give the goal where some documents score so, at least."""
        if len(scores) < self.limit:
            return self
        return Goal(self.limit, max(self.threshold, _last(scores, self.limit)))


class Found(NamedTuple):
    """How many documents there are, and the best of them."""

    total: int
    best: "Best"


class Best(NamedTuple):
    """DocSet of a segment, the best first, and their scores."""

    numbers: Numbers
    scores: Scores


NONE = Best(np.zeros(0, dtype=np.uint32), np.zeros(0))


def best_of_any(segment: SegmentReader, lists: Sequence[Weighted], goal: Goal) -> Found:
    """Count the documents that any list finds, and give the best of them.

    Args:
        segment: Of the documents; deleted ones are not found.
        lists: In the order of `in_order`.
        goal: How many, and what they must score.
    """
    finding = sum(each.finds for each in lists)
    if not finding:
        return Found(0, NONE)
    if kernel.loaded and len(lists) <= kernel.loaded.max_lists and goal.limit:
        total, numbers, scores = kernel.loaded.best_of_any(segment, lists, *goal)
        return Found(total, Best(numbers, scores))
    total = count([each.numbers for each in lists if each.counts], segment.mask, segment.deleted)
    return Found(total, _best_of_any(segment, lists, finding, goal) if goal.limit else NONE)


def best_among(segment: SegmentReader, lists: Sequence[Weighted], wanted: Numbers, goal: Goal) -> Best:
    """Give the best of some documents, by rising number; for the rest see `best_of_any`.

    A document that no list holds scores 0.
    """
    if kernel.loaded and len(lists) <= kernel.loaded.max_lists:
        return Best(*kernel.loaded.best_among(segment, lists, wanted, *goal))
    if sum(len(each.numbers) for each in lists) < len(wanted) * len(lists) * PROBE:
        return first(segment, Best(wanted, _added_up(segment, lists)[wanted]), goal.limit)
    return _looked_up(segment, lists, 0, Best(wanted, np.zeros(len(wanted))), goal)


def in_order(lists: Sequence[Weighted]) -> list[Weighted]:
    """Put those that find before those that only add, of each the strongest first."""
    return sorted(lists, key=lambda each: (not each.finds, -each.bound))


def first(segment: SegmentReader, found: Best, limit: int) -> Best:
    """Give the first of documents: highest score, then first in the order of the segment."""
    numbers, scores = found
    if len(scores) > limit:
        kept = np.flatnonzero(scores >= _last(scores, limit))
        numbers, scores = numbers[kept], scores[kept]
    order = segment.order
    at = np.lexsort((numbers if order is None else order[numbers], -scores))[:limit]
    return Best(numbers[at], scores[at])


def _best_of_any(segment: SegmentReader, lists: Sequence[Weighted], whole: int, goal: Goal) -> Best:
    rest = _rest(lists)
    if not len(segment.deleted):
        seeds = lists[0].codes[: max(_SEEDS, goal.limit)]
        goal = goal.raised(lists[0].table.take(seeds) * lists[0].weight)
    while whole > 1 and rest[whole - 1] < goal.threshold * EXACT:
        whole -= 1
    found = _gathered(segment, lists[:whole], rest[whole], goal)
    return _looked_up(segment, lists, whole, found, goal)


def _rest(lists: Sequence[Weighted]) -> list[float]:
    """Give what the lists from each on add at most; 0 in the end."""
    rest = [0.0]
    for each in reversed(lists):
        rest.append(rest[-1] + each.bound)
    return rest[::-1]


def _last(scores: Scores, limit: int) -> float:
    """Give the least of the `limit` highest scores."""
    if len(scores) > _SAMPLED * limit:  # what a sample says leaves few: whole, it takes ten times as long
        some = scores[:: len(scores) // (_SAMPLED * limit) + 1]
        if len(some) >= limit:
            scores = scores[scores >= np.partition(some, len(some) - limit)[len(some) - limit]]
    return float(np.partition(scores, len(scores) - limit)[len(scores) - limit])


def _gathered(segment: SegmentReader, lists: Sequence[Weighted], rest: float, goal: Goal) -> Best:
    """Add up some lists, and give the documents that may still win with what the `rest` adds at most."""
    if len(lists) == 1 and not len(segment.deleted):
        return Best(lists[0].numbers, _added(lists[0]))
    sums = segment.sums
    places = [each.numbers.astype(np.intp) for each in lists]
    for each, at in zip(lists, places, strict=True):
        np.add.at(sums, at, _added(each))
    sums[segment.deleted] = -1.0
    held = [sums.take(at) for at in places]
    for scores in held:
        goal = goal.raised(scores)
    least = max(0.0, goal.threshold * EXACT - rest)
    kept = [each.numbers[scores >= least] for each, scores in zip(lists, held, strict=True)]
    wanted = kept[0] if len(kept) == 1 else merged(kept)
    found = Best(wanted, sums[wanted])
    for at in places:
        sums[at] = 0.0
    sums[segment.deleted] = 0.0
    return found


def _looked_up(segment: SegmentReader, lists: Sequence[Weighted], done: int, found: Best, goal: Goal) -> Best:
    """Add the lists after the first ones to what documents have of these, while they can still win."""
    rest = _rest(lists)
    numbers, scores = found
    for place in range(done, len(lists)):
        if len(numbers) > goal.limit:
            goal = goal.raised(scores)
        if rest[place] < goal.threshold:
            kept = np.flatnonzero(scores >= goal.threshold * EXACT - rest[place])
            if len(kept) < len(numbers):
                numbers, scores = numbers[kept], scores[kept]
        if not len(numbers):
            break
        scores = _plus(segment, lists[place], numbers, scores)
    return first(segment, Best(numbers, scores), goal.limit)


def _plus(segment: SegmentReader, added: Weighted, numbers: Numbers, scores: Scores) -> Scores:
    """Add what a list brings some documents."""
    if len(added.numbers) < len(numbers) * PROBE:
        held = added.numbers.astype(np.intp)
        segment.sums[held] = _added(added)
        scores = scores + segment.sums.take(numbers)
        segment.sums[held] = 0.0
        return scores
    at = places(numbers, added.numbers)
    is_held = np.flatnonzero(added.numbers[at] == numbers)
    more = scores.copy()
    more[is_held] += added.table.take(added.codes[at[is_held]]) * added.weight
    return more


def _added(whole: Weighted) -> Scores:
    """Give what a list adds to each of its documents."""
    return whole.table.take(whole.codes) * whole.weight


def _added_up(segment: SegmentReader, lists: Sequence[Weighted]) -> Scores:
    """Add up lists for all documents."""
    sums = np.zeros(segment.file.documents)
    if lists:
        numbers = np.concatenate([each.numbers for each in lists])
        np.add.at(sums, numbers, np.concatenate([_added(each) for each in lists]))
    return sums
