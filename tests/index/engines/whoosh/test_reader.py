"""A build whose files are damaged, missing or copied, as readers meet it."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from index import Appearance, Bulletin, Document, Engine, open_engine, parse
from index.errors import IndexDamagedError
from tests.index.archive.folders import found, serving, small_index


def damageable(folder: Path) -> list[Path]:
    return [file for file in serving(folder).iterdir() if file.suffix in (".arrays", ".toc")]


# Whoosh leaves the file that it could not read to the garbage collector, which closes it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("suffix", [".arrays", ".toc"])
@pytest.mark.parametrize("kept", [0, 1, 10, 100])
def test_a_truncated_file_is_a_damaged_index(folder: Path, suffix: str, kept: int) -> None:
    (file,) = [file for file in damageable(folder) if file.suffix == suffix]
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(IndexDamagedError, match="bulletins rebuild"):
        found(folder, "premier")


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
    next(serving(folder).glob(f"*.{name}")).unlink()
    with pytest.raises(IndexDamagedError):
        open_engine(f"whoosh:{folder}").latest()


@pytest.mark.parametrize("name", ["catalogue.sqlite", "vocabulary.sqlite"])
@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_a_garbled_database_is_a_damaged_index(folder: Path, name: str, content: bytes) -> None:
    next(serving(folder).glob(f"*.{name}")).write_bytes(content)
    with pytest.raises(IndexDamagedError):
        open_engine(f"whoosh:{folder}").latest()


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


@pytest.mark.parametrize(
    ("database", "change", "ask"),
    [
        ("vocabulary", "UPDATE word SET items = 'x'", lambda engine: engine.search(parse("titre"))),
        ("vocabulary", "UPDATE word SET items = 'x'", lambda engine: engine.complete("cor")),
        ("catalogue", "UPDATE bulletin SET date = 'x'", lambda engine: engine.latest()),
    ],
)
def test_whatever_a_damaged_database_makes_the_code_raise_is_one_error(
    tmp_path: Path, database: str, change: str, ask: Callable[[Engine], object]
) -> None:
    engine = open_engine(f"whoosh:{tmp_path}")
    appearances = (Appearance(Bulletin("b", "Matinale", date=date(2024, 1, 2)), 1),)
    engine.rebuild([Document(str(n), "titre", "corps", appearances=appearances) for n in range(3)])
    (file,) = tmp_path.rglob(f"*.{database}.sqlite")
    before = file.stat()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(change)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size  # so it is believed when it is opened
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        ask(engine)
