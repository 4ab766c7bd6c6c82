"""Suggestions: words and titles of the archive that begin as what was typed."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.french.analysis import analyse
from index.vocabulary.completion import Completion, complete
from index.vocabulary.vocabulary import Vocabulary

MakeVocabulary = Callable[..., Vocabulary]


def suggestions(vocabulary: Vocabulary, beginning: str, limit: int = 8) -> Sequence[str]:
    return tuple(each.text for each in complete(vocabulary, beginning, limit))


def test_words_come_most_frequent_first(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of("coronavirus", "coronavirus et corail", "Corail", "corail", "corbeau", "vent")
    assert suggestions(vocabulary, "cor") == ("corail", "coronavirus", "corbeau")


@pytest.mark.parametrize("beginning", ["s", "se", "seo", "Séo", "SEO", "sèo", "seoul"])
def test_accents_and_capitals_do_not_matter(vocabulary_of: MakeVocabulary, beginning: str) -> None:
    assert suggestions(vocabulary_of("à Séoul", "vers Séoul"), beginning) == ("Séoul",)


def test_small_words_are_not_suggested(vocabulary_of: MakeVocabulary) -> None:
    assert suggestions(vocabulary_of("dans des drones", "dans des draps", "dans un drone"), "d") == (
        "draps",
        "drone",
    )


def test_titles_follow_the_words(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of("un drone", titles=["Kiev visée par des drones", "Le vent"])
    assert suggestions(vocabulary, "dron") == ("drone", "Kiev visée par des drones")


def test_titles_keep_half_of_the_room(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of(*["va vb vc vd ve"] * 3, titles=["Le vent", "Un vent"])
    assert suggestions(vocabulary, "v", 4) == ("va", "vb", "Le vent", "Un vent")


def test_words_take_the_room_that_titles_leave(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of("va vb vc vd ve", titles=["Le vent"])
    assert suggestions(vocabulary, "v", 4) == ("va", "vb", "vc", "Le vent")


def test_a_title_of_many_items_comes_first_and_once(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of(titles=["Le vent se lève", "MÉTÉO : le vent", "Météo : le vent"])
    assert suggestions(vocabulary, "vent ") == ("MÉTÉO : le vent", "Le vent se lève")


def test_titles_of_as_many_items_come_newest_first(vocabulary_of: MakeVocabulary) -> None:
    assert suggestions(vocabulary_of(titles=["Un vent", "Le vent"]), "vent ") == ("Un vent", "Le vent")


def test_the_last_of_several_words_is_completed_as_titles_go_on(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of(
        "nouveau", "nouveau", titles=["La Corée du Nord répond", "Corée du Nord : négocier"]
    )
    assert suggestions(vocabulary, "coree du n") == (
        "Corée du Nord",
        "La Corée du Nord répond",
        "Corée du Nord : négocier",
    )


def test_small_words_may_be_left_out_before_the_last_word(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of(titles=["La Corée du Nord répond"])
    assert suggestions(vocabulary, "coree n")[0] == "Corée Nord"


def test_where_no_title_goes_on_so_any_word_may(vocabulary_of: MakeVocabulary) -> None:
    assert suggestions(vocabulary_of("nouveau", titles=["La Corée"]), "coree n") == ("Corée nouveau",)


def test_only_titles_that_have_all_words_are_suggested(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of(titles=["La Corée du Sud", "Le Sud du Nord"])
    assert suggestions(vocabulary, "corée su") == ("Corée Sud", "La Corée du Sud")


def test_after_a_space_titles_with_the_whole_words_are_suggested(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of("corail", titles=["La Corée du Sud", "Les Coréens"])
    assert suggestions(vocabulary, "corée ") == ("La Corée du Sud",)


@pytest.mark.parametrize("beginning", ["nord", "nord-c", "nordcor", "Nord-Cor", "nord-coréen"])
def test_a_compound_is_completed_whole(vocabulary_of: MakeVocabulary, beginning: str) -> None:
    assert "nord-coréenne" in suggestions(vocabulary_of("l’armée nord-coréenne"), beginning)


def test_what_stands_before_the_last_word_stays_as_typed(vocabulary_of: MakeVocabulary) -> None:
    assert suggestions(vocabulary_of("L’OTAN"), "Que veut « l’ot") == ("Que veut « l’OTAN",)


def test_words_before_the_last_are_written_as_the_archive_writes_them(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of("à Saint-Étienne", "de Saint-Étienne", titles=["Saint-Étienne et Émile Zola"])
    assert suggestions(vocabulary, "saint-etienne émile z")[0] == "Saint-Étienne Émile Zola"
    assert suggestions(vocabulary, "SAINT-ETIENNE emile z")[0] == "SAINT-ETIENNE Émile Zola"


def test_a_word_that_may_be_two_keeps_the_accents_typed(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of("le curé", "une cure", titles=["Le curé de Cucugnan", "Une cure de Cucugnan"])
    assert suggestions(vocabulary, "cure de c")[0] == "cure de Cucugnan"
    assert suggestions(vocabulary, "curé de c")[0] == "curé de Cucugnan"


def test_accents_typed_come_first_and_are_kept(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of(*["une pêche"] * 3, *["un péché"] * 2, "pécan")
    assert suggestions(vocabulary, "pêc") == ("pêche", "pécan")
    assert suggestions(vocabulary, "pé") == ("péché", "pécan")


def test_a_misspelling_does_not_come_first_for_its_accents(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of(*["la forêt"] * 30, "la fôret", "le fôhn")
    assert suggestions(vocabulary, "fô") == ("fôhn", "forêt")


def test_hyphens_typed_come_first(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of(*["un saint"] * 3, "à Saint-Malo")
    assert suggestions(vocabulary, "saint-") == ("Saint-Malo", "saint")


@pytest.mark.parametrize(("typed", "suggested"), [("l'éc", "l'école"), ("de l’éc", "de l’école")])
def test_elisions_stay(vocabulary_of: MakeVocabulary, typed: str, suggested: str) -> None:
    assert suggestions(vocabulary_of("une école"), typed) == (suggested,)


@pytest.mark.parametrize("typed", ["d'", "L’", "qu'", "jusqu’à l'"])
def test_an_elided_word_alone_is_not_completed(vocabulary_of: MakeVocabulary, typed: str) -> None:
    assert suggestions(vocabulary_of("deux lundis", "quatre lundis", titles=["Le quai D"]), typed) == ()


def test_of_the_forms_of_a_word_the_most_frequent_is_suggested(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of("une inondation", "des inondations", "inondations et crues")
    assert complete(vocabulary, "inond", 8) == (Completion("inondations", "word", 3),)
    assert suggestions(vocabulary, "inondation") == ()


def test_words_that_ran_together_are_not_suggested_beside_what_they_begin_with(
    vocabulary_of: MakeVocabulary,
) -> None:
    vocabulary = vocabulary_of(*["la SNCF"] * 1001, "la SNCFLa", *["la SNCM"] * 3)
    assert suggestions(vocabulary, "snc") == ("SNCF", "SNCM")


def test_titles_that_go_on_so_come_first(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of(titles=["Naufrage en Corée du Sud", "La Corée du Nord"])
    assert suggestions(vocabulary, "corée du n")[1:] == ("La Corée du Nord", "Naufrage en Corée du Sud")


def test_where_nothing_follows_words_of_the_same_titles_are_suggested(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of("inouï", titles=["Macron face aux inondations"])
    assert suggestions(vocabulary, "macron ino")[0] == "Macron inondations"
    assert suggestions(vocabulary, "inondations macr")[0] == "inondations Macron"


@pytest.mark.parametrize("typed", ["-ven", '"le ven', "=ven", "titre:ven", "(ven"])
def test_no_title_goes_on_from_a_sign(vocabulary_of: MakeVocabulary, typed: str) -> None:
    (found,) = complete(vocabulary_of("le vent", "le vent", titles=["Le vent se lève"]), typed, 8)
    assert (found.text, found.items) == (typed + "t", None)


def test_what_is_typed_already_is_not_suggested(vocabulary_of: MakeVocabulary) -> None:
    assert suggestions(vocabulary_of("vent", "ventes"), "vent") == ("ventes",)


def test_a_number_is_completed(vocabulary_of: MakeVocabulary) -> None:
    assert suggestions(vocabulary_of("en 2024", "en 2024 et 2025"), "202") == ("2024", "2025")


def test_no_more_are_given_than_asked_for(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of("va vb vc vd ve", titles=["vent a", "vent b", "vent c"])
    for limit in range(6):
        assert len(suggestions(vocabulary, "v", limit)) == limit


@pytest.mark.parametrize(
    "hostile",
    ["", " ", "\x00", "v\x00", '"', "v*", "v%", "v_", "(", '" OR words:v', "😀", "-", "v" * 100_000],
)
def test_hostile_beginnings_are_plain_text(vocabulary_of: MakeVocabulary, hostile: str) -> None:
    for suggested in suggestions(vocabulary_of("vent", titles=["Un vent"]), hostile):
        assert "vent" in suggested


def test_an_empty_archive_suggests_nothing(vocabulary_of: MakeVocabulary) -> None:
    assert suggestions(vocabulary_of(), "v") == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.text("abé -'1,", min_size=1, max_size=12), max_size=6), st.text("abé -'1,\"*", max_size=5))
def test_every_suggestion_is_in_the_archive(
    vocabulary_of: MakeVocabulary, titles: list[str], beginning: str
) -> None:
    vocabulary = vocabulary_of(titles=titles)
    found = suggestions(vocabulary, beginning)
    assert len(set(found)) == len(found)
    written = {title[token.span.start : token.span.end] for title in titles for token in analyse(title)}
    for text in found:
        assert text in titles or any(map(text.endswith, written))
