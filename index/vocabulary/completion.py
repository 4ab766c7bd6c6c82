"""Completion of a query while it is typed, from the words and titles of the archive.

Accents and capitals do not matter, but accents that were typed are preferred. Past queries are not a source:
none is remembered.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal

from index.french.analysis import Token, analyse
from index.french.stemming import STOP_WORDS
from index.vocabulary.completed_words import (
    as_written,
    going_on,
    one_a_stem,
    whole_word,
    with_accents,
    words_beginning,
    words_of_titles,
)
from index.vocabulary.titles import Title
from index.vocabulary.vocabulary import Vocabulary

MAX_CHARACTERS = 200
"""A longer text is a whole query: it has no completion."""

_COMPANIONS = 300
"""Titles looked through, most frequent then newest first, for words that follow those typed."""
_SIGNS = re.compile(r"(?:^|\s)[-+=]|[\"«»“”*()]|\w:\S")
"""Signs of the query language: no title goes on from them, and a word alone is not all that is asked."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What a text may become.

    Attributes:
        text: The whole query.
        kind: A word alone, several of which the last was completed, or a title of the archive.
        items: Of a word alone, the number of items that hold it or another of its forms; else None.
    """

    text: str
    kind: Literal["word", "words", "title"]
    items: int | None = None


@dataclass(frozen=True, slots=True)
class _Typed:
    """A text with the tokens of its last word and of those before."""

    text: str
    before: tuple[Token, ...]
    last: tuple[Token, ...]

    @property
    def has_signs(self) -> bool:
        return bool(_SIGNS.search(self.text))

    @property
    def is_elided(self) -> bool:
        """The last word is an elided one: l', qu'."""
        exact = self.last[-1].terms.exact
        return self.text[-1] in "'’" and (len(exact) == 1 or exact in STOP_WORDS)

    @property
    def is_last_whole(self) -> bool:
        """The last word is complete: a space follows it, or it was elided."""
        return self.text[-1].isspace() or self.is_elided

    @property
    def head(self) -> str:
        return self.text[: self.last[0].written.start]

    @property
    def beginning(self) -> str:
        """The last word as it was typed."""
        return self.text[self.last[0].written.start :].lower()

    @property
    def prefix(self) -> str:
        """The folded prefix to complete: the last word typed, a compound as a whole."""
        return whole_word(self.last).terms.exact


def complete(vocabulary: Vocabulary, text: str, limit: int) -> tuple[Completion, ...]:
    """Return up to `limit` queries: the last word typed completed, most frequent first, then whole titles.

    Where there are few words there are more titles, and the other way round; after a space or an elided word
    titles only. Of the forms of a word, which find the same, there is one.
    """
    typed = _read(text) if len(text) <= MAX_CHARACTERS else None
    if typed is None or limit < 1:
        return ()
    before = _exact(typed.before)
    if typed.is_last_whole:
        whole = before if typed.is_elided else [*before, *_exact(typed.last)]
        found = vocabulary.titles(whole, "", limit) if whole and not typed.has_signs else ()
        return _first(typed, limit, map(_of_title, found))
    titles = going_on(vocabulary.titles(before, typed.prefix, _COMPANIONS), before, typed.prefix)
    words = _words(vocabulary, typed, titles, limit)
    whole_titles = () if typed.has_signs else tuple(map(_of_title, titles[:limit]))
    room = limit - min(len(whole_titles), limit // 2)
    return _first(typed, limit, chain(islice(words, room), whole_titles, words))


def _read(text: str) -> _Typed | None:
    """Analyse a text; None where it has no word."""
    tokens = tuple(token for token in analyse(text) if token.terms.exact)
    if not tokens:
        return None
    last = tuple(token for token in tokens if token.written == tokens[-1].written)
    return _Typed(text, tokens[: -len(last)], last)


def _exact(tokens: tuple[Token, ...]) -> list[str]:
    return [token.terms.exact for token in tokens if not token.is_variant]


def _words(vocabulary: Vocabulary, typed: _Typed, titles: list[Title], limit: int) -> Iterator[Completion]:
    """Yield the text with its last word completed."""
    before = _exact(typed.before)
    if before and titles:
        words = words_of_titles(vocabulary, titles, before, typed.prefix)
    else:
        words = words_beginning(vocabulary, typed.prefix, limit)
    head = as_written(vocabulary, typed.head, typed.before)
    is_alone = not (before or typed.has_signs)
    for word in one_a_stem(vocabulary, with_accents(vocabulary, words, typed.beginning), typed.prefix):
        text = head + word.written
        if text.lower() != typed.text.lower():  # that is typed already
            yield Completion(text, "words" if before else "word", word.items if is_alone else None)


def _of_title(title: Title) -> Completion:
    return Completion(title.written, "title")


def _first(typed: _Typed, limit: int, found: Iterable[Completion]) -> tuple[Completion, ...]:
    """Return the first completions of different texts, none as it is typed already."""
    first: dict[str, Completion] = {}
    for each in found:
        if len(first) == limit:
            break
        if each.text != typed.text:
            first.setdefault(each.text, each)
    return tuple(first.values())
