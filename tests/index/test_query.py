"""What a reader may type, and what is understood: the examples stand in `queries.tsv`."""

import csv
import re
import time
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.query import MAX_CHARACTERS, MAX_WORDS, Clause, Query, parse, plain

TABLE = Path(__file__).with_name("queries.tsv")
ROWS = list(
    csv.DictReader(
        (line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("# ")),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
        restval="",
    )
)
TYPED = [row["typed"] for row in ROWS]
TOO_LONG = "La requête est trop longue : seuls ses 2\u202f000 premiers caractères sont cherchés."
TOO_MANY = "La requête a trop de mots : seuls les 64 premiers sont cherchés."
# What people and programs send: words, operators, quotes of every kind, and characters that break things.
QUERIES = st.one_of(
    st.text(max_size=200),
    st.text("ab é-\"“”„«»'’.,05\x00\ud800\u0301\u200b\n", max_size=60),
    st.lists(
        st.sampled_from(
            ["otan", "corée", "l’été", "nord-coréens", "O.T.A.N.", "30 000", "-", '"', "«", "»", "20h"]
        )
    ).map(" ".join),
)


def meaning(clause: Clause) -> tuple[tuple[str, ...], bool, bool]:
    """Give what a clause looks for, without its place."""
    return tuple(token.terms.exact for token in clause.tokens), clause.is_phrase, clause.is_excluded


def meanings(query: Query) -> list[tuple[tuple[str, ...], bool, bool]]:
    return [meaning(clause) for clause in query.clauses]


def one_width(text: str) -> str:
    return text.replace("\u202f", " ")


@pytest.mark.parametrize("row", ROWS, ids=TYPED)
def test_what_is_typed_gives_its_clauses(row: dict[str, str]) -> None:
    assert " | ".join(map(str, parse(row["typed"]).clauses)) == row["clauses"]


@pytest.mark.parametrize("row", ROWS, ids=TYPED)
def test_what_is_ignored_is_said(row: dict[str, str]) -> None:
    assert one_width(" ".join(parse(row["typed"]).notes)) == row["notes"]


@pytest.mark.parametrize("row", ROWS, ids=TYPED)
def test_what_was_understood_is_said(row: dict[str, str]) -> None:
    assert one_width(parse(row["typed"]).understood.text) == row["understood"]


@given(QUERIES)
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert all(clause.tokens for clause in query.clauses)


@given(QUERIES)
def test_a_query_without_clauses_says_why(text: str) -> None:
    query = parse(text)
    assert query.clauses or query.notes or not query.text


@given(QUERIES)
def test_a_query_holds_nothing_that_cannot_be_stored_or_shown(text: str) -> None:
    parse(text).text.encode("utf-8")
    assert not set(parse(text).text) & set("\x00\n\r\t\x1b")


@given(QUERIES)
def test_the_spans_of_the_understood_sentence_are_the_words_searched(text: str) -> None:
    query = parse(text)
    understood = query.understood
    said = {understood.text[span.start : span.end] for span in understood.spans}
    assert said == {clause.text for clause in query.clauses}


@given(QUERIES)
def test_every_clause_has_one_role(text: str) -> None:
    query = parse(text)
    roles = [*query.words, *query.light_words, *query.phrases, *query.excluded]
    assert sorted(map(id, roles)) == sorted(map(id, query.clauses))


@given(QUERIES)
def test_plain_text_has_no_operators(text: str) -> None:
    assert not any(clause.is_phrase or clause.is_excluded for clause in plain(text).clauses)


def test_a_minus_sign_after_a_control_character_is_no_operator_in_plain_text() -> None:
    assert meanings(plain("\x08-otan")) == meanings(parse("otan"))


@pytest.mark.parametrize("typed", [typed for typed in TYPED if typed])
def test_a_printed_query_is_read_back_the_same(typed: str) -> None:
    query = parse(typed)
    assert meanings(parse(" ".join(map(str, query.clauses)))) == meanings(query)


