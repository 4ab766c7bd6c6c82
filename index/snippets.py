"""The passages of a body that answer a query best."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.highlighting import Match, matches
from index.query import Query
from index.sentences import sentences
from index.text import Snippet, Span

MAX_LENGTH = 240
"""Characters of one passage, the ellipses left out."""

_PARAGRAPH = re.compile(r"\S(?:(?!\n\s*\n)[\s\S])*")
_FORWARD = 60
"""Characters shown at least before a match in a sentence too long to be shown whole."""


@dataclass(frozen=True, slots=True)
class _Passage:
    """A candidate: a place in the body, the paragraph it lies in, and what it answers there."""

    span: Span
    paragraph: Span
    matches: tuple[Match, ...]

    @property
    def clauses(self) -> frozenset[int]:
        """What it answers."""
        return frozenset().union(*(match.clauses for match in self.matches))

    @property
    def strength(self) -> tuple[int, int, int]:
        """Order candidates: more of the query, then more matches, then the first one."""
        return len(self.clauses), len(self.matches), -self.span.start


def snippets(query: Query, body: str) -> tuple[Snippet, ...]:
    """Give the best passage, a second one where it answers more of the query, the opening where none answers.

    Each is a piece of one paragraph, of at most `MAX_LENGTH` characters, that begins and ends with a sentence
    or, where a sentence is too long, with a word. In the order of the body.
    """
    found = matches(query, body)
    candidates = sorted(_candidates(body, found), key=lambda passage: passage.strength, reverse=True)
    if not candidates:
        return tuple(_opening(body))
    best = candidates[0]
    chosen = [best]
    for passage in candidates[1:]:
        if passage.clauses - best.clauses and not _overlap(passage.span, best.span):
            chosen.append(passage)
            break
    return tuple(_snippet(body, passage) for passage in sorted(chosen, key=lambda passage: passage.span))


def _paragraphs(body: str) -> Iterator[Span]:
    for match in _PARAGRAPH.finditer(body):
        yield Span(match.start(), match.start() + len(match[0].rstrip()))


def _opening(body: str) -> Iterator[Snippet]:
    for paragraph in _paragraphs(body):
        span = _window(body, paragraph, Span(paragraph.start, paragraph.start + 1))
        yield _snippet(body, _Passage(span, paragraph, ()))
        return


def _candidates(body: str, found: Sequence[Match]) -> Iterator[_Passage]:
    """Give a passage around each match; matches of one sentence often give the same."""
    for paragraph in _paragraphs(body):
        inside = tuple(match for match in found if paragraph.start <= match.span.start < paragraph.end)
        if not inside:
            continue
        for span in {_window(body, paragraph, match.span) for match in inside}:
            yield _Passage(span, paragraph, tuple(match for match in inside if _contains(span, match.span)))


def _window(body: str, paragraph: Span, around: Span) -> Span:
    """Give whole sentences around a place, or words of one sentence where it is too long."""
    text = body[paragraph.start : paragraph.end]
    cut = [Span(paragraph.start + span.start, paragraph.start + span.end) for span in sentences(text)]
    first = last = next(n for n, span in enumerate(cut) if around.start < span.end)
    if cut[first].end - cut[first].start > MAX_LENGTH:
        return _words_around(body, cut[first], around)
    while last + 1 < len(cut) and cut[last + 1].end - cut[first].start <= MAX_LENGTH:
        last += 1
    while first > 0 and cut[last].end - cut[first - 1].start <= MAX_LENGTH:
        first -= 1
    return Span(cut[first].start, cut[last].end)


def _words_around(body: str, sentence: Span, around: Span) -> Span:
    """Cut a long sentence at white space, so that what stands around a place is seen."""
    start = max(sentence.start, min(around.start - _FORWARD, sentence.end - MAX_LENGTH))
    if start > sentence.start:
        space = body.find(" ", start, around.start)
        start = space + 1 if space >= 0 else around.start
    end = min(sentence.end, start + MAX_LENGTH)
    if end < sentence.end:
        space = body.rfind(" ", max(start + 1, min(around.end, end)), end + 1)
        end = space if space > 0 else end
    return Span(start, end)


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


def _contains(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
