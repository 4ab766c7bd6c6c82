"""What a reader may type, what is said of it and what it finds: the examples stand in `queries.tsv`."""

import csv
import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from index import Appearance, Bulletin, Document, Engine, open_engine
from index.french.analysis import analyse
from index.query import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_PREFIXES,
    MAX_WORDS,
    AllOf,
    AnyOf,
    Clause,
    Dates,
    Group,
    InField,
    Node,
    Not,
    Query,
    parse,
    plain,
)
from index.query.nodes import all_of, any_of, in_field, negated, words
from index.query.query import written

FOLDER = Path(__file__).parent
TODAY = date(2025, 6, 20)


def rows(name: str) -> list[dict[str, str]]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    table = (line for line in lines if line and not line.startswith("# "))
    return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))


ROWS = rows("queries.tsv")
TYPED = [row["typed"] for row in ROWS]
DOCUMENTS = rows("query_documents.tsv")
TOO_LONG = "La requête est trop longue : seuls ses 2\u202f000 premiers caractères sont cherchés."
TOO_MANY = "La requête a trop de mots : seuls les 64 premiers sont cherchés."
# What people and programs send: words, operators, quotes of every kind, and characters that break things.
TEXTS = ["otan", "corée", "l’été", "nord-coréens", "O.T.A.N.", "30", "1", "000", "20h", "le", "OTAN"]
SIGNS = ["-", '"', "«", "»", "(", ")", "ET", "OU", "NON", "AND", "SAUF", "titre:", "source:", "corps:(", "-("]
PIECES = ["gouvern*", "=marché", "-otan", "date:2024-11", "depuis:7j", 'avant:"mai 2024"', '"tokyo séoul"~3']
QUERIES = st.one_of(
    st.text(max_size=200),
    st.text("ab é-\"“”„«»'’.,05\x00\ud800\u0301\u200b\n()=*:~ETOUN", max_size=60),
    st.lists(st.sampled_from(TEXTS + SIGNS + PIECES), max_size=20).map(" ".join),
)


def one_width(text: str) -> str:
    return text.replace("\u202f", " ")


def meaning(node: Node) -> object:
    """Give what a node asks for, without how it was typed."""
    if isinstance(node, Clause):
        return node.kind, node.slop, [(token.terms, token.is_variant) for token in node.tokens]
    if isinstance(node, Dates):
        return node.period
    if isinstance(node, Not):
        return "not", meaning(node.part)
    if isinstance(node, InField):
        return node.field, meaning(node.part)
    return type(node).__name__, [meaning(part) for part in node.parts]


def meanings(query: Query) -> object:
    return meaning(query.root)


def asked(text: str) -> Query:
    return parse(text, TODAY)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = open_engine(f"whoosh:{tmp_path_factory.mktemp('archive')}")
    engine.rebuild(map(document, DOCUMENTS))
    return engine


def document(row: dict[str, str]) -> Document:
    day = date.fromisoformat(row["date"]) if row["date"] else None
    bulletin = Bulletin(f"b-{row['id']}", row["bulletin"], row["source"], day)
    appearances = (Appearance(bulletin, 1),) if row["bulletin"] else ()
    body = row["body"].replace(" ¶ ", "\n\n")
    return Document(row["id"], row["title"], body, row["source"], day, appearances=appearances)


# --- the examples ---


@pytest.mark.parametrize("row", ROWS, ids=TYPED)
def test_what_was_understood_is_said(row: dict[str, str]) -> None:
    assert one_width(asked(row["typed"]).description.text) == row["understood"]


@pytest.mark.parametrize("row", ROWS, ids=TYPED)
def test_what_is_not_searched_as_typed_is_said(row: dict[str, str]) -> None:
    assert one_width(" ".join(note.sentence for note in asked(row["typed"]).notes)) == row["notes"]


@pytest.mark.parametrize("row", ROWS, ids=TYPED)
def test_what_is_typed_finds(archive: Engine, row: dict[str, str]) -> None:
    found = {hit.id for hit in archive.search(asked(row["typed"]), 100).hits}
    names = [each["id"] for each in DOCUMENTS]
    assert " ".join(name for name in names if name in found) == row["matches"].replace("all", " ".join(names))


