"""How long, how deep and how manifold a query may be; what is over is left out, and that is said."""

import pytest

from index import Engine
from index.query import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_PREFIXES,
    MAX_WORDS,
)
from index.query.query import written
from tests.index.query.examples import asked, meanings
from tests.work import calls

TOO_LONG = "La requête est trop longue : seuls ses 2\u202f000 premiers caractères sont cherchés."
TOO_MANY = "La requête a trop de mots : seuls les 64 premiers sont cherchés."


def test_a_query_of_2000_characters_is_read_whole() -> None:
    text = ("mot " * 16 + " " * 1936)[: MAX_CHARACTERS - 3] + "fin"
    query = asked(text)
    assert len(text) == MAX_CHARACTERS
    assert (query.clauses[-1].text, query.notes) == ("fin", ())


def test_a_longer_query_is_cut_at_a_word_and_says_so() -> None:
    query = asked("anticonstitutionnellement " * 100)
    assert TOO_LONG in [note.sentence for note in query.notes if note.kind == "limited"]
    assert {clause.text for clause in query.clauses} == {"anticonstitutionnellement"}


def test_blanks_after_a_query_take_no_word_of_it_away() -> None:
    assert meanings(asked("corée du nord" + " " * MAX_CHARACTERS)) == meanings(asked("corée du nord"))


def test_sixty_four_words_are_searched() -> None:
    query = asked(" ".join(f"mot{number}" for number in range(MAX_WORDS)))
    assert (len(query.clauses), query.notes) == (MAX_WORDS, ())


def test_the_sixty_fifth_word_is_left_out_and_said() -> None:
    query = asked(" ".join(f"mot{number}" for number in range(MAX_WORDS + 1)))
    assert (len(query.clauses), [note.sentence for note in query.notes]) == (MAX_WORDS, [TOO_MANY])


def test_of_a_phrase_that_is_too_long_the_first_words_are_searched() -> None:
    (phrase,) = asked('"' + "mot " * (MAX_WORDS + 1) + '"').clauses
    assert (phrase.kind, phrase.text) == ("phrase", " ".join(["mot"] * MAX_WORDS))


def test_parentheses_that_are_too_deep_are_ignored_and_said() -> None:
    query = asked("(a OU " * (MAX_DEPTH + 5) + "b" + ")" * (MAX_DEPTH + 5))
    assert [note.kind for note in query.notes] == ["limited"]
    assert query.clauses[-1].text == "b"


def test_more_prefixes_than_a_query_may_have_are_words_and_said() -> None:
    query = asked(" ".join(f"préfixe{letter}*" for letter in "abcdefghijkl"))
    kinds = [clause.kind for clause in query.clauses]
    assert (kinds.count("prefix"), kinds.count("word")) == (MAX_PREFIXES, 12 - MAX_PREFIXES)
    assert {note.kind for note in query.notes} == {"limited"}


HOSTILE = [
    "a" * 100_000,
    "a " * 50_000,
    '"' * 100_000,
    "«" * 100_000,
    "« " * 50_000,
    "-" * 100_000,
    ' -"' * 30_000,
    "e\u0301" * 50_000,
    "e" + "\u0301\u0323" * 50_000,
    "a.b." * 25_000,
    "1 000 " * 16_000,
    "(" * 100_000,
    "(" * 10_000 + "otan" + ")" * 10_000,
    "()" * 50_000,
    "(a OU (b ET " * 10_000,
    "-(" * 50_000 + "otan",
    "NON " * 25_000 + "otan",
    "ET " * 30_000,
    "a OU " * 20_000,
    "titre:" * 20_000 + "otan",
    "titre:-" * 20_000 + "otan",
    "titre:(" * 20_000 + "otan",
    "=" * 100_000 + "otan",
    "otan" + "*" * 100_000,
    "*a" * 50_000,
    "abc* " * 20_000,
    "date:" * 20_000,
    "date:" + "1" * 100_000,
    "date:" + "." * 100_000,
    "date:" + "du " * 30_000,
    "date:" + "a.." * 30_000,
    'date:"' + "du a " * 20_000 + '"',
    '"a b"~' + "9" * 100_000,
    "x" * 50_000 + ":y",
    "\x00" * 100_000,
    "\ud800" * 100_000,
    "l'" * 50_000,
    "a-" * 50_000,
    "😀" * 100_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_a_hundred_thousand_characters_take_no_more_work_than_those_that_are_read(text: str) -> None:
    query = asked(text)
    assert query.description is not None
    assert meanings(asked(written(query.root))) == meanings(query) or query.notes
    assert len(query.clauses) <= 2 * MAX_WORDS
    assert len(written(query.root)) <= 4 * MAX_CHARACTERS
    assert calls(lambda: asked(text)) <= 200 * MAX_CHARACTERS  # measured: 55


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_hostile_texts_take_no_more_work_than_their_words_do(archive: Engine, text: str) -> None:
    archive.search(asked("mot"))  # what is read once, such as the names, is not of this text
    query = asked(text)
    work = calls(lambda: [hit.snippets for hit in archive.search(query).hits])
    assert work <= 2_000 * MAX_WORDS  # measured: 400


@pytest.mark.parametrize("sign", ["(ET) ", "titre: corps: ", "titre:"])
def test_signs_that_become_words_are_capped_too(sign: str) -> None:
    query = asked(sign * 300)
    assert len(query.clauses) <= 2 * MAX_WORDS
    assert any(note.kind == "limited" for note in query.notes)


@pytest.mark.parametrize(
    "last", ["paris-nord", "l’arc-en-ciel", '"paris-nord est"', "20h", "=porte-avions", "porte-av*"]
)
@pytest.mark.parametrize("room", range(4))
def test_what_is_cut_has_words_or_is_left_out(last: str, room: int) -> None:
    query = asked(f"{'mot ' * (MAX_WORDS - room)}{last}")
    assert all(clause.words for clause in query.clauses)
    assert all(clause.is_bound in (True, False) for clause in query.clauses)
