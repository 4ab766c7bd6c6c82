"""A document comes back as it went in, under its id, however odd either is."""

from datetime import date

import pytest

from index import Appearance, Bulletin, Engine, parse
from index.errors import UnknownIdError
from tests.index.engines.contract.documents import MORNING, UNDATED, all_ids, ids, item


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
