"""Every hit shows why it is one: pieces of the samples, typed in many ways, mark each hit that they find."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import Document, Engine, open_engine, parse
from index.highlighting.marks import mark
from indexer.pipeline import Intake
from indexer.progress import Progress
from indexer.report import Report

SAMPLES = Path(__file__).parents[3] / "samples"


class Quiet:
    def isatty(self) -> bool:
        return False


def unaccented(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


WAYS: dict[str, Callable[[str], str]] = {
    "as written": str,
    "in capitals": str.upper,
    "in small letters": str.lower,
    "without accents": unaccented,
    "in quotes": lambda text: f'"{text}"',
    "with a letter left out": lambda text: text[:3] + text[4:],
    "as a prefix": lambda text: f"{text.split()[0][:4]}*",
    "with hyphens for blanks": lambda text: text.replace(" ", "-"),
}


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return list(Intake([SAMPLES], Report(), Progress(Quiet())).documents())


@pytest.fixture(scope="module")
def engine(documents: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_engine(f"whoosh:{tmp_path_factory.mktemp('index')}")
    engine.rebuild(documents)
    yield engine


def pieces(documents: list[Document], count: int) -> Iterator[str]:
    """Yield one to three neighbouring words of some texts."""
    chance = random.Random(7)
    for _ in range(count):
        words = re.findall(r"[\w’'.&-]*\w", chance.choice(documents).body)
        length = chance.choice((1, 1, 2, 3))
        start = chance.randrange(max(1, len(words) - length))
        yield " ".join(words[start : start + length])


@pytest.mark.parametrize("way", WAYS)
def test_every_hit_is_marked(way: str, engine: Engine, documents: list[Document]) -> None:
    shown = 0
    for piece in pieces(documents, 120):
        results = engine.search(parse(WAYS[way](piece)))
        for hit in results.hits:
            texts = (
                mark(results.query, hit.document.title, "title"),
                mark(results.query, hit.document.body, "body"),
            )
            assert any(text.spans for text in texts), (WAYS[way](piece), hit.document.id)
            shown += 1
    assert shown > 100


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("No 1", {"NO", "1", "NO-1"}),
        ("no 1 mondial", {"NO", "1", "NO-1", "mondial"}),
        ("USA 94", {"USA", "usa", "94", "USA-94"}),
        ("usa mondial", {"USA", "usa", "USA-94", "mondial"}),
        ("NO-1", {"NO-1", "NO 1"}),
        ("CHU NO", {"CHU", "NO", "NO-1"}),
        ("1 USA", {"1", "NO-1", "USA", "usa", "USA-94"}),
    ],
)
def test_a_name_that_has_no_stem_is_marked_beside_other_words(
    typed: str, marked: set[str], tmp_path: Path
) -> None:
    engine = open_engine(f"whoosh:{tmp_path}")
    bodies = [
        "Le NO 1 mondial.",
        "Aux USA, le CHU.",
        "Le NO-1 et USA-94, en 94.",
        "On usa de tout, 100 fois.",
    ]
    engine.rebuild(Document(str(number), "", body) for number, body in enumerate(bodies))
    results = engine.search(parse(typed))
    assert results.hits
    texts = [hit.snippets for hit in results.hits]
    assert all(any(snippet.spans for snippet in snippets) for snippets in texts)
    found = {snippet.text[a:b] for snippets in texts for snippet in snippets for a, b in snippet.spans}
    assert found <= marked
