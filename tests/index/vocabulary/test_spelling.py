"""Misspelt words are corrected where the archive gives evidence, and no others; accents are given back."""

from collections.abc import Callable, Sequence
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.archive.document import Document
from index.french.analysis import analyse
from index.french.stemming import Terms
from index.vocabulary.candidates import KNOWN
from index.vocabulary.spelling import (
    BY_STEM,
    FAR,
    FAR_MORE_FREQUENT,
    MORE_FREQUENT,
    RARE,
    WEIGHTS,
    Pair,
    SpelledWord,
    spell,
    with_accents,
)
from index.vocabulary.vocabulary import Vocabulary

Write = Callable[[Sequence[Document]], Vocabulary]
Archive = list[str]


@pytest.fixture
def spelled(write: Write) -> Callable[[Archive, str], tuple[SpelledWord, ...]]:
    """Spell the words of a query as an archive of these bodies would."""

    def spelled(bodies: Archive, query: str) -> tuple[SpelledWord, ...]:
        vocabulary = write([Document(str(number), "", body) for number, body in enumerate(bodies)])
        held = [{token.terms.exact for token in analyse(body)} for body in bodies]

        foreseen = set[Pair]()

        def together(ones: Sequence[str], others: Sequence[str]) -> list[int]:
            assert foreseen >= set(product(ones, others)), "a cluster would be asked once more"
            return [sum(set(pair) <= has for has in held) for pair in product(ones, others)]

        return spell(words(query), vocabulary, together, foreseen.update)

    return spelled


Spelled = Callable[[Archive, str], tuple[SpelledWord, ...]]


def words(query: str) -> list[Terms]:
    return [token.terms for token in analyse(query) if not token.is_variant]


def corrected(spelled: Sequence[SpelledWord]) -> list[list[str]]:
    return [[correction.written for correction in word.corrections] for word in spelled]


def stem(word: str) -> str:
    (token,) = analyse(word)
    return token.terms.stem


# --- corrections ---


@pytest.mark.parametrize("typo", ["grèvve", "grve", "grvèe", "grèze", "GREVVE"])
def test_one_edit_makes_of_an_unknown_word_a_known_one(spelled: Spelled, typo: str) -> None:
    assert corrected(spelled(["Une grève", "La grève"], typo)) == [["grève"]]


@pytest.mark.parametrize("right", ["greve", "GRÈVE", "gréve"])
def test_accents_and_capitals_are_no_mistakes(spelled: Spelled, right: str) -> None:
    assert corrected(spelled(["Une grève", "La grève"], right)) == [[]]


def test_a_correction_is_looked_up_with_the_accents_of_the_archive(spelled: Spelled) -> None:
    (word,) = spelled(["La sécurité"] * 3 + ["securite"], "securitté")
    assert word.corrections[0].terms == Terms(stem("sécurité"), "securite", "")


def test_a_correction_is_written_as_the_archive_writes_it(spelled: Spelled) -> None:
    assert corrected(spelled(["à Séoul", "vers Séoul"], "seooul")) == [["Séoul"]]


@pytest.mark.parametrize("typo", ["Kachogi", "KASHOGI", "kashoji"])
def test_a_name_is_found_by_its_sound_where_edits_find_nothing(spelled: Spelled, typo: str) -> None:
    assert corrected(spelled(["Jamal Khashoggi", "Khashoggi, un an après"], typo)) == [["Khashoggi"]]


@pytest.mark.parametrize("word", ["plugh", "xyzzy", "qwert", "asdfg"])
def test_nonsense_is_not_corrected_to_a_word_two_edits_away(spelled: Spelled, word: str) -> None:
    archive = ["La pluie sur la plage"] * 200 + ["Un ouvert, des zestes"] * 200
    assert corrected(spelled(archive, word)) == [[]]


def test_a_name_that_the_archive_misspells_a_few_times_is_corrected(spelled: Spelled) -> None:
    archive = ["Jean-Luc Mélenchon"] * 300 + ["Jean-Luc Melanchon"] * 3
    assert corrected(spelled(archive, "melanchon")) == [["Mélenchon"]]
    assert corrected(spelled(archive, "mélenchon")) == [[]]


def test_two_misspelt_words_beside_each_other_are_corrected_together(spelled: Spelled) -> None:
    archive = (
        ["Édouard Philippe"] * 60 + ["le prince Philip"] * 9 + ["Philippe Martin"] * 30 + ["Édouard"] * 9
        + ["il pleut"] * 600
    )  # fmt: skip
    assert corrected(spelled(archive, "Edouart Philip")) == [["Édouard"], ["Philippe"]]
    assert corrected(spelled(archive, "prince Philip")) == [[], []]
    assert corrected(spelled(["Édouard et Philip"] * 9 + archive, "Edouart Philip")) == [["Édouard"], []]


