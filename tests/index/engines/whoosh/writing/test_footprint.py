"""The estimate of what a document takes lies above what it takes, whatever it holds."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.archive.document import Appearance, Bulletin, Document
from index.engines.whoosh.writing.footprint import footprint

MEBIBYTE = 1 << 20
WRITE = """
import resource, sys
from pathlib import Path
from index.archive.document import Document
from index.engines.whoosh.writing.run_writer import RunWriter

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

writer = RunWriter(Path(sys.argv[1]), "0", 1 << 40)
writer.write([Document("0", "Titre", "Une grève, l’été.")], 0)
text, documents, before = sys.stdin.read(), int(sys.argv[2]), peak()
writer.write([Document(str(n), "Titre", text) for n in range(documents)], 1)
writer.finish()
print(peak() - before)
"""
TEXTS = {
    "one-letter words": "a " * 250_000,
    "a compound": "a-" * 200_000,
    "elisions": "l'" * 200_000,
    "parts of numbers": "1a" * 100_000,
    "ligatures": "œ" * 200_000,
    "characters of several words": "\ufdfa " * 200_000,
    "distinct words": " ".join(f"mot{chr(97 + n % 26)}{n:x}" for n in range(60_000)),
    "paragraphs": "a\n\n" * 200_000,
    "a hidden empty line": "\n\u00ad\n".join(["Une grève au port."] * 10_000),
}


@pytest.mark.skipif(sys.platform == "darwin", reason="ru_maxrss is in bytes there")
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_document_takes_no_more_than_its_footprint(tmp_path: Path, text: str) -> None:
    assert _taken(tmp_path, text, 1) < footprint(Document("0", "Titre", text)) + 8 * MEBIBYTE


def test_many_small_documents_take_no_more_than_their_footprints(tmp_path: Path) -> None:
    assert _taken(tmp_path, "a", 20_000) < 20_000 * footprint(Document("0", "Titre", "a")) + 8 * MEBIBYTE


def test_each_appearance_counts() -> None:
    shown = tuple(Appearance(Bulletin("b", "Journal"), place) for place in range(9))
    alone = footprint(Document("0", "Titre", "a"))
    assert footprint(Document("0", "Titre", "a", appearances=shown)) == alone + 9 * 1500


def _taken(folder: Path, text: str, documents: int) -> int:
    """Return the bytes by which the peak of a process rises that writes a text."""
    done = subprocess.run(
        [sys.executable, "-c", WRITE, str(folder), str(documents)],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout) * 1024
