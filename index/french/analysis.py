"""From French text to the terms that are indexed and looked up, for documents and queries alike.

    normalise → cut into words, elisions and compounds → stem and fold → by the lexicon, or by rule
    normalisation.py    tokenizer.py                     stemming.py     lexicon.py

Each word has two terms, and a third where it has accents: of « élections » the stem `election`, the exact
folded form `elections`, and the accented form `élections`.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from index.french.folding import fold
from index.french.lexicon import stamp
from index.french.normalisation import Normalised, normalise
from index.french.stemming import GLUED, MAX_TERM, NOUN, Terms, other_stems, terms
from index.french.tokenizer import PARAGRAPH_GAP, Word, paragraphs, tokenize
from index.text import Span

VERSION = f"6/{stamp()}/{unicodedata.unidata_version}"
"""Changes whenever the same text may have other terms: an index of another version must be rebuilt."""

MAX_CHUNK = 32
"""Characters of a chunk that is cached; longer ones are rarely words that recur."""

MAX_TEXT = 100_000
"""Characters of a text that is cached; the tokens of a longer one take too much memory."""


class Token(NamedTuple):
    """One word of a text with its terms.

    Attributes:
        terms: The terms under which it is indexed and looked up.
        span: Span of the word in the original text.
        written: Span of the written word it belongs to: the whole compound, without an elided article.
        position: Ordinal in the text; a variant shares that of its word, between paragraphs there is a gap.
        is_variant: It is indexed along with a written word: a joined form (nordcoréen), the number of 20h,
            the noun of l'or, and another stem of a word without its accents (the péché of PECHE).
    """

    terms: Terms
    span: Span
    written: Span
    position: int
    is_variant: bool

    @property
    def is_of_whole(self) -> bool:
        """It is a variant of the whole written word, such as the joined form of a compound."""
        return self.is_variant and self.span == self.written and not self.terms.is_noun


class Chunk(NamedTuple):
    """The tokens of a chunk, a piece of normalised text between spaces.

    Attributes:
        tokens: Tokens whose spans and positions count from the beginning of the chunk; may be left out.
        width: Number of positions that the chunk takes.
    """

    tokens: tuple[Token, ...]
    width: int


def analyse(text: str) -> tuple[Token, ...]:
    """Return the tokens of any text; never raises. The last texts are cached: each is read several times."""
    return _cached(text) if len(text) <= MAX_TEXT else _analyse(text)


def placed(text: str, chunk_of: Callable[[str], Chunk]) -> Iterator[Token]:
    """Yield the tokens of a text, with spans and positions in the whole text.

    Args:
        text: Any text.
        chunk_of: Analyses one chunk, as `analyse_chunk` does; it may leave out tokens that nobody needs.
    """
    normalised = normalise(text)
    offset = position = 0
    for number, chunks in enumerate(paragraphs(normalised.text)):
        gap = PARAGRAPH_GAP if number else 0
        for chunk in chunks:
            tokens, width = chunk_of(chunk)
            if width:
                position += gap
                gap = 0
            yield from with_other_stems(
                text, (_moved(token, normalised, offset, position) for token in tokens)
            )
            position += width
            offset += len(chunk) + 1
        offset += 1


def with_other_stems(text: str, tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield the tokens of a text, each followed by its other stems where its accents may be missing."""
    for token in tokens:
        yield token
        terms, span, written, position, is_variant = token
        if is_variant or terms.accented:
            continue
        is_in_capitals = text[span.start : span.end].isupper()
        for stem in other_stems(terms.exact, is_in_capitals=is_in_capitals):
            yield Token(Terms(stem, "", ""), span, written, position, is_variant=True)


def analyse_chunk(chunk: str) -> Chunk:
    """Analyse a chunk of normalised text, such as `paragraphs` yields; short ones are cached."""
    return _cached_chunk(chunk) if len(chunk) <= MAX_CHUNK else chunk_with(terms, chunk)


def chunk_with(terms_of: Callable[[str], Terms], chunk: str) -> Chunk:
    """Analyse a chunk of normalised text with a given function from words to terms."""
    words = tuple(tokenize(chunk))
    tokens = tuple(
        Token(found, word.span, word.written, word.position, word.is_variant)
        for word in words
        for found in (_of_variant(terms_of, word, words) if word.is_variant else (terms_of(word.text),))
    )
    return Chunk(tokens, tokens[-1].position + 1 if tokens else 0)


def _of_variant(terms_of: Callable[[str], Terms], variant: Word, words: Sequence[Word]) -> Iterator[Terms]:
    """Yield the terms of the joined form of a compound, of a number glued to letters, or of the or of l'or.

    The joined form has two stems: that of its parts, for sapeurs-pompiers and sapeur-pompier, and its own,
    for cyber-attaques and cyberattaque.
    """
    if variant.is_joined:
        joined = terms_of(variant.text)
        parts = (word for word in words if word.written == variant.written and not word.is_variant)
        stem = "".join(terms_of(part.text).stem for part in parts)[:MAX_TERM]
        yield joined._replace(stem=stem)
        if stem != joined.stem:
            yield Terms(joined.stem, "", "")
    elif variant.text.isdecimal():
        yield Terms(variant.text + GLUED, "", "")
    elif variant.text.startswith(NOUN):
        yield Terms(fold(variant.text), "", "")
    else:
        yield terms_of(variant.text)


def _moved(token: Token, normalised: Normalised, offset: int, position: int) -> Token:
    """Return a token of the chunk at `offset` of a normalised text with its spans in the original text."""
    terms, span, written, step, is_variant = token
    whole = normalised.original(written.start + offset, written.end + offset)
    own = whole if span == written else normalised.original(span.start + offset, span.end + offset)
    return Token(terms, own, whole, position + step, is_variant)


def _analyse(text: str) -> tuple[Token, ...]:
    return tuple(placed(text, analyse_chunk))


_cached = lru_cache(maxsize=8)(_analyse)
_cached_chunk = lru_cache(maxsize=50_000)(partial(chunk_with, terms))
