"""Documents that a writer holds in memory: analysed one by one, written as one segment file."""

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
"""Arguments of `add_document`: values of fields, and boosts."""


@dataclass(frozen=True)
class Prepared:
    """An analysed document, which can be added without an error.

    Attributes:
        postings: Postings of all fields.
        lengths: Length by field, for fields that have one.
        columns: Field, column and value.
        vectors: Vector by field, for fields that have one.
        stored: Encoded stored fields.
        stored_names: Names of the stored fields.
    """

    postings: list[Posting]
    lengths: dict[str, int]
    columns: list[tuple[str, Column, object]]
    vectors: dict[str, list[Item]]
    stored: bytes
    stored_names: tuple[str, ...]


def prepare(schema: Schema, given: Given) -> Prepared:
    """Analyse a document; raises `UnknownFieldError`, or what a field raises for an invalid value."""
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
    """Add the postings of a field, and yield the frequency of each term."""
    for text, frequency, weight, data in field.index(value):
        document.postings.append((name, text, weight * boost, data or b""))
        yield frequency


def _boost(given: Given, name: str) -> float:
    boost = given.get(f"_{name}_boost", given.get("_boost", 1.0))
    return float(str(boost))


def _spellings(name: str, field: FieldType, value: object) -> Iterator[Posting]:
    """Yield postings of the unanalysed words, for a field with a separate spelling field."""
    if field.separate_spelling():
        for word in field.spellable_words(value):
            yield field.spelling_fieldname(name), utf8encode(word)[0], 1.0, b""


def _in_column(field: FieldType, column: Column, kept: object) -> object:
    """Return the column value of a stored value; raises what the column raises for an invalid one."""
    value = field.to_column_value(kept)
    column.writer(StructFile(BytesIO())).add(0, value)
    return value


class Batch:
    """Documents in memory, to be written as one segment file."""

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
        """Bytes of memory that it takes, roughly."""
        return self.gathered.size + sum(pool.size for pool in self._pools.values())

    def add(self, document: Prepared) -> None:
        """Add a document."""
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
        """Add a single posting of a document."""
        if name not in self._pools:
            self._pools[name] = pool_for(self._schema[name])
        self._pools[name].add(text, number, weight, value)

    def write(self, path: Path) -> None:
        """Write a segment file."""
        with writing(path) as writer:
            for name in sorted(self._pools):
                self._pools[name].write(writer, name, self.gathered.lengths(name))
            self.gathered.write(writer)
