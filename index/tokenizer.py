"""Where the words of a French text begin and end.

Steps 2 to 4 of the chain: dotted acronyms and numbers are one word, an elided article is not part of the
word, a compound gives its parts and the joined form beside the first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.normalisation import normalise
from index.text import Span

MAX_JOINED_PARTS = 4
"""Longer chains of hyphens are lists, not compounds."""

_SEGMENT = (
    r"(?: [^\W\d_] (?:\.[^\W\d_])+ \.? (?![^\W_]) | [^\W_]+ )"  # O.T.A.N. and O.T.A.N, or letters and figures
)
_WRITTEN = re.compile(
    rf"""
    (?P<number> (?<![\w.,]) (?: \d{{1,3}} (?:[ .]\d{{3}})+ (?:,\d+)?      # 30 000, 30.000, 1 234,5
                              | \d+[.,]\d+ ) (?![.,]?\d) )                # 1,5 and 1.5
  | (?P<word> (?<![^\W_]) {_SEGMENT} (?: ['&-] {_SEGMENT} )* )
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
_DIGITS = re.compile(r"\d+")
_COUNTED = re.compile(r"\d+[^\W\d_]\w*")


@dataclass(frozen=True, slots=True)
class Word:
    """A piece that is looked up: a word, a part of a compound, or a compound's joined form.

    Attributes:
        text: Lower case, with its accents.
        span: Its own place in the original text; the joined form takes that of the compound.
        written: The place of the written word it is part of, without an elided article.
        position: Ordinal among the pieces; a joined form shares that of the first part.
        is_joined: It is the joined form of a compound.
    """

    text: str
    span: Span
    written: Span
    position: int
    is_joined: bool = False


_Piece = tuple[str, int, int]
"""A text and its place in the normalised text."""


def tokenize(text: str) -> Iterator[Word]:
    """Cut any text into words, in the order of their positions."""
    normalised = normalise(text)
    position = 0
    for match in _WRITTEN.finditer(normalised.text):
        pieces, joined = _read(match)
        if not pieces:
            continue
        written = normalised.original(pieces[0][1], pieces[-1][2] if not joined else match.end())
        if joined:
            yield Word(joined, written, written, position, is_joined=True)
        for piece, start, end in pieces:
            yield Word(piece, normalised.original(start, end), written, position)
            position += 1


def _read(match: re.Match[str]) -> tuple[list[_Piece], str]:
    """Give the pieces of a written word, and its joined form, empty where it has none."""
    text, start, end = match[0], match.start(), match.end()
    if match.lastgroup == "number":
        return [(_number(text), start, end)], ""
    pieces = list(_parts(text, start))
    if len(pieces) == 1 and _COUNTED.fullmatch(pieces[0][0]):
        return _counted(*pieces[0][:2])
    if 2 <= len(pieces) <= MAX_JOINED_PARTS and "-t-" not in text:
        return pieces, "".join(piece for piece, _, _ in pieces)
    return pieces, ""


def _number(text: str) -> str:
    """Write a number one way: no thousands separator, a decimal comma."""
    if re.fullmatch(r"\d+[.,]\d+", text) and not re.fullmatch(r"\d{1,3}\.\d{3}", text):
        return text.replace(".", ",")
    return text.replace(" ", "").replace(".", "")


def _parts(word: str, start: int) -> Iterator[_Piece]:
    """Cut a written word at hyphens, & and apostrophes that are no elision; euphonic t is no part."""
    for part in _PART.finditer(word):
        if part[0] == "t" and word[part.start() - 1 : part.end() + 1] == "-t-":
            continue
        offset = start + part.start()
        if _WHOLE.fullmatch(part[0]):
            yield part[0].replace("'", ""), offset, offset + len(part[0])
            continue
        elision = _ELISION.match(part[0])
        for inner in _INNER.finditer(part[0], elision.end() if elision else 0):
            yield inner[0].replace(".", ""), offset + inner.start(), offset + inner.end()


def _counted(text: str, start: int) -> tuple[list[_Piece], str]:
    """Read 20h30, 1er or 100km: found by its numbers, and as a whole."""
    numbers = [(digits[0], start + digits.start(), start + digits.end()) for digits in _DIGITS.finditer(text)]
    return numbers, text
