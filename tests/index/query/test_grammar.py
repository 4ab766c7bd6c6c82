"""Any text is a query, and says what was not searched as typed."""

import re

import pytest
from hypothesis import assume, given

from index.query import (
    AllOf,
    AnyOf,
    Clause,
    plain,
)
from index.query.query import written
from tests.index.query.examples import QUERIES, asked, meanings


@given(QUERIES)
def test_any_text_is_a_query(text: str) -> None:
    assert all(clause.tokens for clause in asked(text).clauses)


@given(QUERIES)
def test_a_query_that_asks_for_nothing_says_why(text: str) -> None:
    query = asked(text)
    assert query.parts or query.notes or not query.text


@given(QUERIES)
def test_a_query_holds_nothing_that_cannot_be_stored_or_shown(text: str) -> None:
    asked(text).text.encode("utf-8")
    assert not set(asked(text).text) & set("\x00\n\r\t\x1b")


@given(QUERIES)
def test_what_is_scored_is_wanted_and_what_is_wanted_is_scored_or_light(text: str) -> None:
    query = asked(text)
    wanted = {each.clause for each in query.wanted}
    assert {*query.scored, *query.light_words} == wanted
    assert not set(query.scored) & set(query.light_words)
    assert bool(query.scored) == bool(wanted)


@given(QUERIES)
def test_any_text_printed_is_read_back_the_same(text: str) -> None:
    assume(not re.search("[¼-¾⅐-⅞↉]", text))  # see 1½ among the French cases
    query = asked(text)
    assert meanings(asked(written(query.root))) == meanings(query)


@given(QUERIES)
def test_plain_text_has_no_operators(text: str) -> None:
    assert all(isinstance(part, Clause) and part.is_plain for part in plain(text).parts)


SIGNED = ["\x08-otan", "--otan", '"-otan"', "«-otan»", "“-otan”", "(otan", "=otan", "otan*"]


@pytest.mark.parametrize("typed", SIGNED)
def test_signs_have_no_meaning_in_plain_text(typed: str) -> None:
    assert meanings(plain(typed)) == meanings(asked("otan"))


def test_operators_and_fields_are_words_in_plain_text() -> None:
    texts = [clause.text for clause in plain("titre:otan ET -russie date:2024").clauses]
    assert texts == ["titre", "otan", "ET", "russie", "date", "2024"]


def test_operators_that_bind_are_seen_in_the_tree() -> None:
    (node,) = asked("grève OU séoul ET tokyo").parts
    assert isinstance(node, AnyOf)
    assert [type(part) for part in node.parts] == [Clause, AllOf]


@pytest.mark.parametrize("typed", ["\udfff", " \t ", "\x00", "!?"])
def test_a_text_without_a_word_is_told_so(typed: str) -> None:
    assert [note.kind for note in asked(typed).notes] == ["ignored"]
