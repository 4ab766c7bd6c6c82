"""What is marked: whole written words, as they stand in the original text."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.french.analysis import analyse
from index.highlighting.marks import mark, matches
from index.query import parse

WORDS = st.lists(
    st.sampled_from(
        [
            "la",
            "Corée",
            "du",
            "Nord",
            "nord-coréens",
            "l’OTAN",
            "O.T.A.N.",
            "tire",
            "«",
            "»",
            ".",
            "\n\n",
            "de",
            "20h",
        ]
    ),
    max_size=14,
).map(" ".join)


def marked(query: str, text: str) -> list[str]:
    return [text[span.start : span.end] for span in mark(parse(query), text).spans]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("otan", "l’OTAN avance", ["OTAN"]),
        ("l'otan", "L’Otan, d’Otan, OTAN", ["Otan", "Otan", "OTAN"]),
        ("otan", "à l’O.T.A.N. Puis", ["O.T.A.N."]),
        ("seoul", "SÉOUL et Séoul", ["SÉOUL", "Séoul"]),
        ("coeur", "le cœur, les cœurs", ["cœur", "cœurs"]),
        ("élection", "les élections", ["élections"]),
        ("election", "l’électoral", []),
        ("nord-coréen", "des nord-coréens", ["nord-coréens"]),
        ("coréens", "des nord‑coréens", ["nord‑coréens"]),
        ("nordcoréen", "des nord-coréens", ["nord-coréens"]),
        ("30000", "les 30\u202f000 grévistes", ["30\u202f000"]),
        ("menace", "« menace »a-t-il", ["menace"]),
        ("trente", "“plus de trente”de", ["trente"]),
        ("début", "fin.Début", ["Début"]),
        ("hôpital", "l’hô\u00adpi\u00adtal", ["hô\u00adpi\u00adtal"]),
        ("aujourd'hui", "c’est aujourd’hui", ["aujourd’hui"]),
        ("oeuvre", "un chef-d’œuvre", ["chef-d’œuvre"]),
    ],
)
def test_a_word_is_marked_whole_without_its_article(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == expected


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("corée du nord", "la Corée du Nord tire", ["Corée du Nord"]),
        ("corée du nord", "du vent en Corée", ["Corée"]),
        ("corée du nord", "Corée et du Nord", ["Corée", "Nord"]),
        ("corée nord", "la Corée du Nord", ["Corée", "Nord"]),
        ("corée du nord", "la Corée, du Nord", ["Corée", "Nord"]),
        ("le la", "la Corée le sait", ["la", "le"]),
        ("du", "la Corée du Nord", ["du"]),
        ("le otan", "le Nord, l’OTAN", ["OTAN"]),
        ("le 1,5 kg", "un sac de 1,5kg", ["1,5", "kg"]),
        ("le vent nord", "un vent — nord", ["vent", "nord"]),
    ],
)
def test_a_stop_word_is_marked_alone_or_between_marked_words(
    query: str, text: str, expected: list[str]
) -> None:
    assert marked(query, text) == expected


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ('"corée du nord"', "la Corée du Nord et la Corée du Sud", ["Corée du Nord"]),
        ('"corée du nord"', "La CORÉE-DU-NORD", ["CORÉE-DU-NORD"]),
        ('"de la"', "de la Corée, de LA Corée", ["de la", "de LA"]),
        ('"nord coréens"', "des nord-coréens", ["nord-coréens"]),
        ('"élection"', "les élections", []),
        ('"la la la"', "la la la la", ["la la la la"]),
        ('"corée" nord', "Nord Corée", ["Nord", "Corée"]),
        ('"l’otan recule"', "l’OTAN recule", ["OTAN recule"]),
    ],
)
def test_a_phrase_is_one_mark_of_exact_forms(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == expected


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("coré*", "la Corée, des nord-coréens, un corail", ["Corée", "nord-coréens"]),
        ("nord-cor*", "des nord-coréens du Nord", ["nord-coréens"]),
        ("min*", "le minet de l’imine", ["minet"]),
        ("élect*", "l’électeur et les ÉLECTIONS", ["électeur", "ÉLECTIONS"]),
        ("=marché", "le marché, la marche, les marchés", ["marché"]),
        ("=marche", "le marché, la marche, les marches", ["marché", "marche"]),
        ("=nord-coréens", "les nord-coréens, un nord-coréen", ["nord-coréens"]),
        ("corée ET nord", "la Corée tire, le Nord attend", ["Corée", "Nord"]),
        ("corée ET nord", "la Corée du Nord", ["Corée", "Nord"]),
        ("corée du nord ET otan", "la Corée du Nord et l’OTAN", ["Corée du Nord", "OTAN"]),
        ("(corée OU nord) -otan", "la Corée, le Nord, l’OTAN", ["Corée", "Nord"]),
        ("corée date:2024 source:nord", "la Corée, le Nord, 2024", ["Corée"]),
        ("corée -(nord OU sud)", "la Corée du Nord", ["Corée"]),
    ],
)
def test_what_a_sign_asks_for_is_marked(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == expected


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ('"nord corée"~1', "la Corée du Nord et puis la Corée", ["Corée", "Nord"]),
        ('"nord corée"~0', "la Corée du Nord", []),
        ('"tokyo séoul"~5', "Séoul, vu de Tokyo, reste Séoul", ["Séoul", "Tokyo", "Séoul"]),
        ('"tokyo séoul"~5', "Séoul\n\nTokyo", []),
    ],
)
def test_words_near_each_other_are_one_mark_each(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == expected


@pytest.mark.parametrize(
    ("query", "in_title", "in_body"),
    [
        ("titre:corée nord", ["Corée", "Nord"], ["Nord"]),
        ("corps:corée nord", ["Nord"], ["Corée", "Nord"]),
        ('titre:"corée du nord"', ["Corée du Nord"], []),
        ("titre:(corée OU corps:nord)", ["Corée"], ["Nord"]),
        ("-titre:corée nord", ["Nord"], ["Nord"]),
        ("source:corée nord", ["Nord"], ["Nord"]),
    ],
)
def test_what_is_asked_of_one_field_is_marked_there_only(
    query: str, in_title: list[str], in_body: list[str]
) -> None:
    text = "la Corée du Nord"
    for field, expected in (("title", in_title), ("body", in_body)):
        spans = mark(parse(query), text, field).spans  # type: ignore[arg-type]
        assert [text[span.start : span.end] for span in spans] == expected


@pytest.mark.parametrize("query", ["-corée", '-"corée du nord"', "", "-", '""'])
def test_what_is_excluded_or_empty_marks_nothing(query: str) -> None:
    assert marked(query, "la Corée du Nord") == []


def test_a_match_names_the_clauses_it_answers() -> None:
    (match,) = matches(parse("otan du nord corée"), "Corée du Nord")
    assert {clause.text for clause in match.clauses} == {"nord", "corée"}


def sought_in_all(query: str, text: str) -> list[tuple[int, int]]:
    """Mark one word the slow way: every word of the text is analysed."""
    forms = {
        form for clause in parse(query).scored for token in clause.finding_tokens for form in token.terms[:2]
    }
    return sorted({tuple(token.written) for token in analyse(text) if forms & set(token.terms[:2])})


@given(
    st.sampled_from(
        ["nord", "coréens", "nordcoréen", "otan", "20", "30000", "oeuvre", "saint", "national", "du"]
    ),
    st.lists(
        st.sampled_from(
            [
                *("Nord", "nord-coréens", "l’O.T.A.N.", "OTAN", "20h", "30", "000", "30.000", "chef-d’œuvre"),
                *(
                    "St-Denis",
                    "nationaux",
                    "no\u00adrd",
                    "Core\u0301ens",
                    "du",
                    "nord?Du",
                    "—",
                    "\n\n",
                    "Œuvres",
                ),
            ]
        )
        | st.text(max_size=3),
        max_size=12,
    ).flatmap(lambda words: st.sampled_from([" ", "\u202f", "\n", ""]).map(lambda blank: blank.join(words))),
)
def test_no_word_is_missed_where_only_pieces_of_a_text_are_analysed(query: str, text: str) -> None:
    assert [tuple(span) for span in mark(parse(query), text).spans] == sought_in_all(query, text)


@given(WORDS | st.text(max_size=40), WORDS | st.text(max_size=80))
def test_marks_lie_in_the_text_in_order_and_apart(query: str, text: str) -> None:
    spans = [(span.start, span.end) for span in mark(parse(query), text).spans]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


@given(WORDS, WORDS)
def test_a_mark_begins_and_ends_at_a_word_boundary(query: str, text: str) -> None:
    for span in mark(parse(query), text).spans:
        assert not text[max(0, span.start - 1) : span.start].isalnum()
        assert not text[span.end : span.end + 1].isalnum()


@given(WORDS.filter(lambda text: "\n" not in text))  # a query has no paragraphs
def test_a_text_found_by_itself_is_marked(text: str) -> None:
    query = parse(text)
    if query.scored:
        assert mark(query, text).spans


@pytest.mark.parametrize("query", ["Neuilly-sur-Seine", "le Nord-Pas-de-Calais", "est-ce l’OTAN"])
def test_a_stop_word_of_a_compound_is_not_marked_by_itself(query: str) -> None:
    assert marked(query, "assis sur la table de ce voisin qui n’est pas là") == []


def test_a_phrase_with_a_letter_glued_to_its_number_is_not_marked_at_the_number() -> None:
    assert marked('"la 5G"', "la 5 et la 5G") == ["la 5G"]


def test_two_words_mark_the_compound_that_they_make() -> None:
    assert marked("nord coréens", "les nordcoréens") == ["nordcoréens"]


@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n", " \n\n\t"])
@pytest.mark.parametrize("query", ["corée du nord", '"corée du nord" corée nord'])
def test_a_mark_never_runs_from_one_paragraph_into_the_next(query: str, gap: str) -> None:
    assert marked(query, f"en Corée{gap}du Nord") == ["Corée", "Nord"]


def test_a_word_that_may_be_written_in_too_many_ways_is_marked_all_the_same() -> None:
    word = "aeoe" * 12  # each ae may be æ, and each oe œ
    assert marked(word, f"un {word} et un {word.replace('oe', 'œ')}") == [word, word.replace("oe", "œ")]
