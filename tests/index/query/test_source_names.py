"""Names of several words after source:."""

import pytest

from index.query import Filters, note_on_unknown, parse, unknown_sources, with_source_names

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


@pytest.mark.parametrize(
    ("typed", "sources", "unknown"),
    [
        ("grève", ["Le Monde"], []),
        ("grève", ["le monde"], ["le monde"]),
        ("grève", ["", "Mediapart", "AFP", "Mediapart"], ["Mediapart"]),
        ("source:monde source:minutes source:20", [], []),
        ("source:Figaro grève", ["AFP"], ["Figaro"]),
        ("grève ET source:Figaro", [], ["Figaro"]),
        ("-source:Figaro source:Fig* (source:Figaro OU grève)", [], []),
        ('source:"Monde Le Figaro"', [], ["Monde Le Figaro"]),
    ],
)
def test_what_is_no_source_is_noted(typed: str, sources: list[str], unknown: list[str]) -> None:
    query = with_source_names(parse(typed).narrowed(Filters(sources=tuple(sources))), SOURCES)
    notes = [note_on_unknown(name, SOURCES) for name in unknown_sources(query, SOURCES)]
    assert [dict(note.values)["unknown"] for note in notes] == unknown
    assert {note.kind for note in notes} <= {"unknown"}


def test_some_of_the_sources_there_are_are_named_the_nearest_first() -> None:
    note = note_on_unknown("france infos", [*SOURCES, "TF1"])
    assert note.sentence.startswith(
        "L’archive n’a pas de source «\u202ffrance infos\u202f». Elle a\u00a0: France Info, "
    )
    assert note.sentence.endswith(", ….")
    assert note.sentence.count(",") == 5
    note = note_on_unknown("france infos", [""])
    assert note.sentence == "L’archive n’a pas de source «\u202ffrance infos\u202f»."
