"""The forms of the words of a query that an archive holds, and the number of items that hold each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.budget import Budget, limited
from index.errors import IndexDamagedError
from index.query import parse
from index.vocabulary.vocabulary import Vocabulary
from index.vocabulary.word_forms import word_forms, words_with_forms

MakeVocabulary = Callable[..., Vocabulary]


def listed(vocabulary: Vocabulary, typed: str, limit: int = 12) -> dict[str, list[tuple[str, int]]]:
    """Return the forms of each word of a query as they are shown, with their numbers of items."""
    found = word_forms(parse(typed), vocabulary, limit)
    return {each.word.text: [(form.written, form.items) for form in each.forms] for each in found}


@pytest.mark.parametrize(
    ("bodies", "typed", "forms"),
    [
        (("La grève, une Grève", "GRÈVE", "des grèves"), "grève", [("grève", 2), ("grèves", 1)]),
        (("la grève", "la grève", "la greve"), "greves", [("grève", 2), ("greve", 1)]),
        (("à l’OTAN", "l’Otan", "une OTAN"), "otan", [("OTAN", 3)]),
        (
            ("L’infirmier", "l’infirmière", "une infirmière"),
            "infirmiers",
            [("infirmière", 2), ("infirmier", 1)],
        ),
        (("Une influenceuse", "des influenceurs"), "influenceur", [("influenceurs", 1), ("influenceuse", 1)]),
        (("vu et revu", "ils verront", "la vue"), "voir", [("verront", 1), ("vu", 1), ("vue", 1)]),
        (("un an", "dix ans", "l’ananas"), "an", [("an", 1), ("ans", 1)]),
        (("le marché", "la marche", "des marchés"), "marché", [("marché", 1), ("marchés", 1)]),
        (("le marché", "la marche", "des marchés"), "marche", [("marche", 1), ("marché", 1)]),
        (("la peche", "le péché"), "péché", [("peche", 1), ("péché", 1)]),
        (("rien",), "grève", []),
    ],
)
def test_a_word_has_the_forms_that_it_finds_most_frequent_first(
    vocabulary_of: MakeVocabulary, bodies: tuple[str, ...], typed: str, forms: list[tuple[str, int]]
) -> None:
    assert listed(vocabulary_of(*bodies), typed) == {typed: forms}


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("=marche", [("marché", 2), ("marche", 1)]),
        ("=marché", [("marché", 2)]),
        ("=MARCHÉ", [("marché", 2)]),
        ("=grève", []),
    ],
)
def test_a_form_has_itself_whatever_its_accents_if_none_were_typed(
    vocabulary_of: MakeVocabulary, typed: str, forms: list[tuple[str, int]]
) -> None:
    vocabulary = vocabulary_of("le marché", "au marché", "une marche", "des marchés")
    assert listed(vocabulary, typed) == {typed[1:]: forms}


@pytest.mark.parametrize(
    ("written", "exact"),
    [("cœur", "coeur"), ("O.T.A.N.", "otan"), ("St-Denis", "saintdenis"), ("nord‑coréen", "nordcoreen")],
)
def test_a_form_is_said_as_most_items_write_it(
    vocabulary_of: MakeVocabulary, written: str, exact: str
) -> None:
    (form,) = vocabulary_of(f"Un {written}", f"Le {written}").written_forms(exact)
    assert (form.written, form.items) == (written, 2)


def test_a_compound_exactly_as_typed_has_itself(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of(
        "un porte-avions", "le porte-avion", "aux États-Unis", "aux Etats-Unis", "aux États-Unis"
    )
    assert listed(vocabulary, "=porte-avions") == {"porte-avions": [("porte-avions", 1)]}
    assert listed(vocabulary, "=États-Unis") == {"États-Unis": [("États-Unis", 2)]}
    both = [("États-Unis", 2), ("Etats-Unis", 1)]
    assert listed(vocabulary, "=Etats-Unis") == {"Etats-Unis": both}
    assert listed(vocabulary, "états-unis") == {"états-unis": both}


def test_a_compound_with_figures_has_itself(vocabulary_of: MakeVocabulary) -> None:
    vocabulary = vocabulary_of("la Covid-19", "le COVID-19", "la Covid-19")
    assert listed(vocabulary, "covid-19") == {"covid-19": [("Covid-19", 3)]}


def test_a_compound_has_the_forms_of_its_parts_joined(vocabulary_of: MakeVocabulary) -> None:
    bodies = "Un sapeur-pompier", "Les sapeurs-pompiers", "des sapeurs‑pompiers", "un sapeur et un pompier"
    pompiers = [("sapeurs-pompiers", 2), ("sapeur-pompier", 1)]
    for typed in ("sapeur-pompier", "Sapeurs-pompiers"):
        assert listed(vocabulary_of(*bodies), typed) == {typed: pompiers}
    vocabulary = vocabulary_of("un sous-marin nord-coréen", "deux sous-marins", "une nord-coréenne")
    assert listed(vocabulary, "sous-marins nord-coréen") == {
        "sous-marins": [("sous-marin", 1), ("sous-marins", 1)],
        "nord-coréen": [("nord-coréen", 1), ("nord-coréenne", 1)],
    }


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("grève du métro", ["grève", "métro"]),
        ("du de", ["du", "de"]),
        ("grève Grève grève", ["grève", "Grève"]),
        ('"grève générale" gouvern* 2015 30 000', []),
        ("COVID-19 dit-il rendez-vous", ["COVID-19", "rendez-vous"]),
        ("port -grève SAUF (métro OU bus)", ["port"]),
        ("titre:port (grève OU =métro)", ["port", "grève", "métro"]),
        ("source:radio grève", ["grève"]),
        ("l'or l'été =l'or", ["l'or"]),
        ("date:2024 grève", ["grève"]),
        ("", []),
    ],
)
def test_words_alone_have_forms(typed: str, words: list[str]) -> None:
    assert [clause.text for clause in words_with_forms(parse(typed))] == words


@pytest.mark.parametrize(
    ("typed", "is_held"),
    [("grève", True), ("greve", True), ("grèves", False), ("grêve", False), ("=grève", True)],
)
def test_whether_the_archive_holds_the_form_typed(
    vocabulary_of: MakeVocabulary, typed: str, is_held: bool
) -> None:
    (found,) = word_forms(parse(typed), vocabulary_of("La grève"), 1)
    assert found.is_held_as_typed is is_held


def test_only_the_first_words_are_looked_up(vocabulary_of: MakeVocabulary) -> None:
    words = " ".join(f"mot{chr(97 + number)}" for number in range(26))
    assert len(listed(vocabulary_of(words), words, 5)) == 5


def test_nothing_is_looked_up_when_the_budget_is_spent(vocabulary_of: MakeVocabulary) -> None:
    with limited(Budget(0)) as budget:
        assert listed(vocabulary_of("La grève"), "grève") == {}
    assert budget.was_spent


def test_a_compound_of_many_parts_costs_little(vocabulary_of: MakeVocabulary) -> None:
    parts = "président présidente présidents présidentes"
    typed = "-".join(parts.split())
    assert listed(vocabulary_of(parts, typed), typed)[typed] == [(typed, 1)]


def test_a_damaged_file_is_said(tmp_path: Path, vocabulary_of: MakeVocabulary) -> None:
    vocabulary_of("La grève " * 5)
    file = tmp_path / "vocabulary.sqlite"
    vocabulary = Vocabulary([file])
    file.write_bytes(b"")
    with pytest.raises(IndexDamagedError):
        listed(vocabulary, "grève")
