"""Named arrays in one file: as narrow as their values allow, and never read unless whole."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.whoosh.segment.container import KEPT, Container, ContainerError, ContainerWriter

NUMBERS = st.integers(0, 300) | st.integers(0, 70_000) | st.integers(0, 2**63 - 1)


def write(path: Path, arrays: dict[str, list[np.ndarray]], kind: str = "") -> Container:
    writer = ContainerWriter(path)
    for name, parts in arrays.items():
        for part in parts:
            writer.append(name, part, kind)
    writer.close({"about": "été"})
    return Container(path)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("container") / "file.arrays"


@settings(deadline=None)
@given(st.lists(st.lists(NUMBERS, max_size=5), max_size=5))
def test_an_array_that_grows_is_read_back_in_the_narrowest_type(place: Path, parts: list[list[int]]) -> None:
    values = [number for part in parts for number in part]
    read = write(place, {"a": [np.array(part, np.int64) for part in parts]}).untyped_array("a")
    assert read.tolist() == values
    assert not parts or read.dtype == np.min_scalar_type(max(values, default=0))


def test_arrays_beyond_what_waits_in_memory_grow_side_by_side_and_wider(tmp_path: Path) -> None:
    arrays = {
        "a": [np.zeros(KEPT + 5, np.int64), np.array([2**20]), np.arange(KEPT // 4)],
        "b": [np.arange(7), np.zeros(0, np.int64), np.arange(KEPT)],
    }
    found = write(tmp_path / "file", arrays)
    for name, parts in arrays.items():
        assert np.array_equal(found.untyped_array(name), np.concatenate(parts))
    assert found.untyped_array("a").dtype == np.uint32
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_an_array_keeps_the_type_that_was_asked_for(tmp_path: Path) -> None:
    found = write(tmp_path / "file", {"a": [np.array([0.5, 2.0])]}, "<f4")
    assert (found.untyped_array("a").dtype, found.untyped_array("a").tolist()) == (np.float32, [0.5, 2.0])


def test_what_was_never_written_is_empty_and_what_was_said_is_kept(tmp_path: Path) -> None:
    found = write(tmp_path / "file", {"a": [np.arange(3)]})
    assert (found.untyped_array("b").tolist(), list(found.names), found.about) == (
        [],
        ["a"],
        {"about": "été"},
    )


def test_a_file_that_was_not_written_to_its_end_never_opens(tmp_path: Path) -> None:
    write(tmp_path / "file", {"a": [np.arange(3)], "b": [np.arange(300)]})
    whole = (tmp_path / "file").read_bytes()
    for size in (*range(70), *range(70, len(whole), 11), len(whole) - 1):
        (tmp_path / "file").write_bytes(whole[:size])
        with pytest.raises(ContainerError, match="'file' cannot be read"):
            Container(tmp_path / "file")
    (tmp_path / "file").write_bytes(whole + b"\0")
    with pytest.raises(ContainerError):
        Container(tmp_path / "file")


def test_every_changed_byte_of_an_array_is_told_by_its_name(tmp_path: Path) -> None:
    found = write(tmp_path / "file", {"a": [np.arange(3)], "b": [np.arange(300)]})
    assert list(found.faults()) == []
    whole = (tmp_path / "file").read_bytes()
    for name, first, size in (("a", 64, 3), ("b", 128, 600)):
        for at in range(first, first + size, 7):
            (tmp_path / "changed").write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            (fault,) = Container(tmp_path / "changed").faults()
            assert f"its array {name!r} of 'changed' was changed" in fault


def test_an_abandoned_file_leaves_no_part(tmp_path: Path) -> None:
    writer = ContainerWriter(tmp_path / "file")
    writer.append("a", np.zeros(2 * KEPT, np.int64))
    assert list(tmp_path.iterdir())
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


def test_an_array_is_read_again_after_its_memory_was_let_go(tmp_path: Path) -> None:
    found = write(tmp_path / "file", {"a": [np.arange(1000)]})
    array = found.untyped_array("a")
    found.let_go()
    assert array.tolist() == list(range(1000))
