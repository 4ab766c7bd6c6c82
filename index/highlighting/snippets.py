"""Snippets: the passages of a body that match a query best."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from index.french.sentences import next_sentence, sentence_ends
from index.highlighting.marks import matches
from index.highlighting.matcher import Match
from index.query import Clause, Query
from index.text import Snippet, Span

MAX_LENGTH = 240
"""Most characters of a passage, ellipses not counted."""

_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?!\n)[^\n]*)*")
MANY = 50
"""Matches in a paragraph beyond which only disjoint passages are compared."""
_BLANK = re.compile(r"\s+")
_FORWARD = 60
"""Characters shown before a match in a sentence too long to be shown whole, at least."""


class _Passage(NamedTuple):
    """A candidate.

    Attributes:
        span: Span of the passage in the body.
        paragraph: Span of its paragraph.
        matches: The matches in it, in order.
        clauses: The clauses of the query that match in it.
        strength: Sort key, greatest best: most clauses, then most matches, then first in the body.
    """

    span: Span
    paragraph: Span
    matches: Sequence[Match]
    clauses: frozenset[Clause]
    strength: tuple[int, int, int]


_STRENGTH = attrgetter("strength")


def snippets(query: Query, body: str) -> tuple[Snippet, ...]:
    """Return the best passage, and a second one if other clauses match there; without a match, the opening.

    Snippets are in the order of the body. Each is part of one paragraph, has at most `MAX_LENGTH` characters,
    and begins and ends with a sentence or, where a sentence is too long, with a word.
    """
    found = matches(query, body)
    candidates = _candidates(body, found) if found else _opening(body)
    if len(candidates) < 2:
        return tuple(_snippet(body, passage) for passage in candidates)
    best = max(candidates, key=_STRENGTH)
    others = [
        each for each in candidates if each.clauses - best.clauses and not _overlap(each.span, best.span)
    ]
    if not others:
        return (_snippet(body, best),)
    second = max(others, key=_STRENGTH)
    return tuple(_snippet(body, passage) for passage in sorted([best, second]))


def _opening(body: str) -> list[_Passage]:
    """Return the opening of the first paragraph as the only passage; none if the body is blank."""
    first = _PARAGRAPH.search(body)
    if first is None:
        return []
    paragraph = _stripped(first)
    beginning = Match(Span(paragraph.start, paragraph.start + 1), frozenset())
    return [_passage(span, paragraph, ()) for span in _windows(body, paragraph, [beginning])]


def _candidates(body: str, found: Sequence[Match]) -> list[_Passage]:
    """Return the passages around the matches of a query, paragraph by paragraph."""
    starts = [match.span.start for match in found]
    passages: list[_Passage] = []
    first = 0
    for each in _PARAGRAPH.finditer(body):
        end = bisect_left(starts, each.end(), first)
        if end > first:
            paragraph = _stripped(each)
            for span in _windows(body, paragraph, found[first:end]):
                begin = bisect_left(starts, span.start, first)
                inside = found[begin : bisect_left(starts, span.end, begin)]
                passages.append(_passage(span, paragraph, inside))
            first = end
    return passages


def _passage(span: Span, paragraph: Span, inside: Sequence[Match]) -> _Passage:
    """Make a passage of a span and the matches that begin in it, without one that ends beyond the span."""
    if inside and inside[-1].span.end > span.end:
        inside = inside[:-1]
    clauses = (
        inside[0].clauses if len(inside) == 1 else frozenset().union(*[match.clauses for match in inside])
    )
    return _Passage(span, paragraph, inside, clauses, (len(clauses), len(inside), -span.start))


def _stripped(paragraph: re.Match[str]) -> Span:
    start = paragraph.start()
    return Span(start, start + len(paragraph[0].rstrip()))


def _windows(body: str, paragraph: Span, found: Sequence[Match]) -> list[Span]:
    """Return the spans of the passages around the matches of a paragraph, in order."""
    if paragraph.end - paragraph.start <= MAX_LENGTH:
        return [paragraph]
    context = _context(body, paragraph, Span(found[0].span.start, found[-1].span.end))
    ends = sentence_ends(body, *context)
    windows: list[Span] = []
    reached, shown = paragraph.start, (-1, -1)
    for match in found:
        span = match.span
        first_and_last = bisect_right(ends, span.start), bisect_left(ends, span.end)
        if span.start < reached or first_and_last == shown:
            continue
        first, last = first_and_last
        sentences = Span(_sentence_start(body, context, ends, first), ends[last])
        if sentences.end - sentences.start > MAX_LENGTH:
            windows.append(_words_around(body, sentences, span.start))
        else:
            windows.append(_widened(body, context, ends, first, sentences.start))
            shown = first_and_last
        reached = windows[-1].end if len(found) > MANY else span.start + 1
    return windows


def _context(body: str, paragraph: Span, span: Span) -> Span:
    """Return the part of a paragraph that passages around a span can show.

    A sentence that goes on beyond it is too long to be shown whole. It begins and ends after a letter or
    figure, or with the paragraph, so that each full stop in it has the characters beside it that judge it.
    """
    start, end = span.start - MAX_LENGTH, span.end + MAX_LENGTH + 2
    while start > paragraph.start and not body[start - 1].isalnum():
        start -= 1
    while end < paragraph.end and not body[end - 1].isalnum():
        end += 1
    return Span(max(start, paragraph.start), min(end, paragraph.end))


def _widened(body: str, context: Span, ends: Sequence[int], first: int, start: int) -> Span:
    """Return as many whole sentences as fit into `MAX_LENGTH`: from one on, then before it.

    Args:
        body: The body.
        context: Part of the paragraph, see `_context`.
        ends: Ends of its sentences.
        first: Number of the first sentence, from 0.
        start: Start of that sentence.
    """
    end = ends[bisect_right(ends, start + MAX_LENGTH) - 1]
    while first > 0:
        first -= 1
        before = _sentence_start(body, context, ends, first)
        if end - before > MAX_LENGTH:
            break
        start = before
    return Span(start, end)


def _sentence_start(body: str, context: Span, ends: Sequence[int], number: int) -> int:
    return next_sentence(body, ends[number - 1]) if number else context.start


def _words_around(body: str, sentence: Span, offset: int) -> Span:
    """Cut a long sentence at white space to `MAX_LENGTH` characters around an offset."""
    start = max(sentence.start, min(offset - _FORWARD, sentence.end - MAX_LENGTH))
    if start > sentence.start:
        blank = _BLANK.search(body, start - 1, offset)
        start = blank.end() if blank else offset
    end = min(sentence.end, start + MAX_LENGTH)
    if end < sentence.end and not body[end].isspace():
        words = body[start:end].split()
        end = start + body[start:end].rindex(words[-1]) if len(words) > 1 else end
    return Span(start, start + len(body[start:end].rstrip()))


def _snippet(body: str, passage: _Passage) -> Snippet:
    span = passage.span
    spans = tuple(
        Span(match.span.start - span.start, match.span.end - span.start) for match in passage.matches
    )
    return Snippet(
        body[span.start : span.end],
        spans,
        is_cut_before=span.start > passage.paragraph.start,
        is_cut_after=span.end < passage.paragraph.end,
    )


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
