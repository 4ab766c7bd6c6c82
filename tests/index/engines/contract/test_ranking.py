"""Which of the documents that match come first."""

import pytest

from index import Engine
from tests.index.engines.contract.documents import ids, item


def test_words_in_parentheses_and_fields_score(engine: Engine) -> None:
    engine.rebuild(
        [
            item("1", title="Vent", body="vent pluie neige"),
            item("2", title="Vent", body="vent"),
        ]
    )
    for query in ("titre:vent pluie neige", "vent ET (vent OU pluie)", "titre:(vent OU neige) pluie"):
        assert ids(engine, query) == ["1", "2"]


@pytest.mark.parametrize(("query", "first"), [("marché", "marché"), ("MARCHÉ", "marché")])
def test_a_form_typed_with_its_accents_comes_first(small: Engine, query: str, first: str) -> None:
    assert ids(small, query)[0] == first


def test_a_word_in_the_title_ranks_above_the_same_word_in_the_body(engine: Engine) -> None:
    engine.rebuild([item("corps", "Ici", "mot " * 40 + "vent"), item("titre", "Vent", "mot " * 40 + "ici")])
    assert ids(engine, "vent") == ["titre", "corps"]


def test_a_word_at_the_beginning_ranks_above_the_same_word_further_down(engine: Engine) -> None:
    engine.rebuild([item("tard", body="mot " * 40 + "vent"), item("tôt", body="vent " + "mot " * 40)])
    assert ids(engine, "vent") == ["tôt", "tard"]


def test_more_words_of_the_query_usually_rank_higher(engine: Engine) -> None:
    engine.rebuild([item("un", body="vent vent vent"), item("deux", body="vent et pluie")])
    assert ids(engine, "vent pluie") == ["deux", "un"]


def test_what_was_typed_ranks_above_its_other_forms(engine: Engine) -> None:
    engine.rebuild([item("pluriel", body="les élections"), item("singulier", body="les élection")])
    assert (ids(engine, "élections")[0], ids(engine, "élection")[0]) == ("pluriel", "singulier")
