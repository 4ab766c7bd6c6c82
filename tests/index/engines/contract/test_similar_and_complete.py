"""Documents like another, and texts that a beginning may become."""

from datetime import date

import pytest

from index import Engine, parse
from index.errors import IndexMissingError, UnknownIdError
from tests.index.engines.contract.documents import item

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


def completed(engine: Engine, beginning: str, limit: int = 8) -> tuple[str, ...]:
    return tuple(each.text for each in engine.complete(beginning, limit))


def test_a_beginning_is_completed_from_words_and_titles(engine: Engine) -> None:
    engine.rebuild(ABOUT_DRONES)
    assert completed(engine, "dro", 3) == ("drones", "Des drones abattus", "Kiev visée par des drones")


def test_a_word_alone_says_how_many_items_its_search_finds(engine: Engine) -> None:
    engine.rebuild(ABOUT_DRONES)
    (drones, *_, title) = engine.complete("dro")
    assert (drones.kind, drones.items) == ("word", engine.search(parse(drones.text)).total)
    assert (title.kind, title.items) == ("title", None)


def test_accents_and_capitals_of_a_beginning_do_not_matter(engine: Engine) -> None:
    engine.rebuild(ABOUT_DRONES)
    assert completed(engine, "LA GREV") == ("LA grève", "La grève continue")


def test_suggestions_are_those_of_the_index_that_serves(engine: Engine) -> None:
    engine.rebuild([item("1", body="ancien")])
    assert completed(engine, "anc") == ("ancien",)
    engine.rebuild([item("2", body="nouveau")])
    assert (completed(engine, "anc"), completed(engine, "nouv")) == ((), ("nouveau",))


def test_any_text_may_be_a_beginning(engine: Engine) -> None:
    engine.rebuild([item("1")])
    for text in ("", " ", "\x00", "\ud800", '"', "*", "z*", "😀", "x" * 100_000):
        assert engine.complete(text) == ()


def test_without_an_index_there_is_nothing_to_suggest_from(engine: Engine) -> None:
    for ask in (lambda: engine.complete("v"), lambda: engine.similar("1")):
        with pytest.raises(IndexMissingError):
            ask()
