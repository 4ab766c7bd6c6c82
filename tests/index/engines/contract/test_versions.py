"""Edits of an item are versions of one document, in whichever order and however often they come."""

import random
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from index import Appearance, Bulletin, Document, Engine, parse
from index.archive.document import own_id
from index.archive.versions import versions_of
from index.errors import UnknownIdError
from tests.index.engines.contract.documents import all_ids, ids, item

FIRST = date(2024, 11, 7)
BODY = (
    "Le préfet de la Loire-Atlantique a annoncé la fermeture du pont de Saint-Nazaire {} en raison des "
    "rafales sur tout l’estuaire. Une déviation est en place par le pont de Cheviré, et les services de "
    "l’État demandent aux conducteurs de reporter leurs trajets."
)
HOURS = ("7 h", "13 h", "18 h", "20 h")


def edit(when: str, day: int = 0, source: str = "Radio Estuaire", hour: str = "") -> Document:
    """Give the item about a bridge as it was at some time."""
    title, body = "Le pont de Saint-Nazaire fermé", BODY.format(when)
    published = FIRST + timedelta(day)
    bulletin = Bulletin(f"b{day}{hour}{source}", f"Journal de {hour}", source, published)
    appearances = (Appearance(bulletin, 1),) if hour else ()
    return Document(own_id(source, title, body), title, body, source, published, "", appearances)


def all_versions(engine: Engine) -> list[Document]:
    """Give all documents, with their versions."""
    return sorted(engine.documents(), key=lambda each: each.id)


def test_an_edit_is_a_version_of_the_same_document_with_the_newest_text(engine: Engine) -> None:
    engine.rebuild([edit("demain", 1, hour="7 h"), edit("aujourd’hui", hour="20 h")])
    (document,) = engine.documents()
    earlier, newest = document.versions
    assert (document.body, document.date) == (BODY.format("demain"), FIRST)
    assert (earlier.id, earlier.body) == (document.id, BODY.format("aujourd’hui"))
    assert [each.bulletin.name for each in document.appearances] == ["Journal de 20 h", "Journal de 7 h"]
    assert engine.get(newest.id) == document
    assert [ids(engine, "demain"), ids(engine, "aujourd’hui")] == [[document.id], []]
    assert engine.info().documents == 1


def test_items_of_another_source_or_later_are_no_versions(engine: Engine) -> None:
    engine.rebuild([edit("ce soir"), edit("demain", source="Agence"), edit("lundi", 3)])
    assert [len(each.versions) for each in engine.documents()] == [0, 0, 0]


def test_more_than_48_hours_tell_items_apart(engine: Engine) -> None:
    first = replace(edit("ce soir"), time=time(20, 0))
    engine.rebuild([first, replace(edit("lundi", 2), time=time(20, 1))])
    assert engine.info().documents == 2
    engine.rebuild([first, replace(edit("lundi", 2), time=time(20, 0))])
    assert engine.info().documents == 1


def test_an_older_text_that_comes_late_gives_its_id_and_that_of_the_younger_leads_there(
    engine: Engine,
) -> None:
    younger, older = edit("demain", 1), edit("ce soir")
    engine.add([younger])
    engine.add([older])
    assert (all_ids(engine), engine.get(younger.id).body) == ([older.id], younger.body)
    engine.rebuild([younger])
    assert (all_ids(engine), engine.get(older.id).body) == ([older.id], younger.body)


def test_a_rebuild_keeps_the_text_that_a_source_has_edited(engine: Engine) -> None:
    first, second = edit("ce soir", hour="20 h"), edit("demain", hour="20 h")
    engine.rebuild([first, item("a", body="Un texte.")])
    engine.rebuild([second, item("a", body="Un autre."), item("autre")])
    found = engine.get(first.id)
    assert [(each.id, each.is_past) for each in found.versions] == [(first.id, True), (second.id, False)]
    assert (found.body, found.appearances) == (second.body, second.appearances)
    assert [(each.body, each.is_past) for each in engine.get("a").versions] == [
        ("Un texte.", True), ("Un autre.", False),
    ]  # fmt: skip
    engine.rebuild([second, item("a", body="Un autre.")])
    assert engine.get(second.id) == found
    assert len(engine.get("a").versions) == 2
    assert engine.compare([second, item("a", body="Un autre.")]).differences == ()
    engine.rebuild([item("autre")])
    assert all_ids(engine) == ["autre"]


