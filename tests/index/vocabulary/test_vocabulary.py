"""The words of an archive: how often they stand in it, and how people write them."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.archive.document import Document
from index.errors import IndexDamagedError, IndexOutdatedError
from index.french.analysis import analyse
from index.french.stemming import MAX_TERM
from index.vocabulary.vocabulary import AccentedForm, Vocabulary, Word
from index.vocabulary.vocabulary_writer import VocabularyWriter
from index.vocabulary.word_counts import words_of

FILE = "vocabulary.sqlite"
MakeVocabulary = Callable[..., Vocabulary]
Write = Callable[[Sequence[Document]], Vocabulary]


def test_a_word_counts_the_items_it_stands_in_however_often_it_is_repeated(
    vocabulary_of: MakeVocabulary,
) -> None:
    vocabulary = vocabulary_of("La grève, la GRÈVE, la greve.", "Une grève", "Rien")
    assert (vocabulary.documents, vocabulary.items("greve"), vocabulary.items("rien")) == (3, 2, 1)


def test_a_word_of_the_title_and_the_body_counts_once(write: Write) -> None:
    assert write([Document("1", "Grève", "La grève")]).items("greve") == 1


def test_a_word_that_the_archive_has_not_stands_in_no_item(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of("La grève")
    assert (
        vocabulary.items("greves"),
        vocabulary.accented_forms("greves"),
        vocabulary.written("greves"),
    ) == (
        0,
        (),
        "greves",
    )


def test_a_stem_counts_the_items_of_all_its_inflections(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of("Une élection", "Des élections et une élection", "Autre chose")
    (token,) = analyse("élections")
    assert vocabulary.stem_items(token.terms.stem) == 2


def test_the_forms_of_a_word_are_counted_apart(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of("sécurité", "Sécurité et securite", "SÉCURITÉ")
    assert vocabulary.accented_forms("securite") == (AccentedForm("sécurité", 3), AccentedForm("securite", 1))


def test_a_word_without_accents_has_no_forms(vocabulary_of: MakeVocabulary) -> None:
    assert vocabulary_of("Le vent").accented_forms("vent") == ()


@pytest.mark.parametrize(
    ("bodies", "exact", "written"),
    [
        (("l’OTAN", "L'Otan", "à l’OTAN"), "otan", "OTAN"),
        (("à Séoul", "SÉOUL", "vers Séoul", "Seoul"), "seoul", "Séoul"),
        (("Grève à Paris", "la grève", "une grève"), "greve", "grève"),
        (("Grève", "une grève"), "greve", "grève"),
        (("O.T.A.N.",), "otan", "O.T.A.N."),
        (("les nord‑coréens", "Nord-Coréens", "les nord‑coréens"), "nordcoreens", "nord‑coréens"),
        (("l’œuvre",), "oeuvre", "œuvre"),
        (("30 000 euros",), "30000", "30 000"),
    ],
)
def test_a_word_is_written_as_most_people_write_it(
    vocabulary_of: MakeVocabulary, bodies: tuple[str, ...], exact: str, written: str
) -> None:
    assert vocabulary_of(*bodies).written(exact) == written


def test_words_that_begin_so_come_most_frequent_first(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of("coronavirus", "coronavirus et corail", "corbeau", "Corail", "corail", "vent")
    assert vocabulary.words_beginning("cor", 2) == (
        Word("corail", 3, "corail"),
        Word("coronavirus", 2, "coronavirus"),
    )


@pytest.mark.parametrize("beginning", ["c", "co", "cor", "coreen"])
def test_a_beginning_of_any_length_finds_the_word(vocabulary_of: MakeVocabulary, beginning: str) -> None:
    assert vocabulary_of("Les Coréens", "Le vent").words_beginning(beginning, 5) == (
        Word("coreens", 1, "Coréens"),
    )


def test_only_words_of_several_items_may_stand_for_another(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of("grève", "grève", "grave")
    assert [near.exact for near in vocabulary.fuzzy_terms("grive", 2, 5)] == ["greve"]


def test_an_empty_archive_has_no_words(write: Write) -> None:
    vocabulary = write([])
    assert (vocabulary.documents, vocabulary.items("vent"), vocabulary.words_beginning("v", 5)) == (0, 0, ())
    assert (vocabulary.fuzzy_terms("vent", 2, 3), vocabulary.titles(["vent"], "", 3)) == ([], ())


def test_an_archive_of_one_word_has_one(vocabulary_of: MakeVocabulary) -> None:
    assert vocabulary_of("Vent").words_beginning("v", 5) == (Word("vent", 1, "Vent"),)


@pytest.mark.parametrize(
    "hostile", ["x" * 100_000, "é" * 100_000, "a\x00b", "😀 fin", "\ufeff\u0301", "-" * 1_000]
)
def test_hostile_text_is_counted_as_any_other(vocabulary_of: MakeVocabulary, hostile: str) -> None:
    vocabulary = vocabulary_of(hostile, titles=[hostile])
    for token in analyse(hostile):
        assert vocabulary.items(token.terms.exact) == 2
        assert len(vocabulary.written(token.terms.exact)) <= MAX_TERM
        assert vocabulary.words_beginning(token.terms.exact, 1)
        assert vocabulary.titles([token.terms.exact], "", 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(st.text("aàeé-'’ .1,ŒÆß", max_size=20), max_size=6))
def test_every_word_of_every_item_is_counted(write: Write, bodies: list[str]) -> None:
    vocabulary = write([Document(str(n), "", body) for n, body in enumerate(bodies)])
    counted = Counter(
        word for body in bodies for word in {each.terms.exact for each in analyse(body)} if word
    )
    assert {word: vocabulary.items(word) for word in counted} == counted


def test_an_error_while_words_are_gathered_writes_none(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), VocabularyWriter(tmp_path / FILE) as writer:
        writer.add(words_of([Document("1", "Titre", "Un corps")]))
        raise RuntimeError("the disk of the source is gone")
    with pytest.raises(IndexDamagedError):
        Vocabulary([tmp_path / FILE])


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="bulletins rebuild"):
        Vocabulary([tmp_path / FILE])


@pytest.mark.parametrize("bytes_", [b"", b"not a database" * 100])
def test_a_file_that_is_no_vocabulary_is_said(tmp_path: Path, bytes_: bytes) -> None:
    (tmp_path / FILE).write_bytes(bytes_)
    with pytest.raises(IndexDamagedError):
        Vocabulary([tmp_path / FILE])


def test_a_file_cut_in_half_is_said_when_it_is_read(tmp_path: Path, write: Write) -> None:
    write([Document(str(n), "", f"mot{n} vent") for n in range(500)])
    file = tmp_path / FILE
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(IndexDamagedError):
        vocabulary = Vocabulary([tmp_path / FILE])
        for n in range(500):
            assert vocabulary.items(f"mot{n}") == 1
        vocabulary.fuzzy_terms("vant", 1, 3)


def test_a_file_of_another_version_asks_for_a_rebuild(tmp_path: Path, write: Write) -> None:
    write([Document("1", "", "vent")])
    database = sqlite3.connect(tmp_path / FILE)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(IndexOutdatedError, match="99"):
        Vocabulary([tmp_path / FILE])
