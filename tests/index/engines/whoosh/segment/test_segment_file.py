"""What is written into a segment file is read back; what was changed is refused."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.whoosh.segment.container import Container, ContainerError, ContainerWriter, JSONValue
from index.engines.whoosh.segment.segment_file import SegmentFile, repeated_indices
from index.engines.whoosh.segment.segment_writer import Lengths, SegmentFileWriter
from index.inversion import PostingLists
from index.ranking import LENGTHS, length_bytes, norm, saturation

DOCUMENTS = 300
Placed = Mapping[bytes, Mapping[int, list[int]]]

texts = st.binary(min_size=1, max_size=10) | st.sampled_from([b"commun%d" % number for number in range(30)])
postings = st.dictionaries(
    st.integers(0, DOCUMENTS - 1),
    st.lists(st.integers(0, 70_000), min_size=1, max_size=4),
    min_size=1,
    max_size=9,
)
everywhere = st.just({number: [number, number + 1] for number in range(DOCUMENTS)})
crowded = st.just({7: list(range(300)), 9: [1]})
fields = st.dictionaries(texts, postings | everywhere | crowded, max_size=12)


def write(path: Path, places: Placed, others: Placed, batch: int = 3) -> None:
    """Write a field `forms` with places, and `stems` with frequencies, in batches of terms."""
    writer = SegmentFileWriter(path)
    for name, terms in (("forms", places), ("stems", others)):
        lengths = Lengths.of(length_of(terms))
        writer.begin_field(name, "positions" if name == "forms" else "frequencies", lengths)
        ordered = sorted(terms)
        for start in range(0, len(ordered), batch):
            writer.add_terms(_terms(ordered[start : start + batch], terms))
        writer.end_field()
    for number in range(DOCUMENTS):
        writer.store(b"document %d" % number)
    writer.close()


def length_of(terms: Placed) -> np.ndarray:
    """Give the length of each document."""
    lengths = np.zeros(DOCUMENTS, np.int64)
    for held in terms.values():
        for number, places in held.items():
            lengths[number] += len(places)
    return lengths


def _terms(chosen: list[bytes], terms: Placed) -> PostingLists:
    held = [(number, places) for text in chosen for number, places in sorted(terms[text].items())]
    counts = np.array([len(places) for _, places in held])
    return PostingLists(
        chosen,
        np.array([len(terms[text]) for text in chosen]),
        np.array([number for number, _ in held]),
        counts,
        counts,
        np.array([place for _, places in held for place in places]),
    )


@given(places=fields, others=fields, batch=st.integers(1, 60))
def test_all_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, places: Placed, others: Placed, batch: int
) -> None:
    path = tmp_path_factory.mktemp("segment") / "MAIN.arrays"
    write(path, places, others, batch)
    segment = SegmentFile(path)
    assert list(segment.faults()) == []
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    for name, terms in (("forms", places), ("stems", others)):
        info = segment.fields[name]
        texts_read = [segment.text(term) for term in range(info.first_term, info.end_term)]
        assert texts_read == sorted(terms)
        assert info.length == length_of(terms).sum()
        for text, held in terms.items():
            _is_as_written(segment, name, text, held)
        assert segment.find(name, b"commun") == -1
    assert segment.find("nowhere", b"a") == -1
    assert segment.stored(DOCUMENTS - 1) == b"document %d" % (DOCUMENTS - 1)


def _is_as_written(segment: SegmentFile, field: str, text: bytes, held: Mapping[int, list[int]]) -> None:
    term = segment.find(field, text)
    numbers = sorted(held)
    assert segment.text(term) == text
    assert segment.field(term).name == field
    assert segment.numbers(term).tolist() == numbers
    assert segment.weights(term).tolist() == [len(held[number]) for number in numbers]
    lengths = LENGTHS[segment.lengths(field)[numbers]]
    assert (length_bytes(lengths) == (segment.codes(term) & 0xFF)).all()
    bound = segment.best(term)
    average = segment.fields[field].average
    for number, length in zip(numbers, lengths.tolist(), strict=True):
        assert saturation(float(min(255, len(held[number]))), norm(length, average)) <= bound + 1e-9
    if field == "forms":
        which = np.arange(0, len(numbers), 2)
        counts, read = segment.positions(term, which)
        assert counts.tolist() == [len(held[numbers[each]]) for each in which]
        assert read.tolist() == [place for each in which for place in held[numbers[each]]]


@given(terms=st.sets(texts, min_size=1), beginning=st.binary(max_size=3) | st.just(b"commun1"))
def test_prefixes(tmp_path_factory: pytest.TempPathFactory, terms: set[bytes], beginning: bytes) -> None:
    path = tmp_path_factory.mktemp("segment") / "MAIN.arrays"
    write(path, {text: {1: [2]} for text in terms}, {b"stem": {0: [0]}})
    segment = SegmentFile(path)
    found = [segment.text(term) for term in segment.prefixed("forms", beginning)]
    assert found == sorted(text for text in terms if text.startswith(beginning))
    later = [segment.text(term) for term in segment.starting("forms", beginning)]
    assert later == sorted(text for text in terms if text >= beginning)


def test_weights_that_no_code_holds(tmp_path: Path) -> None:
    path = tmp_path / "MAIN.arrays"
    writer = SegmentFileWriter(path)
    writer.begin_field("forms", "frequencies")
    numbers, weights = np.array([0, 1, 2, 0]), np.array([0.5, 3.0, 300.0, 1.25])
    writer.add_terms(PostingLists([b"a", b"b"], np.array([3, 1]), numbers, weights))
    writer.end_field()
    for number in range(3):
        writer.store(b"%d" % number)
    writer.close()
    segment = SegmentFile(path)
    assert segment.weights(0).tolist() == [0.5, 3.0, 300.0]
    assert segment.weights(1).tolist() == [1.25]


def test_changed_bytes_are_told(tmp_path: Path) -> None:
    path = tmp_path / "MAIN.arrays"
    write(path, {b"a": {1: [2, 3]}, b"b": {0: [1]}}, {b"a": {1: [2]}})
    whole = path.read_bytes()
    for place in (*range(64), *range(64, len(whole), 5)):
        changed = bytearray(whole)
        changed[place] ^= 0x55
        path.write_bytes(changed)
        try:
            faults = list(SegmentFile(path).faults())
        except ContainerError:
            continue
        is_padding = whole[place] == 0
        assert faults or is_padding, place


def rewrite(path: Path, about: JSONValue = None, **kinds: str) -> None:
    """Write a segment file again, whole, with other types of some arrays or another description."""
    original = Container(path)
    writer = ContainerWriter(path.with_name("rewritten"))
    for name in original.names:
        array = original.untyped_array(name)
        writer.append(name, array, kinds.get(name, f"<{array.dtype.kind}{array.dtype.itemsize}"))
    writer.close(original.about if about is None else about)
    path.with_name("rewritten").replace(path)


FORGED = {
    **dict.fromkeys(("term_text", "place_count", "length_forms", "store_bytes"), "<u2"),
    **dict.fromkeys(("post_code", "term_best"), "<u4"),
    **dict.fromkeys(("post_number", "odd_weight"), "<u8"),
    "term_key": "<u4",
    **dict.fromkeys(("term_end", "term_posting", "store_end", "long_term", "long_block"), "<f4"),
    **dict.fromkeys(("place_at", "block_place", "term_place", "crowd_posting", "crowd_count"), "<f4"),
    "odd_posting": "<f4",
}
"""For each array of a segment file, a type that it never has."""


@pytest.fixture
def segment_with_all_arrays(tmp_path: Path) -> Path:
    path = tmp_path / "MAIN.arrays"
    writer = SegmentFileWriter(path)
    writer.begin_field("forms", "positions", Lengths.of(np.arange(1, DOCUMENTS + 1)))
    numbers, counts = np.arange(DOCUMENTS), np.full(DOCUMENTS, 1)
    counts[7] = 300
    weights, positions = np.full(DOCUMENTS, 0.5), np.arange(counts.sum())
    writer.add_terms(PostingLists([b"a"], np.array([DOCUMENTS]), numbers, weights, counts, positions))
    writer.end_field()
    writer.store_all(np.ones(DOCUMENTS, np.int64), bytes(DOCUMENTS))
    writer.close()
    return path


def test_every_array_has_a_type_that_could_be_forged(segment_with_all_arrays: Path) -> None:
    assert set(Container(segment_with_all_arrays).names) == set(FORGED)
    rewrite(segment_with_all_arrays)
    assert list(SegmentFile(segment_with_all_arrays).faults()) == []


@pytest.mark.parametrize(("name", "kind"), FORGED.items())
def test_an_array_of_another_type_is_refused_on_opening(
    segment_with_all_arrays: Path, name: str, kind: str
) -> None:
    rewrite(segment_with_all_arrays, **{name: kind})
    with pytest.raises(ContainerError, match=name):
        SegmentFile(segment_with_all_arrays)


FIELD: dict[str, JSONValue] = {
    "name": "forms",
    "kind": "positions",
    "first_term": 0,
    "end_term": 1,
    "first_counted": 0,
    "first_placed": 0,
    "length": 45150,
    "documents": 300,
}


@pytest.mark.parametrize(
    "about",
    [
        [],
        {"documents": DOCUMENTS},
        {"documents": "300", "fields": [FIELD]},
        {"documents": DOCUMENTS, "fields": {"forms": FIELD}},
        {"documents": DOCUMENTS, "fields": ["forms"]},
        {"documents": DOCUMENTS, "fields": [{**FIELD, "kind": "pictures"}]},
        {"documents": DOCUMENTS, "fields": [{**FIELD, "end_term": "1"}]},
        {"documents": DOCUMENTS, "fields": [{**FIELD, "length": None}]},
        {"documents": DOCUMENTS, "fields": [{**FIELD, "more": 1}]},
        {"documents": DOCUMENTS, "fields": [{"name": "forms", "kind": "positions"}]},
    ],
)
def test_a_description_of_another_shape_is_refused(segment_with_all_arrays: Path, about: JSONValue) -> None:
    rewrite(segment_with_all_arrays, {"documents": DOCUMENTS, "fields": [FIELD]})
    SegmentFile(segment_with_all_arrays)
    rewrite(segment_with_all_arrays, about)
    with pytest.raises(ContainerError, match="does not say what is in it"):
        SegmentFile(segment_with_all_arrays)


@pytest.mark.parametrize("size", [0, 1, 63, 64, 500, -1])
def test_a_file_cut_off_is_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / "MAIN.arrays"
    write(path, {b"a": {1: [2]}}, {})
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(ContainerError):
        SegmentFile(path)


def test_a_writer_that_is_abandoned_leaves_nothing(tmp_path: Path) -> None:
    writer = SegmentFileWriter(tmp_path / "MAIN.arrays")
    writer.begin_field("forms", "existence")
    many = np.arange(500_000)
    writer.add_terms(PostingLists([b"a"], np.array([len(many)]), many, np.ones(len(many), np.int64)))
    assert list(tmp_path.iterdir())
    writer.abandon()
    assert not list(tmp_path.iterdir())


@given(st.lists(st.integers(0, 5)))
def test_each_place_is_repeated_as_its_count_says(counts: list[int]) -> None:
    expected = [place for place, count in enumerate(counts) for _ in range(count)]
    assert repeated_indices(np.array(counts, dtype=np.int64)).tolist() == expected
