"""Ids last: whatever is moved, renamed or added, what was linked to keeps its id."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bulletins import main
from index import open_engine
from tests.index.archive.archives import EVENING, MORNING, Archive


def forget(archive: Archive) -> None:
    """Take the whole index away, and the ledger with it."""
    shutil.rmtree(archive.index)


def same(archive: Archive) -> None:
    pass


def add_above(archive: Archive) -> None:
    archive.write(MORNING, "pont", "greve", "otan", "meteo")


def add_a_bulletin(archive: Archive) -> None:
    archive.write("Radio Estuaire/2024-11-06-soir.txt", "pont")


def rename_file(archive: Archive) -> None:
    archive.move(MORNING, "Radio Estuaire/2024-11-07-journal-de-8-h.txt")


def correct_the_date(archive: Archive) -> None:
    archive.move(MORNING, "Radio Estuaire/2024-11-08-matinale.txt")


def move_to_another_source(archive: Archive) -> None:
    archive.move(MORNING, "Radio Littoral/2024-11-07-matinale.txt")


def rename_the_source(archive: Archive) -> None:
    (archive.folder / "Radio Estuaire").rename(archive.folder / "Radio de l’Estuaire")


def lose_the_date(archive: Archive) -> None:
    archive.move(MORNING, "en vrac/matinale.txt")


def move_and_add(archive: Archive) -> None:
    archive.move(MORNING, "Radio Littoral/2024-11-08-journal.txt")
    archive.write("Radio Littoral/2024-11-08-journal.txt", "pont", "greve", "otan", "meteo")


def take_the_old_name(archive: Archive) -> None:
    archive.move(MORNING, "Radio Estuaire/2024-11-07-midi.txt")
    archive.write(MORNING, "pont")


CHANGES: list[Callable[[Archive], None]] = [
    same, add_above, add_a_bulletin, rename_file, correct_the_date, move_to_another_source, rename_the_source,
    lose_the_date, move_and_add, take_the_old_name,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_no_change_of_files_changes_an_id(archive: Archive, change: Callable[[Archive], None]) -> None:
    items, bulletin = archive.ids(), archive.bulletin_of("Météo")
    change(archive)
    archive.rebuild()
    assert archive.ids().items() >= items.items()
    assert archive.bulletin_of("Météo") == bulletin


@pytest.mark.parametrize("change", CHANGES)
def test_ids_stay_when_everything_is_put_back(archive: Archive, change: Callable[[Archive], None]) -> None:
    items, bulletin = archive.ids(), archive.bulletin_of("Météo")
    shutil.copytree(archive.folder, archive.folder.with_name("before"))
    change(archive)
    archive.rebuild()
    shutil.rmtree(archive.folder)
    archive.folder.with_name("before").rename(archive.folder)
    archive.rebuild()
    assert archive.ids() == items
    assert archive.bulletin_of("Météo") == bulletin


@pytest.mark.parametrize("change", CHANGES)
def test_one_change_after_another_changes_no_id(archive: Archive, change: Callable[[Archive], None]) -> None:
    items = archive.ids()
    rename_the_source(archive)
    archive.rebuild()
    (archive.folder / "Radio de l’Estuaire").rename(archive.folder / "Radio Estuaire")
    change(archive)
    archive.rebuild()
    assert archive.ids().items() >= items.items()


def test_without_the_ledger_an_item_that_was_never_edited_has_the_same_id(archive: Archive) -> None:
    items, bulletins = archive.ids(), archive.bulletins()
    forget(archive)
    archive.rebuild()
    assert (archive.ids(), archive.bulletins()) == (items, bulletins)


def test_what_was_gone_for_a_while_comes_back_with_its_ids(archive: Archive) -> None:
    move_to_another_source(archive)
    items, bulletins = archive.ids(), archive.bulletins()
    archive.rebuild()
    (archive.folder / "Radio Littoral").rename(archive.folder.with_name("away"))
    archive.rebuild()
    assert "Météo" not in archive.ids()
    archive.folder.with_name("away").rename(archive.folder / "Radio Estuaire" / "encore")
    archive.rebuild()
    assert (archive.ids(), archive.bulletins()) == (items, bulletins)


def test_the_same_text_of_two_sources_is_two_items_and_each_keeps_its_id(archive: Archive) -> None:
    archive.write("Radio Littoral/2024-11-07.txt", "otan")
    archive.rebuild()
    before = archive.ids()
    assert len({key for key in before if key.startswith("Sommet")}) == 2
    archive.write("Agence/2024-11-07.txt", "otan")
    archive.rebuild()
    assert archive.ids().items() >= before.items()


def test_a_text_that_comes_anew_where_another_moved_away_gets_an_id_of_its_own(archive: Archive) -> None:
    before = archive.ids()["Football"]
    archive.move(EVENING, "Radio Littoral/2024-11-07-soir.txt")
    archive.rebuild()
    archive.write(EVENING, "foot")
    archive.rebuild()
    ids = archive.ids()
    assert ids["Football, Radio Littoral"] == before
    assert ids["Football, Radio Estuaire"] != before
    archive.rebuild()
    assert archive.ids() == ids


def test_each_of_two_bulletins_that_swap_their_names_keeps_its_id(archive: Archive) -> None:
    morning, evening = archive.bulletin_of("Météo"), archive.bulletin_of("Football")
    archive.move(MORNING, "swap.txt")
    archive.move(EVENING, MORNING)
    archive.move("swap.txt", EVENING)
    archive.rebuild()
    assert (archive.bulletin_of("Météo"), archive.bulletin_of("Football")) == (morning, evening)


def test_a_file_that_comes_before_one_of_the_same_name_does_not_take_its_id(archive: Archive) -> None:
    before = archive.bulletin_of("Météo")
    archive.write(f"A/{MORNING}", "pont")
    said = archive.rebuild()
    assert "is named like another bulletin" in said
    assert archive.bulletin_of("Météo") == before
    assert archive.bulletin_of("Le pont rouvre") != before


def test_a_bulletin_that_repeats_few_items_of_one_that_is_gone_is_another_one(archive: Archive) -> None:
    before = archive.bulletin_of("Météo")
    (archive.folder / MORNING).unlink()
    archive.write("Radio Estuaire/2024-11-09.txt", "meteo", "pont", "otan", "foot")
    archive.rebuild()
    assert before not in archive.bulletins()


def test_each_of_many_bulletins_of_the_same_items_keeps_its_own_id(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "bulletins", tmp_path / "index")
    for day in range(1, 29):
        for hour in ("matin", "soir", "nuit"):
            archive.write(f"Radio/2024-02-{day:02}-{hour}.txt", "meteo")
    archive.rebuild()
    before = archive.bulletin_ids()
    assert len(before) == 84
    archive.move("Radio", "Radio Z")
    archive.rebuild()
    assert archive.bulletin_ids() == before
    archive.move("Radio Z/2024-02-01-matin.txt", "Radio Z/2024-03-01-matin.txt")
    archive.write("Radio Z/2024-03-02-matin.txt", "meteo")
    archive.rebuild()
    after = archive.bulletin_ids()
    assert after.pop("2024-03-01 Matin") == before.pop("2024-02-01 Matin")
    assert after.pop("2024-03-02 Matin") not in before.values()
    assert after == before


def test_bulletins_that_changed_little_keep_their_own_ids_among_others_alike(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "bulletins", tmp_path / "index")
    for hour in ("matin", "soir"):
        archive.write(f"Radio/2024-02-01-{hour}.txt", "meteo", "otan")
    archive.rebuild()
    before = archive.bulletin_ids()
    archive.move("Radio", "Radio Z")
    for hour in ("matin", "soir"):
        archive.write(f"Radio Z/2024-02-01-{hour}.txt", "meteo", "otan", "foot")
    archive.rebuild()
    assert archive.bulletin_ids() == before


def test_an_edited_bulletin_of_the_same_name_keeps_its_id(archive: Archive) -> None:
    before = archive.bulletin_of("Football")
    archive.write(EVENING, "pont")
    archive.rebuild()
    assert archive.bulletin_of("Le pont rouvre") == before


def test_export_and_import_carry_the_ids_over(archive: Archive, tmp_path: Path) -> None:
    move_and_add(archive)
    archive.rebuild()
    items, bulletins = archive.ids(), archive.bulletins()
    exported = CliRunner().invoke(main, ["export", "--index", f"whoosh:{archive.index}"]).stdout
    (tmp_path / "export.jsonl").write_text(exported, "utf-8")
    other = Archive(archive.folder, tmp_path / "other")
    other.rebuild(tmp_path / "export.jsonl")
    assert (other.ids(), other.bulletins()) == (items, bulletins)
    other.rebuild()  # from the files again
    assert (other.ids(), other.bulletins()) == (items, bulletins)


def test_a_given_id_is_never_changed(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "bulletins", tmp_path / "index")
    archive.folder.mkdir()
    lines = archive.folder / "lines.jsonl"
    lines.write_text(
        '{"id": "a", "body": "Le même texte."}\n{"id": "b", "body": "Le même texte."}\n', "utf-8"
    )
    archive.rebuild()
    lines.write_text(
        '{"id": "b", "body": "Le même texte."}\n{"id": "c", "body": "Le même texte."}\n', "utf-8"
    )
    archive.rebuild()
    assert {document.id for document in open_engine(f"whoosh:{archive.index}").documents()} == {"b", "c"}
