"""What a beginning may become: words of the archive and its titles, accents and capitals aside.

Nothing comes from anywhere else: no query is remembered.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice, pairwise

from index.french.analysis import Token, analyse
from index.french.stemming import STOP_WORDS
from index.vocabulary.titles import Title
from index.vocabulary.vocabulary import Vocabulary

MAX_CHARACTERS = 200
"""A longer text is a query, not a beginning."""

_COMPANIONS = 300
"""Titles, the most frequent and newest, that say which word follows those typed before it."""


def complete(vocabulary: Vocabulary, beginning: str, limit: int) -> tuple[str, ...]:
    """Give texts to search for: the last word typed completed, the most frequent first, then whole titles.

    Where there are few of one kind there are more of the other; after a space there are titles only.
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
    """Complete a word: to those that follow the word before it in titles, or else to any."""
    titles = vocabulary.titles(before, begun, _COMPANIONS) if before else ()
    following = Counter(
        word for title in titles for word in _following(title, before) if word.startswith(begun)
    )
    for word, _ in sorted(following.items(), key=lambda each: (-each[1], each[0])):
        yield vocabulary.written(word)
    if titles:
        return
    for other in vocabulary.beginning(begun, limit + len(STOP_WORDS)):
        if other.exact not in STOP_WORDS:
            yield other.written


def _following(title: Title, before: list[str]) -> Iterator[str]:
    """Give the words of a title that follow the last one typed, small words between them left aside."""
    last = ([word for word in before if word not in STOP_WORDS] or before)[-1]
    words = [word for word in title.words if word == last or word not in STOP_WORDS]
    return (word for previous, word in pairwise(words) if previous == last)


def _others(typed: str, texts: Iterator[str]) -> Iterator[str]:
    """Leave out what is typed already."""
    return (text for text in texts if text != typed)


def _first(limit: int, texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(texts), limit))
