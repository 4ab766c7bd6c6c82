"""Whether a segment file says what it holds, and holds what it says.

`read_description` compares the sizes of the arrays when a file is opened, `find_faults` reads all of them.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from index.engines.whoosh.segment.container import Container, ContainerError
from index.engines.whoosh.segment.layout import BLOCK, KEYED, FieldInfo, Numbers

CHECKED = 1 << 20
"""Postings that are compared at once."""


class Description(NamedTuple):
    """Number of the documents of a segment, and its fields by their names."""

    documents: int
    fields: dict[str, FieldInfo]


def read_description(container: Container) -> Description:
    """Read what a segment file says of itself; raises `ContainerError` where its arrays have other sizes."""
    try:
        rows = container.about["fields"]
        fields = {row["name"]: FieldInfo(**row) for row in rows}
        documents = int(container.about["documents"])
        sizes = list(_sizes(container, documents, fields))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ContainerError(f"a segment that does not say what is in it ({error!r})") from error
    for name, size, wanted in sizes:
        if size != wanted:
            raise ContainerError(f"a segment of which {name} is {size}, not {wanted}")
    return Description(documents, fields)


def find_faults(container: Container, documents: int, fields: Mapping[str, FieldInfo]) -> Iterator[str]:
    """Read every array and yield what is wrong in it, one clause each."""
    yield from container.faults()
    for field in fields.values():
        if any(one >= other for one, other in pairwise(_texts(container, field))):
            yield f"its terms of {field.name!r} are out of order"
    starts, numbers = container.array("term_posting"), container.array("post_number")
    if any((starts[part][1:] <= starts[part][:-1]).any() for part in _parts(len(starts))):
        yield "it has terms without a posting"
    elif not all(_rises(numbers, starts, part) for part in _parts(len(numbers))):
        yield "its postings are out of order"
    if len(numbers) and int(numbers.max()) >= documents:
        yield "its postings name documents that it has not"


def _sizes(
    container: Container, documents: int, fields: Mapping[str, FieldInfo]
) -> Iterator[tuple[str, int, int]]:
    """Yield the name, the size and the expected size of every array."""
    size = {name: len(container.array(name)) for name in container.names}.get
    terms, postings = size("term_best", 0), size("post_number", 0)
    placed = [field for field in fields.values() if field.has_positions]
    yield "term_end", size("term_end", 0), terms + 1
    yield "term_posting", size("term_posting", 0), terms + 1
    yield "term_key", size("term_key", 0), -(-terms // KEYED)
    yield "post_code", size("post_code", 0), postings
    yield "the last of term_posting", _last(container, "term_posting"), postings
    yield "the last of term_end", _last(container, "term_end"), size("term_text", 0)
    yield "long_block", size("long_block", 0), size("long_term", 0) + 1
    yield "block_place", size("block_place", 0), _last(container, "long_block")
    yield "term_place", size("term_place", 0), sum(each.end_term - each.first_term + 1 for each in placed)
    yield "store_end", size("store_end", 0), documents + 1
    yield "odd_weight", size("odd_weight", 0), size("odd_posting", 0)
    yield "crowd_count", size("crowd_count", 0), size("crowd_posting", 0)
    for name in fields:
        yield f"length_{name}", size(f"length_{name}", 0) or documents, documents


def _last(container: Container, name: str) -> int:
    """Return the last value of an array; raises `IndexError` where it is empty."""
    return int(container.array(name)[-1])


def _texts(container: Container, field: FieldInfo) -> Iterator[bytes]:
    """Yield the terms of a field."""
    text, ends = container.array("term_text").data, container.array("term_end")
    for first in range(field.first_term, field.end_term, BLOCK):
        some = ends[first : min(first + BLOCK, field.end_term) + 1].tolist()
        yield from (bytes(text[start:end]) for start, end in pairwise(some))


def _rises(numbers: Numbers, starts: Numbers, part: slice) -> bool:
    """Return whether the documents of some postings rise except where a term begins."""
    some = numbers[part]
    falls = (np.flatnonzero(some[1:] <= some[:-1]) + part.start + 1).astype(starts.dtype)
    return bool((starts[starts.searchsorted(falls)] == falls).all())


def _parts(size: int) -> Iterator[slice]:
    """Cut an array into parts, each beginning with the last value of the one before."""
    return (slice(first, first + CHECKED + 1) for first in range(0, size, CHECKED))
