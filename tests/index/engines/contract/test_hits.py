"""What a hit carries: its document, marks, snippets and what each term added to its score."""

import pytest

from index import Engine, parse
from index.errors import UnknownIdError


def test_an_explanation_says_what_each_term_brought_and_sums_to_the_score(small: Engine) -> None:
    query = parse("les élections de l’OTAN, absent")
    (hit,) = (hit for hit in small.search(query).hits if hit.id == "otan")
    explained = small.explain(query, "otan")
    assert {word for each in explained for word in each.wanted.words} == {
        "les",
        "élections",
        "de",
        "OTAN",
    }
    assert sum(each.score for each in explained) == pytest.approx(hit.score)
    assert [each.score for each in explained] == sorted((each.score for each in explained), reverse=True)


def test_an_explanation_of_a_document_that_does_not_match_is_empty(small: Engine) -> None:
    assert small.explain(parse("absent"), "otan") == ()


def test_an_explanation_of_an_unknown_document_is_an_error(small: Engine) -> None:
    with pytest.raises(UnknownIdError):
        small.explain(parse("otan"), "absent")


def test_a_hit_carries_its_document_marked_title_and_snippets(small: Engine) -> None:
    (hit,) = small.search(parse("otan élection")).hits
    assert (hit.rank, hit.id, hit.title) == (1, "otan", "Sommet de l’O.T.A.N.")
    assert [hit.title[span.start : span.end] for span in hit.marked_title.spans] == ["O.T.A.N."]
    assert [hit.snippets[0].text[span.start : span.end] for span in hit.snippets[0].spans] == ["élections"]
