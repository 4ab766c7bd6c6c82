"""The sentence that says how a query was understood."""

from hypothesis import given

from tests.index.query.examples import QUERIES, asked


@given(QUERIES)
def test_the_spans_of_the_understood_sentence_are_the_words_searched(text: str) -> None:
    query = asked(text)
    understood = query.description
    said = {understood.text[span.start : span.end] for span in understood.spans}
    assert said == {clause.text for clause in query.clauses}


def test_a_word_typed_twice_is_said_once() -> None:
    assert asked("otan otan").description.text == asked("otan").description.text
