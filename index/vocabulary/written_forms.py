"""Written forms: the words of an archive with their accents, by their letters or by their stem.

A stem is in no table of words: the words that begin as it says are read, and those of another stem left out.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap

from index.french.analysis import analyse
from index.french.folding import fold
from index.french.stemming import LONGEST_WHOLE, other_stems, prefetch, terms, word_prefixes

Databases = Sequence[sqlite3.Connection]

_FORMS = """
    SELECT exact, exact, plain FROM word WHERE exact >= :first AND exact < :end
    UNION ALL SELECT exact, form, items FROM form WHERE exact >= :first AND exact < :end
"""
_WAYS = "SELECT exact, way, items FROM written WHERE exact >= :first AND exact < :end"


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


def written_forms(databases: Databases, exact: str) -> tuple[WrittenForm, ...]:
    """Return the forms of a folded word."""
    return tuple(starmap(_written_form, _between(databases, exact, _after(exact))))


def stem_forms(databases: Databases, stem: str) -> tuple[WrittenForm, ...]:
    """Return the forms of a stem, and those that would be if they had their accents: peche for pêche."""
    rows = {row for first, end in _ranges(word_prefixes(stem)) for row in _between(databases, first, end)}
    prefetch(text for text, _, _ in rows)
    return tuple(_written_form(*row) for row in rows if stem in _stems(row[0]))


def accented_forms(databases: Databases, exact: str) -> dict[str, int]:
    """Return the forms of a folded word with their numbers of items; empty where none has an accent."""
    forms = forms_between(databases, exact, _after(exact)).get(exact, Counter[str]())
    return forms if forms.keys() - {exact} else {}


def written_way(databases: Databases, exact: str) -> str:
    """Return a folded word as most items write it; as it is where the archive lacks it."""
    return _ways_between(databases, exact, _after(exact)).get(exact, exact)


def forms_between(databases: Databases, first: str, end: str) -> dict[str, Counter[str]]:
    """Return the forms of the folded words from the first to the last one before an end.

    Without accents is a form where an item writes it so.
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for exact, form, items in _rows(databases, _FORMS, first, end):
        if items:
            forms[exact][form] += items
    return forms


def _ways_between(databases: Databases, first: str, end: str) -> dict[str, str]:
    """Return how most items write each word; of equally frequent ways, the one with fewer capitals."""
    ways: dict[str, Counter[str]] = defaultdict(Counter)
    for exact, way, items in _rows(databases, _WAYS, first, end):
        ways[exact][way] += items
    return {
        exact: min(counted, key=lambda way: (-counted[way], _capitals(way), way))
        for exact, counted in ways.items()
    }


def _rows(databases: Databases, select: str, first: str, end: str) -> Iterator[tuple[str, str, int]]:
    for database in databases:
        yield from database.execute(select, {"first": first, "end": end})


def _capitals(text: str) -> int:
    """Return the number of capitals of a text."""
    return 0 if text.islower() else sum(map(str.isupper, text))


def _written_form(text: str, items: int, written: str) -> WrittenForm:
    bare = fold(written)
    if written.lower() == text or text in _indexed(written):
        return WrittenForm(text, items, written)
    # Of a compound the form alone would be etatsunis.
    return WrittenForm(text, items, bare if bare.lower() != text and text in _indexed(bare) else text)


def _indexed(written: str) -> set[str]:
    return {token.terms.accented or token.terms.exact for token in analyse(written)}


def _between(databases: Databases, first: str, end: str) -> Iterator[tuple[str, int, str]]:
    """Yield each form of the folded words from the first to the last one before an end.

    With its number of items, and as most items write its word.
    """
    ways = _ways_between(databases, first, end)
    for exact, forms in forms_between(databases, first, end).items():
        for form, items in forms.items():
            yield form, items, ways.get(exact, exact)


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
