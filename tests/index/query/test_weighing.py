"""What a query weighs: its terms in each field, with their weights."""

import pytest

from index.french.analysis import analyse
from index.french.stemming import terms
from index.query import Alternative, Clause, Group, Query, parse
from index.query.weighing import WeightedTerm, weigh


def weights(query: Query, field: str = "stems") -> dict[str, float]:
    return {each.term: each.weight for each in weigh(query) if each.field == field}


def test_a_stop_word_beside_others_is_light() -> None:
    assert weights(parse("le pouvoir")) == {"pouvoir": 1.0, "le": 0.3}
    assert [each.term for each in weigh(parse("le pouvoir")) if each.is_light and each.field == "stems"] == [
        "le"
    ]


@pytest.mark.parametrize("word", ["pourquoi", "quelles", "est-ce"])
def test_a_question_word_beside_others_is_light(word: str) -> None:
    assert all(each.is_light for each in weigh(parse(f"vent {word}")) if each.words == (word,))


def test_a_word_that_is_typed_for_itself_finds_though_it_is_also_a_small_word_of_a_compound() -> None:
    found = {each.term: each.is_light for each in weigh(parse("le la L’est est-ce")) if each.field == "stems"}
    assert (found["est"], found["l'est"]) == (True, False)


def test_a_stop_word_alone_weighs_as_any_word() -> None:
    assert weights(parse("le")) == {"le": 1.0}


def test_the_parts_of_a_compound_find_only_together() -> None:
    found = weigh(parse("porte-avions"))
    alone = {each.term for each in found if not each.is_light and not each.within}
    assert alone == {"porteavion", "porteavions"}
    assert [each.within for each in found if each.within] == [("porte", "avions")]


def test_the_parts_of_what_is_no_compound_find_by_themselves() -> None:
    assert {each.term for each in weigh(parse("jour-là")) if not each.is_light} >= {"jour"}


def test_the_small_words_of_a_compound_weigh_little() -> None:
    found = weights(parse("Pas-de-Calais"))
    assert (found["pas"], found["de"], found["calais"]) == (0.3, 0.3, 1.0)


def test_a_phrase_scores_by_its_words() -> None:
    assert weights(parse('"pouvoir du ministre"')) == {"pouvoir": 1.0, "du": 0.3, "ministre": 1.0}


def test_an_excluded_word_has_no_weight() -> None:
    assert weights(parse("pouvoir -soir")) == {"pouvoir": 1.0}


def test_a_word_scores_by_its_beginning_too_and_a_short_one_by_its_stem_instead() -> None:
    assert weights(parse("infirmiers"), "beginnings") == {"infir": 0.6}
    assert (weights(parse("vents")), weights(parse("vents"), "beginnings")) == ({"vent": 1.6}, {})
    assert weights(parse("G20"), "beginnings") == {}


@pytest.mark.parametrize(
    ("typed", "noun"), [("cours de l’or", "l'or"), ("l'été 2003", "l'ete"), ("médaille d’or", "l'or")]
)
def test_an_elided_article_makes_a_noun_of_a_small_word(typed: str, noun: str) -> None:
    assert weights(parse(typed))[noun] == 1.0
    assert [each.term for each in weigh(parse(typed)) if each.term == noun and not each.is_light] == [noun]


@pytest.mark.parametrize("typed", ["il l’a", "c’est", "qu’est-ce", "n’est", "d’avoir", "or noir"])
def test_other_small_words_stay_small(typed: str) -> None:
    assert not [term for term in weights(parse(typed)) if term.startswith("l'")]


def test_an_accented_form_has_a_weight_where_it_was_typed_so() -> None:
    assert weights(parse("marché"), "forms") == {"marche": 0.25, "marché": 0.05}
    assert weights(parse("marche"), "forms") == {"marche": 0.25}


def test_words_that_share_a_term_add_up_under_both_names() -> None:
    assert weigh(parse("élection élections"))[0] == WeightedTerm(
        ("élection", "élections"), "stems", "election", 2.0, False
    )


def test_the_alternatives_of_a_word_have_their_own_weight() -> None:
    other = Alternative("infirmière", (terms("infirmière"),), 0.7)
    clause = Clause("infirmeire", analyse("infirmeire"), alternatives=(other,))
    assert weights(Query("infirmeire", Group((clause,)))) == {"infirmeire": 1.0, "infirmier": 0.7}


def test_the_words_of_a_name_share_its_weight_and_count_only_within_it() -> None:
    other = Alternative("Corée du Nord", tuple(token.terms for token in analyse("Corée du Nord")), 0.5)
    clause = Clause("RPDC", analyse("RPDC"), alternatives=(other,))
    found = [each for each in weigh(Query("RPDC", Group((clause,)))) if each.within]
    assert {each.within for each in found} == {("coree", "du", "nord")}
    assert {(each.term, each.weight) for each in found if each.field == "stems"} == {
        ("coree", 0.25),
        ("nord", 0.4),
    }


def test_a_form_is_not_scored_by_its_other_forms() -> None:
    assert weights(parse("=marchés")) == {}
    assert weights(parse("=marchés"), "forms") == {"marches": 0.25, "marchés": 0.05}


def test_letters_and_a_number_beside_each_other_are_a_variant() -> None:
    assert weights(parse("COP 30"))["cop30"] == 0.5
    assert weights(parse("nord coréens"))["nordcoreen"] == 0.1
