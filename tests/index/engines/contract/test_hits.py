"""What a hit carries: its document, marks, snippets and what each term added to its score."""

from dataclasses import replace

import pytest

from index import Engine, parse
from index.errors import UnknownIdError
from index.vocabulary.synonyms import Synonyms, load_synonyms
from tests.index.engines.contract.documents import QUERIES


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


@pytest.mark.parametrize("query", QUERIES)
def test_an_explained_search_explains_each_hit_as_explain_does(mixed: Engine, query: str) -> None:
    with mixed.reading() as archive:
        results = archive.search(parse(query), 5, is_explained=True)
        assert [hit.explanation for hit in results.hits] == [
            archive.explain(parse(query), hit.id) for hit in results.hits
        ]
        for hit in results.hits:
            assert sum(each.score for each in hit.explanation or ()) == pytest.approx(hit.score)


def test_a_search_that_is_not_explained_has_no_explanation(mixed: Engine) -> None:
    assert {hit.explanation for hit in mixed.search(parse("vent")).hits} == {None}


def test_an_explained_search_rewrites_its_query_once(mixed: Engine) -> None:
    asked: list[Synonyms] = []

    def counted_synonyms() -> Synonyms:
        asked.append(load_synonyms())
        return asked[-1]

    with mixed.reading() as archive:
        counted = replace(archive, synonyms=counted_synonyms)
        results = counted.search(parse("pluei OTAN"), is_explained=True)
    assert (len(results.hits), len(asked)) == (10, 1)
    assert [note.kind for note in results.query.notes] == ["corrected"]
