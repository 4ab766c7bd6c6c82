"""A run gives the postings that the plain analysis of each document gives."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import islice, pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.archive.document import Appearance, Bulletin, Document
from index.engines.whoosh.schema import to_fields
from index.engines.whoosh.segment.segment_writer import Terms
from index.engines.whoosh.writing.runs import invert
from index.fields import BODY_FROM, TITLE_ROOM, placed
from index.french.analysis import analyse
from index.french.form_table import Forms
from index.french.occurrences import occurrences
from index.ranking import FIELDS, frequencies

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


def spelt_out(postings: Terms, *, has_places: bool) -> Written:
    numbers, weights = iter(postings.numbers.tolist()), iter(postings.weights.tolist())
    counts, places = iter(postings.counts.tolist()), iter(postings.places.tolist())
    return {
        text: {
            next(numbers): (next(weights), list(islice(places, next(counts))) if has_places else None)
            for _ in range(holders)
        }
        for text, holders in zip(postings.texts, postings.holders.tolist(), strict=True)
    }


def plainly(field: str, document: Document) -> Iterator[tuple[str, int, list[int] | None]]:
    title, body = analyse(document.title), analyse(document.body)
    in_title, in_body = ({token.terms.stem for token in tokens} for tokens in (title, body))
    match field:
        case "title":
            yield from ((stem, 1, None) for stem in in_title)
        case "title_only":
            yield from ((stem, 1, None) for stem in in_title - in_body)
        case "stems":
            yield from ((stem, n, None) for stem, n in frequencies(title, body, "stems").items())
        case "forms":
            at: dict[str, list[int]] = defaultdict(list)
            for token, place in placed(title, body):
                for term in filter(None, (token.terms.exact, token.terms.accented)):
                    at[term].append(place)
            yield from ((term, n, at[term]) for term, n in frequencies(title, body, "forms").items())
        case "source_words" | "bulletin_words":
            yield from ((term, *its) for term, its in to_fields(document)[field].items())
        case "bulletin":
            yield from ((each.bulletin.id, 1, None) for each in document.appearances)
        case _:
            yield str(to_fields(document)[field]), 1, None


@settings(max_examples=60, deadline=None)
@given(st.lists(documents, max_size=4))
@example([Document("1", "", ""), Document("2", "mot " * 2000, "corps " * 300 + "mot")])
def test_a_run_holds_what_the_documents_hold(run):
    forms = Forms()
    texts = [text for document in run for text in (document.title, document.body)]
    for field in invert(run, occurrences(forms, texts), forms):
        expected: Written = defaultdict(dict)
        for number, document in enumerate(run):
            for term, frequency, at in plainly(field.name, document):
                expected[term.encode()][number] = frequency, at
        assert spelt_out(field.postings, has_places=field.kind == "positions") == expected
        assert field.postings.texts == sorted(expected)
        if field.name in FIELDS:
            lengths = [sum(frequencies(analyse(d.title), analyse(d.body), field.name).values()) for d in run]
            assert field.lengths.tolist() == lengths


def test_no_phrase_runs_from_a_title_into_a_body():
    title, body = analyse("mot " * 1000), analyse("corps " * 10)
    at = [place for _, place in placed(title, body)]
    assert at == sorted(at)
    assert at[TITLE_ROOM - 1 : TITLE_ROOM + 1] == [TITLE_ROOM - 1, BODY_FROM]
    assert min(late - early for early, late in pairwise(at) if late > early + 1) > 128
