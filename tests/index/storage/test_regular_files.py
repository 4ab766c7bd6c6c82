"""Nothing but a regular file is read: what could be read for ever is an error at once."""

import os
from pathlib import Path

import pytest

from index.storage.regular_files import open_regular, read_text


def test_a_small_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("été\n", "utf-8")
    assert read_text(tmp_path / "file") == "été\n"


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("texte")
    (tmp_path / "link").symlink_to("file")
    with open_regular(tmp_path / "link") as file:
        assert file.read() == b"texte"


@pytest.mark.timeout(30)  # a pipe or a device may be read for ever
@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "loop", "absent"])
def test_anything_else_is_an_error_and_leaves_nothing_open(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "path"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind in ("device", "loop"):
        path.symlink_to("/dev/zero" if kind == "device" else path)
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(OSError, match="path"):
        read_text(path)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_what_is_no_utf_8_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"\xff\xfe")
    with pytest.raises(ValueError, match="decode"):
        read_text(tmp_path / "file")
