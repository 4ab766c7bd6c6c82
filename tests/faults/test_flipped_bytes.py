"""A byte of an index file that changes by itself is told by the check, and hurts no search."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from index import Appearance, Bulletin, Document, SearchError, open_engine, parse
from index.engines.whoosh.writing import parts


@pytest.fixture(scope="module")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two parts, of three documents, a fourth that was removed, and a fifth that was added."""
    folder = tmp_path_factory.mktemp("flipped") / "index"
    day = date(2024, 11, 7)
    bulletin = Bulletin("b1", "Journal de 8 h", "Radio", day)
    body = "Le corps\n\nde la brève"
    documents = [
        Document(f"{n}", f"Titre {n}", body, "Radio", day, "", (Appearance(bulletin, n),))
        for n in range(1, 4)
    ]
    for _ in range(2):
        open_engine(f"whoosh:{folder}").rebuild(documents)
    open_engine(f"whoosh:{folder}").add([Document("4", "Retirée", "Un autre corps")])
    open_engine(f"whoosh:{folder}").remove(["4"])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(parts, "SMALL", -1)  # so that nothing is merged
        patched.setattr(parts, "RATIO", 0)
        open_engine(f"whoosh:{folder}").add([Document("5", "Titre 5", body, "Radio", day)])
    return folder


def parts_of(folder: Path) -> list[str]:
    """Return the names of the parts of an index, the newest first."""
    return json.loads((serving_files(folder)[1].parent / "build.json").read_text("utf-8"))["parts"]


def serving_files(folder: Path) -> list[Path]:
    build = folder / (folder / "CURRENT").read_text("utf-8").strip()
    return [folder / "CURRENT", *(path for path in sorted(build.iterdir()) if path.stat().st_size)]


def flip(file: Path, content: bytes, place: int, bit: int) -> None:
    """Change one byte and put the time back, as a disk does that forgets."""
    times = file.stat()
    file.write_bytes(content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :])
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def asked(folder: Path) -> bool:
    """Ask for all that a reader can; tells whether an error of ours was said, any other fails the test."""
    engine = open_engine(f"whoosh:{folder}")
    try:
        for query in ("corps", '"la brève"', "-absent", "titre"):
            for hit in engine.search(parse(query)).hits:
                assert hit.snippets is not None
        engine.get("2")
        engine.bulletin("b1")
        engine.latest()
        engine.complete("ti")
        engine.similar("2")
        engine.get("5")
        engine.search(parse("briève"))
    except SearchError:
        return True
    return False


# Whoosh leaves the file that it could not read to the garbage collector, which closes it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "kind",
    [
        "CURRENT", "build.json", "catalogue.sqlite", "vocabulary.sqlite", "ledger.sqlite", ".toc", ".arrays",
        "removed.json",
    ],
)  # fmt: skip
def test_every_flipped_byte_is_told_by_the_check(
    small_index: Path, tmp_path: Path, kind: str, is_thorough: bool, tell: Callable[[str, str], None]
) -> None:
    shutil.copytree(small_index, tmp_path / "index")
    folder = tmp_path / "index"
    newest, _ = parts_of(folder)
    files = [file for file in serving_files(folder) if file.name.endswith(kind)]
    (file,) = [file for file in files if len(files) == 1 or file.name.startswith(f"{newest}.")]
    engine, content = open_engine(f"whoosh:{folder}"), file.read_bytes()
    whole = engine.check()
    places = range(0, len(content), 1 if is_thorough else 1 + len(content) // 40)
    told = harmless = said = 0
    for place in places:
        flip(file, content, place, 0xFF if place % 2 else 0x01)
        try:
            assert engine.check() == whole  # a flip that is not told must change nothing
            harmless += 1
        except SearchError:
            told += 1
        said += asked(folder)
        flip(file, content, place, 0)
    file.write_bytes(content)
    assert engine.check() == whole
    assert told + harmless == len(places)
    assert harmless <= (2 if kind == "CURRENT" else 0)  # white space at its end
    tell(
        f"each of {len(places)} bytes of {kind} flipped, of the newest part",
        f"told by the check {told}, proven harmless {harmless}; a search said so {said} times, no traceback",
    )
