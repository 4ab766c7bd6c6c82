"""The folder of a Whoosh index: which build serves, and what becomes of one that is not as it should be."""

import gc
import json
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index import Appearance, Bulletin, Document, open_engine, parse
from index.engines.whoosh.folder import IndexFolder
from index.errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    IndexOutdatedError,
    SearchError,
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
    return [file for file in serving(folder).iterdir() if file.suffix in (".seg", ".toc")]


def test_a_build_has_a_segment_and_a_table_of_contents(folder: Path) -> None:
    assert {file.suffix for file in damageable(folder)} == {".seg", ".toc"}


# Whoosh leaves the file that it could not read to the garbage collector, which closes it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("suffix", [".seg", ".toc"])
@pytest.mark.parametrize("kept", [0, 1, 10, 100])
def test_a_truncated_file_is_a_damaged_index(folder: Path, suffix: str, kept: int) -> None:
    (file,) = [file for file in damageable(folder) if file.suffix == suffix]
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(IndexDamagedError, match="bulletins rebuild"):
        found(folder, "premier")


@pytest.mark.parametrize("suffix", [".seg", ".toc"])
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


@pytest.mark.parametrize("name", [".seg", "catalogue.sqlite", "vocabulary.sqlite"])
def test_a_flipped_byte_anywhere_in_a_large_file_is_told(folder: Path, name: str) -> None:
    small_index(folder)
    (file,) = [file for file in serving(folder).iterdir() if file.name.endswith(name)]
    content = file.read_bytes()
    for place in range(0, len(content), len(content) // 50):
        file.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        with pytest.raises(IndexDamagedError, match=f"{name}' is not as it was written"):
            open_engine(f"whoosh:{folder}").check()


def test_a_foreign_file_in_a_build_is_told(folder: Path) -> None:
    (serving(folder) / "autre").write_text("texte")
    with pytest.raises(IndexDamagedError, match="'autre' does not belong there"):
        open_engine(f"whoosh:{folder}").check()


# Whoosh leaves the file that it could not read to the garbage collector, which closes it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_search_in_a_damaged_index_answers_or_says_that_it_is_damaged(folder: Path) -> None:
    small_index(folder)
    (file,) = [file for file in serving(folder).iterdir() if file.suffix == ".seg"]
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
