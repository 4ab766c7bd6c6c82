"""Merged files hold what one file would that was written of all documents at once."""

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.whoosh.segment import merging
from index.engines.whoosh.segment.layout import Kind
from index.engines.whoosh.segment.merging import lined_up, merge
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.segment.segment_writer import Lengths, SegmentFileWriter
from index.inversion import PostingLists

KINDS: tuple[Kind, ...] = ("existence", "frequencies", "positions", "values")


@dataclass(frozen=True)
class Text:
    """A document: in each kind of field, its terms with their weights and places; and what is stored."""

    terms: dict[Kind, dict[bytes, tuple[float, list[int]]]]
    length: int
    stored: bytes


POSTINGS = st.tuples(
    st.one_of(st.integers(1, 400).map(float), st.sampled_from([0.5, 2.5])),
    st.lists(st.integers(0, 255), min_size=1, max_size=4, unique=True).map(sorted),
)
EMPTY = st.tuples(st.just(1.0), st.just([]))
"""Such as a value of Whoosh that has no bytes."""
NAMES = st.sampled_from([b"", b"a", b"ab", b"b\0", b"b\xff", b"c", b"d"])
TERMS = {
    kind: st.dictionaries(NAMES, st.one_of(POSTINGS, EMPTY) if kind == "values" else POSTINGS, max_size=5)
    for kind in KINDS
}
TEXTS = st.builds(Text, st.fixed_dictionaries(TERMS), st.integers(0, 5_000), st.binary(max_size=30))


def write(path: Path, texts: Sequence[Text], names: Sequence[str] = KINDS) -> SegmentFile:
    """Write documents, each kind of field under its name."""
    writer = SegmentFileWriter(path)
    lengths = Lengths.of(np.array([text.length for text in texts], np.int64))
    for name, kind in sorted(zip(names, KINDS, strict=True)):
        postings = defaultdict(list)
        for number, text in enumerate(texts):
            for term, (weight, places) in text.terms[kind].items():
                postings[term].append((number, weight, places))
        writer.begin_field(name, kind, lengths)
        writer.add_terms(terms_of(postings))
        writer.end_field()
    for text in texts:
        writer.store(text.stored)
    writer.close()
    return SegmentFile(path)


def terms_of(postings: dict[bytes, list[tuple[int, float, list[int]]]]) -> PostingLists:
    texts = sorted(postings)
    rows = [row for text in texts for row in postings[text]]
    return PostingLists(
        texts,
        np.array([len(postings[text]) for text in texts], np.int64),
        np.array([number for number, _, _ in rows], np.int64),
        np.array([weight for _, weight, _ in rows], np.float32),
        np.array([len(places) for _, _, places in rows], np.int64),
        np.array([place for _, _, places in rows for place in places], np.int64),
    )


def content(segment: SegmentFile) -> dict[tuple[str, bytes], list[tuple[int, float, list[int]]]]:
    """Read everything: document, weight and places of each posting of each term."""
    return {
        (name, segment.text(term)): postings(segment, term)
        for name, field in segment.fields.items()
        for term in range(field.first_term, field.end_term)
    }


def postings(segment: SegmentFile, term: int) -> list[tuple[int, float, list[int]]]:
    numbers = segment.numbers(term).tolist()
    places: list[list[int]] = [[] for _ in numbers]
    if segment.field(term).has_positions:
        counts, found = segment.positions(term, np.arange(len(numbers)))
        places = [part.tolist() for part in np.split(found, counts.cumsum()[:-1])]
    return list(zip(numbers, segment.weights(term).tolist(), places, strict=True))


def stored(segment: SegmentFile) -> list[bytes]:
    return [segment.stored(number) for number in range(segment.documents)]


@pytest.fixture(params=[1 << 20, 1], ids=["in one range", "term by term"])
def _limits(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "POSTINGS", request.param)
    monkeypatch.setattr(merging, "DOCUMENTS", min(request.param, 2))


