"""The folder of a Whoosh index: which build serves, and what becomes of one that is not as it should be."""

import gc
import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from bulletins import main
from index import Appearance, Bulletin, Document, open_engine, parse
from index.archive.builds import IndexFolder
from index.archive.holdings import Info
from index.errors import (
    EmptyInputError,
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    IndexOutdatedError,
    SearchError,
    UsageError,
)

BULLETINS = str(Path(sys.executable).parent / "bulletins")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an index of one document, built once."""
    rebuild(tmp_path / "index", "premier")
    return tmp_path / "index"


def rebuild(folder: Path, body: str) -> None:
    open_engine(f"whoosh:{folder}").rebuild([Document("1", "Titre", body)])


def found(folder: Path, query: str) -> int:
    return open_engine(f"whoosh:{folder}").search(parse(query)).total


def serving(folder: Path) -> Path:
    return folder / (folder / "CURRENT").read_text("utf-8").strip()


def builds(folder: Path) -> set[str]:
    return {build.name for build in (folder / "builds").iterdir()}


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


def test_a_check_between_two_rebuilds_tells_of_the_build_that_it_read(folder: Path) -> None:
    engine, ended, checked = open_engine(f"whoosh:{folder}"), threading.Event(), list[Info]()

    def check() -> None:
        while not ended.is_set():
            checked.append(engine.check())

    thread = threading.Thread(target=check)
    thread.start()
    for number in range(10):
        open_engine(f"whoosh:{folder}").rebuild(Document(str(n), "Titre", "Corps") for n in range(1 + number))
    ended.set()
    thread.join()
    assert len({each.build for each in checked}) > 1
    assert len({(each.build, each.documents) for each in checked}) == len({each.build for each in checked})


def test_leftovers_of_a_killed_writer_are_taken_away(folder: Path) -> None:
    (folder / "builds" / "20200101T000000-abc").mkdir()
    (folder / "builds" / "20200101T000000-abc" / "spool.sqlite").write_text("texte")
    rebuild(folder, "deuxième")
    assert "20200101T000000-abc" not in builds(folder)


def test_no_waiting_room_stays_beside_the_index(folder: Path) -> None:
    assert list(folder.rglob("spool*")) == []


def test_a_second_writer_is_told_that_the_index_is_locked(folder: Path) -> None:
    with IndexFolder(str(folder)).writing(), pytest.raises(IndexLockedError, match="another command"):
        rebuild(folder, "deuxième")


def test_a_writer_that_ended_leaves_no_lock(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), IndexFolder(str(folder)).writing():
        raise ZeroDivisionError
    rebuild(folder, "deuxième")
    assert found(folder, "deuxième") == 1


def test_readers_go_on_while_the_index_is_locked(folder: Path) -> None:
    with IndexFolder(str(folder)).writing():
        assert found(folder, "premier") == 1


def test_the_folder_is_readable_by_its_owner_only(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(serving(folder).stat().st_mode) == 0o700


def test_a_folder_that_others_can_read_is_closed_by_the_next_rebuild(folder: Path) -> None:
    folder.chmod(0o755)
    rebuild(folder, "deuxième")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_of_other_things_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("à garder")
    tmp_path.chmod(0o755)
    with pytest.raises(UsageError, match=r"'notes.txt'.*a folder of its own"):
        rebuild(tmp_path, "premier")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_folder_with_hidden_files_or_of_its_own_disk_is_taken(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*")
    (tmp_path / "lost+found").mkdir()
    rebuild(tmp_path, "premier")
    assert found(tmp_path, "premier") == 1


def test_reading_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        found(tmp_path / "absent", "premier")
    assert not (tmp_path / "absent").exists()


@pytest.mark.parametrize(
    "name",
    [
        "avec espace",
        "Élysée",
        "E\u0301lyse\u0301e",
        "a:b",
        "50 %",
        "a?b#c",
        "..suite",
        "l’été",
        "{x}",
        "é" * 60,
    ],
)
def test_the_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    rebuild(tmp_path / name, "premier")
    engine = open_engine(f"whoosh:{tmp_path / name}")
    assert (engine.search(parse("premier")).total, engine.latest(), engine.info().documents) == (1, (), 1)


def test_the_folder_may_be_given_relative_to_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    open_engine("whoosh:var/index").rebuild([Document("1", "Titre", "premier")])
    assert found(tmp_path / "var" / "index", "premier") == 1


def test_the_folder_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "lien").symlink_to(folder)
    rebuild(tmp_path / "lien", "deuxième")
    assert found(folder, "deuxième") == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"builds/absent\n", b"..", b"builds/..", b"builds/../..", b"/etc", b"/", b"\xff\xfe\x00",
     b"\x00", b"builds/\x00", b"x" * 10_000],
    ids=repr,
)  # fmt: skip
def test_a_current_that_names_no_build_is_a_damaged_index(folder: Path, content: bytes) -> None:
    (folder / "CURRENT").write_bytes(content)
    with pytest.raises(IndexDamagedError, match="bulletins rebuild"):
        found(folder, "premier")


def test_a_current_that_names_too_long_a_build_is_a_damaged_index(folder: Path) -> None:
    (folder / "CURRENT").write_text("builds/" + "x" * 10_000)
    with pytest.raises(IndexDamagedError):
        found(folder, "premier")


def test_a_missing_current_is_a_missing_index(folder: Path) -> None:
    (folder / "CURRENT").unlink()
    with pytest.raises(IndexMissingError, match="bulletins rebuild"):
        found(folder, "premier")


@pytest.mark.parametrize("content", [b"", b"builds/absent", b"\xff"])
def test_a_rebuild_mends_a_damaged_current(folder: Path, content: bytes) -> None:
    (folder / "CURRENT").write_bytes(content)
    rebuild(folder, "deuxième")
    assert found(folder, "deuxième") == 1


def test_a_file_in_the_place_of_the_folder_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("texte")
    with pytest.raises(SearchError):
        found(tmp_path / "index", "premier")


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


def damageable(folder: Path) -> list[Path]:
    return [file for file in serving(folder).iterdir() if file.suffix in (".arrays", ".toc")]


def test_a_build_has_a_segment_and_a_table_of_contents(folder: Path) -> None:
    assert {file.suffix for file in damageable(folder)} == {".arrays", ".toc"}


# Whoosh leaves the file that it could not read to the garbage collector, which closes it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("suffix", [".arrays", ".toc"])
@pytest.mark.parametrize("kept", [0, 1, 10, 100])
def test_a_truncated_file_is_a_damaged_index(folder: Path, suffix: str, kept: int) -> None:
    (file,) = [file for file in damageable(folder) if file.suffix == suffix]
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(IndexDamagedError, match="bulletins rebuild"):
        found(folder, "premier")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", [".arrays", ".toc", "catalogue.sqlite", "build.json"])
def test_a_running_engine_tells_a_damage_and_recovers_when_it_is_mended(folder: Path, name: str) -> None:
    engine = open_engine(f"whoosh:{folder}")
    assert engine.search(parse("premier")).total == 1
    (file,) = [file for file in serving(folder).iterdir() if file.name.endswith(name)]
    content = file.read_bytes()
    for damaged in (b"", content[: len(content) // 2], content[:-1] + bytes([content[-1] ^ 1]), None):
        file.unlink() if damaged is None else file.write_bytes(damaged)
        for _ in range(2):
            with pytest.raises(IndexDamagedError):
                engine.search(parse("premier"))
        file.write_bytes(content)
        assert engine.search(parse("premier")).total == 1


def test_a_copied_index_whose_files_have_other_times_is_read(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy", copy_function=shutil.copyfile)
    assert found(tmp_path / "copy", "premier") == 1
    assert open_engine(f"whoosh:{tmp_path / 'copy'}").check().documents == 1


@pytest.mark.parametrize("suffix", [".arrays", ".toc"])
def test_a_missing_file_is_a_damaged_index(folder: Path, suffix: str) -> None:
    (file,) = [file for file in damageable(folder) if file.suffix == suffix]
    file.unlink()
    with pytest.raises(IndexDamagedError):
        found(folder, "premier")


@pytest.mark.parametrize("name", ["catalogue.sqlite", "vocabulary.sqlite"])
def test_a_missing_database_is_a_damaged_index(folder: Path, name: str) -> None:
    (serving(folder) / name).unlink()
    with pytest.raises(IndexDamagedError):
        open_engine(f"whoosh:{folder}").latest()


@pytest.mark.parametrize("name", ["catalogue.sqlite", "vocabulary.sqlite"])
@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_a_garbled_database_is_a_damaged_index(folder: Path, name: str, content: bytes) -> None:
    (serving(folder) / name).write_bytes(content)
    with pytest.raises(IndexDamagedError):
        open_engine(f"whoosh:{folder}").latest()


def small_index(folder: Path) -> None:
    bulletin = Bulletin("b1", "Journal de 8 h", "Radio", date(2024, 11, 7))
    documents = [Document(f"{n}", f"Titre {n}", "Le corps", "Radio", bulletin.date) for n in range(3)]
    placed = [
        replace(document, appearances=(Appearance(bulletin, n),)) for n, document in enumerate(documents)
    ]
    open_engine(f"whoosh:{folder}").rebuild(placed)


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
    told = 0
    for place in range(len(content)):
        file.write_bytes(content[:place] + bytes([content[place] ^ flip]) + content[place + 1 :])
        try:
            assert engine.check() == whole
        except SearchError:
            told += 1
    file.write_bytes(content)
    assert told > len(content) * 0.8
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
    "name", ["CURRENT", "build.json", "ledger.jsonl", "catalogue.sqlite", "*.arrays", "*.toc", "autre"]
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


# Whoosh leaves the file that it could not read to the garbage collector, which closes it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_search_in_a_damaged_index_answers_or_says_that_it_is_damaged(folder: Path) -> None:
    small_index(folder)
    (file,) = [file for file in serving(folder).iterdir() if file.suffix == ".arrays"]
    content = file.read_bytes()
    told = 0
    for place in range(0, len(content), len(content) // 200):
        file.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        try:
            found(folder, "titre corps")
        except IndexDamagedError:
            told += 1
    assert told
    file.write_bytes(content)
    assert found(folder, "titre") == 3


def test_a_rebuild_that_fails_over_a_damaged_current_leaves_a_build_to_go_back_to(folder: Path) -> None:
    whole = serving(folder)
    (folder / "CURRENT").write_bytes(b"")

    def broken() -> Iterator[Document]:
        yield Document("2", "Titre", "Corps")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_engine(f"whoosh:{folder}").rebuild(broken())
    assert builds(folder) == {whole.name}


def test_a_full_disk_is_a_sentence_and_the_old_index_stays(folder: Path, tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_text("".join(f'{{"id": "{n}", "body": "corps {n} {"mot " * 50}"}}\n' for n in range(3000)))
    for blocks in (20, 200, 1000):
        limited = ["bash", "-c", f'ulimit -f {blocks}; exec "$@"', "-"]
        command = [BULLETINS, "rebuild", str(lines), "--index", f"whoosh:{folder}"]
        done = subprocess.run([*limited, *command], capture_output=True, text=True, check=False)
        assert done.returncode == 1, blocks
        assert "Traceback" not in done.stderr
        assert "Error: " in done.stderr
        assert found(folder, "premier") == 1


def test_idle_threads_do_not_hold_on_to_deleted_builds(folder: Path) -> None:
    engine = open_engine(f"whoosh:{folder}")
    asked, ended = threading.Barrier(5), threading.Event()

    def ask_once_and_wait() -> None:
        engine.search(parse("premier"))
        asked.wait()
        ended.wait(30)

    threads = [threading.Thread(target=ask_once_and_wait) for _ in range(4)]
    for thread in threads:
        thread.start()
    asked.wait()
    for body in ("deuxième", "troisième", "quatrième"):
        rebuild(folder, body)
        engine.search(parse(body))
    gc.collect()
    held = [
        line
        for line in Path("/proc/self/maps").read_text().splitlines()
        if str(folder) in line and "deleted" in line
    ]
    ended.set()
    for thread in threads:
        thread.join()
    assert held == []
