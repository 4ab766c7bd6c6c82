"""What `search` writes for people."""

import json

import pytest

from index import parse
from tests.index.cli.documents import HOSTILE, run, steers_a_terminal


def test_search_shows_the_count_what_was_understood_and_the_hits(url: str) -> None:
    lines = run(url, "search", "otan").stdout.splitlines()
    assert lines == [
        "1 brève pour « otan »",
        "Requête comprise comme : otan, toutes formes.",
        "",
        "  1. L’[OTAN] recule",
        "     2024-11-08 · Radio Estuaire · Journal de 8 h · otan",
        "     Le sommet de l’[OTAN] s’achève.",
    ]


def test_an_explained_search_says_what_each_word_brought(url: str) -> None:
    lines = run(url, "search", "otan", "--explain").stdout.splitlines()[6:]
    score, *brought = (line.split()[0 if line.startswith("      ") else 1].rstrip(",") for line in lines)
    assert float(score) == pytest.approx(sum(map(float, brought)), abs=0.002)
    assert "otan, toutes formes « otan » : dans 1 brève, ici 4 fois" in lines[1]


def test_search_without_a_hit_says_so_and_has_not_failed(url: str) -> None:
    done = run(url, "search", "absent")
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "aucune brève pour « absent »")


def test_search_says_what_it_ignored(url: str) -> None:
    assert 'Le guillemet " n’est pas fermé' in run(url, "search", '"otan').stdout


@pytest.mark.parametrize("command", [["search"], ["count", "--by", "year"]])
def test_a_source_that_the_archive_does_not_have_is_said_with_those_it_has(
    url: str, command: list[str]
) -> None:
    said = "L’archive n’a pas de source «\u202fRadio Estuare\u202f». Elle a\u00a0: Radio Estuaire, "
    assert said in run(url, *command, "otan", "--source", "Radio Estuare", "--source", "@source").stdout
    assert "pas de source" not in run(url, *command, "otan", "--source", "Radio Estuaire").stdout


def test_search_understands_the_whole_language(url: str) -> None:
    done = run(url, "search", "titre:otan", "ET", "(sommet", "OU", "absent)", "date:2024-11", "-zèbre")
    assert done.stdout.splitlines()[:3] == [
        "1 brève pour « titre:otan ET (sommet OU absent) date:2024-11 -zèbre »",
        "Requête comprise comme : otan dans le titre et (sommet ou absent), toutes formes\u202f; "
        "en novembre 2024\u202f; sans zèbre.",
        "",
    ]


def test_search_marks_in_colour_where_colour_is_asked_for(url: str) -> None:
    assert "\x1b[" in run(url, "search", "otan", FORCE_COLOR="1").stdout


def test_no_color_wins_over_force_color(url: str) -> None:
    assert "\x1b" not in run(url, "search", "otan", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_search_shows_as_many_hits_as_asked(url: str) -> None:
    assert len(json.loads(run(url, "search", "-absent", "--json", "--limit", "2").stdout)["hits"]) == 2


@pytest.mark.parametrize(
    "words", [["otan", "-élections"], ["otan", "-sommet"], ["otan", "-jsonx"], ["otan", "-limite"]]
)
def test_an_exclusion_needs_no_quotes_in_the_terminal(url: str, words: list[str]) -> None:
    done = run(url, "search", *words)
    assert done.exit_code == 0
    assert f"« {' '.join(words)} »" in done.stdout


@pytest.mark.parametrize("word", ["-hémisphère", "-hamas"])
def test_the_exclusion_of_a_word_in_h_is_no_call_for_help(url: str, word: str) -> None:
    assert "Usage" not in run(url, "search", "titre", word).stdout


def test_plain_search_takes_a_minus_sign_for_punctuation(url: str) -> None:
    assert run(url, "search", "--plain", "--", "-otan").stdout.startswith("1 brève")


def test_search_writes_nothing_that_steers_a_terminal(url: str) -> None:
    done = run(url, "search", "gauche", HOSTILE)
    assert "hostile" in done.stdout
    assert steers_a_terminal(done.stdout) == set()


def test_any_query_in_the_terminal_ends_well(url: str) -> None:
    for query in [
        "",
        " ",
        "-",
        '"',
        "«",
        "\x1b[2J",
        "*",
        "((((",
        "a" * 5_000,
        "😀",
        "\u202e",
        "%s {0}",
        "' OR 1=1",
    ]:
        assert run(url, "search", "--", query).exit_code == 0, query


def test_the_query_is_shown_as_it_was_understood(url: str) -> None:
    assert parse("otan").description.text in run(url, "search", "otan").stdout
