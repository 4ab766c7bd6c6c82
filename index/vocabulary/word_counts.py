"""Number of items that hold each word, counted in arrays by the numbers of `index.french.form_table`.

The vocabulary of an archive is gathered from these counts. Numbers become texts only when the form table is
full, or when there are no more items.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.archive.document import Document
from index.french.form_table import NONE, FormTable, Integers
from index.french.occurrences import Occurrences, occurrences
from index.integers import changes, sorted_order

Columns = Sequence[Sequence[str] | Sequence[int]]
"""Columns of a table, all of one length; they can be written as JSON."""
ROWS = 10_000
"""Most rows of a table that are in memory at once when the table is gathered."""


class WordCounts(NamedTuple):
    """The words of some items, as columns of tables.

    Attributes:
        items: Number of items.
        words: Exact forms; number of items that hold each; of these, number that write it without accents.
        forms: Exact forms; an accented form of each; number of items that hold the accented form.
        stems: Stems; number of items that hold each.
        written: Exact forms; a way to write each; number of items that write it so.
        titles: Exact forms of each title with spaces between; the title as written; `day_number` of its item.
    """

    items: int
    words: Columns
    forms: Columns
    stems: Columns
    written: Columns
    titles: Columns

    def pieces(self) -> Iterator["WordCounts"]:
        """Yield the same counts in parts of at most `ROWS` rows."""
        yield _NO_COUNTS._replace(items=self.items)
        for number, columns in enumerate(self[1:], 1):
            for first in range(0, len(columns[0]), ROWS):
                some = [column[first : first + ROWS] for column in columns]
                yield WordCounts._make((*_NO_COUNTS[:number], some, *_NO_COUNTS[number + 1 :]))


_NO_COUNTS = WordCounts(0, *([()] * number for number in (3, 3, 2, 3, 3)))


class WordCounter:
    """Counts the words of items, run by run.

    Args:
        forms: The form table that numbers the words of all runs.
    """

    def __init__(self, forms: FormTable) -> None:
        self._forms = forms
        self._items = 0
        self._exact, self._plain, self._stems = _Tally(), _Tally(), _Tally()
        self._accented, self._written = _Spellings(), _Spellings()
        self._titles: tuple[list[str], list[str], list[int]] = ([], [], [])

    def add(self, titles: Sequence[str], words: Occurrences, days: Iterable[int]) -> None:
        """Count the words of a run.

        Args:
            titles: Title of each item.
            words: The words of the run; title and body of each item are two texts.
            days: `day_number` of each item.
        """
        owners, has_form = words.texts // 2, words.exact != NONE
        is_plain = has_form & (words.accented == NONE)
        self._items += len(titles)
        self._exact.add(words.exact[has_form], owners[has_form])
        self._plain.add(words.exact[is_plain], owners[is_plain])
        self._stems.add(words.stems, owners)
        self._accented.add(words.accented, owners, words.exact)
        self._written.add(words.written, owners, words.exact)
        self._add_titles(titles, words, days)

    def counts(self) -> WordCounts:
        """Return the counts of all runs, with the titles since the last call of `titles`."""
        terms = list(self._forms.terms)
        exact, items = self._exact.counted()
        stems, stem_items = self._stems.counted()
        plain = self._plain.of(exact)
        return WordCounts(
            self._items,
            (_named(exact, terms), items.tolist(), plain.tolist()),
            self._accented.columns(terms, terms),
            (_named(stems, list(self._forms.stems)), stem_items.tolist()),
            self._written.columns(list(self._forms.written), terms),
            self._titles,
        )

    def titles(self) -> WordCounts:
        """Return the titles since the last call, and forget them."""
        titles, self._titles = self._titles, ([], [], [])
        return _NO_COUNTS._replace(titles=titles)

    def _add_titles(self, titles: Sequence[str], words: Occurrences, days: Iterable[int]) -> None:
        in_title = (words.texts % 2 == 0) & (words.exact != NONE)
        exact = _named(words.exact[in_title], list(self._forms.terms))
        ends = np.searchsorted(words.texts[in_title], np.arange(0, 2 * len(titles), 2), side="right").tolist()
        joined, written, all_days = self._titles
        joined.extend(" ".join(exact[start:end]) for start, end in zip([0, *ends], ends, strict=False))
        written.extend(titles)
        all_days.extend(days)


def words_of(documents: Sequence[Document]) -> WordCounts:
    """Analyse documents and count their words."""
    forms = FormTable()
    counter = WordCounter(forms)
    words = occurrences(forms, [text for document in documents for text in (document.title, document.body)])
    counter.add([document.title for document in documents], words, map(day_number, documents))
    return counter.counts()


def day_number(document: Document) -> int:
    """Return a number that is higher for a later day; 0 for a document without one."""
    return document.date.toordinal() if document.date else 0


class _Tally:
    """Number of items in which each number occurs."""

    def __init__(self) -> None:
        self._counts = np.zeros(0, np.int64)

    def add(self, numbers: Integers, owners: Integers) -> None:
        """Count the items of a run.

        Args:
            numbers: Number of each occurrence.
            owners: Item of each occurrence, ascending; a run has its own items.
        """
        order = sorted_order(numbers)
        numbers, owners = numbers[order], owners[order]
        added = np.bincount(numbers[changes(numbers) | changes(owners)], minlength=len(self._counts))
        added[: len(self._counts)] += self._counts
        self._counts = added

    def counted(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the numbers that occur, ascending, and the number of items of each."""
        found = np.flatnonzero(self._counts)
        return found, self._counts[found]

    def of(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the number of items in which each of some numbers occurs."""
        return np.pad(self._counts, (0, max(0, numbers.max(initial=-1) + 1 - len(self._counts))))[numbers]


class _Spellings:
    """Number of items in which each spelling of a word occurs, an accented form or a way to write it."""

    def __init__(self) -> None:
        self._tally = _Tally()
        self._exact = np.zeros(0, np.int32)

    def add(self, spellings: Integers, owners: Integers, exact: Integers) -> None:
        """Count the items of a run.

        Args:
            spellings: Spelling of each occurrence; those that are NONE are not counted.
            owners: Item of each occurrence, ascending; a run has its own items.
            exact: Exact form of each occurrence.
        """
        kept = spellings != NONE
        spellings, exact = spellings[kept], exact[kept]
        self._tally.add(spellings, owners[kept])
        self._exact = np.pad(self._exact, (0, max(0, spellings.max(initial=-1) + 1 - len(self._exact))))
        self._exact[spellings] = exact

    def columns(self, texts: Sequence[str], terms: Sequence[str]) -> Columns:
        """Return the exact form, the text and the number of items of each spelling.

        Args:
            texts: Text of each spelling by its number.
            terms: Exact forms by their numbers.
        """
        found, items = self._tally.counted()
        return _named(self._exact[found], terms), _named(found, texts), items.tolist()


def _named(numbers: NDArray[np.signedinteger], texts: Sequence[str]) -> list[str]:
    return list(map(texts.__getitem__, numbers.tolist()))
