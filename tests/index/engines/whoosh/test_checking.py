"""A check reads everything, and tells every byte that is not as it was written."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from bulletins import main
from index import open_engine
from index.archive.manifest import Manifest, files_of
from index.engines.whoosh.building import FINGERPRINT
from index.engines.whoosh.checking import verify
from index.errors import (
    IndexDamagedError,
    SearchError,
)
from tests.index.archive.folders import serving, small_index


def test_a_whole_index_passes_its_check(folder: Path) -> None:
    small_index(folder)
    checked = open_engine(f"whoosh:{folder}").check()
    assert (checked.documents, checked.bulletins) == (3, 1)


@pytest.mark.parametrize("flip", [0x01, 0xFF])
@pytest.mark.parametrize("name", ["CURRENT", "build.json", ".toc"])
def test_any_flipped_byte_of_a_small_file_is_told_or_harmless(folder: Path, name: str, flip: int) -> None:
    small_index(folder)
    engine = open_engine(f"whoosh:{folder}")
    whole = engine.check()
    (file,) = [
        file
        for file in folder.rglob("*")
        if file.name.endswith(name) and file.parent in (folder, serving(folder))
    ]
    content = file.read_bytes()
    told, places = 0, range(0, len(content), 1 + len(content) // 300)
    for place in places:
        file.write_bytes(content[:place] + bytes([content[place] ^ flip]) + content[place + 1 :])
        try:
            assert engine.check() == whole
        except SearchError:
            told += 1
    file.write_bytes(content)
    assert told > len(places) * 0.8
    assert engine.check() == whole


@pytest.mark.parametrize("name", [".arrays", "catalogue.sqlite", "vocabulary.sqlite"])
def test_a_flipped_byte_anywhere_in_a_large_file_is_told(folder: Path, name: str) -> None:
    small_index(folder)
    (file,) = [file for file in serving(folder).iterdir() if file.name.endswith(name)]
    content = file.read_bytes()
    for place in range(0, len(content), len(content) // 50):
        file.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        with pytest.raises(IndexDamagedError, match=f"{name}' is not as it was written"):
            open_engine(f"whoosh:{folder}").check()


STRANGE: dict[str, Callable[[Path], object]] = {
    "folder": Path.mkdir,
    "pipe": os.mkfifo,
    "endless": lambda path: path.symlink_to("/dev/zero"),
    "dangling": lambda path: path.symlink_to("absent"),
    "loop": lambda path: path.symlink_to(path),
}


@pytest.mark.timeout(60)  # a pipe or a device may be read for ever
@pytest.mark.parametrize("make", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize(
    "name", ["CURRENT", "build.json", "*.ledger.sqlite", "*.catalogue.sqlite", "*.arrays", "*.toc", "autre"]
)
def test_something_else_in_the_place_of_a_file_is_a_sentence_for_every_command(
    folder: Path, tmp_path: Path, name: str, make: Callable[[Path], object]
) -> None:
    (tmp_path / "journal.txt").write_text("► Titre\nCorps.\n", "utf-8")
    place = folder if name == "CURRENT" else serving(folder)
    path = next(place.glob(name), place / name)
    path.unlink(missing_ok=True)
    make(path)
    for command in ("check", "search premier", "info", "export", f"rebuild {tmp_path}/journal.txt"):
        done = CliRunner().invoke(main, [*command.split(), "--index", f"whoosh:{folder}"])
        assert isinstance(done.exception, SystemExit | None), command
        assert ("Error: " in done.stderr) == (done.exit_code != 0), command
        assert done.exit_code == 1 or command != "check"


def test_a_foreign_file_in_a_build_is_told(folder: Path) -> None:
    (serving(folder) / "autre").write_text("texte")
    with pytest.raises(IndexDamagedError, match="'autre' does not belong there"):
        open_engine(f"whoosh:{folder}").check()


@pytest.mark.parametrize(
    ("name", "told"), [("documents", "it holds 3 documents"), ("bulletins", "1 bulletins")]
)
def test_a_build_that_holds_other_counts_than_its_manifest_says_is_told(
    folder: Path, name: str, told: str
) -> None:
    small_index(folder)
    manifest = Manifest.read(serving(folder), FINGERPRINT)
    verify(serving(folder), manifest)
    with pytest.raises(IndexDamagedError, match=f"{told}.*, 7 were written"):
        verify(serving(folder), replace(manifest, **{name: 7}))


@pytest.mark.parametrize("lost", ["first", "all"])
def test_a_ledger_that_lacks_a_document_is_told_though_the_manifest_fits(folder: Path, lost: str) -> None:
    small_index(folder)
    build = serving(folder)
    with closing(sqlite3.connect(next(build.glob("*.ledger.sqlite")))) as database, database:
        which = "WHERE id = '0'" if lost == "first" else ""
        database.execute(f"DELETE FROM item {which}")
    manifest = replace(Manifest.read(build, FINGERPRINT), files=files_of(build))
    with pytest.raises(IndexDamagedError, match=r"its ledger lacks [14] documents"):
        verify(build, manifest)
