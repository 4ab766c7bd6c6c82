"""Checks of a segment file: its description, the sizes of its arrays, and their content.

`read_description` compares the sizes of the arrays when a file is opened, `find_faults` reads all of them.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from index.engines.whoosh.segment.container import Container, ContainerError, JSONValue
from index.engines.whoosh.segment.layout import BLOCK, KEYED, FieldInfo, Kind, Numbers

CHECKED = 1 << 20
"""Postings that are compared at once."""
_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}


class Description(NamedTuple):
    """Number of the documents of a segment, and its fields by their names."""

    documents: int
    fields: dict[str, FieldInfo]


def read_description(container: Container) -> Description:
    """Read and validate the description of a segment file, and compare it with the sizes of the arrays.

    Raises:
        ContainerError: The description lacks a part or has one of another type, or an array has another size.
    """
    try:
        documents, fields = _described(container.about)
        sizes = list(_sizes(container, documents, fields))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ContainerError(f"a segment that does not say what is in it ({error!r})") from error
    for name, size, wanted in sizes:
        if size != wanted:
            raise ContainerError(f"a segment of which {name} is {size}, not {wanted}")
    return Description(documents, fields)


def _described(about: JSONValue) -> Description:
    match about:
        case {"documents": int(documents), "fields": list(rows)}:
            fields = map(_field, rows)
            return Description(documents, {field.name: field for field in fields})
    raise TypeError("neither documents nor fields")


def _field(row: JSONValue) -> FieldInfo:
    if isinstance(row, dict):
        name, kind = row.get("name"), row.get("kind")
        numbers = {key: value for key, value in row.items() if isinstance(value, int)}
        if isinstance(name, str) and isinstance(kind, str) and len(numbers) + 2 == len(row):
            return FieldInfo(name, _KINDS[kind], **numbers)
    raise TypeError(f"{row!r} is no field")


def find_faults(container: Container, documents: int, fields: Mapping[str, FieldInfo]) -> Iterator[str]:
    """Read every array and yield what is wrong in it, one clause each."""
    yield from container.faults()
    for field in fields.values():
        if any(one >= other for one, other in pairwise(_texts(container, field))):
            yield f"its terms of {field.name!r} are out of order"
    starts = container.array("term_posting", np.unsignedinteger)
    numbers = container.array("post_number", np.uint32)
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
    size = container.size
    terms, postings = size("term_best"), size("post_number")
    positional = [field for field in fields.values() if field.has_positions]
    yield "term_end", size("term_end"), terms + 1
    yield "term_posting", size("term_posting"), terms + 1
    yield "term_key", size("term_key"), -(-terms // KEYED)
    yield "post_code", size("post_code"), postings
    yield "the last of term_posting", _last(container, "term_posting"), postings
    yield "the last of term_end", _last(container, "term_end"), size("term_text")
    yield "long_block", size("long_block"), size("long_term") + 1
    yield "block_place", size("block_place"), _last(container, "long_block")
    yield "term_place", size("term_place"), sum(each.end_term - each.first_term + 1 for each in positional)
    yield "store_end", size("store_end"), documents + 1
    yield "odd_weight", size("odd_weight"), size("odd_posting")
    yield "crowd_count", size("crowd_count"), size("crowd_posting")
    for name in fields:
        yield f"length_{name}", size(f"length_{name}") or documents, documents


def _last(container: Container, name: str) -> int:
    """Return the last value of an array; raises `IndexError` where it is empty."""
    return int(container.array(name, np.unsignedinteger)[-1])


def _texts(container: Container, field: FieldInfo) -> Iterator[bytes]:
    """Yield the terms of a field."""
    text = container.array("term_text", np.uint8).data
    ends = container.array("term_end", np.unsignedinteger)
    for first in range(field.first_term, field.end_term, BLOCK):
        some = ends[first : min(first + BLOCK, field.end_term) + 1].tolist()
        yield from (bytes(text[start:end]) for start, end in pairwise(some))


def _rises(numbers: Numbers, starts: NDArray[np.unsignedinteger], part: slice) -> bool:
    """Return whether the document numbers of some postings rise within each term.

    Args:
        numbers: Document number of every posting.
        starts: First posting of each term.
        part: The postings to compare.
    """
    some = numbers[part]
    falls = (np.flatnonzero(some[1:] <= some[:-1]) + part.start + 1).astype(starts.dtype)
    return bool((starts[starts.searchsorted(falls)] == falls).all())


def _parts(size: int) -> Iterator[slice]:
    """Yield slices that cover an array, each beginning with the last value of the one before."""
    return (slice(first, first + CHECKED + 1) for first in range(0, size, CHECKED))
