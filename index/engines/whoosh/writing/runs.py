"""Runs: consecutive documents that are analysed and inverted together, field by field."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.archive.document import Document, to_iso
from index.engines.whoosh.segment.layout import Kind
from index.engines.whoosh.segment.segment_writer import Terms
from index.engines.whoosh.writing.inversion import Inversion, Numbers
from index.fields import bulletin_ids, bulletin_names, places, source_names
from index.french.form_table import NONE, Forms, Integers, Numbered
from index.french.occurrences import Occurrences, occurrences
from index.integers import ranges
from index.ranking import MAX_FREQUENCY, weights


@dataclass(frozen=True, slots=True)
class InvertedField:
    """A field of a run.

    Attributes:
        name: Of the field.
        kind: What is kept of a term in a document.
        lengths: Of each document, unrounded; None where the field has none.
        postings: What the field holds.
    """

    name: str
    kind: Kind
    lengths: Numbers | None
    postings: Terms


def invert(documents: Sequence[Document], words: Occurrences, forms: Forms) -> Iterator[InvertedField]:
    """Give the fields of a run, by name; of the words of the documents, title and body are two texts each."""
    yield _values("bulletin", [bulletin_ids(document) for document in documents])
    yield _names("bulletin_words", map(bulletin_names, documents), forms)
    yield _values("date", [[to_iso(document.date)] for document in documents])
    yield _scoring_forms(words, len(documents), forms)
    yield _values("id", [[document.id] for document in documents])
    yield _values("source", [[document.source] for document in documents])
    yield _names("source_words", map(source_names, documents), forms)
    yield from _scoring_stems(words, len(documents), forms)


def _values(name: str, values: Sequence[Sequence[str]]) -> InvertedField:
    """Invert a field that takes its values as they are."""
    known = Numbered()
    terms = np.array([known[value] for each in values for value in each], np.int32)
    owners = _owners(np.fromiter(map(len, values), np.int32, len(values)))
    return InvertedField(name, "existence", None, Inversion(terms, owners, list(known)).existence())


def _names(name: str, texts: Iterable[str], forms: Forms) -> InvertedField:
    """Invert a field of names; many documents have the same."""
    known = Numbered()
    numbers = np.array([known[text] for text in texts], np.int32)
    words = occurrences(forms, list(known))
    counts = np.bincount(words.texts, minlength=len(known)).astype(np.int32)
    pieces = ranges((np.cumsum(counts) - counts)[numbers], counts[numbers])
    owners = _owners(counts[numbers])
    terms, owners, at = _either(words.exact[pieces], words.accented[pieces], owners, words.positions[pieces])
    inversion = Inversion(terms, owners, list(forms.terms))
    return InvertedField(name, "positions", None, inversion.postings(inversion.counts, at))


def _scoring_forms(words: Occurrences, documents: int, forms: Forms) -> InvertedField:
    """Invert the exact and the accented forms, with their places."""
    columns = (words.exact, words.accented, words.texts // 2, places(words), weights(words))
    order = _order(columns[2], columns[3])
    terms, owners, at, weight = _either(*(columns if order is None else (each[order] for each in columns)))
    inversion = Inversion(terms, owners, list(forms.terms))
    frequencies = np.minimum(inversion.sums(weight), MAX_FREQUENCY)
    lengths = _lengths(inversion, frequencies, documents)
    return InvertedField("forms", "positions", lengths, inversion.postings(frequencies, at))


def _scoring_stems(words: Occurrences, documents: int, forms: Forms) -> Iterator[InvertedField]:
    """Invert the stems; which of them stand in the title, and which nowhere else."""
    inversion = Inversion(words.stems, words.texts // 2, list(forms.stems))
    frequencies = np.minimum(inversion.sums(weights(words)), MAX_FREQUENCY)
    lengths = _lengths(inversion, frequencies, documents)
    yield InvertedField("stems", "existence", lengths, inversion.postings(frequencies))
    in_title = inversion.sums(words.texts % 2 == 0)
    yield InvertedField("title", "existence", None, inversion.existence(in_title > 0))
    yield InvertedField("title_only", "existence", None, inversion.existence(in_title == inversion.counts))


def _lengths(inversion: Inversion, frequencies: Numbers, documents: int) -> Numbers:
    return np.bincount(inversion.documents, frequencies, documents).astype(np.int64)


def _owners(counts: Integers) -> Integers:
    """Give the document of each of its terms."""
    return np.repeat(np.arange(len(counts), dtype=np.int32), counts)


def _order(owners: Integers, at: Integers) -> Numbers | None:
    """Sort by document and place, where they are not so sorted: after a long title."""
    falls = (at[1:] < at[:-1]) & (owners[1:] == owners[:-1])
    return np.lexsort((at, owners)) if falls.any() else None


def _either(exact: Integers, accented: Integers, *beside: Integers) -> tuple[Integers, ...]:
    """Put the accented form of each word behind its exact one, where it has one."""
    both = np.stack([exact, accented], axis=1).ravel()
    kept = both != NONE
    return both[kept], *(np.repeat(values, 2)[kept] for values in beside)
