"""The passages of a body that answer a query best."""

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
"""Characters of one passage, the ellipses left out."""

_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?!\n)[^\n]*)*")
MANY = 50
"""Matches in one paragraph; beyond that only passages that lie apart are compared."""
_BLANK = re.compile(r"\s+")
_FORWARD = 60
"""Characters shown at least before a match in a sentence too long to be shown whole."""


class _Passage(NamedTuple):
    """A candidate.

    Attributes:
        span: Its place in the body.
        paragraph: The one that it lies in.
        matches: What was found in it, in order.
        clauses: What it answers of the query.
        strength: Orders candidates: more of the query, then more matches, then the first one.
    """

    span: Span
    paragraph: Span
    matches: Sequence[Match]
    clauses: frozenset[Clause]
    strength: tuple[int, int, int]


_STRENGTH = attrgetter("strength")


def snippets(query: Query, body: str) -> tuple[Snippet, ...]:
    """Give the best passage, a second one where it answers more of the query, the opening where none answers.

    Each is a piece of one paragraph, of at most `MAX_LENGTH` characters, that begins and ends with a sentence
    or, where a sentence is too long, with a word. In the order of the body.
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
    """Give the beginning of the first paragraph, if there is one."""
    first = _PARAGRAPH.search(body)
    if first is None:
        return []
    paragraph = _stripped(first)
    beginning = Match(Span(paragraph.start, paragraph.start + 1), frozenset())
    return [_passage(span, paragraph, ()) for span in _windows(body, paragraph, [beginning])]


def _candidates(body: str, found: Sequence[Match]) -> list[_Passage]:
    """Give the passages around what a query matched."""
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
    """Make a passage of a place with the matches that begin there; the last may end beyond it."""
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
    """Give the places of the passages around the matches of a paragraph."""
    if paragraph.end - paragraph.start <= MAX_LENGTH:
        return [paragraph]
    seen = _around(body, paragraph, Span(found[0].span.start, found[-1].span.end))
    ends = sentence_ends(body, *seen)
    minimal_windows: list[Span] = []
    reached, shown = paragraph.start, (-1, -1)
    for match in found:
        place = match.span
        held = bisect_right(ends, place.start), bisect_left(ends, place.end)
        if place.start < reached or held == shown:
            continue
        sentences = Span(_sentence_start(body, seen, ends, held[0]), ends[held[1]])
        if sentences.end - sentences.start > MAX_LENGTH:
            minimal_windows.append(_words_around(body, sentences, place.start))
        else:
            minimal_windows.append(_widened(body, seen, ends, held[0], sentences.start))
            shown = held
        reached = minimal_windows[-1].end if len(found) > MANY else place.start + 1
    return minimal_windows


def _around(body: str, paragraph: Span, place: Span) -> Span:
    """Give what may be shown around a place: where a sentence goes on beyond it, it is too long anyway.

    It begins and ends with a letter or a figure before, so that each stop in it is judged by what is around.
    """
    start, end = place.start - MAX_LENGTH, place.end + MAX_LENGTH + 2
    while start > paragraph.start and not body[start - 1].isalnum():
        start -= 1
    while end < paragraph.end and not body[end - 1].isalnum():
        end += 1
    return Span(max(start, paragraph.start), min(end, paragraph.end))


def _widened(body: str, seen: Span, ends: Sequence[int], first: int, start: int) -> Span:
    """Give as many whole sentences as there is room for, from one on, then before it.

    Args:
        seen: Of the paragraph, see `_around`.
        ends: Where the sentences end in it.
    """
    end = ends[bisect_right(ends, start + MAX_LENGTH) - 1]
    while first > 0:
        first -= 1
        before = _sentence_start(body, seen, ends, first)
        if end - before > MAX_LENGTH:
            break
        start = before
    return Span(start, end)


def _sentence_start(body: str, seen: Span, ends: Sequence[int], number: int) -> int:
    return next_sentence(body, ends[number - 1]) if number else seen.start


def _words_around(body: str, sentence: Span, place: int) -> Span:
    """Cut a long sentence at white space, so that what stands around a place is seen."""
    start = max(sentence.start, min(place - _FORWARD, sentence.end - MAX_LENGTH))
    if start > sentence.start:
        blank = _BLANK.search(body, start - 1, place)
        start = blank.end() if blank else place
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
