"""Which words find each other: the lines of `kin.tsv`, each word in an item of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from index import Document, Engine, open_engine, parse
from index.french.folding import fold

TABLE = Path(__file__).with_name("kin.tsv")


class Line(NamedTuple):
    """One line of the table."""

    kin: tuple[str, ...]
    others: tuple[str, ...]


def read_lines() -> Iterator[Line]:
    rows = (line for line in TABLE.read_text("utf-8").splitlines()[1:] if not line.startswith("#"))
    for kin, _, others in (row.partition("\t") for row in rows):
        if kin != "kin":
            yield Line(tuple(kin.split()), tuple(others.split()))


LINES = tuple(read_lines())
WORDS = tuple(dict.fromkeys(word for line in LINES for word in (*line.kin, *line.others)))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, set[str]]]:
    """The words that each word finds, typed as it stands and without its accents; nothing is corrected."""
    engine = open_engine(f"whoosh:{tmp_path_factory.mktemp('index')}")
    engine.rebuild(Document(f"{number}", "", f"Un mot, {word}.") for number, word in enumerate(WORDS))
    typed = {*WORDS, *(fold(word.lower()) for word in WORDS)}
    yield {word: words_found(engine, word) for word in typed}


def words_found(engine: Engine, word: str) -> set[str]:
    hits = engine.search(parse(word).as_typed, limit=len(WORDS)).hits
    return {WORDS[int(hit.id)] for hit in hits}


@pytest.mark.parametrize(
    "line", [line for line in LINES if len(line.kin) > 1], ids=lambda line: ascii(line.kin[0])
)
def test_words_of_one_kin_find_each_other(line: Line, found: dict[str, set[str]]) -> None:
    for word in line.kin:
        assert set(line.kin) <= found[word], word
        assert word in found[fold(word.lower())], word


@pytest.mark.parametrize("line", [line for line in LINES if line.others], ids=lambda line: ascii(line.kin[0]))
def test_words_that_only_look_alike_stay_apart(line: Line, found: dict[str, set[str]]) -> None:
    for word in line.kin:
        assert found[word].isdisjoint(line.others), word
        assert all(word not in found[other] for other in line.others if fold(other) != fold(word)), word
