"""The words of an archive that begin as one typed, and fit what stands before it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from index.french.analysis import Token, analyse
from index.french.folding import fold
from index.french.stemming import STOP_WORDS
from index.vocabulary.titles import Title
from index.vocabulary.vocabulary import Vocabulary, Word

_FORMS = 3
"""Words that are looked up for each one wanted: several are forms of one."""
_RARE = 500
"""A word of so many times fewer items than one with the same beginning is most often two run together."""
_SELDOM = 20
"""A form of so many times fewer items than its word is most often a misspelling."""
_MOSTLY = 0.9
"""Share of its items that write a word with its accents, from which it is written so for the reader."""


def words_beginning(vocabulary: Vocabulary, prefix: str, limit: int) -> list[Word]:
    """Return words that begin with a folded prefix, most frequent first, enough for `limit` stems."""
    found = vocabulary.words_beginning(prefix, limit * _FORMS + len(STOP_WORDS))
    return [word for word in found if word.exact not in STOP_WORDS]


def words_of_titles(
    vocabulary: Vocabulary, titles: Iterable[Title], before: Sequence[str], prefix: str
) -> list[Word]:
    """Return words with a prefix that follow others in titles, or else stand there, most frequent first."""
    following = Counter(
        word for title in titles for word in _following(title, before) if word.startswith(prefix)
    )
    anywhere = (word for title in titles for word in {*title.words} - STOP_WORDS if word.startswith(prefix))
    found = following or Counter(anywhere if prefix not in STOP_WORDS else ())
    ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return [Word(exact, vocabulary.items(exact), vocabulary.written(exact)) for exact, _ in ordered]


def going_on(titles: Sequence[Title], before: Sequence[str], prefix: str) -> list[Title]:
    """Put the titles first in which a word with a folded prefix follows others, or begins them."""

    def goes_on(title: Title) -> bool:
        words = _following(title, before) if before else title.words[:1]
        return any(word.startswith(prefix) for word in words)

    return sorted(titles, key=lambda title: not goes_on(title))


def _following(title: Title, before: Sequence[str]) -> Iterator[str]:
    """Yield the words of a title that follow the last word typed; stop words between them are skipped."""
    last = ([word for word in before if word not in STOP_WORDS] or before)[-1]
    words = [word for word in title.words if word == last or word not in STOP_WORDS]
    return (word for previous, word in pairwise(words) if previous == last)


def with_accents(vocabulary: Vocabulary, words: Iterable[Word], beginning: str) -> Iterator[Word]:
    """Yield words, first those that begin with the accents and hyphens of a lower-case text, written so."""
    others = []
    for word in words:
        if written := _fitting(vocabulary, word, beginning):
            yield replace(word, written=written)
        else:
            others.append(word)
    yield from others


def _fitting(vocabulary: Vocabulary, word: Word, beginning: str) -> str:
    """Return the way to write a word that begins as a text; empty if the archive has none but rare ones."""
    if word.written.lower().startswith(beginning) or (beginning.isascii() and beginning.isalnum()):
        return word.written
    forms = (form for form in vocabulary.written_forms(word.exact) if form.items * _SELDOM >= word.items)
    return next((form.written for form in forms if form.written.lower().startswith(beginning)), "")


def one_a_stem(vocabulary: Vocabulary, words: Iterable[Word], prefix: str) -> Iterator[Word]:
    """Yield the first word of each stem, with the number of items that hold the stem.

    Left out are rare words beside frequent ones, and other forms of a word that is typed already.
    """
    seen = {whole_word(analyse(vocabulary.written(prefix))).terms.stem} if vocabulary.items(prefix) else set()
    most = 0
    for word in words:
        stem = whole_word(analyse(word.written)).terms.stem
        items = vocabulary.stem_items(stem) or word.items
        most = max(most, items)
        if items * _RARE >= most and (stem not in seen or word.exact == prefix):
            seen.add(stem)
            yield replace(word, items=items)


def as_written(vocabulary: Vocabulary, text: str, tokens: Iterable[Token]) -> str:
    """Return a text with its lower-case words as the archive writes them; the rest stays as it is."""
    parts, end = [], 0
    for written, group in groupby(tokens, key=lambda token: token.written):
        word = text[written.start : written.end]
        parts += [text[end : written.start], _as_written(vocabulary, word, whole_word(tuple(group)))]
        end = written.end
    return "".join([*parts, text[end:]])


def _as_written(vocabulary: Vocabulary, word: str, token: Token) -> str:
    exact = token.terms.exact
    if exact in STOP_WORDS or not word.islower():
        return word
    written, forms = vocabulary.written(exact), vocabulary.accented_forms(exact)
    is_clear = not forms or forms[0].items >= _MOSTLY * vocabulary.items(exact)
    is_same = written.lower() == word or (is_clear and fold(written.lower()) == word)
    return written if is_same else word


def whole_word(tokens: Sequence[Token]) -> Token:
    """Return the token of a whole written word: of a compound that of its joined form."""
    return ([token for token in tokens if token.is_of_whole] or tokens)[-1]
