"""What every engine promises (`index.engines.Engine`), asked of each by its URL.

To hold another engine to it, add its URL to `URLS`.
"""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from index import Appearance, Bulletin, Document, Engine, open_engine, parse
from index.errors import EmptyInputError, IndexLockedError, IndexMissingError, UnknownIdError, UsageError

URLS = ("whoosh:{folder}/index",)

MORNING = Bulletin("b1", "Journal de 8 h", "Radio Estuaire", date(2024, 11, 8), "https://exemple.fr/8h")
EVENING = Bulletin("b2", "Journal de 18 h", "Radio Estuaire", date(2024, 11, 8))
NEXT_DAY = Bulletin("b3", "Journal de 8 h", "Radio Estuaire", date(2024, 11, 9))
ELSEWHERE = Bulletin("b4", "Le fil", "Agence", date(2024, 11, 10))
UNDATED = Bulletin("b5", "Sans date", "Agence")


@pytest.fixture(params=URLS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(request.param).format(folder=tmp_path)


@pytest.fixture
def engine(url: str) -> Engine:
    return open_engine(url)


def item(identifier: str, title: str = "Titre", body: str = "Un corps", **more: object) -> Document:
    return Document(identifier, title, body, **more)  # type: ignore[arg-type]


def ids(engine: Engine, query: str, limit: int = 1_000, offset: int = 0) -> list[str]:
    return [hit.id for hit in engine.search(parse(query), limit, offset).hits]


def all_ids(engine: Engine) -> list[str]:
    return [document.id for document in engine.documents()]


def failing_after(documents: list[Document]) -> Iterator[Document]:
    yield from documents
    raise RuntimeError("the disk of the source is gone")


# --- rebuild ---


def test_a_rebuild_replaces_everything(engine: Engine) -> None:
    engine.rebuild([item("1", body="ancien")])
    engine.rebuild([item("2", body="nouveau")])
    assert (ids(engine, "ancien"), ids(engine, "nouveau")) == ([], ["2"])


def test_a_rebuild_reports_what_it_wrote(engine: Engine) -> None:
    report = engine.rebuild(
        [
            item("1", appearances=(Appearance(MORNING, 1),)),
            item("2", body="Autre", appearances=(Appearance(EVENING, 1),)),
        ]
    )
    assert (report.documents, report.bulletins, report.refusals) == (2, 2, ())


def test_a_rebuild_tells_its_progress_up_to_the_end(engine: Engine) -> None:
    told: list[tuple[int, int]] = []
    engine.rebuild([item("1"), item("2", body="Autre")], lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)


def test_nothing_to_index_is_an_error(engine: Engine) -> None:
    with pytest.raises(EmptyInputError):
        engine.rebuild([])


def test_nothing_to_index_leaves_the_old_index(engine: Engine) -> None:
    engine.rebuild([item("1")])
    with pytest.raises(EmptyInputError):
        engine.rebuild([])
    assert all_ids(engine) == ["1"]


def test_an_error_while_documents_stream_leaves_the_old_index(engine: Engine) -> None:
    engine.rebuild([item("1")])
    with pytest.raises(RuntimeError):
        engine.rebuild(failing_after([item("2"), item("3", body="Autre")]))
    assert all_ids(engine) == ["1"]


def test_an_error_in_the_first_rebuild_leaves_no_index(engine: Engine) -> None:
    with pytest.raises(RuntimeError):
        engine.rebuild(failing_after([item("1")]))
    with pytest.raises(IndexMissingError):
        engine.info()


def test_a_rebuild_after_a_failed_one_works(engine: Engine) -> None:
    with pytest.raises(RuntimeError):
        engine.rebuild(failing_after([item("1")]))
    engine.rebuild([item("2")])
    assert all_ids(engine) == ["2"]


def test_a_second_rebuild_at_the_same_time_is_refused(url: str) -> None:
    def documents() -> Iterator[Document]:
        yield item("1")
        with pytest.raises(IndexLockedError):
            open_engine(url).rebuild([item("2")])

    open_engine(url).rebuild(documents())
    assert all_ids(open_engine(url)) == ["1"]


def test_an_index_can_be_rebuilt_from_its_own_documents(engine: Engine) -> None:
    engine.rebuild([item("1", appearances=(Appearance(MORNING, 1),)), item("2", body="Autre")])
    before = list(engine.documents())
    engine.rebuild(engine.documents())
    assert list(engine.documents()) == before


def test_two_builds_of_the_same_input_are_alike(engine: Engine) -> None:
    documents = [item(f"{n}", body=f"vent {n % 3}") for n in range(30)]
    engine.rebuild(documents)
    first = ids(engine, "vent")
    engine.rebuild(reversed(documents))
    assert ids(engine, "vent") == first


# --- documents that come again ---


def test_the_same_text_in_several_bulletins_is_one_document_with_its_appearances_oldest_first(
    engine: Engine,
) -> None:
    for_each = [(NEXT_DAY, 2), (UNDATED, 1), (EVENING, 4), (MORNING, 3)]
    engine.rebuild(
        item("1", date=bulletin.date, appearances=(Appearance(bulletin, place),))
        for bulletin, place in for_each
    )
    (document,) = engine.documents()
    assert [each.bulletin.id for each in document.appearances] == ["b1", "b2", "b3", "b5"]


def test_a_document_keeps_the_day_of_its_first_appearance(engine: Engine) -> None:
    engine.rebuild(
        [item("1", date=day) for day in (date(2024, 5, 2), None, date(2024, 5, 1), date(2024, 5, 3))]
    )
    assert engine.get("1").date == date(2024, 5, 1)


def test_a_document_keeps_the_source_of_its_first_appearance(engine: Engine) -> None:
    engine.rebuild(
        [
            item("1", source="Reprise", date=date(2024, 5, 2)),
            item("1", source="Origine", date=date(2024, 5, 1)),
        ]
    )
    assert engine.get("1").source == "Origine"


def test_a_document_twice_in_one_bulletin_has_both_places(engine: Engine) -> None:
    engine.rebuild([item("1", appearances=(Appearance(MORNING, 1), Appearance(MORNING, 7)))])
    assert [each.place for each in engine.get("1").appearances] == [1, 7]


def test_a_second_text_under_a_taken_id_is_refused_and_reported(engine: Engine) -> None:
    other = item("1", body="Un autre corps")
    report = engine.rebuild([item("1"), other])
    assert [(refusal.id, refusal.title) for refusal in report.refusals] == [(other.id, other.title)]
    assert "'1'" in report.refusals[0].reason
    assert (report.documents, engine.get("1").body) == (1, "Un corps")


def test_a_refused_document_leaves_no_trace_in_the_bulletins(engine: Engine) -> None:
    engine.rebuild([item("1"), item("1", body="Autre", appearances=(Appearance(MORNING, 1),))])
    with pytest.raises(UnknownIdError):
        engine.bulletin("b1")


def test_the_same_text_under_two_ids_is_two_documents(engine: Engine) -> None:
    engine.rebuild([item("1"), item("2")])
    assert sorted(ids(engine, "corps")) == ["1", "2"]


# --- order, totals, pages ---


def test_equal_scores_come_newest_first_then_undated_then_by_id(engine: Engine) -> None:
    days = {"a": None, "c": date(2024, 1, 1), "b": date(2024, 1, 1), "d": date(2025, 1, 1), "0": None}
    engine.rebuild(item(identifier, date=day) for identifier, day in days.items())
    assert ids(engine, "corps") == ["d", "b", "c", "0", "a"]


def test_documents_come_newest_first_then_undated_then_by_id(engine: Engine) -> None:
    days = {"a": None, "c": date(2024, 1, 1), "b": date(2024, 1, 1), "d": date(2025, 1, 1), "0": None}
    engine.rebuild(item(identifier, date=day) for identifier, day in days.items())
    assert all_ids(engine) == ["d", "b", "c", "0", "a"]


def test_ranks_count_from_one_and_scores_never_rise(engine: Engine) -> None:
    engine.rebuild(item(f"{n}", body="vent " * (n + 1) + "pluie " * n) for n in range(20))
    hits = engine.search(parse("vent pluie"), 20).hits
    assert [hit.rank for hit in hits] == list(range(1, 21))
    assert sorted((hit.score for hit in hits), reverse=True) == [hit.score for hit in hits]


@pytest.mark.parametrize("query", ["vent", "vent le", "-pluie", '"vent fort"', "vent -pluie", "le"])
def test_pages_cover_everything_without_overlap(engine: Engine, query: str) -> None:
    engine.rebuild(
        item(
            f"{n:02}",
            body=f"le vent fort {'pluie ' * (n % 5 == 0)}{'le ' * (n % 7)}",
            date=date(2024, 1, 1 + n % 9),
        )
        for n in range(47)
    )
    whole = engine.search(parse(query), 1_000)
    pages = [identifier for offset in range(0, 50, 7) for identifier in ids(engine, query, 7, offset)]
    assert pages == [hit.id for hit in whole.hits]
    assert len(pages) == whole.total > 7


def test_the_total_is_exact_whatever_the_limit(engine: Engine) -> None:
    engine.rebuild(item(f"{n}", body="vent" if n % 3 else "vent le soir pluie") for n in range(300))
    for query, expected in (
        ("vent", 300),
        ("pluie", 100),
        ("vent le", 300),
        ("-pluie", 200),
        ("pluie vent le soir", 300),
    ):
        results = engine.search(parse(query), limit=1)
        assert results.total == expected


def test_a_page_after_the_last_one_is_empty_and_keeps_the_total(engine: Engine) -> None:
    engine.rebuild([item("1")])
    results = engine.search(parse("corps"), 10, 1_000_000)
    assert (results.hits, results.total) == ((), 1)


def test_no_hits_asked_for_still_gives_the_total(engine: Engine) -> None:
    engine.rebuild([item("1"), item("2")])
    results = engine.search(parse("corps un"), limit=0)
    assert (results.hits, results.total) == ((), 2)


# --- what matches ---


@pytest.fixture
def small(engine: Engine) -> Engine:
    engine.rebuild(
        [
            item("nord", "La Corée du Nord tire", "Un missile tombe en mer."),
            item("sud", "Séoul répond", "La Corée répond, et le Nord se tait du bout des lèvres."),
            item("otan", "Sommet de l’O.T.A.N.", "Les élections attendent."),
            item("marche", "La marche", "Longue marche à pied."),
            item("marché", "Le marché", "Long marché de Noël."),
        ]
    )
    return engine


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
        ("le", {"sud", "otan", "marché"}),  # « les » is a form of « le »
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


def test_words_in_parentheses_and_fields_score(engine: Engine) -> None:
    engine.rebuild(
        [
            item("1", title="Vent", body="vent pluie neige"),
            item("2", title="Vent", body="vent"),
        ]
    )
    for query in ("titre:vent pluie neige", "vent ET (vent OU pluie)", "titre:(vent OU neige) pluie"):
        assert ids(engine, query) == ["1", "2"]


@pytest.mark.parametrize(("query", "first"), [("marché", "marché"), ("MARCHÉ", "marché")])
def test_a_form_typed_with_its_accents_comes_first(small: Engine, query: str, first: str) -> None:
    assert ids(small, query)[0] == first


def test_a_word_in_the_title_ranks_above_the_same_word_in_the_body(engine: Engine) -> None:
    engine.rebuild([item("corps", "Ici", "mot " * 40 + "vent"), item("titre", "Vent", "mot " * 40 + "ici")])
    assert ids(engine, "vent") == ["titre", "corps"]


def test_a_word_at_the_beginning_ranks_above_the_same_word_further_down(engine: Engine) -> None:
    engine.rebuild([item("tard", body="mot " * 40 + "vent"), item("tôt", body="vent " + "mot " * 40)])
    assert ids(engine, "vent") == ["tôt", "tard"]


def test_more_words_of_the_query_usually_rank_higher(engine: Engine) -> None:
    engine.rebuild([item("un", body="vent vent vent"), item("deux", body="vent et pluie")])
    assert ids(engine, "vent pluie") == ["deux", "un"]


def test_what_was_typed_ranks_above_its_other_forms(engine: Engine) -> None:
    engine.rebuild([item("pluriel", body="les élections"), item("singulier", body="les élection")])
    assert (ids(engine, "élections")[0], ids(engine, "élection")[0]) == ("pluriel", "singulier")


def test_an_explanation_says_what_each_term_brought_and_sums_to_the_score(small: Engine) -> None:
    query = parse("les élections de l’OTAN, absent")
    (hit,) = (hit for hit in small.search(query).hits if hit.id == "otan")
    explained = small.explain(query, "otan")
    assert {word for each in explained for word in each.wanted.words} == {
        "les",
        "élections",
        "de",
        "OTAN",
    }
    assert sum(each.score for each in explained) == pytest.approx(hit.score)
    assert [each.score for each in explained] == sorted((each.score for each in explained), reverse=True)


def test_an_explanation_of_a_document_that_does_not_match_is_empty(small: Engine) -> None:
    assert small.explain(parse("absent"), "otan") == ()


def test_an_explanation_of_an_unknown_document_is_an_error(small: Engine) -> None:
    with pytest.raises(UnknownIdError):
        small.explain(parse("otan"), "absent")


def test_a_hit_carries_its_document_marked_title_and_snippets(small: Engine) -> None:
    (hit,) = small.search(parse("otan élection")).hits
    assert (hit.rank, hit.id, hit.title) == (1, "otan", "Sommet de l’O.T.A.N.")
    assert [hit.title[span.start : span.end] for span in hit.marked_title.spans] == ["O.T.A.N."]
    assert [hit.snippets[0].text[span.start : span.end] for span in hit.snippets[0].spans] == ["élections"]


@pytest.mark.parametrize("query", ['"5G"', 'arrive -"5G"'])
def test_a_number_with_its_letter_in_quotes_is_not_that_number(engine: Engine, query: str) -> None:
    engine.rebuild([item("g", body="La 5G arrive"), item("mai", body="Le 5 mai arrive")])
    assert ids(engine, query) == (["g"] if query == '"5G"' else ["mai"])


def test_a_minus_before_a_counted_word_excludes_that_word_only(engine: Engine) -> None:
    engine.rebuild([item("20h", body="Le journal de 20h"), item("20", body="Le journal de 20 pages")])
    assert ids(engine, "journal -l’20h") == ["20"]


# --- get, bulletin, latest, info ---


def test_a_document_comes_back_as_it_went_in(engine: Engine) -> None:
    document = item(
        "x", "Tît\u202fre", "Un\n\ncorps « ► »", source="Radio", date=date(2024, 2, 29), url="https://exemple.fr/?a=1&b",
        appearances=(Appearance(MORNING, 1), Appearance(UNDATED, 2)),
    )  # fmt: skip
    engine.rebuild([document])
    assert engine.get("x") == document


@pytest.mark.parametrize(
    "identifier",
    ["", " ", "a b", "a\nb", "é", "e\u0301", "É", "../../etc/passwd", "a/b?c#d",
     "'; DROP TABLE document; --", "*", "NULL", "0", "0x10", "\x00", "😀", "x" * 10_000,
     "id:1 OR id:2", "<b>&amp;", "-1", "l’OTAN"],
    ids=lambda identifier: repr(identifier[:20]),
)  # fmt: skip
def test_any_id_is_kept_as_it_is(engine: Engine, identifier: str) -> None:
    engine.rebuild([item("autre", body="x"), item(identifier)])
    assert engine.get(identifier).id == identifier
    assert ids(engine, "corps") == [identifier]


def test_ids_that_only_look_alike_are_different(engine: Engine) -> None:
    names = ["é", "e\u0301", "E", "e", "e ", " e"]
    engine.rebuild(item(name) for name in names)
    assert sorted(all_ids(engine)) == sorted(names)


@pytest.mark.parametrize("identifier", ["absent", "", "a b", "\x00", "*", "x" * 100_000])
def test_an_unknown_id_is_an_error(engine: Engine, identifier: str) -> None:
    engine.rebuild([item("1", appearances=(Appearance(MORNING, 1),))])
    with pytest.raises(UnknownIdError):
        engine.get(identifier)
    with pytest.raises(UnknownIdError):
        engine.bulletin(identifier)


def test_an_id_that_cannot_be_written_is_unknown(engine: Engine) -> None:
    engine.rebuild([item("1")])
    with pytest.raises(UnknownIdError):
        engine.get("\ud800")


@pytest.fixture
def week(engine: Engine) -> Engine:
    def heard(identifier: str, source: str, day: date | None, *appearances: Appearance) -> Document:
        return Document(identifier, "Titre", identifier, source, day, appearances=appearances)

    day = date(2024, 11, 8)
    engine.rebuild(
        [
            heard("2", "Radio Estuaire", day, Appearance(MORNING, 2)),
            heard("1", "Radio Estuaire", day, Appearance(MORNING, 1), Appearance(NEXT_DAY, 1)),
            heard("3", "Radio Estuaire", day, Appearance(EVENING, 1)),
            heard("4", "Agence", date(2024, 11, 10), Appearance(ELSEWHERE, 1)),
            heard("5", "Agence", None, Appearance(UNDATED, 1)),
            heard("6", "", None),
        ]
    )
    return engine


def test_a_bulletin_has_its_documents_in_the_order_of_their_places(week: Engine) -> None:
    page = week.bulletin("b1")
    assert page.bulletin == MORNING
    assert [document.id for document in page.documents] == ["1", "2"]


def test_a_bulletin_knows_its_neighbours_as_a_reader_counts(week: Engine) -> None:
    assert (week.bulletin("b1").previous, week.bulletin("b1").next) == (None, EVENING)
    assert (week.bulletin("b2").previous, week.bulletin("b2").next) == (MORNING, NEXT_DAY)
    assert (week.bulletin("b3").previous, week.bulletin("b3").next) == (EVENING, None)


def test_a_document_in_two_bulletins_is_in_both(week: Engine) -> None:
    assert [document.id for document in week.bulletin("b3").documents] == ["1"]


def test_the_latest_bulletins_come_newest_first_and_undated_last(week: Engine) -> None:
    latest = week.latest(10)
    assert [count.bulletin.id for count in latest] == ["b4", "b3", "b2", "b1", "b5"]
    assert [count.documents for count in latest] == [1, 1, 1, 2, 1]


def test_the_latest_bulletins_are_as_many_as_asked(week: Engine) -> None:
    assert [count.bulletin.id for count in week.latest(2)] == ["b4", "b3"]


def test_info_says_what_is_in_the_index(week: Engine) -> None:
    info = week.info()
    assert (info.documents, info.bulletins) == (6, 5)
    assert (info.first_day, info.last_day) == ("2024-11-08", "2024-11-10")
    assert [(each.source, each.first_year, each.documents) for each in info.sources] == [
        ("Radio Estuaire", 2024, 3),
        ("Agence", 2024, 2),
        ("", None, 1),
    ]
    assert info.size > 0
    assert info.built
    assert info.search


def test_info_has_no_days_where_nothing_is_dated(engine: Engine) -> None:
    engine.rebuild([item("1")])
    assert (engine.info().first_day, engine.info().last_day) == ("", "")


def test_without_an_index_every_reading_method_says_so(engine: Engine) -> None:
    for ask in (
        lambda: engine.search(parse("otan")),
        lambda: engine.search(parse("")),
        lambda: engine.explain(parse("otan"), "1"),
        lambda: engine.get("1"),
        lambda: engine.bulletin("1"),
        engine.latest,
        engine.info,
        lambda: list(engine.documents()),
    ):
        with pytest.raises(IndexMissingError):
            ask()


@pytest.mark.parametrize("url", ["", "var/index", "solr:here", "whoosh:", ":", "whoosh", "WHOOSH:x"])
def test_an_unknown_url_is_a_wrong_usage(url: str) -> None:
    with pytest.raises(UsageError):
        open_engine(url)


# --- similar, suggest ---


ABOUT_DRONES = [
    item("1", "Kiev visée par des drones", "Des drones ont frappé la capitale ukrainienne cette nuit"),
    item("2", "Des drones abattus", "La capitale ukrainienne dit avoir abattu douze drones"),
    item("3", "Un drone retrouvé", "Un promeneur a trouvé un appareil"),
    item("4", "La grève continue", "Les infirmières sont dans la rue"),
]


def test_similar_documents_come_most_alike_first_without_the_document_itself(engine: Engine) -> None:
    engine.rebuild(ABOUT_DRONES)
    assert [document.id for document in engine.similar("1")] == ["2", "3"]


def test_no_more_similar_documents_come_than_asked_for(engine: Engine) -> None:
    engine.rebuild(ABOUT_DRONES)
    assert [document.id for document in engine.similar("1", 1)] == ["2"]


def test_equally_similar_documents_come_newest_first(engine: Engine) -> None:
    days = {"a": date(2024, 1, 1), "b": None, "c": date(2024, 1, 3), "d": date(2024, 1, 2)}
    engine.rebuild(item(identifier, "", "vent", date=day) for identifier, day in days.items())
    assert [document.id for document in engine.similar("a")] == ["c", "d", "b"]


def test_a_document_like_no_other_has_none_similar(engine: Engine) -> None:
    engine.rebuild(ABOUT_DRONES)
    assert engine.similar("4") == ()


def test_similar_documents_of_an_unknown_id_are_an_error(engine: Engine) -> None:
    engine.rebuild([item("1")])
    for unknown in ("2", "", "\ud800", "1" * 100_000):
        with pytest.raises(UnknownIdError):
            engine.similar(unknown)


def test_a_beginning_is_completed_from_words_and_titles(engine: Engine) -> None:
    engine.rebuild(ABOUT_DRONES)
    assert engine.complete("dro", 4) == ("drones", "drone", "Kiev visée par des drones", "Des drones abattus")


def test_accents_and_capitals_of_a_beginning_do_not_matter(engine: Engine) -> None:
    engine.rebuild(ABOUT_DRONES)
    assert engine.complete("LA GREV") == ("LA grève", "La grève continue")


def test_suggestions_are_those_of_the_index_that_serves(engine: Engine) -> None:
    engine.rebuild([item("1", body="ancien")])
    assert engine.complete("anc") == ("ancien",)
    engine.rebuild([item("2", body="nouveau")])
    assert (engine.complete("anc"), engine.complete("nouv")) == ((), ("nouveau",))


def test_any_text_may_be_a_beginning(engine: Engine) -> None:
    engine.rebuild([item("1")])
    for text in ("", " ", "\x00", "\ud800", '"', "*", "z*", "😀", "x" * 100_000):
        assert engine.complete(text) == ()


def test_without_an_index_there_is_nothing_to_suggest_from(engine: Engine) -> None:
    for ask in (lambda: engine.complete("v"), lambda: engine.similar("1")):
        with pytest.raises(IndexMissingError):
            ask()


# --- odd documents ---


@pytest.mark.parametrize(
    ("title", "body", "query"),
    [
        ("", "otan", "otan"),
        ("otan", "", "otan"),
        ("otan", "x" * 300_000, "otan"),
        ("x" * 300_000, "otan", "otan"),
        ("", "x" * 300_000, "x" * 300_000),
        ("", "mot " * 100_000 + "otan", "otan"),
        ("NUL\x00", "a\x00otan", "otan"),
        ("😀", "😀 otan \U0010ffff", "otan"),
        ("►", "► otan", "otan"),
        ("titre", "\u202eotan\u2066", "otan"),
    ],
    ids=range(10),
)
def test_an_odd_document_is_found_and_comes_back_whole(
    engine: Engine, title: str, body: str, query: str
) -> None:
    engine.rebuild([item("x", title, body), item("autre")])
    (hit,) = engine.search(parse(query)).hits
    assert (hit.document.title, hit.document.body) == (title, body)
    assert hit.snippets is not None


def test_a_document_without_any_word_is_kept(engine: Engine) -> None:
    engine.rebuild([item("x", "", "")])
    assert engine.get("x") == item("x", "", "")


def test_a_text_that_cannot_be_written_does_not_end_the_rebuild(engine: Engine) -> None:
    engine.rebuild([item("x", "Titre \ud800"), item("autre")])
    assert "autre" in all_ids(engine)


def test_a_document_refused_for_its_bulletin_is_not_half_taken_in(engine: Engine) -> None:
    bad = item("x", appearances=(Appearance(Bulletin("b9", "Journal \ud800"), 1),))
    report = engine.rebuild([bad, item("autre", body="Autre")])
    assert len(report.refusals) + report.documents == 2
    assert ("x" in all_ids(engine)) == (not report.refusals)


# --- while others write ---


def test_an_open_engine_sees_the_next_rebuild(url: str) -> None:
    reader, writer = open_engine(url), open_engine(url)
    writer.rebuild([item("1")])
    assert all_ids(reader) == ids(reader, "corps") == ["1"]
    writer.rebuild([item("2")])
    assert all_ids(reader) == ids(reader, "corps") == ["2"]


def test_a_hit_gives_its_snippets_after_the_next_rebuilds(engine: Engine) -> None:
    engine.rebuild([item("1", body="ancien corps")])
    (hit,) = engine.search(parse("ancien")).hits
    for _ in range(3):
        engine.rebuild([item("2")])
    assert hit.snippets[0].text == "ancien corps"


def test_reading_all_documents_goes_on_over_a_rebuild_and_a_search(engine: Engine) -> None:
    engine.rebuild(item(f"{n}", body=f"corps {n}") for n in range(20))
    reading = engine.documents()
    seen = [next(reading).id]
    engine.rebuild([item("autre")])
    engine.search(parse("corps"))
    seen += [document.id for document in reading]
    assert len(seen) == 20


def read_while_rebuilding(engine: Engine, ask: Callable[[], set[int]]) -> list[object]:
    """Ask in four threads during twelve rebuilds of 20 documents; give every answer that is not 20."""
    wrong: list[object] = []
    done = threading.Event()

    def documents(build: int) -> Iterator[Document]:
        return (
            item(f"{n}", body=f"vent {build}", appearances=(Appearance(MORNING, n),)) for n in range(1, 21)
        )

    def read() -> None:
        while not done.is_set():
            try:
                answer = ask()
            except Exception as error:
                wrong.append(error)
            else:
                wrong.extend([answer] if answer != {20} else [])

    engine.rebuild(documents(0))
    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for build in range(1, 13):
        engine.rebuild(documents(build))
    done.set()
    for thread in threads:
        thread.join(30)
    return wrong


def test_searches_in_several_threads_while_another_rebuilds_never_fail_nor_find_nothing(
    engine: Engine,
) -> None:
    def ask() -> set[int]:
        return {engine.search(parse("vent")).total, len(all_ids(engine))}

    assert read_while_rebuilding(engine, ask) == []


def test_bulletins_in_several_threads_while_another_rebuilds_never_fail(engine: Engine) -> None:
    def ask() -> set[int]:
        return {len(engine.bulletin("b1").documents), engine.latest()[0].documents, engine.info().documents}

    assert read_while_rebuilding(engine, ask) == []
