"""Completion of a query while it is typed, from the words and titles of the archive.

Accents and capitals do not matter. Past queries are not a source: none is remembered.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice, pairwise

from index.french.analysis import Token, analyse
from index.french.stemming import STOP_WORDS
from index.vocabulary.titles import Title
from index.vocabulary.vocabulary import Vocabulary

MAX_CHARACTERS = 200
"""A longer text is a whole query: it has no completion."""

_COMPANIONS = 300
"""Titles looked through, most frequent then newest first, for words that follow those typed."""


def complete(vocabulary: Vocabulary, typed: str, limit: int) -> tuple[str, ...]:
    """Return up to `limit` queries: the last word typed completed, most frequent first, then whole titles.

    Where there are few words there are more titles, and the other way round; after a space, titles only.
    """
    analysed = analyse(typed) if len(typed) <= MAX_CHARACTERS else ()
    tokens = [token for token in analysed if token.terms.exact]
    if not tokens or limit < 1:
        return ()
    last = [token for token in tokens if token.written == tokens[-1].written]
    before = [token.terms.exact for token in tokens[: -len(last)] if not token.is_variant]
    if typed[-1].isspace():
        whole = [token.terms.exact for token in last if not token.is_variant]
        return _first(limit, (title.written for title in vocabulary.titles([*before, *whole], "", limit)))
    prefix = _prefix(last)
    head = typed[: last[0].written.start]
    words = _others(typed, (head + word for word in _completions(vocabulary, before, prefix, limit)))
    titles = [title.written for title in vocabulary.titles(before, prefix, limit)]
    room = limit - min(len(titles), limit // 2)
    return _first(limit, chain(islice(words, room), titles, words))


def _prefix(last: list[Token]) -> str:
    """Return the folded prefix to complete: the last word typed, a compound as a whole."""
    whole = [token for token in last if token.is_of_whole]
    return (whole or last)[-1].terms.exact


def _completions(vocabulary: Vocabulary, before: list[str], prefix: str, limit: int) -> Iterator[str]:
    """Yield words that begin with a prefix: those that follow the word before it in titles, otherwise any."""
    titles = vocabulary.titles(before, prefix, _COMPANIONS) if before else ()
    following = Counter(
        word for title in titles for word in _following(title, before) if word.startswith(prefix)
    )
    for word, _ in sorted(following.items(), key=lambda each: (-each[1], each[0])):
        yield vocabulary.written(word)
    if titles:
        return
    for other in vocabulary.words_beginning(prefix, limit + len(STOP_WORDS)):
        if other.exact not in STOP_WORDS:
            yield other.written


def _following(title: Title, before: list[str]) -> Iterator[str]:
    """Yield the words of a title that follow the last word typed; stop words between them are skipped."""
    last = ([word for word in before if word not in STOP_WORDS] or before)[-1]
    words = [word for word in title.words if word == last or word not in STOP_WORDS]
    return (word for previous, word in pairwise(words) if previous == last)


def _others(typed: str, texts: Iterator[str]) -> Iterator[str]:
    """Leave out the text that is typed already."""
    return (text for text in texts if text != typed)


def _first(limit: int, texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(texts), limit))
