"""The ledger of an earlier version is read, and told where it is garbled."""

from pathlib import Path

import pytest

from index.archive.earlier_ledger import read_earlier_ledger
from index.archive.ledger import KnownBulletin, KnownItem, LedgerError

LINES = (
    '{"ledger": 1}\n{"item": "a b", "text": "12", "source": "Télé « 7 »\\t\\\\"}\n'
    '{"bulletin": "é", "date": "2024-11-07", "name": "Soir", "items": ["a b", "c"]}\n'
)


def test_what_an_earlier_version_wrote_is_read(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").write_text(LINES, "utf-8")
    assert list(read_earlier_ledger(tmp_path)) == [
        KnownItem("a b", "12", "Télé « 7 »\t\\"),
        KnownBulletin("é", "2024-11-07", "Soir", ("a b", "c")),
    ]


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
        list(read_earlier_ledger(tmp_path))


def test_the_line_of_a_garbled_ledger_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").write_text(LINES + "x\n", "utf-8")
    with pytest.raises(LedgerError, match="line 4 is 'x"):
        list(read_earlier_ledger(tmp_path))