def test_two_texts_at_one_place_of_a_bulletin_are_one_item_there(engine: Engine) -> None:
    engine.rebuild([edit("ce soir", hour="20 h"), edit("demain", hour="20 h"), item("a")])
    (counted,) = engine.latest()
    assert counted.documents == len(engine.bulletin(counted.bulletin.id).documents) == 1
    engine.check()


def test_two_documents_that_a_third_text_joins_are_one_under_the_older_id(engine: Engine) -> None:
    ends = [edit("lundi"), edit("vendredi", 4)]
    engine.add(ends)
    assert engine.info().documents == 2
    engine.add([edit("mercredi", 2)])
    assert all_ids(engine) == [ends[0].id]
    assert engine.get(ends[1].id).id == ends[0].id
    assert engine.check().documents == 1


def test_another_text_under_a_given_id_is_a_version_whatever_it_says(engine: Engine) -> None:
    first, second = item("a", "Grève", "Le premier texte."), item("a", "Météo", "Tout autre chose.")
    engine.rebuild([first, second])
    assert [each.title for each in engine.get("a").versions] == ["Grève", "Météo"]
    assert (ids(engine, "grève"), ids(engine, "météo")) == ([], ["a"])
    engine.add([replace(first, body="Un troisième.")])
    assert [each.body for each in engine.get("a").versions] == [
        "Le premier texte.", "Tout autre chose.", "Un troisième.",
    ]  # fmt: skip
    assert all_ids(engine) == ["a"]


def test_given_ids_are_never_merged(engine: Engine) -> None:
    engine.rebuild([replace(edit("demain"), id="a"), replace(edit("ce soir"), id="b")])
    assert sorted(all_ids(engine)) == ["a", "b"]


def test_an_id_with_texts_without_end_is_refused(engine: Engine) -> None:
    report = engine.rebuild(item("0", body=f"Le texte {number}.") for number in range(103))
    assert (len(engine.get("0").versions), report.more_refusals + len(report.refusals)) == (100, 3)
    assert "'0' has 100 texts already" in report.refusals[0].reason


def test_what_is_removed_is_gone_with_all_versions_and_stays_away(engine: Engine) -> None:
    earlier, newest = edit("ce soir"), edit("demain", 1)
    both = [earlier, newest, item("autre")]
    engine.rebuild(both)
    assert engine.remove([newest.id]) == 1
    for identifier in (earlier.id, newest.id):
        with pytest.raises(UnknownIdError):
            engine.get(identifier)
    engine.add(both)
    engine.rebuild(both)
    assert all_ids(engine) == ["autre"]
    engine.restore([earlier.id])
    engine.rebuild(both)
    assert len(engine.get(newest.id).versions) == 2


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_arrival_gives_the_same(engine: Engine, seed: int) -> None:
    chance = random.Random(seed)
    items = [
        edit(f"le {number}", day, source, hour)
        for number, hour in enumerate(HOURS)
        for day in (0, 1, 4, 5, 9)
        for source in ("Radio Estuaire", "Agence")
        if chance.random() < 0.6
    ]
    engine.rebuild(items)
    expected = all_versions(engine)
    others = chance.sample(items, len(items))
    engine.rebuild(others[:3])
    for first in range(3, len(others), 4):
        engine.add(others[first : first + 4])
        if chance.random() < 0.3:
            engine.merge()
    engine.check()
    assert all_versions(engine) == expected
    assert all(engine.get(version.id) == each for each in expected for version in versions_of(each))
    engine.rebuild(others)
    assert all_versions(engine) == expected


def test_an_earlier_text_is_not_searched(engine: Engine) -> None:
    engine.rebuild([edit("provisoirement"), edit("durablement", 1)])
    assert engine.search(parse("provisoirement")).total == 0
    assert [each.kind for each in engine.complete("provisoir")] == []
