"""Titles are kept once each, the most frequent first, and found by the beginnings of their words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.french.form_table import FormTable
from index.french.occurrences import occurrences
from index.vocabulary.vocabulary import Vocabulary
from index.vocabulary.vocabulary_writer import VocabularyWriter
from index.vocabulary.word_counts import WordCounter
from tests.index.vocabulary.test_word_counts import read


def test_titles_come_by_number_and_then_the_newest_first(tmp_path: Path) -> None:
    forms = FormTable()
    with VocabularyWriter(tmp_path / "vocabulary.sqlite") as writer:
        for days, titles in (
            ([7, 6], ["La grève", "vent : PLUIE"]),
            ([9, 8, 7], ["Grève", "Vent, pluie", "…"]),
        ):
            counter = WordCounter(forms)
            counter.add(titles, occurrences(forms, [text for title in titles for text in (title, "")]), days)
            writer.add(counter.counts())
    assert read(tmp_path, "title") == {
        (1, "vent pluie", "Vent, pluie", 1, 8),
        (2, "vent pluie", "vent : PLUIE", 1, 6),
        (3, "greve", "Grève", 1, 9),
        (4, "la greve", "La grève", 1, 7),
    }


TITLES = ("La grève des trains", "Grève des infirmières", "Nord-coréens : la grève", "Météo")


@pytest.mark.parametrize(
    ("words", "beginning", "expected"),
    [
        (["greve"], "", [0, 1, 2]),
        (["greve"], "tr", [0]),
        ([], "infirm", [1]),
        (["la", "greve"], "", [0, 2]),
        (["nordcoreens"], "gre", [2]),
        (["nord"], "", [2]),
        (["gre"], "", []),
        (["greve", "meteo"], "", []),
        ([], "z", []),
    ],
)
def test_titles_have_all_words_and_one_that_begins_so(
    vocabulary_of: Callable[..., Vocabulary], words: list[str], beginning: str, expected: list[int]
) -> None:
    found = vocabulary_of(titles=TITLES).titles(words, beginning, 10)
    assert [title.written for title in found] == [TITLES[number] for number in expected]


def test_titles_that_differ_in_signs_and_accents_only_are_one_written_as_the_newest(
    vocabulary_of: Callable[..., Vocabulary],
) -> None:
    vocabulary = vocabulary_of(titles=["Une grève", "LA GRÈVE !", "La greve", "« La grève »"])
    assert [title.written for title in vocabulary.titles(["greve"], "", 10)] == ["LA GRÈVE !", "Une grève"]


def test_no_more_titles_come_than_asked_for(vocabulary_of: Callable[..., Vocabulary]) -> None:
    assert len(list(vocabulary_of(titles=TITLES).titles(["greve"], "", 2))) == 2