def test_two_names_that_the_archive_lacks_are_evidence_for_each_other(spelled: Spelled) -> None:
    archive = ["Charles Martel"] * 60 + ["Pierre Martin"] * 90 + ["il pleut"] * 600
    assert corrected(spelled(archive, "Charlles Martil")) == [["Charles"], ["Martel", "Martin"]]
    assert corrected(spelled(archive, "Pierrre Martil")) == [["Pierre"], ["Martin", "Martel"]]


@pytest.mark.parametrize("typed", ["Kristine Lagarde", "Lagarde Kristine"])
def test_a_rare_name_is_another_one_that_stands_beside_its_neighbour(spelled: Spelled, typed: str) -> None:
    archive = ["Christine Lagarde"] * 40 + ["Kristine Martin"] * 4 + ["il pleut"] * 400
    assert ["Christine"] in corrected(spelled(archive, typed))
    assert corrected(spelled(["Kristine Lagarde"] * 3 + archive, typed)) == [[], []]
    assert corrected(spelled(archive, "Kristine")) == [[]]


def test_a_frequent_name_is_also_its_rarer_spelling_beside_whom_that_names(spelled: Spelled) -> None:
    archive = ["Jonathann Daval"] * 60 + ["Jonathan Martin"] * 30 + ["il pleut"] * 600
    assert corrected(spelled(["Jonathan Daval", *archive], "Jonathan Daval")) == [["Jonathann"], []]
    assert corrected(spelled(["Jonathan Daval"] * 9 + archive, "Jonathan Daval")) == [[], []]
    assert corrected(spelled(archive, "Jonathan Martin")) == [[], []]


def test_a_word_of_french_is_a_name_that_sounds_so_beside_whose_first_name_was_misspelt(
    spelled: Spelled,
) -> None:
    archive = ["Alain Juppé"] * 60 + ["une jupe"] * 30 + ["il pleut"] * 600
    assert corrected(spelled(archive, "Alin jupe")) == [["Alain"], ["Juppé"]]
    assert corrected(spelled(archive, "Alain jupe")) == [[], []]
    assert corrected(spelled(["la jupe d’Alain"] * 9 + archive, "Alin jupe")) == [["Alain"], []]


def test_beside_a_frequent_word_a_rare_name_stays_what_it_is(spelled: Spelled) -> None:
    archive = ["Noura chante"] * 4 + ["la mort de Nora"] * 40
    assert corrected(spelled([*archive, *["une mort"] * 400], "Noura mort")) == [[], []]
    assert corrected(spelled([*archive, *["une vie"] * 400], "Noura mort")) == [["Nora"], []]


def test_a_name_typed_in_one_word_with_its_particle_is_found(spelled: Spelled) -> None:
    archive = ["Marine Le Pen"] * KNOWN + ["Ursula von der Leyen"] * KNOWN + ["Charles de Gaulle"] * KNOWN
    assert corrected(spelled(archive, "Marine Lepen"))[1][0] == "Le Pen"
    assert corrected(spelled(archive, "Degaulle")) == [["de Gaulle"]]
    assert corrected(spelled(["un stylo, le pen"] * KNOWN, "Lepen")) == [[]]
    frequent = ["Marine Le Pen"] * FAR_MORE_FREQUENT * (RARE + 1)
    assert corrected(spelled([*frequent, "Jany Lepen"], "Lepen")) == [["Le Pen"]]
    assert corrected(spelled([*frequent[1:], "Jany Lepen"], "Lepen")) == [[]]


def test_a_rare_word_of_the_lexicon_is_no_misspelling(spelled: Spelled) -> None:
    assert corrected(spelled(["une poisson"] * 400 + ["un poinçon"] * 4, "poinçon")) == [[]]


def test_an_article_without_its_apostrophe_is_read(spelled: Spelled) -> None:
    assert corrected(spelled(["à l’Élysée", "vers l’Élysée"], "lelysee")) == [["l’Élysée"]]


def test_a_far_more_frequent_word_one_edit_away_goes_before_an_article(spelled: Spelled) -> None:
    assert corrected(spelled(["à Akron", *["Emmanuel Macron"] * FAR_MORE_FREQUENT], "makron")) == [["Macron"]]
    assert corrected(spelled(["à Akron", *["Emmanuel Macron"] * 9], "makron")) == [["m’Akron"]]


def test_at_most_two_corrections_are_kept_the_likelier_with_more_weight(spelled: Spelled) -> None:
    (word,) = spelled(["parte"] * 9 + ["parts"] * 5 + ["parta"] * 3, "partz")
    assert [(each.written, each.weight) for each in word.corrections] == [
        ("parte", WEIGHTS[0]),
        ("parts", WEIGHTS[1]),
    ]


