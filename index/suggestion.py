"""What a beginning may become: words of the archive and its titles, accents and capitals aside.

Nothing comes from anywhere else: no query is remembered.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

from index.analysis import STOP_WORDS, Token, analyse
from index.vocabulary import Vocabulary

MAX_CHARACTERS = 200
"""A longer text is a query, not a beginning."""

_COMPANIONS = 300
"""Titles, the most frequent and newest, in which the next word is looked for beside those typed before it."""


def suggest(vocabulary: Vocabulary, beginning: str, limit: int) -> tuple[str, ...]:
    """Give texts to search for: the last word typed completed, the most frequent first, then whole titles.

    After a space, or where titles leave room, there are more of the other kind.
    """
    tokens = analyse(beginning) if len(beginning) <= MAX_CHARACTERS else ()
    if not tokens or limit < 1:
        return ()
    last = [token for token in tokens if token.written == tokens[-1].written]
    before = [token.terms.exact for token in tokens[: -len(last)] if not token.is_variant]
    if beginning[-1].isspace():
        whole = [token.terms.exact for token in last if not token.is_variant]
        return _first(limit, (title.written for title in vocabulary.titles([*before, *whole], "", limit)))
    begun = _begun(last)
    head = beginning[: last[0].written.start]
    words = _others(beginning, (head + word for word in _completions(vocabulary, before, begun, limit)))
    titles = [title.written for title in vocabulary.titles(before, begun, limit)]
    room = limit - min(len(titles), limit // 2)
    return _first(limit, chain(islice(words, room), titles, words))


def _begun(last: list[Token]) -> str:
    """Give the beginning of the last word; of a compound, all of it."""
    whole = [token for token in last if token.is_variant and token.span == token.written]
    return (whole or last)[-1].terms.exact


def _completions(vocabulary: Vocabulary, before: list[str], begun: str, limit: int) -> Iterator[str]:
    """Complete a word: first to those that titles have beside the words before it, then to any."""
    if before:
        found = (set(title.words) for title in vocabulary.titles(before, begun, _COMPANIONS))
        beside = Counter(word for words in found for word in words if word.startswith(begun))
        for word, _ in sorted(beside.items(), key=lambda each: (-each[1], each[0]))[:limit]:
            if word not in STOP_WORDS:
                yield vocabulary.written(word)
    for found_word in vocabulary.beginning(begun, limit + len(STOP_WORDS)):
        if found_word.exact not in STOP_WORDS:
            yield found_word.written


def _others(typed: str, texts: Iterator[str]) -> Iterator[str]:
    """Leave out what is typed already."""
    return (text for text in texts if text != typed)


def _first(limit: int, texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(texts), limit))
