"""Several segments answer as one does, and are few."""

import gc
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index import Document, open_engine, parse
from index.archive.builds import IndexFolder
from index.engines.whoosh import building
from index.engines.whoosh.codec import open_files
from index.engines.whoosh.codec.codec import ArraysSegment
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.writing import parts
from index.engines.whoosh.writing.part_merging import merge_parts
from index.engines.whoosh.writing.parts import Part, to_merge
from index.errors import SearchError
from tests.index.archive.folders import serving
from tests.index.engines.contract.documents import MIXED
from tests.index.engines.contract.histories import add_all, answers


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    engine = open_engine(f"whoosh:{tmp_path_factory.mktemp('rebuilt')}")
    engine.rebuild(MIXED)
    return answers(engine)


@pytest.mark.parametrize("seed", range(3))
def test_many_segments_answer_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rebuilt: list[object], seed: int
) -> None:
    monkeypatch.setattr(parts, "SMALL", -1)
    monkeypatch.setattr(parts, "RATIO", 0)
    engine = open_engine(f"whoosh:{tmp_path}")
    add_all(engine, random.Random(seed))
    engine.add([MIXED[0]])
    assert answers(engine) == rebuilt
    engine.check()


def part(name: str, documents: int) -> Part:
    segment = ArraysSegment("MAIN", documents)
    segment.segid = name
    return Part(Path(), segment)


@pytest.mark.parametrize(
    ("sizes", "merged"),
    [
        ([5], 0), ([5, 1_000_000], 0), ([5, 60], 2), ([5, 60, 520], 3), ([5, 60, 521], 2), ([5, 65, 561], 0),
        ([10, 80, 720, 6481], 3), ([5, 0, 0, 1000], 3), ([0, 1000], 0), ([0, 0, 1000], 2),
    ],
)  # fmt: skip
def test_the_newest_parts_are_merged_where_they_are_large_beside_older_ones(
    sizes: Sequence[int], merged: int
) -> None:
    assert to_merge([part(str(number), size) for number, size in enumerate(sizes)], 10_000) == merged


def test_no_more_is_merged_at_once_than_asked_for() -> None:
    sizes = [100, 300, 1200]
    assert to_merge([part(str(number), size) for number, size in enumerate(sizes)], 1000) == 2


def test_parts_too_large_for_an_addition_are_merged_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rebuilt: list[object]
) -> None:
    monkeypatch.setattr(building, "MOST_MERGED_AT_ONCE", 0)
    engine = open_engine(f"whoosh:{tmp_path}")
    add_all(engine, random.Random(1))
    assert engine.merge_some()
    assert not engine.merge_some()
    engine.check()
    assert answers(engine) == rebuilt


def test_what_does_not_change_is_shared_between_builds(tmp_path: Path) -> None:
    engine = open_engine(f"whoosh:{tmp_path}")
    engine.rebuild(Document(str(number), "", f"Texte {number}.") for number in range(100))
    before = {file.name: file.stat().st_ino for file in serving(tmp_path).iterdir()}
    engine.add([Document("new", "", "Texte nouveau.")])
    after = {file.name: file.stat().st_ino for file in serving(tmp_path).iterdir()}
    shared = {name for name, inode in after.items() if before.get(name) == inode}
    assert {name.partition(".")[2] for name in shared} == {
        "arrays", "vocabulary.sqlite", "catalogue.sqlite", "ledger.sqlite",
    }  # fmt: skip
    assert len(IndexFolder(str(tmp_path)).builds()) == 2


def test_a_running_reader_opens_the_new_part_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine(f"whoosh:{tmp_path}")
    engine.rebuild(Document(str(number), "", f"Texte {number}.") for number in range(100))
    before = {file.name for file in serving(tmp_path).glob("*.arrays")}
    assert engine.search(parse("texte")).total == 100
    open_engine(f"whoosh:{tmp_path}").add([Document("new", "", "Texte nouveau.")])
    gc.collect()
    opened = list[str]()
    monkeypatch.setattr(open_files, "SegmentFile", lambda path: opened.append(path.name) or SegmentFile(path))
    assert engine.search(parse("texte")).total == 101
    assert opened == [file.name for file in serving(tmp_path).glob("*.arrays") if file.name not in before]


def test_without_hard_links_files_are_copied_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(source: object, target: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    engine = open_engine(f"whoosh:{tmp_path}")
    engine.rebuild(Document(str(number), "", f"Texte {number}.") for number in range(100))
    monkeypatch.setattr("os.link", refused)
    report = engine.add([Document("new", "", "Texte nouveau.")])
    assert report.notes == ("4 files of the index were copied, as this file system has no hard links",)
    assert engine.check().documents == 101


def test_a_part_that_cannot_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match=r"could not be written .*the one in place stays"):
        merge_parts(tmp_path, [replace(part("MAIN_a", 3), folder=tmp_path), part("b", 0)])
