"""From French text to the terms that are indexed and looked up, for documents and queries alike.

    normalise → cut into words, elisions and compounds → stem and fold

Each word gives two terms, and a third where it has accents: its folded stem (`election` for « élections »
gives `elect`), its exact folded form (`elections`) and its accented form (`élections`).
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import NamedTuple

import Stemmer

from index.normalisation import Normalised, normalise
from index.text import Span
from index.tokenizer import PARAGRAPH_GAP, paragraphs, tokenize

VERSION = f"3/{Stemmer.version()}/{unicodedata.unidata_version}"
"""Changes whenever the same text may give other terms: an index of another version must be rebuilt."""

MAX_TERM = 64
"""Longer words are looked up by their first characters."""

MAX_CHUNK = 32
"""Characters between spaces; longer chunks are rarely words that come again, and not remembered."""

MAX_REMEMBERED = 100_000
"""Characters of a text; the tokens of a longer one take too much memory to be kept."""

_STEMMER = Stemmer.Stemmer("french", 0)
# The s is no plural, and stands in other forms: refus and refuser, inclus and incluse.
_KEEPS_S = ("abus", "btus", "clos", "clus", "fus", "gros", "propos", "repos", "trus")
_NO_DECOMPOSITION = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n"}
    | {"œ": "oe", "æ": "ae"}
)


class Terms(NamedTuple):
    """What one word is indexed under.

    Attributes:
        stem: Folded after stemming; the reverse finds less. Some words have another, see `data/stems.txt`.
        exact: The folded form.
        accented: The form with its accents; empty where there are none.
    """

    stem: str
    exact: str
    accented: str


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


def fold(text: str) -> str:
    """Take the accents off a lower-case text."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text.translate(_NO_DECOMPOSITION))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def find_terms(word: str) -> Terms:
    """Give the terms of one lower-case word, such as `tokenize` yields."""
    word = word[:MAX_TERM]
    exact = fold(word) or word
    return Terms(_stem(word) or exact, exact, word if word != exact else "")


def find_all_terms(words: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Give the stems, the exact and the accented forms of many words of letters only, in half the time."""
    words = [word[:MAX_TERM] for word in words]
    exact = _fold_all(words)
    stemmed = _fold_all(_STEMMER.stemWords(list(map(_singular, words))))
    stems = [_ROOTS.get(word) or stem or form for word, stem, form in zip(words, stemmed, exact, strict=True)]
    return stems, exact, [word if word != form else "" for word, form in zip(words, exact, strict=True)]


def _fold_all(words: Sequence[str]) -> list[str]:
    return fold("\n".join(words)).split("\n") if words else []


terms = lru_cache(maxsize=200_000)(find_terms)


def _stem(word: str) -> str:
    """Give the folded stem of a word: that of `data/stems.txt`, or else Snowball's."""
    return _ROOTS.get(word) or fold(_STEMMER.stemWord(_singular(word)))


def _singular(word: str) -> str:
    """Take the plural s off after o and u, where Snowball leaves it: vélos, élus, trous."""
    is_plural = len(word) > 3 and word.endswith(("os", "us")) and not word.endswith(_KEEPS_S)
    return word[:-1] if is_plural else word


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


def _lines(name: str) -> Iterator[list[str]]:
    """Read the words of each line of a data file."""
    for line in files("index").joinpath("data", name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield normalise(line).text.split()


def _roots() -> dict[str, str]:
    """Give the stem of each word of `data/stems.txt`, typed with its accents or without."""
    return {
        form: fold(words[0]) for words in _lines("stems.txt") for word in words for form in (word, fold(word))
    }


_ROOTS = _roots()


@cache
def words_of_root(root: str) -> tuple[str, ...]:
    """Give the folded words of `data/stems.txt` that have a stem; none where it lists none."""
    return tuple(dict.fromkeys(fold(word) for word, stem in _ROOTS.items() if stem == root))


STOP_WORDS = frozenset(word for words in _lines("stopwords.txt") for word in words)
"""Folded words that weigh little in a query of other words."""
