"""Nothing foreign is unpickled: an index that somebody forged runs nothing."""

import json
import os
import pickle
from pathlib import Path

import pytest

from index import Document, open_engine, parse
from index.engines.whoosh.manifest import FileRecord, Manifest, files_of
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


# Whoosh leaves the file that it could not read to the garbage collector, which closes it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("is_compound", [False, True], ids=["table of contents", "segment"])
def test_a_forged_index_with_a_right_manifest_runs_nothing(tmp_path: Path, *, is_compound: bool) -> None:
    folder, witness = tmp_path / "index", tmp_path / "witness"
    open_engine(f"whoosh:{folder}").rebuild([Document("1", "Titre", "Corps")])
    build = folder / (folder / "CURRENT").read_text("utf-8").strip()
    (file,) = build.glob("*.seg" if is_compound else "*.toc")
    file.write_bytes(forged(file.read_bytes(), pickle.dumps(Trap(witness), 2), is_compound=is_compound))
    forge_manifest(build)
    with pytest.raises(IndexDamagedError, match="does not belong in an index"):
        open_engine(f"whoosh:{folder}").search(parse("corps"))
    assert not witness.exists()


def forged(content: bytes, trap: bytes, *, is_compound: bool) -> bytes:
    """Put the trap where Whoosh reads its first pickle: at the offset in the head, or after the schema."""
    if is_compound:
        offset = int.from_bytes(content[:8], "big")
        return content[:offset] + trap
    start = content.rindex(b"\x80\x05")  # the segments come last
    return content[:start] + trap


def forge_manifest(build: Path) -> None:
    """Write the manifest of what lies there now, with its right seal."""
    values = json.loads((build / "build.json").read_text("utf-8"))
    del values["seal"]
    values["sources"] = ()
    values["files"] = {name: FileRecord(**record) for name, record in values["files"].items()}
    Manifest(**(values | {"files": files_of(build)})).write(build)
