"""The passages of a body that answer a query best."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from index.highlighting import matches
from index.query import Clause, Query
from index.sentences import sentences
from index.sought import Match
from index.text import Snippet, Span

MAX_LENGTH = 240
"""Characters of one passage, the ellipses left out."""

_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?!\n)[^\n]*)*")
MANY = 50
"""Matches in one paragraph; beyond that only passages that lie apart are compared."""
_BLANK = re.compile(r"\s+")
_FORWARD = 60
"""Characters shown at least before a match in a sentence too long to be shown whole."""


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph of a body.

    Attributes:
        text: Itself.
        span: Its place in the body.
        matches: What a query matched in it, in order.
    """

    text: str
    span: Span
    matches: tuple[Match, ...]

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Their places in the body."""
        start = self.span.start
        return tuple(Span(start + each.start, start + each.end) for each in sentences(self.text))


@dataclass(frozen=True, slots=True)
class _Passage:
    """A candidate: a place in the body, the paragraph it lies in, and what it answers there."""

    span: Span
    paragraph: Span
    matches: tuple[Match, ...] = ()
    clauses: frozenset[Clause] = frozenset()

    @property
    def strength(self) -> tuple[int, int, int]:
        """Order candidates: more of the query, then more matches, then the first one."""
        return len(self.clauses), len(self.matches), -self.span.start


def snippets(query: Query, body: str) -> tuple[Snippet, ...]:
    """Give the best passage, a second one where it answers more of the query, the opening where none answers.

    Each is a piece of one paragraph, of at most `MAX_LENGTH` characters, that begins and ends with a sentence
    or, where a sentence is too long, with a word. In the order of the body.
    """
    paragraphs = list(_paragraphs(body, matches(query, body)))
    candidates = sorted(_candidates(body, paragraphs), key=lambda passage: passage.strength, reverse=True)
    if not candidates:
        return tuple(_snippet(body, _opening(body, paragraph)) for paragraph in paragraphs[:1])
    best = candidates[0]
    others = (
        each for each in candidates if each.clauses - best.clauses and not _overlap(each.span, best.span)
    )
    chosen = [best, *islice(others, 1)]
    return tuple(_snippet(body, passage) for passage in sorted(chosen, key=lambda passage: passage.span))


def _paragraphs(body: str, found: Sequence[Match]) -> Iterator[_Paragraph]:
    starts = [match.span.start for match in found]
    for match in _PARAGRAPH.finditer(body):
        text = match[0].rstrip()
        span = Span(match.start(), match.start() + len(text))
        inside = found[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        yield _Paragraph(text, span, tuple(inside))


def _opening(body: str, paragraph: _Paragraph) -> _Passage:
    return _Passage(_window(body, paragraph, 0, 0, paragraph.span.start), paragraph.span)


def _candidates(body: str, paragraphs: Sequence[_Paragraph]) -> Iterator[_Passage]:
    """Give the passages around what a query matched."""
    for paragraph in (each for each in paragraphs if each.matches):
        starts = [match.span.start for match in paragraph.matches]
        ends = [sentence.end for sentence in paragraph.sentences]
        reached = paragraph.span.start
        for match in paragraph.matches:
            place = match.span.start
            if place < reached:
                continue
            sentences_held = bisect_right(ends, place), bisect_left(ends, match.span.end)
            span = _window(body, paragraph, *sentences_held, place)
            inside = paragraph.matches[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            whole = tuple(match for match in inside if match.span.end <= span.end)
            clauses = frozenset().union(*(match.clauses for match in whole))
            yield _Passage(span, paragraph.span, whole, clauses)
            reached = span.end if len(starts) > MANY else place + 1


def _window(body: str, paragraph: _Paragraph, first: int, last: int, place: int) -> Span:
    """Give whole sentences around some, or words around a place where these are too long."""
    cut = paragraph.sentences
    if cut[last].end - cut[first].start > MAX_LENGTH:
        return _words_around(body, Span(cut[first].start, cut[last].end), place)
    while last + 1 < len(cut) and cut[last + 1].end - cut[first].start <= MAX_LENGTH:
        last += 1
    while first > 0 and cut[last].end - cut[first - 1].start <= MAX_LENGTH:
        first -= 1
    return Span(cut[first].start, cut[last].end)


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
