"""What the pieces of a typed query are."""

import pytest

from index.query import MAX_SLOP, Clause, Dates, Note
from index.query.lexemes import Mark
from index.query.lexer import lexemes
from tests.index.query.examples import (
    TODAY,
    asked,
)


@pytest.mark.parametrize("typed", ["titre : otan", "Date : 2024", "titre\u202f: otan", "guerre titre : otan"])
def test_a_field_with_a_space_before_its_colon_is_text_and_that_is_said(typed: str) -> None:
    query = asked(typed)
    assert all(clause.is_plain for clause in query.clauses)
    assert "sans espace avant" in query.notes[0].sentence
    assert asked("le titre du journal : otan").notes == ()


def kinds(text: str) -> list[tuple[str, str]]:
    """Cut a text into lexemes; give the kind and the text of each."""
    found = []
    for lexeme in lexemes(text, TODAY, []):
        kind = lexeme.kind if isinstance(lexeme, (Clause, Mark)) else type(lexeme).__name__
        found.append((kind, str(lexeme) if isinstance(lexeme, Dates) else lexeme.text))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("grève -sncf", [("word", "grève"), ("not", "-"), ("word", "sncf")]),
        ("grève - sncf", [("word", "grève"), ("word", "sncf")]),
        ("nord-coréen", [("word", "nord-coréen")]),
        ("-5 degrés", [("word", "5"), ("word", "degrés")]),
        ("30 000 morts", [("word", "30 000"), ("word", "morts")]),
        ("a ET (b OU c)", [("word", "a"), ("and", "ET"), ("open", "("), ("word", "b"), ("or", "OU"),
                           ("word", "c"), ("close", ")")]),
        ("titre:otan", [("FieldMark", "titre"), ("word", "otan")]),
        ("date:2024-11 grève", [("Dates", "date:2024-11"), ("word", "grève")]),
        ("http://otan.int", [("word", "http"), ("word", "otan"), ("word", "int")]),
        ('"corée du nord"~3', [("phrase", "corée du nord")]),
        ("« corée »=été", [("phrase", "corée"), ("form", "été")]),
        ("gouv* go*", [("prefix", "gouv"), ("word", "go")]),
        ("", []),
    ],
)  # fmt: skip
def test_a_text_is_cut_into_lexemes(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_a_phrase_whose_words_may_lie_too_far_apart_is_narrowed_and_that_is_said() -> None:
    notes: list[Note] = []
    (phrase,) = lexemes('"a b"~99999999999999999999', TODAY, notes)
    assert isinstance(phrase, Clause)
    assert (phrase.slop, [note.kind for note in notes]) == (MAX_SLOP, ["limited"])
