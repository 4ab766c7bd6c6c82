"""The sentence that says how a query was understood."""

from dataclasses import replace

from hypothesis import given

from index import parse
from index.french.stemming import terms
from index.query import Alternative, Query
from index.query.description import MAX_ALTERNATIVES
from tests.index.query.examples import QUERIES, asked


@given(QUERIES)
def test_the_spans_of_the_understood_sentence_are_the_words_searched(text: str) -> None:
    query = asked(text)
    understood = query.description
    said = {understood.text[span.start : span.end] for span in understood.spans}
    assert said == {clause.text for clause in query.clauses}


def test_a_word_typed_twice_is_said_once() -> None:
    assert asked("otan otan").description.text == asked("otan").description.text


def with_others(count: int) -> Query:
    others = tuple(Alternative(f"autre{n}", terms=(terms(f"autre{n}"),), weight=1.0) for n in range(count))
    return parse("otan").with_alternatives(lambda clause: replace(clause, alternatives=others))


def test_what_is_looked_for_besides_is_said_and_of_many_the_first() -> None:
    assert with_others(1).description.text == "otan (aussi autre0), toutes formes."
    said = ", ".join(f"autre{n}" for n in range(MAX_ALTERNATIVES))
    assert with_others(MAX_ALTERNATIVES).description.text == f"otan (aussi {said}), toutes formes."
    shown = with_others(MAX_ALTERNATIVES + 1).description.text
    assert shown == f"otan (aussi {said} et d’autres), toutes formes."


def test_a_query_that_asks_for_nothing_has_no_sentence() -> None:
    assert (parse("").description.text, parse("???").description.spans) == ("", ())
