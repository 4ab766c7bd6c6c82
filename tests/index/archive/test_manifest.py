"""What a build says of itself is believed only where it can be read."""

import json
import os
from pathlib import Path

import pytest

from index import Document, open_engine
from index.archive.manifest import Manifest, files_of, is_whole
from index.engines.whoosh.building import FINGERPRINT
from index.errors import IndexDamagedError, IndexOutdatedError
from tests.index.archive.folders import found, rebuild, serving


def rebuilt(folder: Path) -> tuple[Path, tuple[str, ...]]:
    """Rebuild; gives the build and what was said of those before."""
    notes = open_engine(f"whoosh:{folder}").rebuild([Document("1", "", "Un mot.")]).notes
    return serving(folder), tuple(notes)


def ledger_of(build: Path) -> Path:
    return next(build.glob("*.ledger.sqlite"), build / "none")


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"null", b"[]", b"\xff", b"[" * 100_000, b'{"files": {}}', b'{"files": null}',
     b'{"files": {"ledger.jsonl": {}}}', b'{"files": {"ledger.jsonl": 7}}', b'{"parts": ["a"], "files": []}'],
    ids=lambda content: repr(content[:40]),
)  # fmt: skip
def test_a_manifest_that_cannot_be_read_vouches_for_no_ledger(tmp_path: Path, content: bytes) -> None:
    build, notes = rebuilt(tmp_path / "index")
    assert (notes, is_whole(build, ledger_of(build).name)) == ((), True)
    (build / "build.json").write_bytes(content)
    assert not is_whole(build, ledger_of(build).name)
    _, notes = rebuilt(tmp_path / "index")
    assert notes[0].endswith("is missing or damaged, and left out")


def test_a_file_that_is_gone_is_not_whole(tmp_path: Path) -> None:
    build, _ = rebuilt(tmp_path / "index")
    ledger = ledger_of(build)
    ledger.unlink()
    assert not is_whole(build, ledger.name)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"[]", b"{}", b'"x"', b"\xff\xfe",
     b'{"sources": 3}', b'{"sources": [3]}', b"\x00"],
    ids=repr,
)  # fmt: skip
def test_a_garbled_build_json_is_a_damaged_index(folder: Path, content: bytes) -> None:
    (serving(folder) / "build.json").write_bytes(content)
    with pytest.raises(IndexDamagedError, match="bulletins rebuild"):
        found(folder, "premier")


def bytes_read() -> int:
    return int(Path("/proc/self/io").read_text().split()[1])


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="only Linux counts what a process reads")
def test_the_files_of_a_copied_index_are_read_once_and_again_where_they_change(folder: Path) -> None:
    build = serving(folder)
    (arrays,) = build.glob("*.arrays")
    os.utime(arrays, (1, 1))
    manifest = Manifest.read(build, FINGERPRINT)
    before = bytes_read()
    manifest.verify(build)
    read = bytes_read()
    manifest.verify(build)
    assert read - before > arrays.stat().st_size > bytes_read() - read
    arrays.write_bytes(bytes([arrays.read_bytes()[0] ^ 1]) + arrays.read_bytes()[1:])
    with pytest.raises(IndexDamagedError):
        manifest.verify(build)


def change_manifest(folder: Path, **values: object) -> None:
    path = serving(folder) / "build.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | values), "utf-8")


def test_an_index_of_another_fingerprint_is_outdated(folder: Path) -> None:
    change_manifest(folder, fingerprint="format 0, analysis 0, whoosh 2.7.4")
    with pytest.raises(IndexOutdatedError, match="rebuild needed"):
        found(folder, "premier")


def test_an_index_of_another_version_with_other_fields_is_outdated(folder: Path) -> None:
    change_manifest(folder, fingerprint="format 2, analysis 0, whoosh 4", language="fr")
    with pytest.raises(IndexOutdatedError):
        found(folder, "premier")


def test_a_rebuild_replaces_an_outdated_index(folder: Path) -> None:
    change_manifest(folder, fingerprint="format 0")
    rebuild(folder, "deuxième")
    assert found(folder, "deuxième") == 1


def test_a_file_of_another_size_is_damaged_whatever_its_time(folder: Path) -> None:
    (file,) = serving(folder).glob("*.arrays")
    times = file.stat()
    file.write_bytes(file.read_bytes() + b"!")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    manifest = Manifest.read(serving(folder), FINGERPRINT)
    with pytest.raises(IndexDamagedError, match="not as it was written"):
        manifest.verify(serving(folder))


def test_a_file_that_is_gone_is_damaged(folder: Path) -> None:
    manifest = Manifest.read(serving(folder), FINGERPRINT)
    next(serving(folder).glob("*.catalogue.sqlite")).unlink()
    with pytest.raises(IndexDamagedError, match="catalogue"):
        manifest.verify(serving(folder))


def test_no_build_is_written_of_which_a_file_cannot_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "MAIN_a.ledger.sqlite")
    with pytest.raises(OSError, match="ledger"):
        files_of(tmp_path)
