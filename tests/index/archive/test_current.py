"""Which build serves, and what becomes of builds that a kill left behind."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Document, open_engine, parse
from index.archive.builds import IndexFolder
from index.errors import IndexDamagedError, IndexMissingError, UsageError
from tests.index.archive.folders import builds, found, rebuild, serving


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
        next(path.glob("*.catalogue.sqlite")).unlink()
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


def test_a_rebuild_that_fails_over_a_damaged_current_leaves_a_build_to_go_back_to(folder: Path) -> None:
    whole = serving(folder)
    (folder / "CURRENT").write_bytes(b"")

    def broken() -> Iterator[Document]:
        yield Document("2", "Titre", "Corps")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_engine(f"whoosh:{folder}").rebuild(broken())
    assert builds(folder) == {whole.name}
