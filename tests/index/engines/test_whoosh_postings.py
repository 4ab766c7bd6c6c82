"""Posting lists as arrays: whole, in part, and over several segments."""

from pathlib import Path

import numpy as np
import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from index import Document, parse
from index.engines.whoosh.postings import frequency, read
from index.engines.whoosh.ranking import Ranking
from index.engines.whoosh.schema import schema, to_fields


def reader_of(folder: Path, *segments: list[str]) -> IndexReader:
    """Write bodies, each list into a segment of its own."""
    index = FileStorage(str(folder)).create_index(schema())
    for number, bodies in enumerate(segments):
        writer = index.writer()
        for place, body in enumerate(bodies):
            writer.add_document(**to_fields(Document(f"{number}-{place}", "", body)))
        writer.commit(merge=False)
    return index.reader()


MANY = ["vent " * (1 + number % 3) if number % 2 else "soir" for number in range(1_000)]


def test_a_list_is_read_over_all_its_blocks(tmp_path: Path) -> None:
    numbers, frequencies = read(reader_of(tmp_path, MANY), "stems", "vent")
    assert numbers.tolist() == list(range(1, 1_000, 2))
    assert frequencies.tolist() == [2.0 * (1 + number % 3) for number in range(1, 1_000, 2)]


@pytest.mark.parametrize("among", [[1], [0, 501], [999], [255, 256, 257], []])
def test_a_list_read_in_part_has_what_was_asked_for(tmp_path: Path, among: list[int]) -> None:
    reader = reader_of(tmp_path, MANY)
    numbers = read(reader, "stems", "vent", np.array(among, dtype=np.int64)).numbers.tolist()
    assert {number for number in among if number % 2} <= set(numbers)
    assert len(numbers) <= 128 * len(among)


def test_several_segments_read_as_one(tmp_path: Path) -> None:
    reader = reader_of(tmp_path, ["vent", "soir"], ["soir", "vent vent"])
    assert not reader.is_atomic()
    numbers, frequencies = read(reader, "stems", "vent")
    assert (numbers.tolist(), frequencies.tolist()) == ([0, 3], [2.0, 4.0])


def test_several_segments_score_as_one(tmp_path: Path) -> None:
    bodies = ["vent du soir", "le soir", "vent", "rien du tout"]
    found = []
    for name, segments in (("one", [bodies]), ("two", [bodies[:2], bodies[2:]])):
        (tmp_path / name).mkdir()
        reader = reader_of(tmp_path / name, *segments)
        found.append(Ranking(Searcher(reader)).best(parse("vent du soir"), 10))
    assert found[0] == found[1]


def test_the_frequency_in_a_document_without_the_term_is_0(tmp_path: Path) -> None:
    reader = reader_of(tmp_path, MANY)
    assert [frequency(reader, "stems", "vent", number) for number in (0, 1, 2, 999)] == [0, 4, 0, 2]