@given(QUERIES)
def test_a_printed_clause_is_read_back_the_same(text: str) -> None:
    assume(not re.search("[¼-¾⅐-⅞↉]", text))  # see 1½ among the French cases
    for clause in parse(text).clauses:
        assert meanings(parse(str(clause))) == [meaning(clause)]


@given(QUERIES)
def test_a_query_without_one_of_its_clauses_has_the_others(text: str) -> None:
    query = parse(text)
    for clause in query.clauses:
        others = [meaning(other) for other in query.clauses if other != clause]
        assert meanings(query.without(clause)) == others


def test_two_numbers_stay_two_when_a_query_is_written_again() -> None:
    query = parse("otan 1, 000")
    assert meanings(parse(query.without(query.clauses[0]).text)) == meanings(parse("1, 000"))


def test_a_query_without_one_of_its_clauses_has_a_text_that_says_so() -> None:
    query = parse('otan "corée du nord" -russie')
    assert query.without(query.clauses[0]).text == '"corée du nord" -russie'


def test_a_query_of_2000_characters_is_read_whole() -> None:
    text = ("mot " * 16 + " " * 1936)[: MAX_CHARACTERS - 3] + "fin"
    query = parse(text)
    assert len(text) == MAX_CHARACTERS
    assert (str(query.clauses[-1]), query.notes) == ("fin", ())


def test_a_longer_query_is_cut_at_a_word_and_says_so() -> None:
    query = parse("anticonstitutionnellement " * 100)
    assert TOO_LONG in query.notes
    assert {clause.text for clause in query.clauses} == {"anticonstitutionnellement"}


def test_blanks_after_a_query_take_no_word_of_it_away() -> None:
    assert meanings(parse("corée du nord" + " " * MAX_CHARACTERS)) == meanings(parse("corée du nord"))


def test_sixty_four_words_are_searched() -> None:
    query = parse(" ".join(f"mot{number}" for number in range(MAX_WORDS)))
    assert (len(query.clauses), query.notes) == (MAX_WORDS, ())


def test_the_sixty_fifth_word_is_left_out_and_said() -> None:
    query = parse(" ".join(f"mot{number}" for number in range(MAX_WORDS + 1)))
    assert (len(query.clauses), query.notes) == (MAX_WORDS, (TOO_MANY,))


def test_of_a_phrase_that_is_too_long_the_first_words_are_searched() -> None:
    assert parse('"' + "mot " * (MAX_WORDS + 1) + '"').clauses


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "a " * 50_000,
        '"' * 100_000,
        "«" * 100_000,
        "« " * 50_000,
        "-" * 100_000,
        ' -"' * 30_000,
        "e\u0301" * 50_000,
        "e" + "\u0301\u0323" * 50_000,
        "a.b." * 25_000,
        "1 000 " * 16_000,
        "(" * 100_000,
        "\x00" * 100_000,
        "l'" * 50_000,
        "a-" * 50_000,
        "😀" * 100_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_a_hundred_thousand_characters_are_understood_in_less_than_a_second(text: str) -> None:
    start = time.process_time()
    assert parse(text).understood is not None
    assert time.process_time() - start < 1


def test_a_word_typed_twice_is_said_once() -> None:
    assert parse("otan otan").understood.text == parse("otan").understood.text


@pytest.mark.parametrize("typed", ["--otan", '"-otan"', "«-otan»", "“-otan”"])
def test_a_minus_sign_that_comes_to_stand_alone_is_no_operator_in_plain_text(typed: str) -> None:
    assert meanings(plain(typed)) == meanings(parse("otan"))


def test_a_phrase_that_holds_other_quotes_is_read_back_the_same() -> None:
    query = parse('« il dit "oui" hier »')
    assert meanings(parse(str(query.clauses[0]))) == meanings(query)


def test_an_excluded_number_stays_excluded_when_printed() -> None:
    (clause,) = parse("-l'11e").clauses
    assert meanings(parse(str(clause))) == [meaning(clause)]
