"""SQLite files of a build: only read, for as long as their reader lives, even after they were deleted."""

import gc
import sqlite3
import struct
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from index.errors import IndexDamagedError
from index.storage.immutable_database import open_immutable, unreadable_errors


class Owner:
    """Somebody who reads."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a?b#c %20.sqlite"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE word (text TEXT)")
        database.executemany("INSERT INTO word VALUES (?)", [(f"mot {n}",) for n in range(5_000)])
    return path


def test_a_file_of_any_name_is_read_and_nothing_is_written_beside_it(file: Path) -> None:
    owner = Owner()
    database = open_immutable(file, owner)
    assert database.execute("SELECT count(*) FROM word").fetchone() == (5_000,)
    assert list(file.parent.iterdir()) == [file]


def test_it_cannot_be_written(file: Path) -> None:
    owner = Owner()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        open_immutable(file, owner).execute("DELETE FROM word")


def test_a_file_that_is_missing_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        open_immutable(tmp_path / "absent", Owner())
    assert list(tmp_path.iterdir()) == []


def test_a_deleted_file_is_read_on(file: Path) -> None:
    owner = Owner()
    database = open_immutable(file, owner)
    file.unlink()
    assert database.execute("SELECT max(text) FROM word").fetchone() == ("mot 999",)


def test_it_closes_with_its_owner(file: Path) -> None:
    owner = Owner()
    database = open_immutable(file, owner)
    del owner
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        database.execute("SELECT 1")


@pytest.mark.parametrize(
    "damage",
    [
        lambda: sqlite3.connect(":memory:").execute("SELECT * FROM absent"),
        b"\xff".decode,
        lambda: date.fromisoformat("2024-13-01"),
        lambda: struct.unpack("I", b"1"),
        [].pop,
    ],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_what_a_damaged_file_raises_is_one_error_that_names_it(damage: object) -> None:
    with (
        pytest.raises(IndexDamagedError, match=r"'f\.sqlite' cannot be read"),
        unreadable_errors(Path("f.sqlite")),
    ):
        damage()  # type: ignore[operator]


def test_an_error_of_something_else_stays_as_it_is() -> None:
    with pytest.raises(ZeroDivisionError), unreadable_errors(Path("f.sqlite")):
        raise ZeroDivisionError
