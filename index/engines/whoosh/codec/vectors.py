"""The vectors of a field: the terms of each document, with their weights and values.

Attachments for each field: the ends of the vectors of all documents, the bytes and the ends of all terms, the
bytes and the ends of all values, and all weights. Every array of ends begins with an additional 0.
"""

from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

import numpy as np
from whoosh.formats import Format
from whoosh.matching import ListMatcher

from index.engines.whoosh.segment.container import Array
from index.engines.whoosh.segment.segment_file import SegmentFile

Item = tuple[str, float, bytes]
"""A term of a document, its weight and its value."""

_PREFIX = "vector:end:"


class Vectors:
    """Gathers the vectors of a field in memory."""

    def __init__(self) -> None:
        self._items: dict[int, list[Item]] = {}

    def add(self, document: int, items: list[Item]) -> None:
        """Add the vector of a document."""
        self._items[document] = items

    def arrays(self, field: str, documents: int) -> Iterator[tuple[str, Array]]:
        """Yield name and content of the attachments for a segment of so many documents."""
        items = [item for document in sorted(self._items) for item in self._items[document]]
        yield f"{_PREFIX}{field}", _ends(len(self._items.get(document, ())) for document in range(documents))
        texts = [text.encode("utf-8", "surrogatepass") for text, _, _ in items]
        for part, strings in (("text", texts), ("value", [value for _, _, value in items])):
            yield f"vector:{part}-end:{field}", _ends(map(len, strings))
            yield f"vector:{part}:{field}", np.frombuffer(b"".join(strings), np.uint8)
        yield f"vector:weight:{field}", np.array([weight for _, weight, _ in items], np.float32)


def vectored(segment: SegmentFile) -> list[str]:
    """Return the names of the fields that have vectors in a segment."""
    return [name.removeprefix(_PREFIX) for name in segment.attachments if name.startswith(_PREFIX)]


def read_vector(segment: SegmentFile, document: int, field: str) -> list[Item]:
    """Return the vector of a document; empty where it has none."""
    ends = segment.attachment(f"{_PREFIX}{field}")
    if not len(ends):
        return []
    first, end = int(ends[document]), int(ends[document + 1])
    texts = [text.decode("utf-8", "surrogatepass") for text in _strings(segment, field, "text", first, end)]
    weights = segment.attachment(f"vector:weight:{field}")[first:end].tolist()
    return list(zip(texts, weights, _strings(segment, field, "value", first, end), strict=True))


def vector_matcher(items: Iterable[Item], format_: Format) -> ListMatcher:
    """Return Whoosh's matcher over a vector, which must not be empty."""
    texts, weights, values = zip(*items, strict=True)
    return ListMatcher(list(texts), list(weights), list(values), format_)


def _strings(segment: SegmentFile, field: str, part: str, first: int, end: int) -> list[bytes]:
    ends = segment.attachment(f"vector:{part}-end:{field}")[first : end + 1].tolist()
    data = segment.attachment(f"vector:{part}:{field}").data
    return [bytes(data[start:stop]) for start, stop in pairwise(ends)]


def _ends(sizes: Iterable[int]) -> Array:
    return np.array(list(accumulate(sizes, initial=0)), np.uint64)
