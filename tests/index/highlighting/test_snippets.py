"""The passages shown of a body: pieces of one paragraph, as they stand there."""

import itertools
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.french.sentences import sentences
from index.highlighting.snippets import MANY, MAX_LENGTH, snippets
from index.query import parse
from index.text import Snippet
from tests.work import calls

LONG = "Le conseil municipal a voté hier soir le budget de la ville pour l’année prochaine. "
# Bodies as the rooms make them: words and stops, paragraphs apart by an empty line.
WORD = st.sampled_from(
    [
        "otan",
        "L’OTAN",
        "Corée",
        "du",
        "Nord",
        "nord-coréens",
        "a",
        "été",
        "30 000",
        "M.",
        "O.T.A.N.",
        "«",
        "»",
        "et",
    ]
)
SENTENCE = st.tuples(st.lists(WORD, min_size=1, max_size=60), st.sampled_from([".", " !", "…", ""])).map(
    lambda parts: " ".join(parts[0]) + parts[1]
)
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=5).map(" ".join)
BODIES = st.lists(PARAGRAPH, max_size=4).map("\n\n".join)
PLAIN = ["otan", "corée du nord", '"corée du nord"', "coréens 30000 été", "absent", "le", ""]
SIGNED = ["coré* OU été", '"nord corée"~3 otan', "=été -nord", "titre:corée", "corps:(nord ET otan)"]
QUERIES = st.sampled_from([*PLAIN, *SIGNED])


def texts(query: str, body: str) -> list[str]:
    return [snippet.text for snippet in snippets(parse(query), body)]


def marks(snippet: Snippet) -> list[str]:
    return [snippet.text[span.start : span.end] for span in snippet.spans]


@given(QUERIES, BODIES | st.text(max_size=200))
def test_a_snippet_is_a_piece_of_one_paragraph(query: str, body: str) -> None:
    paragraphs = body.split("\n\n")
    for text in texts(query, body):
        assert any(text in paragraph for paragraph in paragraphs)


@given(QUERIES, BODIES | st.text(max_size=600))
def test_a_snippet_is_at_most_240_characters_long_and_never_empty(query: str, body: str) -> None:
    assert all(0 < len(text) <= MAX_LENGTH for text in texts(query, body))


@given(QUERIES, BODIES)
def test_a_snippet_begins_and_ends_at_a_word_boundary(query: str, body: str) -> None:
    for text in texts(query, body):
        places = [found.start() for found in re.finditer(re.escape(text), body)]
        assert any(
            not (place and body[place - 1].isalnum() and text[0].isalnum())
            and not (text[-1].isalnum() and body[place + len(text) : place + len(text) + 1].isalnum())
            for place in places
        )


@given(QUERIES, BODIES | st.text(max_size=200))
def test_the_marks_of_a_snippet_lie_in_it_in_order_and_apart(query: str, body: str) -> None:
    for snippet in snippets(parse(query), body):
        spans = [(span.start, span.end) for span in snippet.spans]
        assert all(0 <= start < end <= len(snippet.text) for start, end in spans)
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


@given(BODIES)
def test_there_are_at_most_two_snippets_and_one_wherever_there_is_text(body: str) -> None:
    assert len(texts("corée otan", body)) in ((1, 2) if body.strip() else (0,))


@given(BODIES)
def test_what_was_found_in_a_body_is_marked_in_its_snippet(body: str) -> None:
    found = "OTAN" in body or "otan" in body or "O.T.A.N." in body
    assert any(snippet.spans for snippet in snippets(parse("otan"), body)) == found


def test_a_short_paragraph_is_shown_whole() -> None:
    (snippet,) = snippets(parse("otan"), "L’OTAN recule. Elle hésite.")
    assert (snippet.text, snippet.is_cut_before, snippet.is_cut_after) == (
        "L’OTAN recule. Elle hésite.",
        False,
        False,
    )


def test_a_snippet_is_made_of_whole_sentences() -> None:
    body = LONG * 4 + "L’OTAN recule. " + LONG * 4
    (snippet,) = snippets(parse("otan"), body)
    whole = {body[span.start : span.end] for span in sentences(body)}
    assert {snippet.text[span.start : span.end] for span in sentences(snippet.text)} <= whole


def test_a_snippet_never_reaches_into_the_paragraph_before_or_after() -> None:
    title, end = "Un titre sans point", "Une fin sans point"
    (snippet,) = snippets(parse("otan"), f"{title}\n\nL’OTAN recule. {LONG * 4}")
    assert snippet.text == f"L’OTAN recule. {LONG * 2}".strip()
    assert not snippet.is_cut_before
    (snippet,) = snippets(parse("otan"), f"{LONG * 4}L’OTAN recule\n\n{end}\n\n{LONG}")
    assert snippet.text == f"{LONG * 2}L’OTAN recule"
    assert not snippet.is_cut_after


def test_a_paragraph_of_one_character_is_shown() -> None:
    assert texts("7", "rien\n\n7") == ["7"]


def sentence(beginning: str) -> str:
    """Write a sentence of 59 characters, four of which make a passage."""
    return f"{beginning} {'mot ' * 12}"[:58] + "."


@pytest.mark.parametrize(
    ("matches", "marked"),
    [
        (MANY, [["OTAN", "OTAN", "OTAN", "drones", "Paris"]]),  # from the second sentence on
        (MANY + 1, [["OTAN", "OTAN", "OTAN", "OTAN", "drones"], ["Paris", "OTAN", "OTAN", "OTAN"]]),
    ],
)
def test_of_very_many_matches_only_passages_that_lie_apart_are_compared(
    matches: int, marked: list[list[str]]
) -> None:
    first = [*[sentence("L’OTAN")] * 3, sentence("L’OTAN et les drones")]
    rest = [sentence("L’OTAN")] * (matches - 6)
    body = f"{' '.join(first)}{sentence('Paris')} {' '.join(rest)}"  # « mot.Paris »: no blank between the two
    assert [marks(snippet) for snippet in snippets(parse("otan drones paris"), body)] == marked


