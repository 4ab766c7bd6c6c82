"""What is merged beside postings: columns, vectors, and the marks of stored fields."""

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

import numpy as np
from whoosh.columns import Column
from whoosh.fields import Schema
from whoosh.filedb.structfile import BufferFile, StructFile

from index.engines.whoosh.codec.vectors import Vectors, read_vector, vectored
from index.engines.whoosh.segment.container import Array
from index.engines.whoosh.segment.layout import Integers
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.segment.stored_fields import decode, encode
from index.engines.whoosh.segment.term_slices import Source

_COLUMN = "column:"
_STORED = "stored:"


def column_name(field: str) -> str:
    """Return the name of the attachment that holds the bytes of Whoosh's column."""
    return f"{_COLUMN}{field}"


def stored_mark(field: str) -> tuple[str, Array]:
    """Return the name and the empty array that mark a field as stored."""
    return f"{_STORED}{field}", np.zeros(0, np.uint8)


def without_removed(sources: Sequence[Source], schema: Schema) -> Callable[[bytes], bytes] | None:
    """Return a function that drops removed fields from encoded stored fields; None where none was removed."""
    names = {name for source in sources for name in _named(source.segment, _STORED)}
    if all(name in schema for name in names):
        return None
    return lambda data: encode({name: value for name, value in decode(data).items() if name in schema})


def merged_attachments(sources: Sequence[Source], schema: Schema) -> Iterator[tuple[str, Array]]:
    """Yield the merged marks, columns and vectors of fields that the schema still has."""
    stored = {name for source in sources for name in _named(source.segment, _STORED) if name in schema}
    yield from map(stored_mark, sorted(stored))
    columned = {name for source in sources for name in _named(source.segment, _COLUMN) if name in schema}
    for name in sorted(columned):
        column = schema[name].column_type
        if column:
            yield column_name(name), _merged_column(sources, name, column)
    with_vectors = {name for source in sources for name in vectored(source.segment) if name in schema}
    for name in sorted(with_vectors):
        yield from _merged_vectors(sources, name)


def _named(segment: SegmentFile, prefix: str) -> list[str]:
    return [name.removeprefix(prefix) for name in segment.attachments if name.startswith(prefix)]


def _merged_column(sources: Sequence[Source], field: str, column: Column) -> Array:
    written = BytesIO()
    writer = column.writer(StructFile(written))
    for source in sources:
        if column_name(field) in source.segment.attachments:
            data = source.segment.attachment(column_name(field)).tobytes()
            reader = column.reader(BufferFile(data), 0, len(data), source.segment.documents)
            for old, new in _kept(source):
                writer.add(new, reader[old])
    writer.finish(_documents(sources))
    return np.frombuffer(written.getvalue(), np.uint8)


def _merged_vectors(sources: Sequence[Source], field: str) -> Iterator[tuple[str, Array]]:
    vectors = Vectors()
    for source in sources:
        for old, new in _kept(source):
            vectors.add(new, read_vector(source.segment, old, field))
    return vectors.arrays(field, _documents(sources))


def _kept(source: Source) -> Iterator[tuple[int, int]]:
    """Yield the old and the new number of each document that is not deleted."""
    old: Integers = np.flatnonzero(source.numbers >= 0)
    return zip(old.tolist(), source.numbers[old].tolist(), strict=True)


def _documents(sources: Sequence[Source]) -> int:
    return sum(source.documents for source in sources)
