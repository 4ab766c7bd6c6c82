"""Names of several words after source:."""

import pytest

from index.query import parse, with_source_names

SOURCES = ("Le Monde", "Le Monde diplomatique", "France Info", "20 Minutes", "AFP")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("source:Le Monde grève", 'source:"Le Monde" grève'),
        ("source:le monde diplomatique", 'source:"le monde diplomatique"'),
        ("grève source:FRANCE INFO -sncf", 'grève source:"FRANCE INFO" -sncf'),
        ("source:20 Minutes ET grève", 'source:"20 Minutes" grève'),
        ("source:le monde ET grève ET sncf", 'source:"le monde" (grève ET sncf)'),
        ("-source:Le Monde grève", '-source:"Le Monde" grève'),
        ("source:Frnce Info grève", 'source:"Frnce Info" grève'),
    ],
)
def test_the_words_of_a_source_are_one_name(typed: str, expected: str) -> None:
    query = with_source_names(parse(typed), SOURCES)
    assert (query.text, str(query.root)) == (parse(typed).text, expected)


@pytest.mark.parametrize(
    "typed",
    [
        "source:AFP grève",
        "source:Le Figaro",
        'source:"Le Monde" x',
        "titre:Le Monde",
        "Le Monde",
        "source:(Le Monde)",
    ],
)
def test_other_words_stay_as_they_are(typed: str) -> None:
    assert with_source_names(parse(typed), SOURCES) == parse(typed)


def test_an_archive_without_sources_has_no_name_to_be_like() -> None:
    assert with_source_names(parse("source:Le Monde grève"), ()) == parse("source:Le Monde grève")
