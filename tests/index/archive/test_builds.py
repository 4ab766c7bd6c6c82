"""Which build serves, which ones stay beside it, and who may write."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Document, open_engine
from index.archive.builds import IndexFolder
from index.errors import (
    EmptyInputError,
    IndexLockedError,
)
from tests.index.archive.folders import builds, found, rebuild, serving

BULLETINS = str(Path(sys.executable).parent / "bulletins")


def test_current_names_the_build_that_serves(folder: Path) -> None:
    assert serving(folder).parent == folder / "builds"
    assert (serving(folder) / "build.json").exists()


def test_the_previous_build_stays_and_older_ones_go(folder: Path) -> None:
    names = [serving(folder).name]
    for body in ("deuxième", "troisième", "quatrième"):
        rebuild(folder, body)
        names.append(serving(folder).name)
        assert builds(folder) == set(names[-2:])


def test_the_previous_build_is_still_there_while_the_next_one_is_written(folder: Path) -> None:
    missing = []
    for body in map(str, range(15)):
        kept = builds(folder)

        def documents(body: str = body, kept: set[str] = kept) -> Iterator[Document]:
            yield Document("1", "Titre", body)
            missing.extend(kept - builds(folder))

        open_engine(f"whoosh:{folder}").rebuild(documents())
    assert missing == []


def test_one_can_go_back_to_the_previous_build(folder: Path) -> None:
    before = (folder / "CURRENT").read_text("utf-8")
    rebuild(folder, "deuxième")
    (folder / "CURRENT").write_text(before, "utf-8")
    assert (found(folder, "premier"), found(folder, "deuxième")) == (1, 0)


def test_going_back_forgets_no_id_of_the_build_that_was_left(folder: Path, tmp_path: Path) -> None:
    before = (folder / "CURRENT").read_text("utf-8")
    source = tmp_path / "bulletins" / "Radio" / "2024-11-07.txt"
    source.parent.mkdir(parents=True)
    source.write_text("► Un titre\nUn texte.\n", "utf-8")
    index = ["--index", f"whoosh:{folder}"]
    subprocess.run([BULLETINS, "rebuild", str(tmp_path / "bulletins"), *index], check=True)
    (first,) = open_engine(f"whoosh:{folder}").documents()
    (folder / "CURRENT").write_text(before, "utf-8")
    source.parent.rename(source.parent.with_name("Télé"))
    subprocess.run([BULLETINS, "rebuild", str(tmp_path / "bulletins"), *index], check=True)
    (moved,) = open_engine(f"whoosh:{folder}").documents()
    assert (moved.source, moved.id) == ("Télé", first.id)


def test_a_clock_that_goes_backwards_costs_no_build(folder: Path) -> None:
    rebuild(folder, "deuxième")
    serving(folder).rename(serving(folder).with_name("29991231T235959.000000-abcdef"))
    (folder / "CURRENT").write_text("builds/29991231T235959.000000-abcdef\n", "utf-8")
    kept = builds(folder)
    with pytest.raises(EmptyInputError):
        open_engine(f"whoosh:{folder}").rebuild([])
    assert builds(folder) == kept
    rebuild(folder, "troisième")
    assert found(folder, "troisième") == 1
    assert "29991231T235959.000000-abcdef" in builds(folder)


def test_a_link_among_the_builds_is_not_followed_when_it_is_deleted(folder: Path, tmp_path: Path) -> None:
    rebuild(tmp_path / "autre", "ailleurs")
    (folder / "builds" / "backup").symlink_to(serving(tmp_path / "autre"))
    rebuild(folder, "deuxième")
    assert not (folder / "builds" / "backup").is_symlink()
    assert open_engine(f"whoosh:{tmp_path / 'autre'}").check().documents == 1


def test_leftovers_of_a_killed_writer_are_taken_away(folder: Path) -> None:
    (folder / "builds" / "20200101T000000-abc").mkdir()
    (folder / "builds" / "20200101T000000-abc" / "spool.sqlite").write_text("texte")
    rebuild(folder, "deuxième")
    assert "20200101T000000-abc" not in builds(folder)


def test_what_a_killed_writer_left_is_never_taken_for_the_previous_build(folder: Path) -> None:
    before = serving(folder).name
    (folder / "builds" / "29990101T000000-abc").mkdir()
    rebuild(folder, "deuxième")
    assert before in builds(folder)


def test_of_many_whole_builds_the_newest_three_are_there_while_another_is_written(folder: Path) -> None:
    for year in range(2001, 2006):
        shutil.copytree(serving(folder), folder / "builds" / f"{year}0101T000000-abc")
    newest = {"20050101T000000-abc", "20040101T000000-abc", serving(folder).name}
    with IndexFolder(str(folder)).writing() as build:
        assert builds(folder) == newest | {build.name}


def test_a_build_that_cannot_be_deleted_stops_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leftover = folder / "builds" / "20200101T000000-abc"
    leftover.mkdir()
    rmdir = os.rmdir

    def busy(path: str, dir_fd: int | None = None) -> None:
        if Path(path).name == leftover.name:
            raise OSError("the disk is busy")
        rmdir(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "rmdir", busy)
    rebuild(folder, "deuxième")
    assert found(folder, "deuxième") == 1
    assert leftover.exists()


def test_a_build_is_on_the_disk_before_it_serves(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = IndexFolder(str(folder))
    synced = set()
    fsync, replace = os.fsync, Path.replace

    def noted(descriptor: int) -> None:
        synced.add(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    def replaced(path: Path, target: Path) -> Path:
        assert {path.stat().st_ino, build.stat().st_ino, (build / "file").stat().st_ino} <= synced
        return replace(path, target)

    with index.writing() as build:
        (build / "file").write_text("texte")
        monkeypatch.setattr(os, "fsync", noted)
        monkeypatch.setattr(Path, "replace", replaced)
        index.switch(build)
    assert index.current() == build


def test_current_is_read_again_only_after_it_was_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = IndexFolder(str(folder))
    assert index.serving() == serving(folder)
    rebuild(folder, "deuxième")
    assert index.serving() == serving(folder)
    monkeypatch.setattr(index, "current", lambda: pytest.fail("it was read again"))
    assert index.serving() == serving(folder)


def test_a_current_that_names_no_possible_build_does_not_stop_a_rebuild(folder: Path) -> None:
    (folder / "CURRENT").write_text(f"builds/{'a' * 300}\n", "utf-8")
    rebuild(folder, "deuxième")
    assert found(folder, "deuxième") == 1


def test_a_second_writer_is_told_that_the_index_is_locked(folder: Path) -> None:
    with IndexFolder(str(folder)).writing(), pytest.raises(IndexLockedError, match="another command"):
        rebuild(folder, "deuxième")


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="no /proc/locks tells who waits")
def test_an_addition_waits_until_another_process_has_written_and_adds_to_that(
    folder: Path, tmp_path: Path
) -> None:
    source = tmp_path / "Radio" / "2024-11-07.txt"
    source.parent.mkdir()
    source.write_text("► La crue\nLa Garonne monte encore.\n", "utf-8")
    command = [BULLETINS, "add", str(source), "--index", f"whoosh:{folder}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as adding:

        def documents() -> Iterator[Document]:
            while not waits_for_a_lock(adding.pid):
                assert adding.poll() is None
                time.sleep(0.05)
            yield Document("1", "Titre", "deuxième")

        open_engine(f"whoosh:{folder}").rebuild(documents())
        _, said = adding.communicate(timeout=60)
    assert adding.returncode == 0, said
    assert (found(folder, "premier"), found(folder, "deuxième"), found(folder, "Garonne")) == (0, 1, 1)


def waits_for_a_lock(process: int) -> bool:
    lines = map(str.split, Path("/proc/locks").read_text().splitlines())
    return any("->" in line and str(process) in line for line in lines)


def test_a_writer_that_ended_leaves_no_lock(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), IndexFolder(str(folder)).writing():
        raise ZeroDivisionError
    rebuild(folder, "deuxième")
    assert found(folder, "deuxième") == 1


def test_readers_go_on_while_the_index_is_locked(folder: Path) -> None:
    with IndexFolder(str(folder)).writing():
        assert found(folder, "premier") == 1
