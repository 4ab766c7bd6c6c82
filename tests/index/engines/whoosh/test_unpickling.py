"""Nothing foreign is unpickled: an index that somebody forged runs nothing."""

import json
import os
import pickle
import zlib
from pathlib import Path

import pytest

from index import Document, open_engine, parse
from index.archive.manifest import FileRecord, Manifest, files_of
from index.engines.whoosh.segment.stored_fields import decode
from index.engines.whoosh.unpickling import load, loads
from index.errors import IndexDamagedError


class Trap:
    """A pickle that runs a command where it is read."""

    def __init__(self, witness: Path) -> None:
        self.witness = witness

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.witness),)


@pytest.mark.parametrize(
    "value",
    [None, True, 7, 2.5, "é", b"\x00\xff", b"", (1, (2, b"x" * 300)), [1], {"a": (1, 2)}, [0, 2**70]],
    ids=repr,
)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_plain_values_are_read(value: object, protocol: int, tmp_path: Path) -> None:
    written = pickle.dumps(value, protocol)
    (tmp_path / "file").write_bytes(written)
    with (tmp_path / "file").open("rb") as file:
        assert (loads(written), load(file)) == (value, value)


@pytest.mark.parametrize(
    "value", [os.getcwd, eval, Path("x"), pickle.Unpickler, Document("1", "", "")], ids=repr
)
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(pickle.UnpicklingError, match="does not belong in an index"):
        loads(pickle.dumps(value))


def test_a_forged_table_with_right_checksums_runs_nothing(tmp_path: Path) -> None:
    folder, witness = tmp_path / "index", tmp_path / "witness"
    open_engine(f"whoosh:{folder}").rebuild([Document("1", "Titre", "Corps")])
    build = folder / (folder / "CURRENT").read_text("utf-8").strip()
    (file,) = build.glob("*.toc")
    content = file.read_bytes()
    start = content.rindex(b"\x80\x05")  # the segments come last
    forged = content[:start] + pickle.dumps(Trap(witness), 2)
    file.write_bytes(forged + zlib.crc32(forged).to_bytes(4, "big"))
    forge_manifest(build)
    with pytest.raises(IndexDamagedError, match="does not belong in an index"):
        open_engine(f"whoosh:{folder}").search(parse("corps"))
    assert not witness.exists()


def test_a_forged_document_runs_nothing(tmp_path: Path) -> None:
    with pytest.raises(pickle.UnpicklingError, match="does not belong in an index"):
        decode(pickle.dumps(Trap(tmp_path / "witness")))
    assert not (tmp_path / "witness").exists()


def test_content_that_cannot_be_read_is_told_though_the_manifest_fits(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    open_engine(f"whoosh:{folder}").rebuild(Document(str(n), f"Titre {n}", "Le corps") for n in range(3))
    build = folder / (folder / "CURRENT").read_text("utf-8").strip()
    told = 0
    for file in (*build.glob("*.arrays"), *build.glob("*.sqlite"), *build.glob("*.jsonl")):
        content = file.read_bytes()
        for place in range(7, len(content), 1 + len(content) // 60):
            file.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
            forge_manifest(build)
            try:
                open_engine(f"whoosh:{folder}").check()
            except IndexDamagedError:
                told += 1
        file.write_bytes(content)
    assert told > 30


def forge_manifest(build: Path) -> None:
    """Write the manifest of what lies there now, with its right seal."""
    values = json.loads((build / "build.json").read_text("utf-8"))
    del values["seal"]
    values["sources"] = ()
    values["files"] = {name: FileRecord(**record) for name, record in values["files"].items()}
    Manifest(**(values | {"files": files_of(build)})).write(build)