@pytest.mark.parametrize("typed", TYPED)
def test_an_example_printed_is_read_back_the_same(typed: str) -> None:
    query = asked(typed)
    assert meanings(asked(written(query.root))) == meanings(query)


def test_there_are_examples_enough() -> None:
    assert len(ROWS) > 250


# --- any text ---


@given(QUERIES)
def test_any_text_is_a_query(text: str) -> None:
    assert all(clause.tokens for clause in asked(text).clauses)


@given(QUERIES)
def test_a_query_that_asks_for_nothing_says_why(text: str) -> None:
    query = asked(text)
    assert query.parts or query.notes or not query.text


@given(QUERIES)
def test_a_query_holds_nothing_that_cannot_be_stored_or_shown(text: str) -> None:
    asked(text).text.encode("utf-8")
    assert not set(asked(text).text) & set("\x00\n\r\t\x1b")


@given(QUERIES)
def test_the_spans_of_the_understood_sentence_are_the_words_searched(text: str) -> None:
    query = asked(text)
    understood = query.description
    said = {understood.text[span.start : span.end] for span in understood.spans}
    assert said == {clause.text for clause in query.clauses}


@given(QUERIES)
def test_what_is_scored_is_wanted_and_what_is_wanted_is_scored_or_light(text: str) -> None:
    query = asked(text)
    wanted = {each.clause for each in query.wanted}
    assert {*query.scored, *query.light_words} == wanted
    assert not set(query.scored) & set(query.light_words)
    assert bool(query.scored) == bool(wanted)


@given(QUERIES)
def test_any_text_printed_is_read_back_the_same(text: str) -> None:
    assume(not re.search("[¼-¾⅐-⅞↉]", text))  # see 1½ among the French cases
    query = asked(text)
    assert meanings(asked(written(query.root))) == meanings(query)


# --- any tree ---

WORDS = ["otan", "corée", "nord-coréens", "20h", "30 000", "1", "000", "été", "le", "O.T.A.N.", "ET", "porte"]


def clause(text: str, kind: str = "word", slop: int | None = None) -> Clause:
    (word,) = words(text)
    return Clause(word.text, word.tokens, kind, slop)  # type: ignore[arg-type]


OTHERS = ['"corée du nord"', '"tokyo séoul"~3', "date:2024-11", "depuis:7j", 'avant:"mai 2024"']
PLAIN = st.sampled_from(WORDS).map(clause)
LEAVES = st.one_of(
    PLAIN,
    st.sampled_from([word for word in WORDS if " " not in word]).map(lambda text: clause(text, "form")),
    st.sampled_from(["gouvern", "élect", "nord-cor"]).map(lambda text: clause(text, "prefix")),
    st.sampled_from(
        ['"corée du nord"', '"tokyo séoul"~3', "date:2024-11", "depuis:7j", 'avant:"mai 2024"']
    ).map(lambda text: asked(text).root.parts[0]),
)


