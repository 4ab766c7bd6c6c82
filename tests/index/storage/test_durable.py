"""Writing that lasts: whole files, folders for their owner alone, nothing half done beside them."""

import stat
from pathlib import Path

import pytest

from index.storage.durable import make_folder, replace_text, sync_tree


def test_a_folder_and_those_above_it_are_their_owners_alone(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "a", tmp_path / "a" / "b")] == [
        0o700
    ] * 2


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_folder(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_replaced_text_is_whole_and_alone(tmp_path: Path) -> None:
    for text in ("builds/1\n", "builds/22\n", "été"):
        replace_text(tmp_path / "CURRENT", text)
        assert (tmp_path / "CURRENT").read_text("utf-8") == text
    assert [path.name for path in tmp_path.iterdir()] == ["CURRENT"]


def test_whoever_has_the_old_text_open_keeps_it(tmp_path: Path) -> None:
    replace_text(tmp_path / "CURRENT", "old")
    with (tmp_path / "CURRENT").open() as reader:
        replace_text(tmp_path / "CURRENT", "new")
        assert reader.read() == "old"


def test_a_text_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    replace_text(tmp_path / "CURRENT", "old")
    with pytest.raises(UnicodeEncodeError):
        replace_text(tmp_path / "CURRENT", "\ud800")
    assert (tmp_path / "CURRENT").read_text("utf-8") == "old"


def test_a_tree_with_a_file_that_is_gone_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    sync_tree(tmp_path)
    (tmp_path / "link").symlink_to("absent")
    with pytest.raises(FileNotFoundError):
        sync_tree(tmp_path)
