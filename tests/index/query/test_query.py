"""Any tree of a query can be written again, and do without one of its parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import (
    Clause,
    Group,
    Node,
    Query,
    parse,
)
from index.query.nodes import all_of, any_of, in_field, negated, words
from index.query.query import written
from tests.index.query.examples import asked, meaning, meanings

WORDS = ["otan", "corée", "nord-coréens", "20h", "30 000", "1", "000", "été", "le", "O.T.A.N.", "ET", "porte"]


def clause(text: str, kind: str = "word", slop: int | None = None) -> Clause:
    (word,) = words(text)
    return Clause(word.text, word.tokens, kind, slop)  # type: ignore[arg-type]


OTHERS = ['"corée du nord"', '"tokyo séoul"~3', "date:2024-11", "depuis:7j", 'avant:"mai 2024"']
PLAIN = st.sampled_from(WORDS).map(clause)
LEAVES = st.one_of(
    PLAIN,
    st.sampled_from([word for word in WORDS if " " not in word]).map(lambda text: clause(text, "form")),
    st.sampled_from(["gouvern", "élect", "nord-cor"]).map(lambda text: clause(text, "prefix")),
    st.sampled_from(OTHERS).map(lambda text: asked(text).root.parts[0]),
)


def groups(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Give parentheses: two nodes or more, none of them itself in parentheses without need."""
    return st.lists(nodes.filter(lambda node: not isinstance(node, Group)), min_size=2, max_size=3).map(
        lambda parts: Group(tuple(parts))
    )


def larger(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, min_size=2, max_size=3)
    fields = st.sampled_from(["title", "body", "source", "bulletin"])
    return st.one_of(
        nodes.map(negated),
        st.builds(in_field, fields, nodes),
        several.map(all_of),
        several.map(any_of),
        groups(nodes),
    )


TREES = st.recursive(LEAVES, larger, max_leaves=8).map(
    lambda node: node if isinstance(node, Group) else Group((node,))
)


@given(TREES)
def test_any_tree_printed_is_read_back_the_same(root: Group) -> None:
    assert meaning(asked(written(root)).root) == meaning(root)


@given(TREES)
def test_a_query_without_one_of_its_parts_has_the_others(root: Group) -> None:
    query = Query("", root)
    for part in query.parts:
        others = [other for other in query.parts if other != part]
        rest = query.without(part)
        assert meanings(asked(rest.text)) == meanings(rest)
        if len(others) > 1 and not any(isinstance(other, Group) for other in others):
            assert [meaning(each) for each in rest.parts] == [meaning(each) for each in others]


def test_a_query_without_one_of_its_parts_has_a_text_that_says_so() -> None:
    query = asked('otan "corée du nord" -russie')
    assert query.without(query.parts[0]).text == '"corée du nord" -russie'


def test_one_of_the_words_that_are_all_required_can_be_taken_away() -> None:
    query = asked("grève ET sncf ET paris date:2024")
    assert query.without(query.parts[1]).text == "(grève ET paris) date:2024"
    assert query.without(query.parts[3]).text == "grève ET sncf ET paris"


def test_two_numbers_stay_two_when_a_query_is_written_again() -> None:
    query = asked("otan 1, 000")
    assert meanings(asked(query.without(query.parts[0]).text)) == meanings(asked("1, 000"))


def test_a_query_in_capitals_is_written_so_that_its_operators_stay_operators() -> None:
    assert written(asked("OTAN AND RUSSIE").root) == "otan ET russie"


def test_a_query_in_which_nothing_changes_stays_itself() -> None:
    query = parse("corée (otan ET nord) -iran titre:kiev")
    assert query.with_alternatives(lambda clause: clause) is query


@pytest.mark.parametrize(
    ("typed", "apart"),
    [
        ("porte-avions", "porte avions"),
        ("titre:porte-avions ET Toulon", "titre:(porte avions) ET Toulon"),
        ("COVID-19 -nord-coréens", "COVID 19 -nord-coréens"),
        ("ce jour-là", "ce jour-là"),
        ('"porte-avions"', '"porte-avions"'),
    ],
)
def test_the_parts_of_compounds_become_words_by_themselves(typed: str, apart: str) -> None:
    assert parse(typed).apart.text == apart


@pytest.mark.parametrize(
    ("typed", "is_bound"),
    [
        *(("porte-avions", True), ("rendez-vous", True), ("garde-à-vous", True), ("COVID-19", True)),
        *(("dit-il", False), ("celui-ci", False), ("rendez-le", False), ("avions", False)),
    ],
)
def test_a_compound_is_bound_unless_it_is_a_word_and_its_pronoun(typed, is_bound):
    (clause,) = parse(typed).clauses
    assert clause.is_bound is is_bound
