"""What an archive makes of a query: accents, corrections and names, and what is said of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import Document, Engine, open_engine, parse
from index.errors import SearchError
from index.results import Results

TEXTS = {
    "canicule": "La canicule frappe la vallée du Rhône.",
    "canicule-2": "La canicule gagne le nord du pays.",
    "securite": "La sécurité des écoles est renforcée.",
    "securites": "Deux sécurités valent mieux qu’une.",
    "kyiv": "À Kyiv, les sirènes retentissent.",
    "nord-coreen": "Un missile nord-coréen est tombé en mer.",
    "coree": "La Corée du Nord menace.",
    "nord": "Le nord du pays est sous la neige.",
    "ue": "L’Union européenne vote une loi.",
    "union": "L’union des commerçants européens de la ville.",
    "marche": "Le marché rouvre.",
    "turquie": "La Turquie vote.",
    "turc": "Le président turc et les électeurs turcs.",
    "pour": "Pour tous, pour le maire et pour la ville.",
    "compound": "Le porte-parole dément.",
    "compound-2": "La porte-parole confirme.",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = open_engine(f"whoosh:{tmp_path_factory.mktemp('meant') / 'index'}")
    engine.rebuild(Document(name, "", text) for name, text in TEXTS.items())
    return engine


def found(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


def marks(results: Results) -> Iterator[str]:
    for hit in results.hits:
        for snippet in hit.snippets:
            yield from (snippet.text[span.start : span.end] for span in snippet.spans)


def test_a_misspelt_word_finds_what_was_meant_and_says_so(engine: Engine) -> None:
    results = engine.search(parse("caniccule rhône"))
    assert found(results)[0] == "canicule"
    assert "canicule" in marks(results)
    assert results.suggestion == "canicule rhône"
    assert results.query.description.text.startswith("caniccule (aussi canicule) ou rhône")
    assert [(note.kind, note.sentence) for note in results.query.notes] == [
        ("corrected", "« caniccule » est cherché aussi comme « canicule ».")
    ]


@pytest.mark.parametrize("typed", ["caniccule", "la Caniccule", "l’caniccule", "caniccule, rhône -neige"])
def test_only_the_misspelt_word_is_written_anew(engine: Engine, typed: str) -> None:
    meant = typed.lower().replace("caniccule", "canicule").replace("l’", "").replace(",", "")
    assert engine.search(parse(typed)).suggestion == meant


def test_a_compound_is_corrected_in_its_part(engine: Engine) -> None:
    results = engine.search(parse("porte-parolle"))
    assert results.suggestion == "porte-parole"
    assert set(found(results)) >= {"compound", "compound-2"}


@pytest.mark.parametrize(
    "typed", ["canicule", "kyiv", "sécurité", "marche", "xyzzyx", "", "30000", "-caniccule"]
)
def test_what_is_right_unlike_anything_or_excluded_is_left_alone(engine: Engine, typed: str) -> None:
    assert engine.search(parse(typed)).suggestion == ""


@pytest.mark.parametrize("typed", ['"caniccule"', "=caniccule", "caniccule*"])
def test_what_is_asked_for_just_so_is_not_corrected(engine: Engine, typed: str) -> None:
    results = engine.search(parse(typed))
    assert results.suggestion == ""
    assert "aussi" not in results.query.description.text


def test_a_word_typed_without_accents_has_those_of_the_archive(engine: Engine) -> None:
    assert found(engine.search(parse("securite"))) == ["securite", "securites"]
    assert engine.search(parse("securite")).suggestion == ""


def test_words_typed_without_accents_have_those_of_the_archive(engine: Engine) -> None:
    assert {"securite", "securites"} <= set(found(engine.search(parse("porte securite"))))


@pytest.mark.parametrize("typed", ["kiev", "Kiev", "KIEV", "à kiev"])
def test_a_name_finds_its_other_spelling(engine: Engine, typed: str) -> None:
    results = engine.search(parse(typed))
    assert "kyiv" in found(results)
    assert "Kyiv" in marks(results)
    assert "(aussi Kyiv)" in results.query.description.text
    (note,) = results.query.notes
    assert (note.kind, note.sentence.split(" : ")[1]) == ("expanded", "Kyiv.")


def test_a_country_finds_its_inhabitants_and_they_find_it(engine: Engine) -> None:
    results = engine.search(parse("corée du nord"))
    assert found(results)[0] == "coree"
    assert "nord-coreen" in found(results)
    results = engine.search(parse("nord-coréens"))
    assert set(found(results)) >= {"coree", "nord-coreen"}
    assert found(results)[0] == "nord-coreen"
    assert "Corée du Nord" in marks(results)


def test_a_name_of_several_words_counts_only_as_a_whole(engine: Engine) -> None:
    results = engine.search(parse("UE"))
    assert found(results) == ["ue"]
    assert results.total == 1
    assert list(marks(results)) == ["Union européenne"]
    explained = engine.explain(parse("UE"), "ue")
    assert sum(each.score for each in explained) == pytest.approx(results.hits[0].score)
    assert engine.explain(parse("UE"), "union") == ()


def test_names_that_the_archive_lacks_are_neither_sought_nor_said(engine: Engine) -> None:
    for typed in ("Poutine", "Ceausescu", "OTAN"):  # others of one word, of one, and of several
        results = engine.search(parse(typed))
        assert (results.query.description.text, results.query.notes) == (f"{typed}, toutes formes.", ())


def test_a_name_of_which_the_archive_lacks_one_word_is_neither_sought_nor_said(
    engine_of: Callable[..., Engine],
) -> None:
    results = engine_of("Une union sacrée, et l’UE.").search(parse("UE"))
    assert results.query.description.text == "UE, toutes formes."


def test_a_name_that_is_found_anyway_is_not_said(engine: Engine) -> None:
    assert engine.search(parse("Turquie")).query.description.text == "Turquie, toutes formes."


def test_a_name_of_one_word_is_found_in_any_form(engine_of: Callable[..., Engine]) -> None:
    engine = engine_of("Des ukrainiennes arrivent.")
    assert found(engine.search(parse("Ukraine"))) == ["0"]


def test_a_country_that_is_typed_counts_more_than_its_inhabitants(engine_of: Callable[..., Engine]) -> None:
    engine = engine_of("Ukrainiens, ukrainiens, ukrainiens.", "On parle ici de la guerre en Ukraine.")
    assert found(engine.search(parse("Ukraine"))) == ["1", "0"]


def test_a_compound_that_is_another_name_is_found_where_it_is_written_as_one_word(
    engine_of: Callable[..., Engine],
) -> None:
    engine = engine_of("Un tir nordcoréen.", "La Corée du Nord.")
    assert found(engine.search(parse("corée du nord"))) == ["1", "0"]


def test_a_compound_among_the_words_of_another_name_is_looked_for_with_them(
    engine_of: Callable[..., Engine], tmp_path: Path
) -> None:
    engine_of("Al-Qaïda maghrébine.", "Al-Qaïda seule.")
    own = tmp_path / "noms.txt"
    own.write_text("AQMI, Al-Qaïda maghrébine\n", "utf-8")
    assert found(open_engine(f"whoosh:{tmp_path / 'index'}", own).search(parse("AQMI"))) == ["0"]


def test_of_two_corrections_the_likelier_counts_more(engine_of: Callable[..., Engine]) -> None:
    engine = engine_of(*["Le marinel."] * 60, *["Le mariner."] * 50)
    (first,) = engine.search(parse("marinet"), 1).hits
    assert first.document.body == "Le marinel."


def test_a_rare_misspelling_does_not_outweigh_what_is_written_rightly(
    engine_of: Callable[..., Engine],
) -> None:
    engine = engine_of(*["Emmanuel Macron parle."] * 60, *["Le port."] * 300, "Emanuel, une église.")
    (first,) = engine.search(parse("Emanuel Makron"), 1).hits
    assert first.document.body == "Emmanuel Macron parle."
    (first,) = engine.search(parse("Emanuel église"), 1).hits
    assert first.document.body == "Emanuel, une église."


def test_a_rarer_second_correction_does_not_come_before_the_first(engine_of: Callable[..., Engine]) -> None:
    engine = engine_of(*["Macron parle."] * 90, *["Un marron."] * 4, *["Le port."] * 300)
    results = engine.search(parse("Macrron"), 4)
    assert results.query.description.text.startswith("Macrron (aussi Macron, marron)")
    assert {hit.document.body for hit in results.hits} == {"Macron parle."}


@pytest.mark.parametrize("typed", ["évènement", "événement", "Événements"])
def test_a_word_is_found_in_its_spelling_before_and_after_the_reform(
    engine_of: Callable[..., Engine], typed: str
) -> None:
    engine = engine_of("Un événement.", "Cet évènement.", "Des évènements.", "L’événementiel.")
    assert {"0", "1"} <= set(found(engine.search(parse(typed))))


@pytest.mark.parametrize(
    ("typed", "other"),
    [("père", "Le pére."), ("élève", "Un prix élevé."), ("cède", "Un cédé."), ("péché", "La pêche.")],
)
def test_other_accents_are_other_words(engine_of: Callable[..., Engine], typed: str, other: str) -> None:
    assert "aussi" not in engine_of(f"Un {typed}.", other).search(parse(typed)).query.description.text


@pytest.mark.parametrize(("typed", "text"), [("federer", "Roger Federer"), ("CHU", "Le C.H.U. de Nancy")])
def test_a_name_with_the_letters_of_another_word_is_marked(
    engine_of: Callable[..., Engine], typed: str, text: str
) -> None:
    results = engine_of(text, text.replace("C.H.U.", "CHU"), text.replace("C.H.U.", "CHU")).search(
        parse(typed)
    )
    assert results.query.clauses[0].tokens[0].terms.stem == ""
    assert all(any(snippet.spans for snippet in hit.snippets) for hit in results.hits)
    assert len(results.hits) == 3


def test_as_typed_neither_corrects_nor_looks_for_other_names(engine: Engine) -> None:
    for typed in ("caniccule", "kiev", "UE"):
        results = engine.search(parse(typed).as_typed)
        assert (found(results), results.suggestion) == ([], "")


def test_a_name_that_is_required_may_be_found_in_its_other_spelling(engine: Engine) -> None:
    assert found(engine.search(parse("kiev ET sirènes"))) == ["kyiv"]
    assert found(engine.search(parse("UE ET loi"))) == ["ue"]


def test_a_file_of_ones_own_adds_names(tmp_path: Path) -> None:
    own = tmp_path / "noms.txt"
    own.write_text("Vivarais, Ardèche\n", "utf-8")
    engine = open_engine(f"whoosh:{tmp_path / 'index'}", own)
    engine.rebuild([Document("1", "", "Une fête en Ardèche.")])
    assert found(engine.search(parse("Vivarais"))) == ["1"]
    wrong = tmp_path / "faux.txt"
    wrong.write_text("Vivarais\n", "utf-8")
    with pytest.raises(SearchError, match=r"faux\.txt, line 1"):
        open_engine(f"whoosh:{tmp_path / 'index'}", wrong).search(parse("Vivarais"))


def test_another_name_of_the_same_stem_does_not_outrank_the_one_typed(engine: Engine) -> None:
    assert found(engine.search(parse("Turquie")))[0] == "turquie"


def test_no_word_is_corrected_to_a_stop_word(engine: Engine) -> None:
    assert engine.search(parse("poure")).suggestion == ""


def test_what_is_excluded_is_excluded_as_typed(engine: Engine) -> None:
    assert "kyiv" in found(engine.search(parse("sirènes -kiev")))
    assert "kyiv" in found(engine.search(parse("kiev -titre:kiev")))
    assert "titre:kiev" not in engine.search(parse("kiev -titre:kiev")).query.description.text


def test_the_other_names_of_several_words_are_said_of_the_whole(engine: Engine) -> None:
    query = engine.search(parse("corée du nord")).query
    assert query.description.text == (
        "corée ou nord, toutes formes\u202f; du compte peu\u202f; corée du nord (aussi nord-coréen)."
    )
    assert [note.sentence for note in query.notes] == [
        "« corée du nord » est cherché aussi sous d’autres noms : nord-coréen."
    ]
