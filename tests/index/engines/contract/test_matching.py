"""Which documents a query finds."""

from datetime import date

import pytest

from index import Appearance, Engine, parse
from tests.index.engines.contract.documents import ELSEWHERE, MORNING, ids, item


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("coree", {"nord", "sud"}),
        ('"corée du nord"', {"nord"}),
        ('"CORÉE DU NORD"', {"nord"}),
        ('"corée nord"', set()),
        ('"missile tombe"', {"nord"}),
        ('"tire un"', set()),
        ('"du"', {"nord", "sud"}),
        ("corée -séoul", {"nord"}),
        ('corée -"corée du nord"', {"sud"}),
        ("-corée", {"otan", "marche", "marché"}),
        ('-"corée du nord"', {"sud", "otan", "marche", "marché"}),
        ("-corée -otan -marché -marche", set()),
        ("otan le la du", {"otan"}),
        ("le", {"sud", "marché"}),
        ('"du nord" otan', {"nord"}),
        ('"du nord" "un missile"', {"nord"}),
        ('"du nord" "absent"', set()),
        ("élection", {"otan"}),
        ('"élection"', set()),
        ("électoral", set()),
        ("absent", set()),
        ("absent otan", {"otan"}),
        ("", set()),
        ("???", set()),
        ('""', set()),
        ("- ", set()),
        ("corée ET missile", {"nord"}),
        ("corée missile ET mer", {"nord"}),
        ("missile OU élection", {"nord", "otan"}),
        ("missile OU élection séoul", {"nord", "otan"}),
        ("(missile OU séoul) ET répond", {"sud"}),
        ("corée SAUF missile", {"sud"}),
        ("corée ET NON missile", {"sud"}),
        ("miss*", {"nord"}),
        ("répon*", {"sud"}),
        ("-mar* -corée", {"otan"}),
        ("=marché", {"marché"}),
        ("=marche", {"marche", "marché"}),
        ("=élection", set()),
        ("titre:corée", {"nord"}),
        ("corps:corée", {"sud"}),
        ("titre:corée séoul", {"nord"}),
        ("-titre:corée corée", {"sud"}),
        ('titre:"corée du nord"', {"nord"}),
        ('corps:"corée du nord"', set()),
        ("titre:(marche OU séoul)", {"marche", "marché", "sud"}),
        ('"tire corée"~2', {"nord"}),
        ('"tire corée"~1', set()),
        ('"tire missile"~50', set()),  # one in the title, the other in the body
        ("titree:corée", {"nord", "sud"}),
        ("date:2024", set()),  # none is dated
        ("-date:2024 corée", {"nord", "sud"}),
    ],
)
def test_a_query_finds(small: Engine, query: str, expected: set[str]) -> None:
    results = small.search(parse(query), 100)
    assert {hit.id for hit in results.hits} == expected
    assert results.total == len(expected)


@pytest.mark.parametrize("query", ['"mer tokyo"', '"tokyo mer"~50', '"mer tokyo"~0'])
def test_no_phrase_runs_from_one_paragraph_into_the_next(engine: Engine, query: str) -> None:
    engine.rebuild([item("1", body="Il tombe en mer\n\nTokyo proteste"), item("2", body="La mer")])
    assert ids(engine, query) == []


def test_a_filter_alone_lists_the_newest_first_and_undated_last(engine: Engine) -> None:
    days = {"a": None, "c": date(2024, 1, 1), "b": date(2024, 1, 1), "d": date(2025, 1, 1)}
    engine.rebuild(item(identifier, date=day) for identifier, day in days.items())
    assert ids(engine, "-absent") == ["d", "b", "c", "a"]
    assert ids(engine, "date:2024") == ["b", "c"]
    assert ids(engine, "depuis:2024-01-02") == ["d"]
    assert ids(engine, "avant:2025") == ["b", "c"]


def test_a_filter_narrows_what_words_find(engine: Engine) -> None:
    engine.rebuild(item(f"{month}", body="vent", date=date(2024, month, 1)) for month in range(1, 13))
    assert ids(engine, "vent date:2024-03..2024-05") == ["5", "4", "3"]
    assert ids(engine, "pluie date:2024-03") == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("source:estuaire", ["2"]),
        ("source:RADIO", ["2"]),
        ('source:"radio estuaire"', ["2"]),
        ('source:"estuaire radio"', []),
        ('source:"estuaire agence"', []),  # two names
        ("source:fil", ["1"]),
        ("bulletin:journal", ["2"]),
        ("bulletin:fil", ["1"]),
        ('bulletin:"journal de 8 h"', ["2"]),
        ("-source:radio", ["1"]),
        ("source:agence OU source:radio", ["2", "1"]),
        ("estuaire", []),
    ],
)
def test_names_of_sources_and_bulletins_are_searched_by_their_words(
    engine: Engine, query: str, expected: list[str]
) -> None:
    engine.rebuild(
        [
            item("1", source="Le Fil", appearances=(Appearance(ELSEWHERE, 1),)),
            item("2", source="Radio Estuaire", date=date(2024, 11, 8), appearances=(Appearance(MORNING, 1),)),
        ]
    )
    assert ids(engine, query) == expected


def test_of_a_beginning_of_too_many_words_the_most_frequent_are_searched_and_that_is_said(
    engine: Engine,
) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"pré{first}{second}" for first in letters for second in letters[:20]]
    engine.rebuild([item("tous", body=" ".join(names)), item("un", body=names[-1])])
    results = engine.search(parse("pré*"))
    assert [note.sentence for note in results.query.notes] == [
        "520 mots commencent par pré : seuls les 512 plus fréquents sont cherchés."
    ]
    assert {hit.id for hit in results.hits} == {"tous", "un"}


def test_a_beginning_says_nothing_of_the_accented_forms_beside_the_others(engine: Engine) -> None:
    engine.rebuild([item("1", body="sécurité securite")])
    assert engine.search(parse("sec*")).query.notes == ()


@pytest.mark.parametrize("query", ['"5G"', 'arrive -"5G"'])
def test_a_number_with_its_letter_in_quotes_is_not_that_number(engine: Engine, query: str) -> None:
    engine.rebuild([item("g", body="La 5G arrive"), item("mai", body="Le 5 mai arrive")])
    assert ids(engine, query) == (["g"] if query == '"5G"' else ["mai"])


def test_a_minus_before_a_counted_word_excludes_that_word_only(engine: Engine) -> None:
    engine.rebuild([item("20h", body="Le journal de 20h"), item("20", body="Le journal de 20 pages")])
    assert ids(engine, "journal -l’20h") == ["20"]
