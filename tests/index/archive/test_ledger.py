"""The file of the ledger: plain text that is written and read, and told where it is garbled."""

from pathlib import Path

import pytest

from index.archive.ledger import LEDGER, KnownBulletin, KnownItem, LedgerError, read_ledger, write_ledger
from tests.index.archive.archives import Archive, ledger_file


def test_the_ledger_is_plain_text_and_holds_no_text_of_an_item(archive: Archive) -> None:
    lines = ledger_file(archive).read_text("utf-8").splitlines()
    assert lines[0] == '{"ledger": 1}'
    assert len(lines) == 1 + 4 + 2
    assert "Bretagne" not in "".join(lines)
    assert "Météo" not in "".join(lines)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    rows = [
        KnownItem("a b", "12", "Télé « 7 »\t\\"),
        KnownBulletin("é\u2028", "2024-11-07", "Soir\u2028", ("a b", "c")),
    ]
    write_ledger(tmp_path, rows)
    assert list(read_ledger(tmp_path)) == rows


def test_names_stand_in_the_ledger_as_they_are_written(tmp_path: Path) -> None:
    write_ledger(tmp_path, [KnownItem("a", "1", "Télé")])
    assert '"source": "Télé"' in (tmp_path / LEDGER).read_text("utf-8")


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b'{"ledger": 2}\n', b'{"ledger": 1}\n{"item": 1}\n', b'{"ledger": 1}\n[]\n',
     b'{"ledger": 1}\nnull\n', b'{"ledger": 1}\n{"bulletin": "x", "items": 3}\n', b'{"ledger": 1}\n\xff\n',
     b'{"ledger": 1}\n' + b"[" * 100_000],
    ids=lambda content: repr(content[:40]),
)  # fmt: skip
def test_a_garbled_ledger_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ledger.jsonl").write_bytes(content)
    with pytest.raises(LedgerError):
        list(read_ledger(tmp_path))


def test_the_line_of_a_garbled_ledger_is_told(tmp_path: Path) -> None:
    write_ledger(tmp_path, [KnownItem("a", "1", "Télé")])
    with (tmp_path / "ledger.jsonl").open("a", encoding="utf-8") as file:
        file.write("x\n")
    with pytest.raises(LedgerError, match="line 3 is 'x"):
        list(read_ledger(tmp_path))
