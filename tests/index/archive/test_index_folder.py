"""Where an index may lie: a folder of its own, by any name, for its owner alone."""

import stat
from pathlib import Path

import pytest

from index import Document, open_engine, parse
from index.errors import (
    IndexMissingError,
    SearchError,
    UsageError,
)
from tests.index.archive.folders import found, rebuild, serving


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


def test_a_file_in_the_place_of_the_folder_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("texte")
    with pytest.raises(SearchError):
        found(tmp_path / "index", "premier")
