"""Exact top-k retrieval: the best documents of a segment by their weighted posting lists.

MaxScore (Turtle and Flood, 1995): once the last of the best documents is known to score some threshold, lists
whose bounds together stay below it can no longer bring in a document by themselves. Only the other lists are
read whole, and their documents are looked up in the rest while they can still win.

The compiled kernel does the same faster, see `kernel.py`.

The score of every document is summed in the order in which the lists are given, so that equal documents get
equal scores to the last bit, whichever code computes them.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from index.engines.whoosh.search import kernel
from index.engines.whoosh.search.lists import Scores, Weighted
from index.engines.whoosh.search.segment_reader import Numbers, SegmentReader
from index.engines.whoosh.search.sorted_arrays import PROBE, candidate_indices, count, merged

_SEEDS = 2048
"""Postings of the strongest list from which the first threshold is taken."""
_SAMPLED = 32
"""Size of the sample of scores that is sorted first, in multiples of the limit."""
EXACT = 1 - 1e-9
"""Factor of the threshold for dropping documents: sums of bounds are rounded in another order than scores."""

_FINDS, _BOUND = attrgetter("finds"), attrgetter("bound")


class Goal(NamedTuple):
    """Which documents are needed.

    Attributes:
        limit: Number of the best documents.
        threshold: Score below which documents are not needed.
    """

    limit: int
    threshold: float

    def raised(self, scores: Scores) -> "Goal":
        """Return the goal with the threshold raised as far as the scores of some documents allow.

        The scores may be lower bounds.
        """
        if len(scores) < self.limit:
            return self
        return Goal(self.limit, max(self.threshold, _last(scores, self.limit)))


class Found(NamedTuple):
    """Number of matches, and the best of them."""

    total: int
    best: "Best"


class Best(NamedTuple):
    """Numbers of documents of a segment, best first, and their scores."""

    numbers: Numbers
    scores: Scores


NO_DOCUMENTS = Best(np.zeros(0, dtype=np.uint32), np.zeros(0))


def best_of_any(segment: SegmentReader, lists: Sequence[Weighted], goal: Goal) -> Found:
    """Count the documents that any list finds, and return the best of them.

    Args:
        segment: The segment; its deleted documents are not found.
        lists: Weighted posting lists in the order of `in_order`.
        goal: Number of documents to return, and the score they must have.
    """
    finding = sum(each.finds for each in lists)
    if not finding:
        return Found(0, NO_DOCUMENTS)
    if kernel.loaded and len(lists) <= kernel.loaded.max_lists and goal.limit:
        total, (best,) = kernel.loaded.best_of_each([segment], [lists], *goal)
        return Found(total, Best(*best))
    total = count([each.numbers for each in lists if each.counts], segment.mask, segment.deleted)
    return Found(total, _best_of_any(segment, lists, finding, goal) if goal.limit else NO_DOCUMENTS)


def best_of_each(
    segments: Sequence[SegmentReader], lists: Sequence[Sequence[Weighted]], limit: int
) -> tuple[int, list[Best]]:
    """Count the documents of all segments that any list finds, and return the best of each.

    Args:
        segments: The segments.
        lists: Weighted posting lists of each segment, in the order of `in_order`.
        limit: Number of documents of which the best of all are among the best of each.
    """
    if kernel.loaded and limit and segments and max(map(len, lists)) <= kernel.loaded.max_lists:
        total, best = kernel.loaded.best_of_each(segments, lists, limit, 0.0)
        return total, [Best(*each) for each in best]
    total, found, goal = 0, list[Best](), Goal(limit, 0.0)
    for segment, its in zip(segments, lists, strict=True):
        one = best_of_any(segment, its, goal)
        total += one.total
        found.append(one.best)
        if limit:
            goal = goal.raised(np.concatenate([best.scores for best in found]))
    return total, found


def best_among(segment: SegmentReader, lists: Sequence[Weighted], wanted: Numbers, goal: Goal) -> Best:
    """Return the best of the wanted documents; those that no list holds score 0.

    Args:
        segment: The segment.
        lists: Weighted posting lists in the order of `in_order`.
        wanted: Numbers of documents, rising.
        goal: Number of documents to return, and the score they must have.
    """
    if kernel.loaded and len(lists) <= kernel.loaded.max_lists:
        return Best(*kernel.loaded.best_among(segment, lists, wanted, *goal))
    if sum(len(each.numbers) for each in lists) < len(wanted) * len(lists) * PROBE:
        return first(segment, Best(wanted, _added_up(segment, lists)[wanted]), goal.limit)
    return _looked_up(segment, lists, 0, Best(wanted, np.zeros(len(wanted))), goal)


def in_order(lists: Sequence[Weighted]) -> list[Weighted]:
    """Sort lists: those that find before those that only add, then the highest bound first."""
    return sorted(sorted(lists, key=_BOUND, reverse=True), key=_FINDS, reverse=True)


def first(segment: SegmentReader, found: Best, limit: int) -> Best:
    """Return the first `limit` documents: highest score, then first in the order of the segment."""
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
    """Return for each list the sum of its bound and those of all later lists; 0 at the end."""
    rest = [0.0]
    for each in reversed(lists):
        rest.append(rest[-1] + each.bound)
    return rest[::-1]


def _last(scores: Scores, limit: int) -> float:
    """Return the least of the `limit` highest scores."""
    if (
        len(scores) > _SAMPLED * limit
    ):  # the sample drops most scores; to partition all takes ten times as long
        some = scores[:: len(scores) // (_SAMPLED * limit) + 1]
        if len(some) >= limit:
            scores = scores[scores >= np.partition(some, len(some) - limit)[len(some) - limit]]
    return float(np.partition(scores, len(scores) - limit)[len(scores) - limit])


def _gathered(segment: SegmentReader, lists: Sequence[Weighted], rest: float, goal: Goal) -> Best:
    """Add up some lists, and return the documents that can still win if `rest` is added to their scores."""
    if len(lists) == 1 and not len(segment.deleted):
        return Best(lists[0].numbers, _added(lists[0]))
    sums = segment.sums
    indices = [each.numbers.astype(np.intp) for each in lists]
    for each, at in zip(lists, indices, strict=True):
        np.add.at(sums, at, _added(each))
    sums[segment.deleted] = -1.0
    scores_by_list = [sums.take(at) for at in indices]
    for scores in scores_by_list:
        goal = goal.raised(scores)
    least = max(0.0, goal.threshold * EXACT - rest)
    kept = [each.numbers[scores >= least] for each, scores in zip(lists, scores_by_list, strict=True)]
    wanted = kept[0] if len(kept) == 1 else merged(kept)
    found = Best(wanted, sums[wanted])
    for at in indices:
        sums[at] = 0.0
    sums[segment.deleted] = 0.0
    return found


def _looked_up(segment: SegmentReader, lists: Sequence[Weighted], done: int, found: Best, goal: Goal) -> Best:
    """Add the lists from index `done` on to the scores that can still win, and return the best documents."""
    rest = _rest(lists)
    numbers, scores = found
    for index in range(done, len(lists)):
        if len(numbers) > goal.limit:
            goal = goal.raised(scores)
        if rest[index] < goal.threshold:
            kept = np.flatnonzero(scores >= goal.threshold * EXACT - rest[index])
            if len(kept) < len(numbers):
                numbers, scores = numbers[kept], scores[kept]
        if not len(numbers):
            break
        scores = _plus(segment, lists[index], numbers, scores)
    return first(segment, Best(numbers, scores), goal.limit)


def _plus(segment: SegmentReader, added: Weighted, numbers: Numbers, scores: Scores) -> Scores:
    """Return the scores of documents with what one more list adds to them."""
    if len(added.numbers) < len(numbers) * PROBE:
        indices = added.numbers.astype(np.intp)
        segment.sums[indices] = _added(added)
        scores = scores + segment.sums.take(numbers)
        segment.sums[indices] = 0.0
        return scores
    at = candidate_indices(numbers, added.numbers)
    rows = np.flatnonzero(added.numbers[at] == numbers)
    more = scores.copy()
    more[rows] += added.table.take(added.codes[at[rows]]) * added.weight
    return more


def _added(whole: Weighted) -> Scores:
    """Return what a list adds to the score of each of its documents."""
    return whole.table.take(whole.codes) * whole.weight


def _added_up(segment: SegmentReader, lists: Sequence[Weighted]) -> Scores:
    """Return the sum of the lists for every document of the segment."""
    sums = np.zeros(segment.file.documents)
    if lists:
        numbers = np.concatenate([each.numbers for each in lists])
        np.add.at(sums, numbers, np.concatenate([_added(each) for each in lists]))
    return sums
