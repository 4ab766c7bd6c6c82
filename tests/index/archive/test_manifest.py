"""What a build says of itself is believed only where it can be read."""

from pathlib import Path

import pytest

from index import Document, open_engine
from index.archive.manifest import is_whole


def rebuild(folder: Path) -> tuple[Path, tuple[str, ...]]:
    """Rebuild; gives the build and what was said of those before."""
    notes = open_engine(f"whoosh:{folder}").rebuild([Document("1", "", "Un mot.")]).notes
    return folder / (folder / "CURRENT").read_text("utf-8").strip(), tuple(notes)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"null", b"[]", b"\xff", b"[" * 100_000, b'{"files": {}}', b'{"files": null}',
     b'{"files": {"ledger.jsonl": {}}}', b'{"files": {"ledger.jsonl": 7}}'],
    ids=lambda content: repr(content[:40]),
)  # fmt: skip
def test_a_manifest_that_cannot_be_read_vouches_for_no_ledger(tmp_path: Path, content: bytes) -> None:
    build, notes = rebuild(tmp_path / "index")
    assert (notes, is_whole(build, "ledger.jsonl")) == ((), True)
    (build / "build.json").write_bytes(content)
    assert not is_whole(build, "ledger.jsonl")
    _, notes = rebuild(tmp_path / "index")
    assert notes[0].endswith("is missing or damaged, and left out")


def test_a_file_that_is_gone_is_not_whole(tmp_path: Path) -> None:
    build, _ = rebuild(tmp_path / "index")
    (build / "ledger.jsonl").unlink()
    assert not is_whole(build, "ledger.jsonl")
