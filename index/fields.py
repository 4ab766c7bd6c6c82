"""What the fields of an index hold of a document; every engine indexes the same.

- `stems` and `forms` score: weighted frequencies of title and body together, see `index.ranking`, with the
  length of each document. `forms` holds exact folded forms, and accented ones beside them, with their
  positions: phrases, and words that must be written just so.
- `title` and `title_only` hold stems: which documents have a word in any form in the title, and nowhere else.
- `source_words` and `bulletin_words` hold the names of sources and bulletins as words, for source: and
  bulletin:; `id`, `date`, `source` and `bulletin` hold their values as they are.

Title and body lie in one field of forms: a title from position 0 on, a body from BODY_FROM on, so that a
position says in which of them it is and no phrase runs from one into the other. What does not fit of a title
lies behind the body: it counts as body, and no phrase runs over the cut.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.archive.document import Document, to_iso
from index.french.form_table import NONE, FormTable, Integers, Numbered
from index.french.occurrences import Occurrences, occurrences
from index.french.tokenizer import PARAGRAPH_GAP
from index.integers import ranges
from index.inversion import Inversion, Numbers, PostingLists
from index.ranking import MAX_FREQUENCY, weights

BODY_FROM = 1024
TITLE_ROOM = BODY_FROM - PARAGRAPH_GAP
"""Positions of a title that lie before the body."""


@dataclass(frozen=True, slots=True)
class FieldPostings:
    """What a field holds of some documents, which are numbered from 0.

    Attributes:
        name: Name of the field.
        postings: Its posting lists.
        has_positions: Its postings have positions.
        lengths: Length of each document, unrounded; None where the field does not score.
    """

    name: str
    postings: PostingLists
    has_positions: bool = False
    lengths: Numbers | None = None


def invert(documents: Sequence[Document], words: Occurrences, forms: FormTable) -> Iterator[FieldPostings]:
    """Yield the fields of some documents, by name.

    Args:
        documents: One or more; numbered as they come.
        words: The words of these documents; title and body are two texts each.
        forms: What the numbers of these words stand for.
    """
    yield _values("bulletin", [bulletin_ids(document) for document in documents])
    yield _names("bulletin_words", map(bulletin_names, documents), forms)
    yield _values("date", [[to_iso(document.date)] for document in documents])
    yield _scoring_forms(words, len(documents), forms)
    yield _values("id", [[document.id] for document in documents])
    yield _values("source", [[document.source] for document in documents])
    yield _names("source_words", map(source_names, documents), forms)
    yield from _scoring_stems(words, len(documents), forms)


def source_names(document: Document) -> str:
    """Return the names of all who published a document, one a paragraph."""
    return _paragraphs([document.source, *(each.bulletin.source for each in document.appearances)])


def bulletin_names(document: Document) -> str:
    """Return the names of the bulletins of a document, one a paragraph."""
    return _paragraphs(each.bulletin.name for each in document.appearances)


def bulletin_ids(document: Document) -> list[str]:
    """Return the ids of the bulletins of a document."""
    return [appearance.bulletin.id for appearance in document.appearances]


def _paragraphs(names: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(names))


def positions(words: Occurrences) -> Integers:
    """Return the position in `forms` of each word; title and body of a document are two texts."""
    in_body = words.texts % 2 == 1
    at: Integers = words.positions + BODY_FROM * in_body
    late = ~in_body & (words.positions >= TITLE_ROOM)
    if late.any():
        behind_body = BODY_FROM + _last(words, words.texts[late] + 1) + 1 + PARAGRAPH_GAP
        at[late] += behind_body - TITLE_ROOM
    return at


def _last(words: Occurrences, texts: Integers) -> Integers:
    """Return the last position in each of some texts, -1 where it has none."""
    last = np.searchsorted(words.texts, texts, side="right") - 1
    found: Integers = np.where(words.texts[last] == texts, words.positions[last], -1)
    return found


def _values(name: str, values: Sequence[Sequence[str]]) -> FieldPostings:
    """Invert a field that takes its values as they are."""
    known = Numbered()
    terms = np.array([known[value] for each in values for value in each], np.int32)
    owners = _owners(np.fromiter(map(len, values), np.int32, len(values)))
    return FieldPostings(name, Inversion(terms, owners, list(known)).existence())


def _names(name: str, texts: Iterable[str], forms: FormTable) -> FieldPostings:
    """Invert a field of names; many documents have the same."""
    known = Numbered()
    numbers = np.array([known[text] for text in texts], np.int32)
    words = occurrences(forms, list(known))
    counts = np.bincount(words.texts, minlength=len(known)).astype(np.int32)
    pieces = ranges((np.cumsum(counts) - counts)[numbers], counts[numbers])
    owners = _owners(counts[numbers])
    terms, owners, at = _either(words.exact[pieces], words.accented[pieces], owners, words.positions[pieces])
    inversion = Inversion(terms, owners, list(forms.terms))
    return FieldPostings(name, inversion.posting_lists(inversion.counts, at), has_positions=True)


def _scoring_forms(words: Occurrences, documents: int, forms: FormTable) -> FieldPostings:
    """Invert the exact and the accented forms, with their positions."""
    columns = (words.exact, words.accented, words.texts // 2, positions(words), weights(words))
    order = _order(columns[2], columns[3])
    terms, owners, at, weight = _either(*(columns if order is None else (each[order] for each in columns)))
    inversion = Inversion(terms, owners, list(forms.terms))
    frequencies = np.minimum(inversion.sums(weight), MAX_FREQUENCY)
    lengths = _lengths(inversion, frequencies, documents)
    return FieldPostings(
        "forms", inversion.posting_lists(frequencies, at), has_positions=True, lengths=lengths
    )


def _scoring_stems(words: Occurrences, documents: int, forms: FormTable) -> Iterator[FieldPostings]:
    """Invert the stems; which of them stand in the title, and which nowhere else."""
    inversion = Inversion(words.stems, words.texts // 2, list(forms.stems))
    frequencies = np.minimum(inversion.sums(weights(words)), MAX_FREQUENCY)
    lengths = _lengths(inversion, frequencies, documents)
    yield FieldPostings("stems", inversion.posting_lists(frequencies), lengths=lengths)
    in_title = inversion.sums(words.texts % 2 == 0)
    yield FieldPostings("title", inversion.existence(in_title > 0))
    yield FieldPostings("title_only", inversion.existence(in_title == inversion.counts))


def _lengths(inversion: Inversion, frequencies: Numbers, documents: int) -> Numbers:
    return np.bincount(inversion.documents, frequencies, documents).astype(np.int64)


def _owners(counts: Integers) -> Integers:
    """Return the document of each of its terms."""
    return np.repeat(np.arange(len(counts), dtype=np.int32), counts)


def _order(owners: Integers, at: Integers) -> NDArray[np.int64] | None:
    """Return the order by document and position; None where that is how they come: a long title is late."""
    falls = (at[1:] < at[:-1]) & (owners[1:] == owners[:-1])
    return np.lexsort((at, owners)) if falls.any() else None


def _either(exact: Integers, accented: Integers, *beside: Integers) -> tuple[Integers, ...]:
    """Put the accented form of each word behind its exact one, where it has one."""
    both = np.stack([exact, accented], axis=1).ravel()
    kept = both != NONE
    return both[kept], *(np.repeat(values, 2)[kept] for values in beside)
