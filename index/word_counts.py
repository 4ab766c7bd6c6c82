"""In how many items of a run each word stands, counted in arrays: what a vocabulary is gathered from."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.document import Document
from index.forms import NONE, Forms, Integers
from index.occurrences import Occurrences, changes, occurrences, sorted_order

Columns = Sequence[Sequence[str] | Sequence[int]]
"""Of a table; JSON can hold them."""


class WordCounts(NamedTuple):
    """The words of some items; every number is one of items.

    Attributes:
        items: How many there are.
        words: Exact forms; their numbers; those of the items that write them without accents.
        forms: Exact forms; accented forms of them; their numbers.
        stems: Stems; their numbers.
        written: Exact forms; ways to write them; their numbers.
        titles: Titles by their exact forms, with spaces between; as they are written. The newest first.
    """

    items: int
    words: Columns
    forms: Columns
    stems: Columns
    written: Columns
    titles: Columns


def count_words(titles: Sequence[str], words: Occurrences, forms: Forms) -> WordCounts:
    """Count the words of items, of which title and body are two texts each."""
    terms, stems, written = list(forms.terms), list(forms.stems), list(forms.written)
    owners, is_plain = words.texts // 2, words.accented == NONE
    exact, items = _counted(words.exact, owners)
    plain = np.zeros(len(terms), np.int64)
    plain.put(*_counted(words.exact[is_plain], owners[is_plain]))
    stem, of_stem = _counted(words.stems, owners)
    return WordCounts(
        len(titles),
        (_named(exact, terms), items.tolist(), plain[exact].tolist()),
        _ways(words.accented, words.exact, owners, terms, terms),
        (_named(stem, stems), of_stem.tolist()),
        _ways(words.written, words.exact, owners, written, terms),
        _titles(titles, words, terms),
    )


def words_of(documents: Sequence[Document]) -> WordCounts:
    """Count the words of documents that are analysed for nothing else."""
    forms = Forms()
    words = occurrences(forms, [text for document in documents for text in (document.title, document.body)])
    return count_words([document.title for document in documents], words, forms)


def _counted(numbers: Integers, owners: Integers) -> tuple[Integers, NDArray[np.int64]]:
    """Give the numbers that occur, rising, and how many owners each has; owners rise."""
    order = sorted_order(numbers)
    numbers, owners = numbers[order], owners[order]
    once = numbers[changes(numbers) | changes(owners)]
    first = np.flatnonzero(changes(once))
    return once[first], np.diff(first, append=len(once))


def _ways(
    ways: Integers, exact: Integers, owners: Integers, texts: Sequence[str], terms: Sequence[str]
) -> Columns:
    """Count the ways to write words, NONE left out."""
    kept = ways != NONE
    found, items = _counted(ways[kept], owners[kept])
    its_exact = np.zeros(len(texts), np.int32)
    its_exact[ways[kept]] = exact[kept]
    return _named(its_exact[found], terms), _named(found, texts), items.tolist()


def _named(numbers: Integers, texts: Sequence[str]) -> list[str]:
    return list(map(texts.__getitem__, numbers.tolist()))


def _titles(titles: Sequence[str], words: Occurrences, terms: Sequence[str]) -> Columns:
    in_title = words.texts % 2 == 0
    exact = _named(words.exact[in_title], terms)
    ends = np.searchsorted(words.texts[in_title], np.arange(0, 2 * len(titles), 2), side="right").tolist()
    joined = [" ".join(exact[start:end]) for start, end in zip([0, *ends], ends, strict=False)]
    return joined, titles
