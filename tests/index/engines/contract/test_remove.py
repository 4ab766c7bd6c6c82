"""What is removed is gone for good, with every byte of it, and stays away until it is restored."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index import Appearance, Document, Engine, open_engine, parse
from index.archive.document import own_id
from index.errors import RemovedItemError, UnknownIdError
from tests.index.engines.contract.documents import MIXED, MORNING, NEXT_DAY, all_ids, ids, item

WITNESS = Document(
    "temoin",
    "Un témoin nommé Zygomalas parle",
    "Xavière Zygomalas raconte l’incendie du dépôt.\n\nLe vent était fort.",
    "Radio",
    MORNING.date,
    appearances=(Appearance(MORNING, 70), Appearance(NEXT_DAY, 71)),
)
BYTES = ("zygomalas", "Zygomalas", "xaviere", "Xavière", "raconte l’incendie", "temoin")


def held(folder: Path) -> set[str]:
    """Give those of `BYTES` that are in a file of a folder; a file that disappears meanwhile has none."""
    found: set[str] = set()
    for file in folder.rglob("*"):
        with suppress(FileNotFoundError, IsADirectoryError):
            content = file.read_bytes()
            found |= {text for text in BYTES if text.encode() in content}
    return found


@pytest.fixture
def archive(engine: Engine) -> Engine:
    engine.rebuild(MIXED[:20])
    engine.add([WITNESS])
    engine.add(MIXED[20:30])
    return engine


@pytest.mark.on_node
def test_no_byte_of_a_removed_item_stays(archive: Engine, kept_in: Path) -> None:
    assert held(kept_in)
    assert archive.remove(["temoin"]) == 1
    assert not held(kept_in)
    assert archive.check().documents == 30


def test_scores_after_a_removal_are_those_of_a_rebuild(engine: Engine) -> None:
    documents = [item(f"{n}", body="le vent du nord " * (5 + 9 * n) + f"souffle {n}") for n in range(12)]
    engine.rebuild(documents)
    engine.remove(["3", "7", "11"])
    scores = [(hit.id, hit.score) for hit in engine.search(parse("vent souffle"), 20).hits]
    engine.rebuild([each for each in documents if each.id not in {"3", "7", "11"}])
    assert [(hit.id, hit.score) for hit in engine.search(parse("vent souffle"), 20).hits] == scores


def test_a_removed_item_is_found_by_nothing(archive: Engine) -> None:
    before = archive.search(parse("vent")).total
    archive.remove(["temoin"])
    assert (ids(archive, "zygomalas"), archive.search(parse("vent")).total) == ([], before - 1)
    assert archive.complete("zygo") == ()
    assert archive.search(parse("zigomalas")).suggestion == ""
    assert "temoin" not in [each.id for each in archive.bulletin(MORNING.id).documents]
    with pytest.raises(RemovedItemError):
        archive.get("temoin")


@pytest.mark.on_node
def test_a_removed_item_stays_away_and_that_is_said(archive: Engine) -> None:
    archive.remove(["temoin"])
    assert "1 item that was removed for good is left out" in archive.add([WITNESS, MIXED[40]]).notes[0]
    assert "temoin" not in all_ids(archive)
    assert "1 item" in archive.rebuild([WITNESS, *MIXED]).notes[0]
    assert archive.info().documents == len(MIXED)
    with pytest.raises(RemovedItemError):
        archive.get("temoin")


def test_a_removed_text_stays_away_under_another_id(engine: Engine) -> None:
    identifier = own_id("Radio", "Titre", "Un texte.")
    engine.rebuild([Document(identifier, "Titre", "Un texte.", "Radio"), item("1")])
    engine.remove([identifier])
    moved = Document(own_id("Télé", "Titre", "Un texte."), "Titre", "Un texte.", "Télé")
    engine.rebuild([moved, item("1")])
    assert all_ids(engine) == ["1"]


def test_the_same_text_of_another_source_stays(engine: Engine) -> None:
    both = [
        Document(own_id(source, "", "Un texte."), "", "Un texte.", source) for source in ("Radio", "Télé")
    ]
    engine.rebuild(both)
    engine.remove([both[0].id])
    assert all_ids(engine) == [both[1].id]
    engine.rebuild(both)
    assert all_ids(engine) == [both[1].id]


def test_a_text_that_vanished_earlier_stays_away_with_its_item(engine: Engine) -> None:
    text = "Le pont tournant de Lorient reste fermé jusqu’au printemps, a dit le maire hier soir au conseil"
    first, edited = (
        Document(own_id("Radio", "", body), "", body, "Radio", date(2024, 11, day))
        for day, body in ((7, text), (8, f"{text} municipal"))
    )
    engine.rebuild([first, edited, item("1")])
    engine.rebuild([edited, item("1")])
    assert [each.id for each in engine.get(first.id).versions] == [edited.id]
    engine.remove([edited.id])
    for moved in (first, replace(first, id=own_id("Télé", "", text), source="Télé")):
        engine.add([moved, edited])
        assert all_ids(engine) == ["1"]
        with pytest.raises(RemovedItemError):
            engine.get(first.id)


def test_an_item_that_its_source_no_longer_holds_can_be_removed(archive: Engine, kept_in: Path) -> None:
    archive.rebuild(MIXED[:20])
    with pytest.raises(UnknownIdError, match="no item has"):
        archive.get("temoin")
    assert archive.remove(["temoin"]) == 1
    assert not held(kept_in)
    archive.add([WITNESS, MIXED[20]])
    with pytest.raises(RemovedItemError):
        archive.get("temoin")
    archive.restore(["temoin"])
    archive.add([WITNESS])
    assert archive.get("temoin") == WITNESS


def test_what_is_restored_comes_back_with_its_source(archive: Engine) -> None:
    archive.remove(["temoin"])
    archive.restore(["temoin"])
    with pytest.raises(UnknownIdError):
        archive.get("temoin")
    archive.add([WITNESS])
    assert archive.get("temoin") == WITNESS
    with pytest.raises(UnknownIdError, match="was removed"):
        archive.restore(["temoin"])


def test_all_or_none_are_removed(archive: Engine) -> None:
    with pytest.raises(UnknownIdError, match="'inconnu'; nothing is removed"):
        archive.remove(["temoin", "inconnu"])
    assert archive.get("temoin") == WITNESS


def test_what_was_removed_can_be_removed_again(archive: Engine) -> None:
    archive.remove(["temoin"])
    assert archive.remove(["temoin"]) == 0


def test_the_last_item_of_an_archive_can_be_removed(url: str) -> None:
    engine = open_engine(url)
    engine.rebuild([item("1", appearances=(Appearance(MORNING, 1),))])
    engine.remove(["1"])
    assert (engine.check().documents, all_ids(engine), ids(engine, "corps"), engine.latest()) == (
        0,
        [],
        [],
        (),
    )
    assert (engine.complete("t"), engine.search(parse("corpz")).total) == ((), 0)
    engine.add([item("2", body="Un autre")])
    assert all_ids(engine) == ["2"]
