"""A body cut for reading: at its paragraphs, at turns of speech, and in long lines at groups of sentences.

Only places to cut are looked for: what is shown is the text as stored, slice after slice.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from index.french.sentences import next_sentence, sentence_ends
from index.french.speakers import turns
from index.highlighting.marks import mark
from index.query import Query
from index.text import MarkedText, Span

LONG = 900
"""Characters of a line that is cut at groups of sentences."""
GROUP = 500
"""Characters that a group has before the sentence that completes it, which makes some 600."""
LEAST_GROUP = 200
"""Characters that are left for the last group."""
MANY_PIECES = 6
"""Pieces of a body that fills a screen, at least."""
PRINTED = 80
"""Most characters of a line on paper."""
LEAST_BROKEN = 6
"""Lines of a text that may go on on the next page, three on each at least."""
MOST_LINKED = 20
"""Most passages that are linked before the text."""
_BETWEEN_PARAGRAPHS = re.compile(r"\n{2,}")
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a body; its parts in order are the text as stored, but for line feeds at its ends.

    Attributes:
        opening: What stands before the name of a speaker: a dash, or nothing.
        speaker: Name of who speaks, with the matches of the search; empty where it is not said here.
        colon: What stands between the name and what is said.
        text: The text, with the matches.
        passage: Its number among the pieces with matches, from 1; 0 if it has none.
    """

    opening: str
    speaker: MarkedText
    colon: str
    text: MarkedText
    passage: int

    @property
    def is_long(self) -> bool:
        """It may be broken on paper; browsers tear shorter ones 3 and 1, in spite of orphans and widows."""
        lines = (1 + len(line) // PRINTED for line in self.text.text.split("\n"))
        return sum(lines) >= LEAST_BROKEN


@dataclass(frozen=True, slots=True)
class Body:
    """A body cut for reading.

    Attributes:
        pieces: Its pieces.
        marks: Number of matches.
        passages: Number of pieces with matches.
    """

    pieces: tuple[Piece, ...]
    marks: int
    passages: int

    @property
    def is_long(self) -> bool:
        """It takes more than a screen."""
        return len(self.pieces) > MANY_PIECES

    @property
    def linked(self) -> range:
        """The passages that are linked before the text."""
        return range(1, min(self.passages, MOST_LINKED) + 1)


class Slice(NamedTuple):
    """Where a piece stands in a body.

    Attributes:
        start: Where it begins.
        speaker: The name of who speaks; empty, at the start, where it is not said here.
        said: Where the text after the name begins.
        end: One past its last character.
    """

    start: int
    speaker: Span
    said: int
    end: int


def read(query: Query, body: str) -> Body:
    """Cut a body for reading, and mark what matches a query."""
    marks = tuple(_marks(query, body))
    pieces: list[Piece] = []
    passages = 0
    for each in slices(body):
        speaker = _part(body, marks, *each.speaker)
        text = _part(body, marks, *_without_line_feeds(body, each.said, each.end))
        passages += (has_marks := bool(speaker.spans or text.spans))
        opening, colon = body[each.start : each.speaker.start], body[each.speaker.end : each.said]
        if speaker.text or text.text.strip():
            pieces.append(Piece(opening, speaker, colon, text, passages if has_marks else 0))
    return Body(tuple(pieces), len(marks), passages)


def slices(body: str) -> Iterator[Slice]:
    """Cut a body: the slices follow each other without a gap, from its first character to its last."""
    found = {turn.start: turn for turn in turns(body)}
    labels = {at for turn in found.values() for at in range(turn.start + 1, turn.said + 1)}
    paragraphs = {match.end() for match in _BETWEEN_PARAGRAPHS.finditer(body)}
    starts = sorted(({0, *paragraphs, *found} - labels) - {len(body)})
    for start, end in pairwise([*starts, len(body)]):
        turn = found.get(start)
        said = turn.said if turn else start
        first, *others = (*_cuts(body, said, end), end)
        yield Slice(start, turn.speaker if turn and turn.speaker else Span(start, start), said, first)
        yield from (Slice(one, Span(one, one), one, other) for one, other in pairwise([first, *others]))


def _cuts(body: str, start: int, end: int) -> Iterator[int]:
    """Yield where a long line in [start, end) is cut: before sentences, at some 600 characters."""
    for line in _LINE.finditer(body, start, end):
        last = line.end() - (len(line[0]) - len(line[0].rstrip()))
        if last - line.start() <= LONG:
            continue
        begun = line.start()
        for stop in sentence_ends(body, begun, last):
            if stop - begun >= GROUP and last - stop >= LEAST_GROUP:
                begun = next_sentence(body, stop)
                yield begun


def _marks(query: Query, body: str) -> Iterator[Span]:
    """Yield the spans of a body that match, paragraph by paragraph."""
    start = 0
    for paragraph in _BETWEEN_PARAGRAPHS.split(body):
        start = body.index(paragraph, start)
        yield from (Span(first + start, last + start) for first, last in mark(query, paragraph).spans)
        start += len(paragraph)


def _part(body: str, marks: Sequence[Span], start: int, end: int) -> MarkedText:
    """Return a slice of a body with its marks; one that goes on in the next slice is cut."""
    spans: list[Span] = []
    for at in range(bisect_right(marks, start, key=lambda span: span.end), len(marks)):
        first, last = max(marks[at].start, start), min(marks[at].end, end)
        if first >= end:
            break
        if body[first:last].strip():
            spans.append(Span(first - start, last - start))
    return MarkedText(body[start:end], tuple(spans))


def _without_line_feeds(body: str, start: int, end: int) -> tuple[int, int]:
    """Return a slice without the line feeds at its ends."""
    text = body[start:end]
    return start + len(text) - len(text.lstrip("\n")), end - (len(text) - len(text.rstrip("\n")))
