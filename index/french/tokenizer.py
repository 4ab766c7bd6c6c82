"""Tokenizer: where the words of a French text begin and end.

Steps 2 to 4 of the chain: a dotted acronym or a number is one word, an elided article is no part of the word,
a compound is cut into its parts, with the joined form as a variant of the first; St is Saint.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.french.lexicon import look_up
from index.french.normalisation import CUT
from index.french.stemming import NOUN
from index.text import Span

MAX_JOINED_PARTS = 4
"""Longer chains of hyphens are lists, not compounds."""

_SEGMENT = (
    # O.T.A.N. and O.T.A.N, P.-D.G., but not « vitamine C.À Paris »; or letters and figures
    r"(?: [^\W\d_] (?:\.-?[^\W\d_à])+ \.? (?![^\W_]) | [^\W_]+ )"
)
_FEMININE = r"(?:·[^\W\d_]+){0,2}"
"""Of étudiant·e·s."""
_WRITTEN = re.compile(
    rf"""
    (?P<number> (?<![\w.,]) (?: [1-9]\d{{0,2}} (?:[ .]\d{{3}})+ (?:,\d+)? # 30 000, 30.000, 1 234,5
                              | \d+[.,]\d+ ) (?![.,]?\d) )                # 1,5 and 1.5
  | (?P<word> (?: (?<![^\W_]) | (?<=\d)(?=[^\W\d_]) ) {_SEGMENT} (?: ['&¬-] {_SEGMENT} )* {_FEMININE} )
    """,
    re.VERBOSE,
)
_PART = re.compile(r"(?:[^-&]|(?<=\.)-(?=[^\W\d_](?:\.|$)))+")
_WHOLE = re.compile(r"aujourd'hui|presqu'[iî]les?|prud'hom\w*")
# A vowel or a mute h follows an elision; after l', d' and qu' also an acronym does (d'LFI). Before another
# consonant it is a name: N'Djamena, M'Bappé.
_ELISION = re.compile(
    r"(?:(?:l|d|qu)'|(?:j|m|t|s|n|c|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|entr)'(?=[^\W\d_bcdfgjklmnpqrstvwxzç]))+"
)
_INNER = re.compile(r"[^']+")
_IN_FULL = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_NOUNS = {"d'": ("or", "est", "été", "ete"), "l'": ("or", "est", "été", "ete", "être", "etre", "avoir")}
NOUNS = frozenset(_NOUNS["l'"])
"""Small words that are nouns after an elided article."""
_DIGITS = re.compile(r"\d+")
_COUNTED = re.compile(r"\d+[^\W\d_]\w*")
_MODEL = re.compile(r"([^\W\d_]{1,3}\d+)[^\W\d_]+")
PARAGRAPH = "\n\n"
PARAGRAPH_GAP = 128
"""Positions left free between two paragraphs: more than the greatest distance that a query may ask for."""
_THOUSANDS = re.compile(r" (?<=\d )\d{3}")
_SPACE = re.compile(r"(?<!\d) | (?!\d{3})")


class Word(NamedTuple):
    """A word that is looked up: a written word, a part of a compound, or a variant of either.

    Attributes:
        text: The word in lower case, with its accents.
        span: Span of the word in the chunk.
        written: Span of the written word it is part of, without an elided article.
        position: Ordinal in the chunk; a variant shares that of its word.
        is_variant: It is looked up along with a written word: the joined form of a compound (nordcoréen),
            whose span is that of the whole, a number that is glued to letters (the 20 of 20h), or the noun of
            l'or.
    """

    text: str
    span: Span
    written: Span
    position: int
    is_variant: bool = False

    @property
    def is_joined(self) -> bool:
        """It is the joined form of a compound."""
        return self.is_variant and self.span == self.written and not self.text.startswith(NOUN)


_Part = tuple[str, int, int]
"""The text of a word, and its start and end in the chunk."""


def paragraphs(text: str) -> Iterator[list[str]]:
    """Yield the chunks of each paragraph of a normalised text: the text between spaces, 30 000 in one chunk.

    Between two chunks there is one space, between two paragraphs two line feeds. Positions leave
    `PARAGRAPH_GAP` free between paragraphs with words, so that no phrase runs from one into the next.
    """
    for paragraph in text.split(PARAGRAPH):
        yield _SPACE.split(paragraph) if _THOUSANDS.search(paragraph) else paragraph.split(" ")


def tokenize(chunk: str) -> Iterator[Word]:
    """Yield the words of a chunk of normalised text, in the order of their positions."""
    position = 0
    for match in _WRITTEN.finditer(chunk):
        parts = _parts(match)
        if not parts:
            continue
        written = Span(parts[0][1], parts[-1][2])
        joined = _joined(match[0], parts)
        if joined:
            yield Word(joined, written, written, position, is_variant=True)
        for part, start, end in parts:
            yield Word(part, Span(start, end), written, position)
            if len(parts) == 1 and part in _NOUNS.get(chunk[max(0, start - 2) : start], ()):
                yield Word(NOUN + part, Span(start, end), written, position, is_variant=True)
            for number, own_start, own_end in _numbers(part, start):
                yield Word(number, Span(own_start, own_end), written, position, is_variant=True)
            position += 1


def _parts(match: re.Match[str]) -> list[_Part]:
    """Return the parts of a written word; one for a word that is no compound."""
    if match.lastgroup == "number":
        return [(_number(match[0]), match.start(), match.end())]
    return list(_cut(match[0], match.start()))


def _number(text: str) -> str:
    """Return a number in its one spelling: no thousands separator, a decimal comma."""
    if re.fullmatch(r"\d+[.,]\d+", text) and not re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text):
        return text.replace(".", ",")
    return text.replace(" ", "").replace(".", "")


def _cut(word: str, start: int) -> Iterator[_Part]:
    """Cut a written word at hyphens, & and apostrophes other than elisions; drop the t of a-t-il."""
    for part in _PART.finditer(word):
        if part[0] == "t" and word[part.start() - 1 : part.end() + 1] == "-t-":
            continue
        begin = unelided(part[0])
        offset = start + part.start()
        if _WHOLE.fullmatch(part[0], begin):
            yield part[0][begin:].replace("'", ""), offset + begin, offset + len(part[0])
            continue
        for inner in _INNER.finditer(part[0], begin):
            text = _without_feminine(inner[0].replace(".", "").replace("-", ""))
            yield from _uncut(in_full(text), offset + inner.start(), offset + inner.end())


def _without_feminine(text: str) -> str:
    """Return the masculine of étudiant·e or étudiant·e·s, which finds the feminine as well."""
    masculine, *rest = text.split("·")
    is_plural = bool(rest) and rest[-1].endswith("s") and not masculine.endswith("s")
    return masculine + "s" * is_plural


def _uncut(text: str, start: int, end: int) -> Iterator[_Part]:
    """Yield a part; cut at the end of a line, it is one word if the lexicon knows it, else a compound."""
    if CUT not in text or look_up(text.replace(CUT, "")):
        yield text.replace(CUT, ""), start, end
        return
    for part in text.split(CUT):
        yield part, start, start + len(part)
        start += len(part) + 1


def unelided(part: str) -> int:
    """Return where a part of a lower-case word begins, after an elided article."""
    elision = _ELISION.match(part)
    return elision.end() if elision and not _WHOLE.fullmatch(part) else 0


def in_full(word: str) -> str:
    """Return saint for st, sainte for ste, and their plurals; any other lower-case word as it is."""
    return _IN_FULL.get(word, word)


def _joined(word: str, parts: list[_Part]) -> str:
    """Return the joined form of a compound; empty for any other word."""
    if 2 <= len(parts) <= MAX_JOINED_PARTS and "-t-" not in word:
        return "".join(part for part, _, _ in parts)
    return ""


def _numbers(part: str, start: int) -> Iterator[_Part]:
    """Yield the numbers of 20h30, 1er or 100km; of A320neo the model."""
    if part.isalpha():
        return
    if model := _MODEL.fullmatch(part):
        yield model[1], start, start + model.end(1)
    if _COUNTED.fullmatch(part):
        for digits in _DIGITS.finditer(part):
            yield digits[0], start + digits.start(), start + digits.end()
