"""From French text to the terms that are indexed and looked up, for documents and queries alike.

    normalise → cut into words, elisions and compounds → stem and fold

Each word gives two terms, and a third where it has accents: its folded stem (`election` for « élections »
gives `elect`), its exact folded form (`elections`) and its accented form (`élections`).
"""

import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

import Stemmer

from index.french.normalisation import Normalised, normalise
from index.french.stemming import Terms, terms
from index.french.tokenizer import PARAGRAPH_GAP, paragraphs, tokenize
from index.text import Span

VERSION = f"3/{Stemmer.version()}/{unicodedata.unidata_version}"
"""Changes whenever the same text may give other terms: an index of another version must be rebuilt."""


MAX_CHUNK = 32
"""Characters between spaces; longer chunks are rarely words that come again, and not remembered."""

MAX_REMEMBERED = 100_000
"""Characters of a text; the tokens of a longer one take too much memory to be kept."""


class Token(NamedTuple):
    """One word of a text with its terms.

    Attributes:
        terms: What it is looked up under.
        span: Its own place in the original text.
        written: The place of the written word it belongs to: the whole compound, no elided article.
        position: Ordinal; a variant shares that of what it stands beside, paragraphs leave a gap.
        is_variant: It stands beside the written word: a joined form (nordcoréen), the number of 20h.
    """

    terms: Terms
    span: Span
    written: Span
    position: int
    is_variant: bool


class Chunk(NamedTuple):
    """What a chunk of text holds.

    Attributes:
        tokens: With places and positions counted from its beginning; none where none is wanted.
        width: How many positions it takes.
    """

    tokens: tuple[Token, ...]
    width: int


def analyse(text: str) -> tuple[Token, ...]:
    """Analyse any text; never raises. The few last texts are remembered: each is read for several fields."""
    return _remembered(text) if len(text) <= MAX_REMEMBERED else _analyse(text)


def analyse_chunk(chunk: str) -> Chunk:
    """Analyse a chunk of normalised text, such as `paragraphs` yields; a short one is remembered."""
    return _remembered_chunk(chunk) if len(chunk) <= MAX_CHUNK else chunk_with(terms, chunk)


def placed(text: str, chunk_of: Callable[[str], Chunk]) -> Iterator[Token]:
    """Give the tokens of a text, each in its place.

    Args:
        chunk_of: What is wanted of a chunk, such as `analyse_chunk`.
    """
    normalised = normalise(text)
    place = position = 0
    for number, chunks in enumerate(paragraphs(normalised.text)):
        gap = PARAGRAPH_GAP if number else 0
        for chunk in chunks:
            tokens, width = chunk_of(chunk)
            if width:
                position += gap
                gap = 0
            for token in tokens:
                yield _moved(token, normalised, place, position)
            position += width
            place += len(chunk) + 1
        place += 1


def _moved(token: Token, normalised: Normalised, place: int, position: int) -> Token:
    """Give a token of the chunk that begins at a place of a normalised text its place in the original."""
    terms, span, written, step, is_variant = token
    whole = normalised.original(written.start + place, written.end + place)
    own = whole if span == written else normalised.original(span.start + place, span.end + place)
    return Token(terms, own, whole, position + step, is_variant)


def _analyse(text: str) -> tuple[Token, ...]:
    return tuple(placed(text, analyse_chunk))


def chunk_with(terms_of: Callable[[str], Terms], chunk: str) -> Chunk:
    """Analyse a chunk, with the terms that are given for its words."""
    tokens = tuple(
        Token(terms_of(word.text), word.span, word.written, word.position, word.is_variant)
        for word in tokenize(chunk)
    )
    return Chunk(tokens, tokens[-1].position + 1 if tokens else 0)


_remembered = lru_cache(maxsize=8)(_analyse)
_remembered_chunk = lru_cache(maxsize=50_000)(partial(chunk_with, terms))
