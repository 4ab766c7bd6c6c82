"""SQLite sorts where it is told, and nowhere else."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from index.storage.temporary_files import allow_temporary_files, temporary_files_in


def deleted_files() -> set[str]:
    """Name the files that this process has open and that have no name any more."""
    found = set()
    for link in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            found.add(str(link.readlink()))
    return {name for name in found if name.endswith(" (deleted)")}


def files_while_sorting(database: sqlite3.Connection) -> set[str]:
    """Sort more than the cache holds, and name the files without a name that are open meanwhile."""
    database.execute("PRAGMA cache_size = -100")
    database.execute("CREATE TABLE t (a TEXT, b INT)")
    rows = ((f"{n * 7919 % 20_011:09}" * 10, n) for n in range(20_000))
    database.executemany("INSERT INTO t VALUES (?, ?)", rows)
    cursor = database.execute("SELECT a FROM t ORDER BY a")
    cursor.fetchone()
    return deleted_files()


def test_what_is_too_large_is_sorted_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "l'index"
    folder.mkdir()
    with temporary_files_in(folder), closing(sqlite3.connect(tmp_path / "a")) as database:
        before = deleted_files()
        allow_temporary_files(database)
        found = files_while_sorting(database) - before
    assert found
    assert all(file.startswith(f"{folder}/") for file in found)
    assert list(folder.iterdir()) == []


def test_without_a_folder_it_is_sorted_in_memory(tmp_path: Path) -> None:
    with temporary_files_in(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "a")) as database:
        before = deleted_files()
        allow_temporary_files(database)
        assert files_while_sorting(database) == before