def groups(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Give parentheses: two nodes or more, none of them itself in parentheses without need."""
    return st.lists(nodes.filter(lambda node: not isinstance(node, Group)), min_size=2, max_size=3).map(
        lambda parts: Group(tuple(parts))
    )


def larger(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, min_size=2, max_size=3)
    fields = st.sampled_from(["title", "body", "source", "bulletin"])
    return st.one_of(
        nodes.map(negated),
        st.builds(in_field, fields, nodes),
        several.map(all_of),
        several.map(any_of),
        groups(nodes),
    )


TREES = st.recursive(LEAVES, larger, max_leaves=8).map(
    lambda node: node if isinstance(node, Group) else Group((node,))
)


@given(TREES)
def test_any_tree_printed_is_read_back_the_same(root: Group) -> None:
    assert meaning(asked(written(root)).root) == meaning(root)


@given(TREES)
def test_a_query_without_one_of_its_parts_has_the_others(root: Group) -> None:
    query = Query("", root)
    for part in query.parts:
        others = [other for other in query.parts if other != part]
        rest = query.without(part)
        assert meanings(asked(rest.text)) == meanings(rest)
        if len(others) > 1 and not any(isinstance(other, Group) for other in others):
            assert [meaning(each) for each in rest.parts] == [meaning(each) for each in others]


def test_a_query_without_one_of_its_parts_has_a_text_that_says_so() -> None:
    query = asked('otan "corée du nord" -russie')
    assert query.without(query.parts[0]).text == '"corée du nord" -russie'


def test_one_of_the_words_that_are_all_required_can_be_taken_away() -> None:
    query = asked("grève ET sncf ET paris date:2024")
    assert query.without(query.parts[1]).text == "(grève ET paris) date:2024"
    assert query.without(query.parts[3]).text == "grève ET sncf ET paris"


def test_two_numbers_stay_two_when_a_query_is_written_again() -> None:
    query = asked("otan 1, 000")
    assert meanings(asked(query.without(query.parts[0]).text)) == meanings(asked("1, 000"))


def test_a_query_in_capitals_is_written_so_that_its_operators_stay_operators() -> None:
    assert written(asked("OTAN AND RUSSIE").root) == "otan ET russie"


# --- plain text ---


@given(QUERIES)
def test_plain_text_has_no_operators(text: str) -> None:
    assert all(isinstance(part, Clause) and part.is_plain for part in plain(text).parts)


SIGNED = ["\x08-otan", "--otan", '"-otan"', "«-otan»", "“-otan”", "(otan", "=otan", "otan*"]


@pytest.mark.parametrize("typed", SIGNED)
def test_signs_have_no_meaning_in_plain_text(typed: str) -> None:
    assert meanings(plain(typed)) == meanings(asked("otan"))


def test_operators_and_fields_are_words_in_plain_text() -> None:
    texts = [clause.text for clause in plain("titre:otan ET -russie date:2024").clauses]
    assert texts == ["titre", "otan", "ET", "russie", "date", "2024"]


# --- limits ---


def test_a_query_of_2000_characters_is_read_whole() -> None:
    text = ("mot " * 16 + " " * 1936)[: MAX_CHARACTERS - 3] + "fin"
    query = asked(text)
    assert len(text) == MAX_CHARACTERS
    assert (query.clauses[-1].text, query.notes) == ("fin", ())


def test_a_longer_query_is_cut_at_a_word_and_says_so() -> None:
    query = asked("anticonstitutionnellement " * 100)
    assert TOO_LONG in [note.sentence for note in query.notes if note.kind == "limited"]
    assert {clause.text for clause in query.clauses} == {"anticonstitutionnellement"}


def test_blanks_after_a_query_take_no_word_of_it_away() -> None:
    assert meanings(asked("corée du nord" + " " * MAX_CHARACTERS)) == meanings(asked("corée du nord"))


def test_sixty_four_words_are_searched() -> None:
    query = asked(" ".join(f"mot{number}" for number in range(MAX_WORDS)))
    assert (len(query.clauses), query.notes) == (MAX_WORDS, ())


def test_the_sixty_fifth_word_is_left_out_and_said() -> None:
    query = asked(" ".join(f"mot{number}" for number in range(MAX_WORDS + 1)))
    assert (len(query.clauses), [note.sentence for note in query.notes]) == (MAX_WORDS, [TOO_MANY])


def test_of_a_phrase_that_is_too_long_the_first_words_are_searched() -> None:
    (phrase,) = asked('"' + "mot " * (MAX_WORDS + 1) + '"').clauses
    assert (phrase.kind, phrase.text) == ("phrase", " ".join(["mot"] * MAX_WORDS))


def test_parentheses_that_are_too_deep_are_ignored_and_said() -> None:
    query = asked("(a OU " * (MAX_DEPTH + 5) + "b" + ")" * (MAX_DEPTH + 5))
    assert [note.kind for note in query.notes] == ["limited"]
    assert query.clauses[-1].text == "b"


def test_more_prefixes_than_a_query_may_have_are_words_and_said() -> None:
    query = asked(" ".join(f"préfixe{letter}*" for letter in "abcdefghijkl"))
    kinds = [clause.kind for clause in query.clauses]
    assert (kinds.count("prefix"), kinds.count("word")) == (MAX_PREFIXES, 12 - MAX_PREFIXES)
    assert {note.kind for note in query.notes} == {"limited"}


HOSTILE = [
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
    "(" * 10_000 + "otan" + ")" * 10_000,
    "()" * 50_000,
    "(a OU (b ET " * 10_000,
    "-(" * 50_000 + "otan",
    "NON " * 25_000 + "otan",
    "ET " * 30_000,
    "a OU " * 20_000,
    "titre:" * 20_000 + "otan",
    "titre:-" * 20_000 + "otan",
    "titre:(" * 20_000 + "otan",
    "=" * 100_000 + "otan",
    "otan" + "*" * 100_000,
    "*a" * 50_000,
    "abc* " * 20_000,
    "date:" * 20_000,
    "date:" + "1" * 100_000,
    "date:" + "." * 100_000,
    "date:" + "du " * 30_000,
    "date:" + "a.." * 30_000,
    'date:"' + "du a " * 20_000 + '"',
    '"a b"~' + "9" * 100_000,
    "x" * 50_000 + ":y",
    "\x00" * 100_000,
    "\ud800" * 100_000,
    "l'" * 50_000,
    "a-" * 50_000,
    "😀" * 100_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_a_hundred_thousand_characters_are_understood_in_less_than_a_second(text: str) -> None:
    start = time.process_time()
    query = asked(text)
    assert query.description is not None
    assert meanings(asked(written(query.root))) == meanings(query) or query.notes
    assert time.process_time() - start < 1


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_hostile_texts_are_searched_in_less_than_a_second(archive: Engine, text: str) -> None:
    start = time.process_time()
    [hit.snippets for hit in archive.search(asked(text)).hits]
    assert time.process_time() - start < 1


# --- what else is promised ---


def test_a_word_typed_twice_is_said_once() -> None:
    assert asked("otan otan").description.text == asked("otan").description.text


def test_a_relative_date_counts_from_the_day_that_is_given() -> None:
    (dates,) = parse("depuis:1j", date(2024, 3, 1)).parts
    assert isinstance(dates, Dates)
    assert dates.period.first == date(2024, 2, 29)


def test_operators_that_bind_are_seen_in_the_tree() -> None:
    (node,) = asked("grève OU séoul ET tokyo").parts
    assert isinstance(node, AnyOf)
    assert [type(part) for part in node.parts] == [Clause, AllOf]


def test_a_filter_alone_lists_the_newest_first(archive: Engine) -> None:
    hits = archive.search(asked("-otan"), 100).hits
    days = [hit.document.date or date.min for hit in hits]
    assert days == sorted(days, reverse=True)


def test_words_with_a_sign_bring_those_that_have_the_others_first(archive: Engine) -> None:
    hits = archive.search(asked("titre:(grève OU manifestation) infirmières")).hits
    assert [hit.id for hit in hits] == ["infirmières", "grève"]


@pytest.mark.parametrize("sign", ["(ET) ", "titre: corps: ", "titre:"])
def test_signs_that_become_words_are_capped_too(sign: str) -> None:
    query = asked(sign * 300)
    assert len(query.clauses) <= 2 * MAX_WORDS
    assert any(note.kind == "limited" for note in query.notes)


@pytest.mark.parametrize("typed", ["\udfff", " \t ", "\x00", "!?"])
def test_a_text_without_a_word_is_told_so(typed: str) -> None:
    assert [note.kind for note in asked(typed).notes] == ["ignored"]


@pytest.mark.parametrize("typed", ["titre : otan", "Date : 2024", "titre\u202f: otan", "guerre titre : otan"])
def test_a_field_with_a_space_before_its_colon_is_text_and_that_is_said(typed: str) -> None:
    query = asked(typed)
    assert all(clause.is_plain for clause in query.clauses)
    assert "sans espace avant" in query.notes[0].sentence
    assert asked("le titre du journal : otan").notes == ()


@given(st.text(" aé’'-.&0123œ\u00a0½\u00ad\u0301", max_size=30) | st.text(max_size=30))
@example("plus de 30 000 morts")
def test_the_words_of_a_text_are_its_written_words(text: str) -> None:
    spans = dict.fromkeys(token.written for token in analyse(text))
    assert [clause.text for clause in words(text)] == [text[span.start : span.end] for span in spans]


def test_a_query_in_which_nothing_changes_stays_itself() -> None:
    query = parse("corée (otan ET nord) -iran titre:kiev")
    assert query.with_alternatives(lambda clause: clause) is query
