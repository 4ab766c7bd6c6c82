"""A query evaluated in one segment."""

from collections.abc import Sequence

import numpy as np

from index.budget import current
from index.engines.whoosh.search.doc_sets import DocIntersection, DocList, DocRange, DocSet, DocUnion
from index.engines.whoosh.search.earlier import earlier_matches
from index.engines.whoosh.search.lists import Weighted
from index.engines.whoosh.search.matching import Matched, Matching, Terms, needed
from index.engines.whoosh.search.scoring import LookedUp, Scoring
from index.engines.whoosh.search.segment_reader import Numbers, SegmentReader
from index.engines.whoosh.search.sorted_arrays import is_in, union
from index.engines.whoosh.search.top_k import NO_DOCUMENTS, Best, Found, Goal, best_among, best_of_any
from index.lazy import cached_property
from index.query import Query
from index.query.weighing import weigh
from index.results import Order

MANY_POSTINGS = 2_000_000
"""Postings of a search that is expected to be a long one."""
AT_ONCE = 1 << 14
"""Documents whose words' positions are read between two looks at the budget."""


class Asked:
    """A query: what is the same in all segments is found once.

    Attributes:
        needs_word: See `Matched`; None where it has conditions, which are looked up in each segment.
    """

    def __init__(self, query: Query, scoring: Scoring) -> None:
        self.query, self.scoring = query, scoring
        self.needs_word: bool | None = None

    @cached_property
    def _needed(self) -> Sequence[Terms]:
        return () if self.query.has_versions else list(needed(self.query))

    def may_be_in(self, segment: SegmentReader) -> bool:
        """Return whether a segment has all words that the query needs; a small one lacks most."""
        for terms in self._needed:
            for field, term in terms:
                if segment.postings(field, term):
                    break
            else:
                return False
        return True

    def matched(self, search: "SegmentSearch") -> Matched:
        """Return the documents of a segment that the query selects."""
        if self.needs_word is not None:
            return Matched(None, self.needs_word)
        found = search.matching.match(self.query)
        if found.documents is None:
            self.needs_word = found.needs_word
        return found

    @cached_property
    def terms(self) -> Sequence[LookedUp]:
        """The terms that score a document."""
        return self.scoring.look_up(weigh(self.query))


class SegmentSearch:
    """The evaluation of a query in one segment.

    Attributes:
        segment: The segment.
    """

    def __init__(self, segment: SegmentReader, asked: Asked) -> None:
        self.segment = segment
        self._asked = asked
        self._documents, self._needs_word = asked.matched(self)
        self._earlier = list(earlier_matches(segment, asked.query)) if asked.query.has_versions else []

    @cached_property
    def matching(self) -> Matching:
        """What evaluates the nodes of the query."""
        return Matching(self.segment)

    @property
    def is_plain(self) -> bool:
        """Whether it finds what holds any of its words, in newest texts alone."""
        return self._documents is None and not self._earlier

    @cached_property
    def lists(self) -> Sequence[Weighted]:
        """The weighted posting lists of the query's terms."""
        lists = self._asked.scoring.lists(self.segment, self._asked.terms, self._with_name)
        may_be_many = len(lists) * self.segment.file.documents > MANY_POSTINGS
        if may_be_many and sum(len(each.numbers) for each in lists) > MANY_POSTINGS:
            current().expect_long()
        return lists

    def _with_name(self, name: tuple[str, ...]) -> DocSet:
        return self.matching.with_name(name)

    @cached_property
    def numbers(self) -> Numbers:
        """Numbers of all matches, rising."""
        if not self._earlier:
            return self._newest
        return union([self._newest, *(each.numbers for each in self._earlier)], self.segment.mask)

    def version(self, number: int) -> int | None:
        """Return the number of the last version that answers, of a match whose newest text does not."""
        one = np.array([number], np.uint32)
        if not self._earlier or is_in(one, self._newest)[0]:
            return None
        return next((each.version for each in reversed(self._earlier) if is_in(one, each.numbers)[0]), None)

    @cached_property
    def _newest(self) -> Numbers:
        """Numbers of the documents of which the newest text matches, rising."""
        if self._documents is None:
            return self.segment.alive(union(self._finding, self.segment.mask))
        if not self._documents.max_size:
            return NO_DOCUMENTS.numbers
        if not self._documents.is_positional or self._documents.max_size <= AT_ONCE:
            return self.segment.alive(self._narrowed(self._documents))
        return self.segment.alive(self._within_budget(self._documents))

    def _within_budget(self, documents: DocSet) -> Numbers:
        """Return the matches by stretches of documents, the newest first, until the budget is spent."""
        current().expect_long()
        step = max(1, self.segment.file.documents * AT_ONCE // documents.max_size)
        stretches: list[Numbers] = [NO_DOCUMENTS.numbers]
        for first in range(0, self.segment.file.documents, step):
            if current().is_spent():
                break
            stretch = DocRange(first, min(first + step, self.segment.file.documents))
            stretches.append(self._narrowed(documents, stretch))
        return np.concatenate(stretches)

    def found(self, goal: Goal, order: Order) -> Found:
        """Count the matches, and return the first of them in an order."""
        if self.is_plain and (order == "relevance" or not goal.limit):
            return best_of_any(self.segment, self.lists, goal)
        if not (goal.limit and len(self.numbers)):
            return Found(len(self.numbers), NO_DOCUMENTS)
        if order == "relevance":
            return Found(len(self.numbers), best_among(self.segment, self.lists, self.numbers, goal))
        first = _first(self.segment, self.numbers, goal.limit, order)
        best = _in_order(self.segment, best_among(self.segment, self.lists, first, goal), order)
        return Found(len(self.numbers), best)

    @property
    def _finding(self) -> list[Numbers]:
        return [each.numbers for each in self.lists if each.counts]

    def _narrowed(self, *documents: DocSet) -> Numbers:
        """Return the documents of all sets; those that hold one of the query's words, where it needs one."""
        if self._needs_word:
            words = DocUnion(self.segment, [DocList(numbers) for numbers in self._finding])
            documents = (*documents, words)
        return DocIntersection(documents).numbers if len(documents) > 1 else documents[0].numbers


def _ranks(segment: SegmentReader, numbers: Numbers, order: Order) -> Numbers:
    """Return the rank of each document in an order by date."""
    if order == "oldest":
        return segment.columns.oldest_first[numbers]
    return numbers if segment.order is None else segment.order[numbers]


def _first(segment: SegmentReader, numbers: Numbers, limit: int, order: Order) -> Numbers:
    """Return the first `limit` documents in an order by date, as rising numbers."""
    if len(numbers) <= limit:
        return numbers
    return np.sort(numbers[np.argpartition(_ranks(segment, numbers, order), limit)[:limit]])


def _in_order(segment: SegmentReader, best: Best, order: Order) -> Best:
    at = _ranks(segment, best.numbers, order).argsort()
    return Best(best.numbers[at], best.scores[at])
