"""What the tests of the index share: an index or a vocabulary of a few items, in a temporary folder."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from index import Document, Engine, open_engine
from index.vocabulary.vocabulary import Vocabulary
from index.vocabulary.vocabulary_writer import VocabularyWriter
from index.vocabulary.word_counts import words_of
from tests.index.archive.folders import rebuild


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an index of one document, built once."""
    rebuild(tmp_path / "index", "premier")
    return tmp_path / "index"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Sequence[Document]], Vocabulary]:
    """Write the vocabulary of documents into `tmp_path`, in the place of one that is there."""

    def write(documents: Sequence[Document]) -> Vocabulary:
        (tmp_path / "vocabulary.sqlite").unlink(missing_ok=True)
        with VocabularyWriter(tmp_path / "vocabulary.sqlite") as writer:
            writer.add(words_of(documents))
        return Vocabulary([tmp_path / "vocabulary.sqlite"])

    return write


@pytest.fixture
def vocabulary_of(write: Callable[[Sequence[Document]], Vocabulary]) -> Callable[..., Vocabulary]:
    """Make the vocabulary of items with a body only, and of items with a title only, the newest first."""

    def make(*bodies: str, titles: Sequence[str] = ()) -> Vocabulary:
        texts = [("", body) for body in bodies] + [(title, "") for title in titles]
        last = date(2024, 12, 31)
        days = (last - timedelta(number) for number in range(len(texts)))
        return write(
            [Document(day.isoformat(), *text, date=day) for day, text in zip(days, texts, strict=True)]
        )

    return make


@pytest.fixture
def engine_of(tmp_path: Path) -> Callable[..., Engine]:
    """Index items that have a body only, their ids counted from 0, in the place of those of a call before."""

    def make(*bodies: str) -> Engine:
        engine = open_engine(f"whoosh:{tmp_path / 'index'}")
        engine.rebuild(Document(str(number), "", body) for number, body in enumerate(bodies))
        return engine

    return make
