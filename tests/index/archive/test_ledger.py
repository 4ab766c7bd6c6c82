"""The ledger knows what was given to what, by parts: of several that know one the newest counts."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from index.archive.ledger import (
    Known,
    KnownBulletin,
    KnownFile,
    KnownItem,
    Ledger,
    LedgerError,
    write_ledger,
)
from tests.index.archive.archives import Archive, ledger_file

OLD: Sequence[Known] = (
    KnownItem("a b", "12", "Télé « 7 »\t\\"),
    KnownItem("c", "13", ""),
    KnownBulletin("é\u2028", "2024-11-07", "Soir\u2028", ("a b", "c")),
    KnownFile(b"/a/\xff", "1", ("a b", "c", "l"), ("é\u2028",), ("l",)),
    KnownFile(b"/a/gone", "2", ("c",), ("é\u2028",)),
)
NEW: Sequence[Known] = (
    KnownItem("c", "14", "Radio"),
    KnownBulletin("é\u2028", "2024-11-08", "Soir", ("a b",)),
    KnownFile(b"/a/gone", None),
)


def test_the_ledger_holds_no_text_of_an_item(archive: Archive) -> None:
    content = ledger_file(archive).read_bytes()
    assert b"Bretagne" not in content
    assert "Météo".encode() not in content
    with closing(sqlite3.connect(ledger_file(archive))) as database:
        assert database.execute("SELECT count(*) FROM item").fetchone() == (4,)


@pytest.mark.parametrize("rows", [None, (), NEW])
def test_of_several_parts_the_newest_counts_also_when_merged(
    tmp_path: Path, rows: Sequence[Known] | None
) -> None:
    files = [tmp_path / "new", tmp_path / "old"]
    for file, its in zip(files, (NEW, OLD), strict=True):
        write_ledger(file, its)
    if rows is not None:
        write_ledger(tmp_path / "merged", rows, files[1:] if rows else files)
        files = [tmp_path / "merged"]
    ledger = Ledger(files)
    assert (ledger.item("a b"), ledger.item("c"), ledger.item("x")) == (OLD[0], NEW[0], None)
    assert list(ledger.items_of_text("13")) == []
    assert list(ledger.items_of_text("14")) == [NEW[0]]
    assert ledger.bulletin("é\u2028") == NEW[1]
    assert list(ledger.bulletins_of_items(["a b"])) == [NEW[1]]
    assert list(ledger.bulletins_of_items(["c"])) == []
    assert (ledger.file(b"/a/\xff"), ledger.file(b"/a/gone")) == (OLD[3], None)
    assert list(ledger.files_in(b"/a")) == [OLD[3]]
    assert list(ledger.givers("é\u2028")) == [b"/a/\xff"]
    assert list(ledger.givers("l")) == [b"/a/\xff"]
    assert list(ledger.givers("l", besides=b"/a/\xff")) == []
    first: dict[str, Known] = {}
    for row in ledger.rows():
        first.setdefault(row.id, row)
    assert first == {"a b": OLD[0], "c": NEW[0], "é\u2028": NEW[1]}


@pytest.mark.parametrize("content", [None, b"", b"no database" * 100])
def test_a_garbled_ledger_is_told(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "ledger").write_bytes(content)
    with pytest.raises(LedgerError):
        list(Ledger([tmp_path / "ledger"]).rows())


def test_a_ledger_of_another_version_is_told(tmp_path: Path) -> None:
    write_ledger(tmp_path / "ledger", OLD)
    with closing(sqlite3.connect(tmp_path / "ledger")) as database:
        database.execute("PRAGMA user_version = 9")
    with pytest.raises(LedgerError, match="another version"):
        Ledger([tmp_path / "ledger"])


def test_a_file_that_gives_much_has_several_rows(tmp_path: Path) -> None:
    rows = [KnownFile(b"/a", "1", ("a",), ("b",)), KnownFile(b"/a", "1", ("c",), ("b",), ("c",))]
    write_ledger(tmp_path / "ledger", rows)
    assert Ledger([tmp_path / "ledger"]).file(b"/a") == KnownFile(b"/a", "1", ("a", "c"), ("b",), ("c",))


def test_the_items_of_the_version_before_are_read_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "ledger"
    write_ledger(file, OLD)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("ALTER TABLE item DROP COLUMN leads")
        database.execute("PRAGMA user_version = 2")
    assert list(Ledger([file]).rows()) == list(OLD[:3])
    with pytest.raises(LedgerError, match="no such column: leads"):
        Ledger([file]).item("c")
