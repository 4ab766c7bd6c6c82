"""Our codec gives back what Whoosh's own does: of every kind of field, posting by posting."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from whoosh import columns, fields, formats
from whoosh.analysis import Filter, RegexTokenizer, StemmingAnalyzer, Token
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import FileIndex
from whoosh.query import Every
from whoosh.reading import IndexReader, TermInfo, TermNotFound
from whoosh.searching import Searcher
from whoosh.writing import SegmentWriter

from index.engines.whoosh.codec.codec import ArraysCodec
from index.engines.whoosh.codec.whoosh_index import ArraysIndex

Values = dict[str, object]


class _Boosts(Filter):
    """Gives every word the weight of its first letter."""

    def __call__(self, tokens: list[Token]) -> object:
        for token in tokens:
            token.boost = 1 + ord(token.text[0]) % 3 / 2
            yield token


def schema() -> fields.Schema:
    words, boosted = RegexTokenizer(), RegexTokenizer() | _Boosts()
    return fields.Schema(
        id=fields.ID(unique=True, stored=True, sortable=True),
        existence=fields.FieldType(formats.Existence(2.5), words, scorable=True, stored=True),
        counted=fields.FieldType(formats.Frequency(), words, scorable=True),
        counted_boosted=fields.FieldType(formats.Frequency(1.5), boosted, scorable=True),
        positions=fields.TEXT(words, vector=True),
        positions_boosted=fields.FieldType(formats.Positions(), boosted, scorable=True),
        characters=fields.TEXT(words, chars=True, vector=formats.Characters()),
        position_boosts=fields.FieldType(formats.PositionBoosts(), boosted, scorable=True),
        character_boosts=fields.FieldType(formats.CharacterBoosts(), boosted, scorable=True),
        spelt=fields.TEXT(StemmingAnalyzer(), spelling=True),
        tags=fields.KEYWORD(commas=True, scorable=True, sortable=True),
        number=fields.NUMERIC(int, sortable=True, stored=True),
        decimal=fields.NUMERIC(Decimal, decimal_places=2),
        day=fields.DATETIME(sortable=True, stored=True),
        flag=fields.BOOLEAN(stored=True),
        grams=fields.NGRAMWORDS(2, 3),
        extra=fields.COLUMN(columns.RefBytesColumn()),
        pickled=fields.COLUMN(columns.PickleColumn(columns.CompressedBytesColumn())),
        kept=fields.STORED,
    )


TEXTS = ("mer et mer", "la mer, l’air et la terre", "terre", "", "feu " * 300)
DOCUMENTS: list[Values] = [
    {
        "id": str(number),
        **dict.fromkeys(
            ("existence", "counted", "counted_boosted", "positions", "positions_boosted", "characters"), text
        ),
        **dict.fromkeys(("position_boosts", "character_boosts", "spelt", "grams"), text),
        "tags": "a,b" if number % 2 else "c",
        "number": [number, 7],
        "_stored_number": number,
        "decimal": Decimal(number) / 4,
        "day": datetime(2024, 1, 1 + number, 12),
        "flag": bool(number % 2),
        "extra": f"extra {number % 2}".encode(),
        "pickled": {"number": number},
        "kept": (number, {"x": [1.5, None]}, "œ\ud800"),
        "_boost": 1.0 + number,
    }
    for number, text in enumerate(TEXTS)
]


def fill(index: FileIndex, *groups: list[Values]) -> IndexReader:
    """Write each group with a writer of its own, and read everything."""
    for group in groups:
        writer = index.writer()
        for document in group:
            writer.add_document(**document)
        writer.commit(merge=False)
    return index.reader()


def standard(*groups: list[Values]) -> IndexReader:
    return fill(RamStorage().create_index(schema()), *groups)


def ours(folder: Path, *groups: list[Values]) -> IndexReader:
    return fill(ArraysIndex.create(FileStorage(str(folder)), schema()), *groups)


def postings(reader: IndexReader) -> dict[tuple[str, bytes], list[tuple[int, float, object]]]:
    """Read every posting of every term; a number that a document has twice counts once."""
    found = {}
    for name, text in reader.all_terms():
        matcher, rows = reader.postings(name, text), []
        while matcher.is_active():
            rows.append((matcher.id(), matcher.weight(), matcher.value() or b""))
            matcher.next()
        found[name, text] = sorted(set(rows)) if not name.startswith("spell_") else text
    return found


def documents(reader: IndexReader) -> list[object]:
    """Read all that is kept of documents but their postings."""
    names = [name for name, field in schema().items() if field.column_type]
    read = {name: reader.column_reader(name) for name in names}
    return [
        (stored, {name: read[name][number] for name in names}, vectors(reader, number))
        for number, stored in reader.iter_docs()
    ]


def vectors(reader: IndexReader, number: int) -> dict[str, list[tuple[object, float, object]]]:
    found = {}
    for name in ("positions", "characters"):
        if reader.has_vector(number, name):
            matcher, rows = reader.vector(number, name), []
            while matcher.is_active():
                rows.append((matcher.id(), matcher.weight(), matcher.value()))
                matcher.next()
            found[name] = rows
    return found


def test_every_posting_is_as_whoosh_has_it(tmp_path: Path) -> None:
    assert postings(ours(tmp_path, DOCUMENTS)) == postings(standard(DOCUMENTS))


def test_stored_fields_columns_and_vectors_are_as_whoosh_has_them(tmp_path: Path) -> None:
    assert documents(ours(tmp_path, DOCUMENTS)) == documents(standard(DOCUMENTS))


def test_several_segments_are_read_and_merged_as_one(tmp_path: Path) -> None:
    expected = standard(DOCUMENTS)
    reader = ours(tmp_path, DOCUMENTS[:2], DOCUMENTS[2:])
    assert not reader.is_atomic()
    assert postings(reader) == postings(expected)
    index = ArraysIndex(FileStorage(str(tmp_path)), schema())
    index.optimize()
    assert index.reader().is_atomic()
    assert postings(index.reader()) == postings(expected)
    assert documents(index.reader()) == documents(expected)


def test_an_index_of_whoosh_is_taken_over(tmp_path: Path) -> None:
    index = ArraysIndex.create(FileStorage(str(tmp_path)), schema())
    expected = standard(DOCUMENTS[:3], DOCUMENTS[3:])
    with index.writer() as writer:
        writer.add_reader(expected)
    assert postings(index.reader()) == postings(expected)
    assert documents(index.reader()) == documents(expected)


def test_the_writer_of_whoosh_writes_our_segments_too(tmp_path: Path) -> None:
    storage = FileStorage(str(tmp_path))
    index = ArraysIndex.create(storage, schema())
    writer = SegmentWriter(index, codec=ArraysCodec())
    for document in DOCUMENTS:
        writer.add_document(**document)
    writer.commit()
    reader = storage.open_index(schema=schema()).reader()
    assert postings(reader) == postings(standard(DOCUMENTS))
    assert documents(reader) == documents(standard(DOCUMENTS))


def facts(info: TermInfo) -> tuple[object, ...]:
    return (
        pytest.approx(info.weight()),
        info.doc_frequency(),
        pytest.approx(info.max_weight()),
        info.min_id(),
        info.max_id(),
    )


def test_what_is_known_of_terms_is_as_whoosh_knows_it(tmp_path: Path) -> None:
    one, other = ours(tmp_path, DOCUMENTS), standard(DOCUMENTS)
    terms = [term for term in other.all_terms() if term[0] != "number" and not term[0].startswith("spell_")]
    for name, text in terms:
        assert facts(one.term_info(name, text)) == facts(other.term_info(name, text)), (name, text)
        assert one.frequency(name, text) == pytest.approx(other.frequency(name, text))
        assert one.doc_frequency(name, text) == other.doc_frequency(name, text)
    assert one.frequency("positions", "absent") == 0 == one.doc_frequency("positions", "absent")
    with pytest.raises(TermNotFound):
        one.term_info("positions", "absent")
    with pytest.raises(TermNotFound):
        one.postings("positions", "absent")


def test_lengths_are_those_of_whoosh_as_long_as_these_are_exact(tmp_path: Path) -> None:
    one, other = ours(tmp_path, DOCUMENTS), standard(DOCUMENTS)
    for name in ("positions", "tags", "characters", "counted", "existence"):
        assert one.field_length(name) == other.field_length(name)
        assert one.min_field_length(name) == other.min_field_length(name)
        for number in range(3):
            assert one.doc_field_length(number, name) == other.doc_field_length(number, name)
    assert one.max_field_length("positions") == 280  # of 300
    assert one.doc_field_length(0, "unheard", 5) == 5


def test_a_cursor_goes_through_the_terms_of_its_field(tmp_path: Path) -> None:
    one, other = ours(tmp_path, DOCUMENTS), standard(DOCUMENTS)
    for reader in (one, other):
        cursor = reader.cursor("positions")
        assert cursor.first() == cursor.text() == "air"
        assert cursor.find("l") == "l"
        assert cursor.find(b"lz") == "mer"
        assert cursor.term_info().doc_frequency() == 2
        assert cursor.next() == "terre"
        assert cursor.next() is None
        assert not cursor.is_valid()
        assert cursor.term_info() is None


def test_no_cursor_goes_through_several_segments(tmp_path: Path) -> None:
    several = ours(tmp_path, DOCUMENTS, DOCUMENTS)
    assert not several.is_atomic()
    with pytest.raises(NotImplementedError):
        several.cursor("positions")


@pytest.mark.parametrize("word", ["merr", "tere", "zzz"])
def test_words_are_suggested_as_whoosh_does(tmp_path: Path, word: str) -> None:
    found = [
        sorted(reader.terms_within("spelt", word, maxdist=1))
        for reader in (ours(tmp_path, DOCUMENTS), standard(DOCUMENTS))
    ]
    assert found[0] == found[1]


def test_hits_are_sorted_and_grouped_by_columns_over_segments(tmp_path: Path) -> None:
    reader = ours(tmp_path, DOCUMENTS[:2], DOCUMENTS[2:])
    with Searcher(reader) as searcher:
        results = searcher.search(Every(), sortedby="number", reverse=True, groupedby="extra", limit=3)
        assert [hit["id"] for hit in results] == ["4", "3", "2"]
        assert {name: len(found) for name, found in results.groups("extra").items()} == {
            b"extra 0": 3,
            b"extra 1": 2,
        }
