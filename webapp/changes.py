"""What changed between two texts: which of their words stayed, were added and were taken out."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

MOST_PAIRS = 1_000_000
"""Pairs of equal words of two texts that are compared: a second of work; of more, paragraphs are compared."""
_BREAK = "\n\n"
_BREAKS = re.compile(r"\n{2,}")
_SPACES = re.compile(r"[ \n]+")

Kind = Literal["kept", "added", "removed"]


class Change(NamedTuple):
    """Words that follow each other, and what became of them."""

    kind: Kind
    text: str


Paragraph = tuple[Change, ...]


def changes(before: str, after: str) -> Iterator[Paragraph | int]:
    """Yield the paragraphs in which something changed, and how many between them stayed as they were."""
    for is_same, paragraphs in groupby(_paragraphs(before, after), _is_kept):
        if is_same:
            yield sum(1 for _ in paragraphs)
        else:
            yield from paragraphs


def _is_kept(paragraph: Paragraph) -> bool:
    return all(each.kind == "kept" for each in paragraph)


def _paragraphs(before: str, after: str) -> Iterator[Paragraph]:
    words = (each for each in _aligned(before, after))
    for is_break, paragraph in groupby(words, lambda each: each.text == _BREAK):
        if not is_break:
            yield tuple(_joined(paragraph))


def _joined(words: Iterable[Change]) -> Iterator[Change]:
    for kind, group in groupby(words, lambda each: each.kind):
        yield Change(kind, " ".join(each.text for each in group))


def _aligned(before: str, after: str) -> Iterator[Change]:
    """Yield each word of both texts in order, and a break between paragraphs."""
    one, other = list(_words(before)), list(_words(after))
    if _pairs(one, other) <= MOST_PAIRS:
        yield from _matched(one, other)
        return
    for kind, paragraph in _matched(_BREAKS.split(before), _BREAKS.split(after)):
        yield from (Change(kind, word) for word in _words(paragraph))
        yield Change(kind, _BREAK)


def _matched(one: Sequence[str], other: Sequence[str]) -> Iterator[Change]:
    if _pairs(one, other) > MOST_PAIRS:
        yield from (Change("removed", each) for each in one)
        yield from (Change("added", each) for each in other)
        return
    for what, first, end, other_first, other_end in SequenceMatcher(None, one, other, False).get_opcodes():
        if what == "equal":
            yield from (Change("kept", each) for each in one[first:end])
            continue
        yield from (Change("removed", each) for each in one[first:end])
        yield from (Change("added", each) for each in other[other_first:other_end])


def _pairs(one: Sequence[str], other: Sequence[str]) -> int:
    counts = Counter(other)
    return sum(counts[each] for each in one)


def _words(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(_BREAKS.split(text)):
        if number:
            yield _BREAK
        yield from filter(None, _SPACES.split(paragraph))