def test_a_snippet_within_a_paragraph_says_that_it_is_cut() -> None:
    (snippet,) = snippets(parse("otan"), LONG * 4 + "L’OTAN recule. " + LONG * 4)
    assert (snippet.is_cut_before, snippet.is_cut_after) == (True, True)


def test_a_sentence_too_long_is_cut_between_words_around_its_match() -> None:
    (snippet,) = snippets(parse("otan"), "mot " * 200 + "OTAN" + " mot" * 200)
    assert marks(snippet) == ["OTAN"]
    assert set(snippet.text.split()) == {"mot", "OTAN"}


def test_a_second_snippet_answers_more_of_the_query() -> None:
    body = "L’OTAN recule.\n\n" + LONG * 6 + "\n\nLes drones avancent."
    assert texts("otan drones", body) == ["L’OTAN recule.", "Les drones avancent."]


def test_of_several_second_snippets_the_one_that_answers_most_is_given() -> None:
    body = "L’OTAN quitte Paris et Séoul.\n\nDes drones.\n\nDes drones et un missile.\n\nUn missile."
    assert texts("otan paris séoul drones missile", body) == [
        "L’OTAN quitte Paris et Séoul.", "Des drones et un missile.",
    ]  # fmt: skip


def test_what_a_passage_answers_counts_more_than_how_often() -> None:
    assert texts("otan drones", "L’OTAN, l’OTAN, l’OTAN.\n\nL’OTAN abat des drones.") == [
        "L’OTAN abat des drones."
    ]


def test_no_second_snippet_is_given_where_it_would_answer_nothing_more() -> None:
    assert len(texts("otan", "L’OTAN recule.\n\n" + LONG * 6 + "\n\nL’OTAN avance.")) == 1


def test_the_passage_that_answers_most_comes_before_the_first_one() -> None:
    body = "L’OTAN recule.\n\n" + LONG * 6 + "\n\nL’OTAN abat des drones."
    assert texts("otan drones", body) == ["L’OTAN abat des drones."]


def test_a_phrase_over_the_end_of_a_sentence_is_marked_whole() -> None:
    body = "mot " * 40 + "voici l’OTAN. Début " + "mot " * 40
    (snippet,) = snippets(parse('"otan début"'), body)
    assert marks(snippet) == ["OTAN. Début"]


def test_words_near_each_other_and_far_apart_in_a_body_are_each_marked() -> None:
    body = "La Corée lance un missile.\n\n" + LONG * 6 + "\n\nSéoul proteste."
    first, second = snippets(parse('"missile corée"~5 séoul'), body)
    assert (marks(first), marks(second)) == (["Corée", "missile"], ["Séoul"])


def test_where_only_the_title_is_asked_the_body_opens_without_a_mark() -> None:
    (snippet,) = snippets(parse("titre:budget"), LONG + "Le budget est voté.")
    assert (snippet.text.startswith("Le conseil"), snippet.spans) == (True, ())


def test_without_a_match_the_opening_is_given() -> None:
    (snippet,) = snippets(parse("absent"), LONG * 10)
    assert snippet.text.startswith("Le conseil municipal")
    assert (snippet.spans, snippet.is_cut_after) == ((), True)


@pytest.mark.parametrize("body", ["", " \n\n \t"])
def test_an_empty_body_has_no_snippet(body: str) -> None:
    assert snippets(parse("otan"), body) == ()


def test_a_single_longer_word_is_cut_at_240_characters_and_not_marked() -> None:
    (snippet,) = snippets(parse("a" * 300), "a" * 300)
    assert (len(snippet.text), snippet.spans, snippet.is_cut_after) == (MAX_LENGTH, (), True)


@pytest.mark.parametrize("blank", ["\n", "\u00a0", "\t"])
def test_a_long_sentence_is_cut_at_any_white_space(blank: str) -> None:
    (snippet,) = snippets(parse("otan"), "OTAN" + f"{blank}panorama" * 80)
    assert set(snippet.text.split()) == {"OTAN", "panorama"}


def test_words_on_both_sides_of_an_empty_line_are_marked() -> None:
    (first, *_) = snippets(parse("corée du nord"), "Voici la Corée\n\ndu Nord, hier.")
    assert first.spans


@pytest.mark.parametrize(
    "body_of",
    [
        pytest.param(lambda size: "L’OTAN parle à Paris hier. " * size, id="a paragraph of 2,000 matches"),
        pytest.param(lambda size: "Sommaire" + "." * 10 * size + " page OTAN", id="a row of 20,000 dots"),
        pytest.param(lambda size: "OTAN\n\n" * size, id="2,000 paragraphs"),
        pytest.param(lambda size: "OTAN " + "mot " * 10 * size, id="a long sentence"),
        pytest.param(lambda size: "OTAN" + " " * 25 * size + "fin", id="50,000 blanks"),
        pytest.param(lambda size: "OTAN" + "a" * 150 * size, id="a word of 300,000 letters"),
    ],
)
def test_the_work_of_snippets_grows_with_the_text_only(body_of: Callable[[int], str]) -> None:
    body, half = body_of(2_000), body_of(1_000)
    work = calls(lambda: snippets(parse("otan"), half))
    assert calls(lambda: snippets(parse("otan"), body)) < 2.5 * work + 100


def test_blanks_at_the_end_of_a_paragraph_are_not_shown() -> None:
    assert texts("otan", "L’OTAN recule.   \n\nIl pleut.") == ["L’OTAN recule."]
