"""Which build serves, and what becomes of builds that a kill left behind."""

import shutil
from pathlib import Path

import pytest

from index import Document, Engine, open_engine, parse
from index.archive.builds import IndexFolder
from index.errors import IndexDamagedError, UsageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an index of one document, built once."""
    rebuild(tmp_path / "index")
    return tmp_path / "index"


def rebuild(folder: Path) -> Engine:
    engine = open_engine(f"whoosh:{folder}")
    engine.rebuild([Document("1", "Titre", "Un mot.")])
    return engine


def builds(folder: Path) -> set[str]:
    return {build.name for build in (folder / "builds").iterdir()}


@pytest.mark.parametrize("name", ["CURRENT", "CURRENT.new"])
def test_a_folder_in_the_place_of_current_is_said_with_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / name / "inside").mkdir(parents=True)
    with pytest.raises(UsageError, match=f"{name}' is a folder; take it away"):
        rebuild(tmp_path)


def test_a_build_that_is_gone_is_said_and_named(folder: Path) -> None:
    (folder / "CURRENT").write_text("builds/20240101T000000.000000-abcdef\n")
    with pytest.raises(IndexDamagedError, match=r"a build that is gone, .builds/20240101T"):
        open_engine(f"whoosh:{folder}").search(parse("mot"))


def test_without_current_the_newest_build_stays_beside_the_next_one(folder: Path) -> None:
    rebuild(folder)
    newest = max(builds(folder))
    (folder / "CURRENT").unlink()
    rebuild(folder)
    assert len(builds(folder)) == 2
    assert newest in builds(folder)


def test_a_build_half_deleted_by_a_kill_is_no_whole_one_and_goes_with_the_next_rebuild(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(path: Path, *, ignore_errors: bool) -> None:
        (path / "catalogue.sqlite").unlink()
        raise KeyboardInterrupt

    (oldest,) = builds(folder)
    rebuild(folder)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(shutil, "rmtree", killed)
        rebuild(folder)
    assert oldest in builds(folder)
    assert oldest not in {build.name for build in IndexFolder(str(folder)).builds()}
    rebuild(folder)
    assert oldest not in builds(folder)
