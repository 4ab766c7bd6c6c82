"""Documents as a cluster gets them, and as they are read back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from index.archive.document import Document, digest, to_iso
from index.archive.stored_document import to_stored
from index.engines.opensearch.mapping import EARLIER, HOLE, JSON, SEPARATOR
from index.fields import BODY_FROM, FieldPostings, bulletin_ids, document_ids, invert, version_days
from index.french.form_table import FormTable
from index.french.occurrences import Occurrences, occurrences
from index.french.tokenizer import PARAGRAPH_GAP
from index.ranking import FIELDS

Places = list[tuple[int, str]]
"""Positions with their terms."""


def key(document_id: str) -> str:
    """Return the id of a document on the cluster, which takes none of more than 512 bytes."""
    return digest([document_id])


def rows(documents: Sequence[Document], words: Occurrences, forms: FormTable) -> Iterator[JSON]:
    """Yield each of some documents with all its fields; for the arguments see `index.fields.invert`."""
    fields = {field.name: field for field in invert(documents, words, forms)}
    scoring = {name: _weighted(fields[name], len(documents)) for name in FIELDS}
    titles = {name: _terms(fields[name], len(documents)) for name in ("title", "title_only")}
    names = {name: _places(fields[f"{name}_words"], len(documents)) for name in ("source", "bulletin")}
    places = _places(fields["forms"], len(documents))
    for number, document in enumerate(documents):
        row = _values(document)
        row |= {name: each[number] for name, each in (scoring | titles).items()}
        row["title_places"] = in_order(each for each in places[number] if each[0] < BODY_FROM)
        row["body_places"] = in_order(each for each in places[number] if each[0] >= BODY_FROM)
        for name, each in names.items():
            row[f"{name}_words"] = in_order(each[number])
            row[f"{name}_forms"] = sorted({term for _, term in each[number]})
        if earlier := list(_earlier(document, forms)):
            row[EARLIER] = earlier
        yield row


def _earlier(document: Document, forms: FormTable) -> Iterator[JSON]:
    """Yield a document as it would be with each of its earlier texts."""
    texts = [
        replace(document, title=each.title, body=each.body, versions=()) for each in document.versions[:-1]
    ]
    words = occurrences(forms, [text for each in texts for text in (each.title, each.body)])
    for number, row in enumerate(rows(texts, words, forms) if texts else ()):
        del row["stored"]
        yield row | {"number": number}


def _values(document: Document) -> JSON:
    """Return the fields of a document that hold values as they are, and what is stored."""
    day = to_iso(document.date)
    dated: JSON = {"date": day, "month": day[: len("2024-01")]} if day else {}
    values = {
        "id": document.id,
        "source": document.source,
        "place": document.place_key,
        "date_origin": document.origin,
    }
    if document.versions:
        dated |= {"version_ids": document_ids(document)[1:], "version_days": version_days(document)}
    return {**values, **dated, "bulletin": bulletin_ids(document), "stored": to_stored(document)}


def _weighted(field: FieldPostings, total: int) -> list[str]:
    """Return the terms of each document with their weighted frequencies, as one text."""
    texts: list[list[str]] = [[] for _ in range(total)]
    frequencies = field.postings.weights.tolist()
    for (document, term), frequency in zip(_postings(field), frequencies, strict=True):
        texts[document].append(f"{term}{SEPARATOR}{frequency}")
    return [" ".join(each) for each in texts]


def _terms(field: FieldPostings, total: int) -> list[list[str]]:
    """Return the terms of each document."""
    found: list[list[str]] = [[] for _ in range(total)]
    for document, term in _postings(field):
        found[document].append(term)
    return found


def _places(field: FieldPostings, total: int) -> list[Places]:
    """Return the positions of each document, in no order."""
    found: list[Places] = [[] for _ in range(total)]
    ends = np.cumsum(field.postings.counts).tolist()
    positions, begin = field.postings.positions.tolist(), 0
    for (document, term), end in zip(_postings(field), ends, strict=True):
        found[document] += ((position, term) for position in positions[begin:end])
        begin = end
    return found


def _postings(field: FieldPostings) -> Iterator[tuple[int, str]]:
    """Yield document number and term of each posting."""
    freqs = field.postings.doc_freqs.tolist()
    terms = chain.from_iterable(
        [text.decode()] * freq for text, freq in zip(field.postings.texts, freqs, strict=True)
    )
    return zip(field.postings.documents.tolist(), terms, strict=True)


def in_order(places: Iterable[tuple[int, str]]) -> list[str]:
    """Return texts whose tokens stand as far from each other as some positions do.

    Paragraphs are texts of their own; any other gap is filled with a HOLE for each position.
    """
    at: dict[int, list[str]] = {}
    for position, term in sorted(places):
        at.setdefault(position, []).append(term)
    texts: list[list[str]] = [[]]
    last = min(at, default=0) - 1
    for position, terms in at.items():
        missing = position - last - 1
        if missing == PARAGRAPH_GAP:
            texts.append([])
        else:
            texts[-1] += [HOLE] * missing
        texts[-1].append(SEPARATOR.join(terms))
        last = position
    return [" ".join(each) for each in texts if each]