def test_what_was_typed_is_still_looked_up(spelled: Spelled) -> None:
    (word,) = spelled(["Une grève", "La grève"], "grèvve")
    assert word.terms.exact == "grevve"


@pytest.mark.parametrize("short", ["vnt", "ve", "x"])
def test_a_word_of_less_than_four_letters_is_left_alone(spelled: Spelled, short: str) -> None:
    assert corrected(spelled(["vent", "vent"], short)) == [[]]


def test_of_four_letters_only_one_edit_is_looked_for(spelled: Spelled) -> None:
    bodies = ["vents"] * FAR * 2
    assert corrected(spelled(bodies, "vnts")) == [["vents"]]
    assert corrected(spelled(bodies, "vtsn")) == [[]]


@pytest.mark.parametrize("number", ["2024", "1999", "20h30", "f16", "30000"])
def test_a_number_is_left_alone(spelled: Spelled, number: str) -> None:
    assert corrected(spelled(["2025 1998 20h31 f17 30001"] * 2, number)) == [[]]


def test_a_word_of_one_item_corrects_nothing(spelled: Spelled) -> None:
    assert corrected(spelled(["Une grève", "Rien"], "grèvve")) == [[]]


def test_two_edits_need_a_frequent_word(spelled: Spelled) -> None:
    assert corrected(spelled(["election"] * (FAR - 1), "elcetoin")) == [[]]
    assert corrected(spelled(["election"] * FAR, "elcetoin")) == [["election"]]


def test_three_edits_are_never_looked_for(spelled: Spelled) -> None:
    assert corrected(spelled(["election"] * FAR * 20, "elcetoinn")) == [[]]


def test_two_edits_are_enough_where_the_other_words_speak_for_it(spelled: Spelled) -> None:
    bodies = ["presidentielle election"] * (FAR - 10) + ["vent"] * 1_000
    assert corrected(spelled(bodies, "elcetoin")) == [[]]
    assert corrected(spelled(bodies, "elcetoin presidentielle")) == [["election"], []]


def test_a_word_that_begins_otherwise_goes_after_one_that_begins_so(spelled: Spelled) -> None:
    bodies = ["cadeau"] * (FAR + 10) + ["bateau"] * 2
    assert corrected(spelled(bodies, "badeau")) == [["bateau", "cadeau"]]


def test_the_other_words_decide_between_two_that_are_as_near(spelled: Spelled) -> None:
    bodies = ["le parti vote"] * 30 + ["les parts montent"] * 40 + ["le reste"] * 200
    assert corrected(spelled(bodies, "partu vote"))[0][0] == "parti"
    assert corrected(spelled(bodies, "partu montent"))[0][0] == "parts"


def test_stop_words_are_neither_corrected_nor_what_was_meant(spelled: Spelled) -> None:
    assert corrected(spelled(["avec", "avec"], "avev dans")) == [[], []]
    assert corrected(spelled(["pour tous"] * 40, "poire")) == [[]]
    assert corrected(spelled(["danse", "danse"], "dans")) == [[]]


# --- words that occur ---


def test_a_word_of_three_items_is_left_alone(spelled: Spelled) -> None:
    assert corrected(spelled(["grave"] * 1_000 + ["grive"] * 3, "grive")) == [[]]


def test_a_word_of_two_items_may_be_a_mistake(spelled: Spelled) -> None:
    assert corrected(spelled(["grave"] * 1_000 + ["grive"] * 2, "grive")) == [["grave"]]


def test_a_rare_word_needs_a_much_more_frequent_one(spelled: Spelled) -> None:
    assert corrected(spelled(["grave"] * (MORE_FREQUENT - 1) + ["grive"], "grive")) == [[]]
    assert corrected(spelled(["grave"] * MORE_FREQUENT + ["grive"], "grive")) == [["grave"]]


def test_a_rare_word_is_left_alone_two_edits_away(spelled: Spelled) -> None:
    assert corrected(spelled(["election"] * 1_000 + ["elcetoin"], "elcetoin")) == [[]]


def test_a_rare_word_that_stands_with_another_of_the_query_is_left_alone(spelled: Spelled) -> None:
    bodies = ["grave"] * 100 + ["une grive chante", "il chante"]
    assert corrected(spelled(bodies, "grive chante")) == [[], []]
    assert corrected(spelled([*bodies, "maire"], "grive maire")) == [["grave"], []]


def test_one_of_the_other_words_beside_a_rare_one_is_enough(spelled: Spelled) -> None:
    bodies = ["grave"] * 100 + ["une grive chante", "maire"]
    assert corrected(spelled(bodies, "grive maire chante")) == [[], [], []]


