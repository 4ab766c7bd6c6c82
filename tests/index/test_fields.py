"""What the fields hold of documents, beside the plain analysis of each."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import islice, pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.archive.document import Appearance, Bulletin, Document, sort_name, to_iso
from index.fields import (
    BODY_FROM,
    TITLE_ROOM,
    FieldPostings,
    bulletin_names,
    invert,
    positions_in_forms,
    source_names,
)
from index.french.analysis import analyse
from index.french.form_table import FormTable
from index.french.occurrences import occurrences
from index.french.tokenizer import PARAGRAPH_GAP
from index.inversion import PostingLists
from index.ranking import FIELDS
from tests.index.plain_fields import frequencies, placed

Written = dict[bytes, dict[int, tuple[int, list[int] | None]]]

words = st.sampled_from(
    ["l'été", "ete", "Été", "grève", "nord-coréen", "20h30", "30 000", "O.T.A.N.", "d'", "a"]
)
short = st.lists(words, max_size=6).map(" ".join)
long = st.builds(
    lambda words, times: " ".join(words * times), st.lists(words, max_size=4), st.integers(0, 300)
)
bulletins = st.builds(
    Bulletin, st.sampled_from(["b1", "b2"]), short, short, st.sampled_from([None, date(2024, 1, 2)])
)
documents = st.builds(
    Document,
    st.uuids().map(str),
    st.one_of(short, long),
    st.one_of(short, long, st.text(st.characters(codec="utf-8"), max_size=80)),
    short,
    st.sampled_from([None, date(2024, 11, 7)]),
    st.just(""),
    st.lists(st.builds(Appearance, bulletins, st.just(1)), max_size=2).map(tuple),
)


def spelt_out(postings: PostingLists, *, has_positions: bool) -> Written:
    numbers, weights = iter(postings.documents.tolist()), iter(postings.weights.tolist())
    counts, places = iter(postings.counts.tolist()), iter(postings.positions.tolist())
    return {
        text: {
            next(numbers): (next(weights), list(islice(places, next(counts))) if has_positions else None)
            for _ in range(holders)
        }
        for text, holders in zip(postings.texts, postings.doc_freqs.tolist(), strict=True)
    }


def plainly(field: str, document: Document) -> Iterator[tuple[str, int, list[int] | None]]:
    title, body = analyse(document.title), analyse(document.body)
    in_title, in_body = ({token.terms.stem for token in tokens} for tokens in (title, body))
    match field:
        case "title":
            yield from ((stem, 1, None) for stem in in_title)
        case "title_only":
            yield from ((stem, 1, None) for stem in in_title - in_body)
        case "stems" | "beginnings":
            yield from ((term, n, None) for term, n in frequencies(title, body, field).items())
        case "forms":
            at: dict[str, list[int]] = defaultdict(list)
            for token, place in placed(title, body):
                for term in filter(None, (token.terms.exact, token.terms.accented)):
                    at[term].append(place)
            yield from ((term, n, at[term]) for term, n in frequencies(title, body, "forms").items())
        case "source_words" | "bulletin_words":
            names = source_names(document) if field == "source_words" else bulletin_names(document)
            named: dict[str, list[int]] = defaultdict(list)
            for token in analyse(names):
                for term in filter(None, (token.terms.exact, token.terms.accented)):
                    named[term].append(token.position)
            yield from ((term, len(its), its) for term, its in named.items())
        case "version_days" | "version_ids":
            yield from ()
        case "bulletin":
            yield from ((each.bulletin.id, 1, None) for each in document.appearances)
        case "date":
            yield to_iso(document.date), 1, None
        case "place":
            at_first = sorted(
                (
                    each.bulletin.date is None,
                    each.bulletin.date,
                    str(each.bulletin.time or ""),
                    sort_name(each.bulletin.name),
                    each.place,
                )
                for each in document.appearances
            )[:1]
            time = str(document.time)[:5] if document.time else ""
            yield time + "".join(f"\x1f{name}\x1f{place:08}" for *_, name, place in at_first), 1, None
        case "date_origin":
            yield document.date_origin if document.date else "none", 1, None
        case _:
            yield getattr(document, field), 1, None


@settings(max_examples=60, deadline=None)
@given(st.lists(documents, max_size=4))
@example([Document("1", "", ""), Document("2", "mot " * 2000, "corps " * 300 + "mot")])
def test_a_run_holds_what_the_documents_hold(run):
    forms = FormTable()
    texts = [text for document in run for text in (document.title, document.body)]
    for field in invert(run, occurrences(forms, texts), forms):
        expected: Written = defaultdict(dict)
        for number, document in enumerate(run):
            for term, frequency, at in plainly(field.name, document):
                expected[term.encode()][number] = frequency, at
        assert spelt_out(field.postings, has_positions=field.has_positions) == expected
        assert field.postings.texts == sorted(expected)
        if field.name in FIELDS:
            lengths = [sum(frequencies(analyse(d.title), analyse(d.body), field.name).values()) for d in run]
            assert field.lengths.tolist() == lengths


def test_no_phrase_runs_from_a_title_into_a_body():
    at = positions_in_forms(occurrences(FormTable(), ["mot " * 1000, "corps " * 10])).tolist()
    assert at[TITLE_ROOM - 1 : TITLE_ROOM + 1] == [TITLE_ROOM - 1, BODY_FROM + 10 + PARAGRAPH_GAP]
    assert at[1000] == BODY_FROM
    assert min(late - early for early, late in pairwise(sorted(at)) if late > early + 1) > PARAGRAPH_GAP


# --- how often a word counts ---


def field(name: str, title: str, body: str) -> FieldPostings:
    forms = FormTable()
    words = occurrences(forms, [title, body])
    return next(each for each in invert([Document("1", title, body)], words, forms) if each.name == name)


def counted(name: str, title: str, body: str) -> dict[str, int]:
    postings = field(name, title, body).postings
    return {text.decode(): n for text, n in zip(postings.texts, postings.weights.tolist(), strict=True)}


def stems(title: str, body: str) -> dict[str, int]:
    return counted("stems", title, body)


def test_a_word_of_the_title_counts_twice() -> None:
    assert stems("vent", "")["vent"] == 2


def test_a_word_of_the_opening_counts_once_more() -> None:
    found = stems("", "vent " + "x " * 39 + "soir")
    assert (found["vent"], found["soir"]) == (2, 1)


def test_the_opening_goes_on_over_a_paragraph() -> None:
    assert stems("", "un\n\n" + "x " * 38 + "vent soir") | {"x": 0, "un": 0} == {
        "vent": 2,
        "soir": 1,
        "x": 0,
        "un": 0,
    }


def test_each_part_of_a_compound_is_a_word_of_the_opening_and_the_joined_form_is_none() -> None:
    found = stems("", "nord-coréen " + "x " * 38 + "soir")
    assert (found["nordcoreen"], found["x"], found["soir"]) == (2, 76, 1)


def test_the_number_of_20h_counts_with_its_word() -> None:
    found = stems("", "x " * 39 + "20h soir")
    assert (found["20h"], found["20~"], found["soir"]) == (2, 2, 1)


def test_title_body_and_opening_add_up() -> None:
    assert stems("vent", "vent " * 50)["vent"] == 2 + 50 + 40


def test_a_frequency_never_passes_255() -> None:
    assert stems("", "vent " * 1_000)["vent"] == 255


def test_forms_hold_what_was_written_with_and_without_its_accents() -> None:
    assert counted("forms", "", "marchés marche") == {"marches": 2, "marchés": 2, "marche": 2}


def test_a_document_without_a_word_weighs_nothing() -> None:
    for name in FIELDS:
        assert counted(name, "", "") == {}
        assert field(name, "", "").lengths.tolist() == [0]
