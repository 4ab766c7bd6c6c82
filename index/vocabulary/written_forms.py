"""Written forms: the words of an archive with their accents, by their letters or by their stem.

A stem is in no table of words: the words that begin as it says are read, and those of another stem left out.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap

from index.french.analysis import analyse
from index.french.stemming import LONGEST_WHOLE, other_stems, prefetch, terms, word_prefixes

# A word that no item writes with accents has no row in `form`.
_SELECT = """
    SELECT coalesce(form, exact), coalesce(form.items, word.items), written
    FROM word LEFT JOIN form USING (exact) WHERE exact >= ? AND exact < ?
"""


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """A form of a word, which its accents tell from others and its capitals do not.

    Attributes:
        text: The form as it is indexed: grève, nordcoréen.
        items: Number of items that hold it.
        written: The word as most items write it, where they write this form; else the same as `text`.
    """

    text: str
    items: int
    written: str


def written_forms(database: sqlite3.Connection, exact: str) -> tuple[WrittenForm, ...]:
    """Return the forms of a folded word."""
    return tuple(starmap(_written_form, _between(database, exact, _after(exact))))


def stem_forms(database: sqlite3.Connection, stem: str) -> tuple[WrittenForm, ...]:
    """Return the forms of a stem, and those that would be if they had their accents: peche for pêche."""
    rows = {row for first, end in _ranges(word_prefixes(stem)) for row in _between(database, first, end)}
    prefetch(text for text, _, _ in rows)
    return tuple(_written_form(*row) for row in rows if stem in _stems(row[0]))


def _written_form(text: str, items: int, written: str) -> WrittenForm:
    is_so_written = written.lower() == text or text in {
        token.terms.accented or token.terms.exact for token in analyse(written)
    }
    return WrittenForm(text, items, written if is_so_written else text)


def _between(database: sqlite3.Connection, first: str, end: str) -> Iterable[tuple[str, int, str]]:
    """Read the forms of the folded words from the first to the last one before an end."""
    return database.execute(_SELECT, (first, end))


def _ranges(prefixes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the ranges of folded words that prefixes of `word_prefixes` stand for."""
    whole = [prefix for prefix in prefixes if len(prefix) <= LONGEST_WHOLE]
    others = tuple(prefix for prefix in prefixes if len(prefix) > LONGEST_WHOLE)
    yield from ((word, _after(word)) for each in whole for word in (each, each + "s", each + "x"))
    shortest = (prefix for prefix in others if not prefix[:-1].startswith(others))
    yield from ((prefix, prefix + chr(0x10FFFF)) for prefix in shortest)


def _after(word: str) -> str:
    """Return the text that comes right after a word."""
    return word + "\0"


def _stems(form: str) -> tuple[str, ...]:
    """Return the stems that a form is found by."""
    return terms(form).stem, *other_stems(form, is_in_capitals=False)