def test_a_stop_word_beside_a_rare_word_says_nothing_for_it(spelled: Spelled) -> None:
    bodies = ["la grave affaire"] * 100 + ["la grive"]
    assert corrected(spelled(bodies, "la grive")) == [[], ["grave"]]


def test_a_rare_name_alone_is_left_alone_unless_another_is_far_more_frequent(spelled: Spelled) -> None:
    enough = FAR_MORE_FREQUENT * (RARE + 1)
    assert corrected(spelled(["macron"] * (enough - 1) + ["Macrot"], "macrot")) == [[]]
    assert corrected(spelled(["macron"] * enough + ["Macrot"] * RARE, "macrot")) == [["macron"]]
    assert corrected(spelled(["macron"] * enough + ["Macrot joue"], "macrot joue")) == [[], []]


def test_a_word_known_in_another_inflection_is_left_alone(spelled: Spelled) -> None:
    bodies = ["une fille inquiète"] * 10 + ["inquiétante"] * 10
    assert corrected(spelled(bodies, "inquiétantes")) == [[]]


def test_a_word_known_by_its_stem_needs_a_much_more_frequent_one(spelled: Spelled) -> None:
    assert stem("grives") == stem("grive")
    enough = MORE_FREQUENT * BY_STEM
    assert corrected(spelled(["grive"] * 10 + ["graves"] * (enough - 1), "grives")) == [[]]
    assert corrected(spelled(["grive"] * 10 + ["graves"] * enough, "grives")) == [["graves"]]


# --- accents ---


def accented(vocabulary: Vocabulary, query: str) -> list[str]:
    return [with_accents(word, vocabulary).stem for word in words(query)]


def test_a_word_typed_without_accents_is_given_those_of_its_twin(
    vocabulary_of: Callable[..., Vocabulary],
) -> None:
    vocabulary = vocabulary_of("Le marché", "un marché", "la marche")
    assert stem("marche") != stem("marché")
    assert accented(vocabulary, "marche MARCHE marché") == [stem("marché")] * 3


def test_a_word_more_frequent_without_accents_gets_none(vocabulary_of: Callable[..., Vocabulary]) -> None:
    assert accented(vocabulary_of("il publie", "on publie", "publié"), "publie") == [stem("publie")]


def test_as_many_with_accents_as_without_give_none(vocabulary_of: Callable[..., Vocabulary]) -> None:
    assert accented(vocabulary_of("il publie", "publié"), "publie") == [stem("publie")]


def test_accents_that_the_archive_has_are_kept(vocabulary_of: Callable[..., Vocabulary]) -> None:
    vocabulary = vocabulary_of("il publie", "on publie", "publié")
    assert accented(vocabulary, "publié") == [stem("publié")]


def test_accents_that_the_archive_never_has_give_way(vocabulary_of: Callable[..., Vocabulary]) -> None:
    vocabulary = vocabulary_of("La sécurité", "la sécurité")
    assert accented(vocabulary, "sécurite sècurité") == [stem("sécurité")] * 2


def test_accents_given_back_were_not_typed(vocabulary_of: Callable[..., Vocabulary]) -> None:
    (word,) = words("securite")
    assert with_accents(word, vocabulary_of("sécurité")).accented == ""


def test_a_short_word_that_the_archive_writes_in_capitals_is_no_word_of_french(
    vocabulary_of: Callable[..., Vocabulary],
) -> None:
    vocabulary = vocabulary_of("aux USA", "les USA", "un vélo usé", "REPORTAGE", "VIDÉO", "on usa de tout")
    assert accented(vocabulary, "usa USA") == ["", ""]
    assert accented(vocabulary, "usé reportage vidéo") == [stem("usé"), stem("reportage"), stem("vidéo")]


# --- any text ---


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.text("aàbeé -'1😀\x00", max_size=12), max_size=8), st.text(max_size=30))
def test_any_query_is_spelled_word_by_word(spelled: Spelled, bodies: Archive, query: str) -> None:
    assert len(spelled(bodies, query)) == len(words(query))


@pytest.mark.parametrize("hostile", ["x" * 100_000, "é" * 100_000, "a\x00b", "😀", "", "'-&", "mot " * 2_000])
def test_hostile_queries_are_left_alone(spelled: Spelled, hostile: str) -> None:
    assert not any(corrected(spelled(["Une grève", "La grève"], hostile)))


def test_an_archive_without_items_corrects_nothing(spelled: Spelled) -> None:
    assert corrected(spelled([], "grèvve générale")) == [[], []]


def test_words_are_given_back_in_their_order(spelled: Spelled) -> None:
    found = spelled(["Une grève", "La grève"], "la grèvve la")
    assert [word.terms.exact for word in found] == ["la", "grevve", "la"]
