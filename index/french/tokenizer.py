"""Where the words of a French text begin and end.

Steps 2 to 4 of the chain: dotted acronyms and numbers are one word, an elided article is not part of the
word, a compound gives its parts and the joined form beside the first; St is Saint.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.text import Span

MAX_JOINED_PARTS = 4
"""Longer chains of hyphens are lists, not compounds."""

_SEGMENT = (
    # O.T.A.N. and O.T.A.N, but not « vitamine C.À Paris »; or letters and figures
    r"(?: [^\W\d_] (?:\.[^\W\d_à])+ \.? (?![^\W_]) | [^\W_]+ )"
)
_WRITTEN = re.compile(
    rf"""
    (?P<number> (?<![\w.,]) (?: [1-9]\d{{0,2}} (?:[ .]\d{{3}})+ (?:,\d+)? # 30 000, 30.000, 1 234,5
                              | \d+[.,]\d+ ) (?![.,]?\d) )                # 1,5 and 1.5
  | (?P<word> (?: (?<![^\W_]) | (?<=\d)(?=[^\W\d_]) ) {_SEGMENT} (?: ['&-] {_SEGMENT} )* )
    """,
    re.VERBOSE,
)
_PART = re.compile(r"[^-&]+")
_WHOLE = re.compile(r"aujourd'hui|presqu'[iî]les?|prud'hom\w*")
# A vowel or a mute h follows an elision; after l', d' and qu' also an acronym does (d'LFI). Before another
# consonant it is a name: N'Djamena, M'Bappé.
_ELISION = re.compile(
    r"(?:(?:l|d|qu)'|(?:j|m|t|s|n|c|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|entr)'(?=[^\W\d_bcdfgjklmnpqrstvwxzç]))+"
)
_INNER = re.compile(r"[^']+")
_IN_FULL = {"st": "saint", "ste": "sainte"}
_DIGITS = re.compile(r"\d+")
_COUNTED = re.compile(r"\d+[^\W\d_]\w*")
PARAGRAPH = "\n\n"
PARAGRAPH_GAP = 128
"""Positions left free between two paragraphs: more than any two words that count as near."""
_THOUSANDS = re.compile(r" (?<=\d )\d{3}")
_SPACE = re.compile(r"(?<!\d) | (?!\d{3})")


class Word(NamedTuple):
    """A piece that is looked up: a word, a part of a compound, or a variant of either.

    Attributes:
        text: Lower case, with its accents.
        span: Its own place in the chunk.
        written: The place of the written word it is part of, without an elided article.
        position: Ordinal among the pieces of the chunk; a variant shares that of what it stands beside.
        is_variant: It stands beside the written word: the joined form of a compound (nordcoréen), which takes
            the place of the whole, or a number that is glued to letters (the 20 of 20h).
    """

    text: str
    span: Span
    written: Span
    position: int
    is_variant: bool = False


_Piece = tuple[str, int, int]
"""A text and its place in the normalised text."""


def paragraphs(text: str) -> Iterator[list[str]]:
    """Cut a normalised text into paragraphs, and each at its spaces into chunks: no word goes on in the next.

    Between chunks there is one space, between paragraphs there are two line feeds. Positions leave
    `PARAGRAPH_GAP` free where words of several paragraphs follow each other, so that no phrase runs over.
    """
    for paragraph in text.split(PARAGRAPH):
        yield _SPACE.split(paragraph) if _THOUSANDS.search(paragraph) else paragraph.split(" ")


def tokenize(chunk: str) -> Iterator[Word]:
    """Cut a chunk of normalised text into words, in the order of their positions."""
    position = 0
    for match in _WRITTEN.finditer(chunk):
        pieces = _pieces(match)
        if not pieces:
            continue
        written = Span(pieces[0][1], pieces[-1][2])
        joined = _joined(match[0], pieces)
        if joined:
            yield Word(joined, written, written, position, is_variant=True)
        for piece, start, end in pieces:
            yield Word(piece, Span(start, end), written, position)
            for number, own_start, own_end in _numbers(piece, start):
                yield Word(number, Span(own_start, own_end), written, position, is_variant=True)
            position += 1


def _pieces(match: re.Match[str]) -> list[_Piece]:
    """Give the parts of a written word."""
    if match.lastgroup == "number":
        return [(_number(match[0]), match.start(), match.end())]
    return list(_parts(match[0], match.start()))


def _number(text: str) -> str:
    """Write a number one way: no thousands separator, a decimal comma."""
    if re.fullmatch(r"\d+[.,]\d+", text) and not re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text):
        return text.replace(".", ",")
    return text.replace(" ", "").replace(".", "")


def _parts(word: str, start: int) -> Iterator[_Piece]:
    """Cut a written word at hyphens, & and apostrophes that are no elision; euphonic t is no part."""
    for part in _PART.finditer(word):
        if part[0] == "t" and word[part.start() - 1 : part.end() + 1] == "-t-":
            continue
        kept = unelided(part[0])
        offset = start + part.start()
        if _WHOLE.fullmatch(part[0], kept):
            yield part[0][kept:].replace("'", ""), offset + kept, offset + len(part[0])
            continue
        for inner in _INNER.finditer(part[0], kept):
            text = inner[0].replace(".", "")
            yield in_full(text), offset + inner.start(), offset + inner.end()


def unelided(part: str) -> int:
    """Give where a part of a lower-case word begins, behind what is elided before it."""
    elision = _ELISION.match(part)
    return elision.end() if elision and not _WHOLE.fullmatch(part) else 0


def in_full(word: str) -> str:
    """Give saint for st; any other lower-case word of letters as it is."""
    return _IN_FULL.get(word, word)


def _joined(word: str, pieces: list[_Piece]) -> str:
    """Give the joined form of a compound; empty for what is none."""
    if 2 <= len(pieces) <= MAX_JOINED_PARTS and "-t-" not in word:
        return "".join(piece for piece, _, _ in pieces)
    return ""


def _numbers(piece: str, start: int) -> Iterator[_Piece]:
    """Give the numbers of 20h30, 1er or 100km."""
    if _COUNTED.fullmatch(piece):
        for digits in _DIGITS.finditer(piece):
            yield digits[0], start + digits.start(), start + digits.end()
