"""Documents that a writer has in memory: analysed one by one, written as one segment file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from whoosh.columns import Column
from whoosh.fields import FieldType, Schema, UnknownFieldError
from whoosh.filedb.structfile import StructFile
from whoosh.util.text import utf8encode

from index.engines.whoosh.codec.posting_pool import PostingPool, pool_for
from index.engines.whoosh.codec.vectors import Item
from index.engines.whoosh.codec.writers import Gathered, writing
from index.engines.whoosh.segment.stored_fields import encode

Posting = tuple[str, bytes, float, bytes]
"""Field, term, weight and value."""
Given = Mapping[str, object]
"""What `add_document` is called with: values of fields, and boosts."""


@dataclass(frozen=True)
class Prepared:
    """A document that was analysed, so that nothing can go wrong any more.

    Attributes:
        postings: Of all its fields.
        lengths: Of its fields that have one.
        columns: Field, column and value of each.
        vectors: Of its fields that have one.
        stored: What is kept of it, as bytes.
        stored_names: The fields that this is of.
    """

    postings: list[Posting]
    lengths: dict[str, int]
    columns: list[tuple[str, Column, object]]
    vectors: dict[str, list[Item]]
    stored: bytes
    stored_names: tuple[str, ...]


def prepare(schema: Schema, given: Given) -> Prepared:
    """Analyse a document; raises `UnknownFieldError`, and whatever a field has against its value."""
    document = Prepared([], {}, [], {}, b"", ())
    stored: dict[str, object] = {}
    for name in sorted(name for name in given if not name.startswith("_")):
        if name not in schema:
            raise UnknownFieldError(f"No field named {name!r} in {schema}")
        if given[name] is not None:
            _prepare_field(document, stored, name, schema[name], given)
    return replace(document, stored=encode(stored), stored_names=tuple(stored))


def _prepare_field(
    document: Prepared, stored: dict[str, object], name: str, field: FieldType, given: Given
) -> None:
    value = given[name]
    if field.indexed:
        length = sum(_index(document, name, field, value, _boost(given, name)))
        if field.scorable and length:
            document.lengths[name] = length
    document.postings.extend(_spellings(name, field, value))
    if field.vector:
        items = field.vector.word_values(value, field.analyzer, mode="index")
        document.vectors[name] = sorted((str(text), weight, data) for text, _, weight, data in items)
    kept = given.get(f"_stored_{name}", value)
    if field.stored and kept is not None:
        stored[name] = kept
    column = field.column_type
    if column and kept is not None:
        document.columns.append((name, column, _in_column(field, column, kept)))


def _index(document: Prepared, name: str, field: FieldType, value: object, boost: float) -> Iterator[int]:
    """Take the terms of a field, and give the frequency of each."""
    for text, frequency, weight, data in field.index(value):
        document.postings.append((name, text, weight * boost, data or b""))
        yield frequency


def _boost(given: Given, name: str) -> float:
    boost = given.get(f"_{name}_boost", given.get("_boost", 1.0))
    return float(str(boost))


def _spellings(name: str, field: FieldType, value: object) -> Iterator[Posting]:
    """Give the words as they are written, of a field whose terms are not."""
    if field.separate_spelling():
        for word in field.spellable_words(value):
            yield field.spelling_fieldname(name), utf8encode(word)[0], 1.0, b""


def _in_column(field: FieldType, column: Column, kept: object) -> object:
    """Give the value that a column takes; raises what the column has against it."""
    value = field.to_column_value(kept)
    column.writer(StructFile(BytesIO())).add(0, value)
    return value


class Batch:
    """Documents in memory."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self.gathered = Gathered()
        self._pools: dict[str, PostingPool] = {}

    @property
    def documents(self) -> int:
        """Number of documents."""
        return self.gathered.documents

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return self.gathered.size + sum(pool.size for pool in self._pools.values())

    def add(self, document: Prepared) -> None:
        """Take a document."""
        number = self.gathered.documents
        for name, text, weight, value in document.postings:
            self.add_posting(name, text, number, weight, value)
        for name, length in document.lengths.items():
            self.gathered.add_length(name, number, length)
        for name, column, entry in document.columns:
            self.gathered.add_column_value(name, column, number, entry)
        for name, items in document.vectors.items():
            self.gathered.add_vector(name, number, items)
        self.gathered.store(document.stored, document.stored_names)

    def add_posting(self, name: str, text: bytes, number: int, weight: float, value: bytes) -> None:
        """Take a posting by itself."""
        if name not in self._pools:
            self._pools[name] = pool_for(self._schema[name])
        self._pools[name].add(text, number, weight, value)

    def write(self, path: Path) -> None:
        """Write a segment file."""
        with writing(path) as writer:
            for name in sorted(self._pools):
                self._pools[name].write(writer, name, self.gathered.lengths(name))
            self.gathered.write(writer)