@pytest.mark.usefixtures("_limits")
@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=6), min_size=1, max_size=4), st.data())
def test_merged_files_are_as_one(groups: list[list[Text]], data: st.DataObject) -> None:
    deleted = [data.draw(st.sets(st.integers(0, len(texts) - 1))) for texts in groups]
    left = [
        text
        for texts, gone in zip(groups, deleted, strict=True)
        for n, text in enumerate(texts)
        if n not in gone
    ]
    with tempfile.TemporaryDirectory() as folder:
        parts = [write(Path(folder, f"part{number}"), texts) for number, texts in enumerate(groups)]
        writer = SegmentFileWriter(Path(folder, "merged"))
        merge(lined_up(parts, [np.array(sorted(gone), np.uint32) for gone in deleted]), writer)
        writer.close()
        merged, expected = SegmentFile(Path(folder, "merged")), write(Path(folder, "whole"), left)
        assert list(merged.faults()) == []
        assert content(merged) == content(expected)
        assert stored(merged) == stored(expected)
        has_lengths = any(text.length for text in left)
        for name in KINDS:
            assert merged.lengths(name).tolist() == (expected.lengths(name).tolist() if has_lengths else [])
            if not any(deleted):
                assert merged.fields[name] == expected.fields[name]


@pytest.mark.parametrize("most", [1, 600, 5_000])
def test_a_term_that_is_too_large_for_memory_is_merged_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(merging, "POSTINGS", most)
    texts = [
        Text(
            {kind: {b"a": (1.0 + n % 7, [n] * (n % 300 // 290 * 300 + 1))} for kind in KINDS}, 1 + n % 9, b""
        )
        for n in range(1_500)
    ]
    texts[3].terms["positions"][b"b"] = (1.0, [1])
    parts = [write(tmp_path / f"{first}", texts[first : first + 500]) for first in (0, 500, 1_000)]
    writer = SegmentFileWriter(tmp_path / "merged")
    merge(lined_up(parts, [np.zeros(0, np.uint32), np.arange(3, 200), np.zeros(0, np.uint32)]), writer)
    writer.close()
    merged, whole = SegmentFile(tmp_path / "merged"), write(tmp_path / "whole", texts[:503] + texts[700:])
    assert list(merged.faults()) == []
    assert content(merged) == content(whole)
    for name in KINDS:
        term = merged.find(name, b"a")
        assert merged.best(term) == whole.best(whole.find(name, b"a"))


def test_fields_that_are_not_wanted_are_left_out(tmp_path: Path) -> None:
    text = Text({kind: {b"a": (1.0, [1])} for kind in KINDS}, 1, b"")
    part = write(tmp_path / "part", [text])
    writer = SegmentFileWriter(tmp_path / "merged")
    merge(lined_up([part], [np.zeros(0, np.uint32)]), writer, ["frequencies", "unheard"])
    writer.close()
    assert list(content(SegmentFile(tmp_path / "merged"))) == [("frequencies", b"a")]


def test_a_field_of_two_kinds_keeps_the_bytes_of_whoosh(tmp_path: Path) -> None:
    text = Text({kind: {b"a": (2.0, [3, 5])} for kind in KINDS}, 1, b"")
    parts = [
        write(tmp_path / "1", [text], ["a", "b", "c", "d"]),
        write(tmp_path / "2", [text], ["b", "a", "d", "c"]),
    ]
    writer = SegmentFileWriter(tmp_path / "merged")
    merge(lined_up(parts, [np.zeros(0, np.uint32)] * 2), writer)
    writer.close()
    merged = SegmentFile(tmp_path / "merged")
    assert {field.kind for field in merged.fields.values()} == {"values"}
    assert [bytes(places) for _, _, places in content(merged)["a", b"a"]] == [b"", b"\0\0\0\2"]
    one, other = [bytes(places) for _, _, places in content(merged)["c", b"a"]]
    assert one.startswith(b"\0\0\0\2\x80\2")
    assert other == b"\3\5"
