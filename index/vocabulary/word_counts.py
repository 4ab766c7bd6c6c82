"""In how many items each word stands, counted in arrays by the numbers of `index.french.form_table`.

An archive's vocabulary is gathered from these counts. Texts are made of the numbers only when the dictionary
of forms is full, or when there are no more items.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.archive.document import Document
from index.french.form_table import NONE, FormTable, Integers
from index.french.occurrences import Occurrences, occurrences
from index.integers import changes, sorted_order

Columns = Sequence[Sequence[str] | Sequence[int]]
"""Of a table; JSON can hold them."""
ROWS = 10_000
"""Of a table that are in memory at once when it is gathered."""


class WordCounts(NamedTuple):
    """The words of some items; every number is one of items.

    Attributes:
        items: How many there are.
        words: Exact forms; their numbers; those of the items that write them without accents.
        forms: Exact forms; accented forms of them; their numbers.
        stems: Stems; their numbers.
        written: Exact forms; ways to write them; their numbers.
        titles: Titles by their exact forms, with spaces between; as they are written; places of their items.
    """

    items: int
    words: Columns
    forms: Columns
    stems: Columns
    written: Columns
    titles: Columns

    def pieces(self) -> Iterator["WordCounts"]:
        """Cut them into counts of fewer words, which add up to these."""
        yield _NONE._replace(items=self.items)
        for number, columns in enumerate(self[1:], 1):
            for first in range(0, len(columns[0]), ROWS):
                some = [column[first : first + ROWS] for column in columns]
                yield WordCounts._make((*_NONE[:number], some, *_NONE[number + 1 :]))


_NONE = WordCounts(0, *([()] * number for number in (3, 3, 2, 3, 3)))


class WordCounter:
    """Counts the words of items, run by run.

    Args:
        forms: What the numbers of all the words mean.
    """

    def __init__(self, forms: FormTable) -> None:
        self._forms = forms
        self._items = 0
        self._exact, self._plain, self._stems = _Tally(), _Tally(), _Tally()
        self._accented, self._written = _Ways(), _Ways()
        self._titles: tuple[list[str], list[str], list[int]] = ([], [], [])

    def add(self, titles: Sequence[str], words: Occurrences, first: int) -> None:
        """Count the words of a run.

        Args:
            titles: Of its items.
            words: Title and body of each item are two texts.
            first: Place of the first item in the archive, the newest first.
        """
        owners, is_plain = words.texts // 2, words.accented == NONE
        self._items += len(titles)
        self._exact.add(words.exact, owners)
        self._plain.add(words.exact[is_plain], owners[is_plain])
        self._stems.add(words.stems, owners)
        self._accented.add(words.accented, owners, words.exact)
        self._written.add(words.written, owners, words.exact)
        self._add_titles(titles, words, first)

    def counts(self) -> WordCounts:
        """Give what was counted."""
        terms = list(self._forms.terms)
        exact, items = self._exact.counted()
        stems, of_stems = self._stems.counted()
        plain = self._plain.of(exact)
        return WordCounts(
            self._items,
            (_named(exact, terms), items.tolist(), plain.tolist()),
            self._accented.columns(terms, terms),
            (_named(stems, list(self._forms.stems)), of_stems.tolist()),
            self._written.columns(list(self._forms.written), terms),
            self._titles,
        )

    def titles(self) -> WordCounts:
        """Give the titles since the last time, and forget them."""
        titles, self._titles = self._titles, ([], [], [])
        return _NONE._replace(titles=titles)

    def _add_titles(self, titles: Sequence[str], words: Occurrences, first: int) -> None:
        in_title = words.texts % 2 == 0
        exact = _named(words.exact[in_title], list(self._forms.terms))
        ends = np.searchsorted(words.texts[in_title], np.arange(0, 2 * len(titles), 2), side="right").tolist()
        joined, written, places = self._titles
        joined.extend(" ".join(exact[start:end]) for start, end in zip([0, *ends], ends, strict=False))
        written.extend(titles)
        places.extend(range(first, first + len(titles)))


def words_of(documents: Sequence[Document]) -> WordCounts:
    """Count the words of documents that are analysed for nothing else."""
    forms = FormTable()
    counter = WordCounter(forms)
    words = occurrences(forms, [text for document in documents for text in (document.title, document.body)])
    counter.add([document.title for document in documents], words, 0)
    return counter.counts()


class _Tally:
    """Counts in how many items numbers occur."""

    def __init__(self) -> None:
        self._counts = np.zeros(0, np.int64)

    def add(self, numbers: Integers, owners: Integers) -> None:
        """Count the items of a run; they rise."""
        order = sorted_order(numbers)
        numbers, owners = numbers[order], owners[order]
        added = np.bincount(numbers[changes(numbers) | changes(owners)], minlength=len(self._counts))
        added[: len(self._counts)] += self._counts
        self._counts = added

    def counted(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the numbers that occur, and in how many items."""
        found = np.flatnonzero(self._counts)
        return found, self._counts[found]

    def of(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Say in how many items some numbers occur."""
        return np.pad(self._counts, (0, max(0, numbers.max(initial=-1) + 1 - len(self._counts))))[numbers]


class _Ways:
    """Counts in how many items the ways to write words occur; NONE is none."""

    def __init__(self) -> None:
        self._tally = _Tally()
        self._exact = np.zeros(0, np.int32)

    def add(self, ways: Integers, owners: Integers, exact: Integers) -> None:
        """Count the items of a run; `exact` are the words."""
        kept = ways != NONE
        ways, exact = ways[kept], exact[kept]
        self._tally.add(ways, owners[kept])
        self._exact = np.pad(self._exact, (0, max(0, ways.max(initial=-1) + 1 - len(self._exact))))
        self._exact[ways] = exact

    def columns(self, texts: Sequence[str], terms: Sequence[str]) -> Columns:
        """Give the words, these ways, and their numbers of items."""
        found, items = self._tally.counted()
        return _named(self._exact[found], terms), _named(found, texts), items.tolist()


def _named(numbers: NDArray[np.signedinteger], texts: Sequence[str]) -> list[str]:
    return list(map(texts.__getitem__, numbers.tolist()))
