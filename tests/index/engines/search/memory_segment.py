"""A segment in memory, made the plain way, that answers as `SegmentFile` does."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import cast

import numpy as np

from index import Document
from index.analysis import Token, analyse
from index.engines.whoosh.segment.segment_file import FieldInfo, SegmentFile
from index.ranking import LENGTHS, frequencies, length_bytes, norm, saturation

BODY_FROM = 1024


@dataclass
class Held:
    """What is kept of a term in a document."""

    frequency: int = 1
    places: list[int] = field(default_factory=list)


Fields = Mapping[str, Mapping[str, Mapping[int, Held]]]
"""By field, term and document."""


def places(tokens: Iterable[Token]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for token in tokens:
        for term in filter(None, (token.terms.exact, token.terms.accented)):
            found[term].append(token.position)
    return found


def fields(document: Document) -> dict[str, dict[str, Held]]:
    title, body = analyse(document.title), analyse(document.body)
    stems = [{token.terms.stem for token in tokens} for tokens in (title, body)]
    forms = places(title)
    for term, more in places(body).items():
        forms[term] = [*forms.get(term, []), *(BODY_FROM + place for place in more)]
    sources = [document.source, *(each.bulletin.source for each in document.appearances)]
    names = [each.bulletin.name for each in document.appearances]
    return {
        "stems": {term: Held(count) for term, count in frequencies(title, body, "stems").items()},
        "forms": {
            term: Held(count, forms[term]) for term, count in frequencies(title, body, "forms").items()
        },
        "title": {term: Held() for term in stems[0]},
        "title_only": {term: Held() for term in stems[0] - stems[1]},
        "source_words": {term: Held(len(at), at) for term, at in words(sources).items()},
        "bulletin_words": {term: Held(len(at), at) for term, at in words(names).items()},
        "id": {document.id: Held()},
        "source": {document.source: Held()},
        "date": {document.date.isoformat() if document.date else "": Held()},
    }


def words(names: Sequence[str]) -> dict[str, list[int]]:
    return places(analyse("\n\n".join(dict.fromkeys(names))))


class MemorySegment:
    """A segment of some documents, numbered in their order."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = len(documents)
        found: dict[str, dict[str, dict[int, Held]]] = defaultdict(lambda: defaultdict(dict))
        for number, document in enumerate(documents):
            for name, terms in fields(document).items():
                for term, held in terms.items():
                    found[name][term][number] = held
        self.fields: dict[str, FieldInfo] = {}
        self._terms: list[tuple[str, bytes]] = []
        self._held: list[dict[int, Held]] = []
        self._lengths: dict[str, np.ndarray] = {}
        for name in sorted(found):
            self._add(name, found[name])
        self._starts = np.cumsum([0, *map(len, self._held)])
        self.post_number = np.array([n for held in self._held for n in held], dtype=np.uint32)
        self.post_code = np.concatenate(list(map(self._codes, range(len(self._held)))))

    def _add(self, name: str, terms: Mapping[str, dict[int, Held]]) -> None:
        lengths = np.zeros(self.documents, dtype=np.int64)
        first = len(self._terms)
        for term in sorted(terms, key=str.encode):
            self._terms.append((name, term.encode()))
            self._held.append(terms[term])
            for number, held in terms[term].items():
                lengths[number] += held.frequency
        self._lengths[name] = length_bytes(lengths)
        total, counted = int(lengths.sum()), int(np.count_nonzero(lengths))
        self.fields[name] = FieldInfo(name, "positions", first, len(self._terms), 0, 0, total, counted)

    def _codes(self, term: int) -> np.ndarray:
        lengths = self._lengths[self._terms[term][0]]
        codes = [
            min(255, held.frequency) << 8 | int(lengths[number]) for number, held in self._held[term].items()
        ]
        return np.array(codes, dtype=np.uint16)

    def find(self, name: str, text: bytes) -> int:
        return self._terms.index((name, text)) if (name, text) in self._terms else -1

    def starting(self, name: str, text: bytes) -> range:
        if name not in self.fields:
            return range(0)
        info = self.fields[name]
        before = sum(self._terms[term][1] < text for term in range(info.first_term, info.end_term))
        return range(info.first_term + before, info.end_term)

    def prefixed(self, name: str, beginning: bytes) -> range:
        terms = self.starting(name, beginning)
        return range(terms.start, self.starting(name, beginning + b"\xff").start)

    def text(self, term: int) -> bytes:
        return self._terms[term][1]

    def extent(self, term: int) -> tuple[int, int]:
        return int(self._starts[term]), int(self._starts[term + 1])

    def all_holders(self, first: int, end: int) -> np.ndarray:
        return np.diff(self._starts[first : end + 1])

    def numbers(self, term: int) -> np.ndarray:
        return self.post_number[slice(*self.extent(term))]

    def codes(self, term: int) -> np.ndarray:
        return self.post_code[slice(*self.extent(term))]

    def best(self, term: int) -> float:
        average = self.fields[self._terms[term][0]].average
        norms = np.array([norm(int(LENGTHS[code & 255]), average) for code in self.codes(term)])
        return ceil(saturation(self.codes(term) >> 8, norms).max() * 65535) / 65535

    def places(self, term: int, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        lists = [list(self._held[term].values())[place].places for place in which]
        flat = [place for each in lists for place in each]
        return np.array(list(map(len, lists)), dtype=np.int64), np.array(flat, dtype=np.int64)


def segment(documents: Sequence[Document]) -> SegmentFile:
    """Make a segment of some documents."""
    return cast(SegmentFile, MemorySegment(documents))
