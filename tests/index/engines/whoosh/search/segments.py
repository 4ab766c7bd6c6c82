"""Segments of documents, written the plain way: term by term."""

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from index import Document
from index.engines.whoosh.segment.layout import Kind
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.segment.segment_writer import Lengths, SegmentFileWriter
from index.fields import BODY_FROM
from index.french.analysis import Token, analyse
from index.inversion import PostingLists
from tests.index.plain_fields import frequencies

KINDS: dict[str, Kind] = {
    "stems": "frequencies",
    "beginnings": "frequencies",
    "forms": "positions",
    "source_words": "positions",
    "bulletin_words": "positions",
}


@dataclass
class Held:
    """What is kept of a term in a document."""

    frequency: int = 1
    places: list[int] = field(default_factory=list)


def segment(documents: Sequence[Document]) -> SegmentFile:
    """Make a segment of some documents, numbered in their order."""
    found: dict[str, dict[str, dict[int, Held]]] = defaultdict(lambda: defaultdict(dict))
    for number, document in enumerate(documents):
        for name, terms in fields(document).items():
            for term, held in terms.items():
                found[name][term][number] = held
    with tempfile.TemporaryDirectory() as folder:
        writer = SegmentFileWriter(Path(folder) / "MAIN.arrays")
        for name, terms in sorted(found.items()):
            lengths = np.zeros(len(documents), dtype=np.int64)
            for holders in terms.values():
                for number, held in holders.items():
                    lengths[number] += held.frequency
            writer.begin_field(name, KINDS.get(name, "existence"), Lengths.of(lengths))
            writer.add_terms(_terms(terms))
            writer.end_field()
        for document in documents:
            writer.store(document.id.encode())
        writer.close()
        return SegmentFile(Path(folder) / "MAIN.arrays")


def _terms(terms: Mapping[str, Mapping[int, Held]]) -> PostingLists:
    texts = sorted(terms, key=str.encode)
    postings = [posting for text in texts for posting in terms[text].items()]
    return PostingLists(
        [text.encode() for text in texts],
        np.array([len(terms[text]) for text in texts]),
        np.array([number for number, _ in postings]),
        np.array([held.frequency for _, held in postings]),
        np.array([len(held.places) for _, held in postings]),
        np.array([place for _, held in postings for place in held.places], dtype=np.int64),
    )


def fields(document: Document) -> dict[str, dict[str, Held]]:
    """Give what is indexed of a document: by field, by term."""
    title, body = analyse(document.title), analyse(document.body)
    stems = [{token.terms.stem for token in tokens} for tokens in (title, body)]
    forms = _places(title)
    for term, more in _places(body).items():
        forms[term] = [*forms.get(term, []), *(BODY_FROM + place for place in more)]
    counted = frequencies(title, body, "forms")
    return {
        "stems": {term: Held(count) for term, count in frequencies(title, body, "stems").items()},
        "beginnings": {term: Held(count) for term, count in frequencies(title, body, "beginnings").items()},
        "forms": {term: Held(counted[term], places) for term, places in forms.items()},
        "title": {term: Held() for term in stems[0]},
        "title_only": {term: Held() for term in stems[0] - stems[1]},
        "source_words": _names([document.source, *(each.bulletin.source for each in document.appearances)]),
        "bulletin_words": _names([each.bulletin.name for each in document.appearances]),
        "bulletin": {each.bulletin.id: Held() for each in document.appearances},
        "id": {document.id: Held()},
        "place": {document.place_key: Held()},
        "source": {document.source: Held()},
        "date": {document.date.isoformat() if document.date else "": Held()},
        "date_origin": {document.origin: Held()},
    }


def _names(names: Sequence[str]) -> dict[str, Held]:
    found = _places(analyse("\n\n".join(dict.fromkeys(names))))
    return {term: Held(len(places), places) for term, places in found.items()}


def _places(tokens: Iterable[Token]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for token in tokens:
        for term in filter(None, (token.terms.exact, token.terms.accented)):
            found[term].append(token.position)
    return found
