"""What the fields of an index hold of a document; every engine indexes the same.

- `stems`, `forms` and `beginnings` score. They hold the weighted frequencies of title and body together, see
  `index.ranking`, and the length of each document. `forms` holds the exact folded form of each word, its
  accented form under the same position, and positions: for phrases, and for words that must match exactly.
  `beginnings` holds those of all words but stop words; they score, and find nothing.
- `title` holds the stems of the title, `title_only` those of them that the body lacks.
- `source_words` and `bulletin_words` hold the names of sources and bulletins as words, for source: and
  bulletin:. `id`, `date`, `date_origin`, `source` and `bulletin` hold their values as they are,
  `place` the `Document.place_key`, which sorts the documents of one source and day.
- `earlier` holds the numbers of the earlier texts of a document, from 0. `earlier_forms`, `earlier_stems`,
  `earlier_title` and `earlier_title_only` hold what the fields of these names hold, of these texts; each term
  follows the number of its text, so that a query is answered by one. They neither score nor count elsewhere.
- `version_ids` and `version_days` hold the ids and the days of the versions of a document, where these are
  not its own.

Title and body share the field `forms`: a title has the positions from 0 on, a body those from BODY_FROM on.
So a position says in which of them it lies, and no phrase runs from one into the other. Words of a title
beyond TITLE_ROOM get positions after the body’s last: they count as body, and no phrase runs over the cut.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

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
EARLIER = "earlier"
EARLIER_FIELDS = ("forms", "stems", "title", "title_only")
"""Fields that earlier texts have, too; in the order of names."""


@dataclass(frozen=True, slots=True)
class FieldPostings:
    """The inverted index of one field, over documents numbered from 0.

    Attributes:
        name: Name of the field.
        postings: Posting lists of all its terms.
        has_positions: The posting lists have positions.
        lengths: Length of each document, unrounded; None where the field does not score.
    """

    name: str
    postings: PostingLists
    has_positions: bool = False
    lengths: Numbers | None = None


def invert(documents: Sequence[Document], words: Occurrences, forms: FormTable) -> Iterator[FieldPostings]:
    """Invert documents; yield every field, in the order of their names.

    Args:
        documents: Numbered from 0 as they come.
        words: The words of their titles and bodies: texts 2n and 2n + 1 are those of document n.
        forms: The table in which `words` are numbered; the names of sources and bulletins are added to it.
    """
    yield _scoring_beginnings(words, len(documents), forms)
    yield _values("bulletin", [bulletin_ids(document) for document in documents])
    yield _names("bulletin_words", map(bulletin_names, documents), forms)
    yield _values("date", [[to_iso(document.date)] for document in documents])
    yield _values("date_origin", [[document.origin] for document in documents])
    yield from _earlier(documents, forms)
    yield _scoring_forms(words, len(documents), forms)
    yield _values("id", [[document.id] for document in documents])
    yield _values("place", [[document.place_key] for document in documents])
    yield _values("source", [[document.source] for document in documents])
    yield _names("source_words", map(source_names, documents), forms)
    yield from _scoring_stems(words, len(documents), forms)
    if any(document.versions for document in documents):
        yield _values("version_days", list(map(version_days, documents)))
        yield _values("version_ids", [document_ids(document)[1:] for document in documents])


def version_days(document: Document) -> list[str]:
    """Return the days of the versions of a document, ISO dates, each once, without its own day."""
    days = dict.fromkeys(to_iso(each.date) for each in document.versions)
    return [day for day in days if day not in ("", to_iso(document.date))]


def document_ids(document: Document) -> list[str]:
    """Return the ids that lead to a document, its own first."""
    return list(dict.fromkeys((document.id, *(each.id for each in document.versions))))


def earlier_field(name: str) -> str:
    """Return the name of the field in which earlier texts have what newest texts have in another one."""
    return f"{EARLIER}_{name}"


def earlier_term(version: int, term: str) -> str:
    """Return a term of an earlier text as its field has it; the version counts from 0."""
    return f"{version_term(version)} {term}"


def version_term(version: int) -> str:
    """Return the term of an earlier text in the field EARLIER; the version counts from 0."""
    return f"{version:06x}"


def _earlier(documents: Sequence[Document], forms: FormTable) -> Iterator[FieldPostings]:
    """Invert the earlier texts of documents; nothing where there are none."""
    found: dict[str, list[FieldPostings]] = {name: [] for name in EARLIER_FIELDS}
    for version in range(max((len(document.versions) for document in documents), default=0) - 1):
        numbers = [at for at, document in enumerate(documents) if len(document.versions) > version + 1]
        texts = [documents[at].versions[version] for at in numbers]
        words = occurrences(forms, [text for each in texts for text in (each.title, each.body)])
        inverted = (_scoring_forms(words, len(texts), forms), *_scoring_stems(words, len(texts), forms))
        for field in inverted:
            if len(field.postings.texts):
                found[field.name].append(_of_version(field, version, np.array(numbers, np.int32)))
    if any(found.values()):
        earlier = (range(len(document.versions) - 1) for document in documents)
        yield _values(EARLIER, [list(map(version_term, each)) for each in earlier])
    for name, fields in found.items():
        if fields:
            yield FieldPostings(earlier_field(name), _joined(fields), fields[0].has_positions)


def _of_version(field: FieldPostings, version: int, numbers: Integers) -> FieldPostings:
    """Return a field of earlier texts with the terms of their version, and the numbers of their documents."""
    lists = field.postings
    texts = [earlier_term(version, text.decode()).encode() for text in lists.texts]
    ones = np.ones(len(lists.documents), np.int64)
    return replace(
        field, postings=lists._replace(texts=texts, documents=numbers[lists.documents], weights=ones)
    )


def _joined(fields: Sequence[FieldPostings]) -> PostingLists:
    """Join the posting lists of fields whose terms follow each other."""
    texts, *arrays = zip(*(field.postings for field in fields), strict=True)
    return PostingLists([text for each in texts for text in each], *map(np.concatenate, arrays))


def source_names(document: Document) -> str:
    """Return the names of all sources that published a document, each a paragraph of its own."""
    return _paragraphs([document.source, *(each.bulletin.source for each in document.appearances)])


def bulletin_names(document: Document) -> str:
    """Return the names of the bulletins of a document, each a paragraph of its own."""
    return _paragraphs(each.bulletin.name for each in document.appearances)


def bulletin_ids(document: Document) -> list[str]:
    """Return the ids of the bulletins that a document appeared in."""
    return [appearance.bulletin.id for appearance in document.appearances]


def _paragraphs(names: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(names))


def positions_in_forms(words: Occurrences) -> Integers:
    """Return the position in `forms` of each word of titles and bodies."""
    in_body = words.texts % 2 == 1
    found: Integers = words.positions + BODY_FROM * in_body
    is_late = ~in_body & (words.positions >= TITLE_ROOM)
    if is_late.any():
        behind_body = BODY_FROM + _last_positions(words, words.texts[is_late] + 1) + 1 + PARAGRAPH_GAP
        found[is_late] += behind_body - TITLE_ROOM
    return found


def _last_positions(words: Occurrences, texts: Integers) -> Integers:
    """Return the last position within each of some texts, -1 for a text without a word."""
    last = np.searchsorted(words.texts, texts, side="right") - 1
    found: Integers = np.where(words.texts[last] == texts, words.positions[last], -1)
    return found


def _values(name: str, values: Sequence[Sequence[str]]) -> FieldPostings:
    """Invert a field whose terms are the values of each document, as they are."""
    known = Numbered()
    terms = np.array([known[value] for each in values for value in each], np.int32)
    documents = _repeated(np.fromiter(map(len, values), np.int32, len(values)))
    return FieldPostings(name, Inversion(terms, documents, list(known)).existence())


def _names(name: str, texts: Iterable[str], forms: FormTable) -> FieldPostings:
    """Invert a field of names, one text a document; each distinct text is analysed once."""
    known = Numbered()
    numbers = np.array([known[text] for text in texts], np.int32)
    words = occurrences(forms, list(known))
    counts = np.bincount(words.texts, minlength=len(known)).astype(np.int32)
    chosen = ranges((np.cumsum(counts) - counts)[numbers], counts[numbers])
    documents, positions = _repeated(counts[numbers]), words.positions[chosen]
    terms, which = _exact_and_accented(words.exact[chosen], words.accented[chosen])
    inversion = Inversion(terms, documents[which], list(forms.terms))
    postings = inversion.posting_lists(inversion.counts, positions[which])
    return FieldPostings(name, postings, has_positions=True)


def _scoring_beginnings(words: Occurrences, total: int, forms: FormTable) -> FieldPostings:
    """Invert the beginnings of the words of `total` documents."""
    chosen = np.flatnonzero(words.beginnings != NONE)
    inversion = Inversion(words.beginnings[chosen], words.texts[chosen] // 2, list(forms.beginnings))
    frequencies = np.minimum(inversion.sums(weights(words)[chosen]), MAX_FREQUENCY)
    postings = inversion.posting_lists(frequencies)
    return FieldPostings("beginnings", postings, lengths=_lengths(inversion, frequencies, total))


def _scoring_forms(words: Occurrences, total: int, forms: FormTable) -> FieldPostings:
    """Invert the exact and the accented forms of all words of `total` documents, with their positions."""
    terms, which = _exact_and_accented(words.exact, words.accented)
    documents, positions = words.texts[which] // 2, positions_in_forms(words)[which]
    order = _order(documents, positions)
    inversion = Inversion(terms[order], documents[order], list(forms.terms))
    frequencies = np.minimum(inversion.sums(weights(words)[which][order]), MAX_FREQUENCY)
    postings = inversion.posting_lists(frequencies, positions[order])
    lengths = _lengths(inversion, frequencies, total)
    return FieldPostings("forms", postings, has_positions=True, lengths=lengths)


def _scoring_stems(words: Occurrences, total: int, forms: FormTable) -> Iterator[FieldPostings]:
    """Invert the stems of all words of `total` documents; then those in titles, and those only there."""
    inversion = Inversion(words.stems, words.texts // 2, list(forms.stems))
    frequencies = np.minimum(inversion.sums(weights(words)), MAX_FREQUENCY)
    lengths = _lengths(inversion, frequencies, total)
    yield FieldPostings("stems", inversion.posting_lists(frequencies), lengths=lengths)
    in_title = inversion.sums(words.texts % 2 == 0)
    yield FieldPostings("title", inversion.existence(in_title > 0))
    yield FieldPostings("title_only", inversion.existence(in_title == inversion.counts))


def _lengths(inversion: Inversion, frequencies: Numbers, total: int) -> Numbers:
    """Sum the frequencies of each of `total` documents."""
    return np.bincount(inversion.documents, frequencies, total).astype(np.int64)


def _repeated(counts: Integers) -> Integers:
    """Return each document number as often as the document has terms."""
    return np.repeat(np.arange(len(counts), dtype=np.int32), counts)


def _order(documents: Integers, positions: Integers) -> NDArray[np.int64] | slice:
    """Return what sorts by document and position; needed after a long title, whose rest follows the body."""
    falls = (positions[1:] < positions[:-1]) & (documents[1:] == documents[:-1])
    return np.lexsort((positions, documents)) if falls.any() else slice(None)


def _exact_and_accented(exact: Integers, accented: Integers) -> tuple[Integers, NDArray[np.int64]]:
    """Return the exact form of each word, followed by its accented one if any; and the word of each form."""
    both = np.stack([exact, accented], axis=1).ravel()
    kept = np.flatnonzero(both != NONE)
    return both[kept], kept // 2
