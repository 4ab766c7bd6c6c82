"""Which bulletin is which, where several are alike."""

from pathlib import Path

import pytest

from tests.index.archive.archives import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive without a bulletin yet."""
    return Archive(tmp_path / "bulletins", tmp_path / "index")


def test_closing_words_of_every_day_do_not_hide_what_else_two_bulletins_share(archive: Archive) -> None:
    for number in range(60):
        archive.write(f"Radio/2024-{1 + number // 28:02}-{1 + number % 28:02}.txt", "pont")
    archive.write("Radio/2025-01-01.txt", "greve", "otan", "meteo", "pont")
    archive.rebuild()
    before = archive.bulletin_of("Météo")
    archive.move("Radio/2025-01-01.txt", "Autre/2025-01-02-soir.txt")
    archive.write("Autre/2025-01-02-soir.txt", "greve", "otan", "meteo", "foot", "pont")
    archive.rebuild()
    assert archive.bulletin_of("Météo") == before


def test_an_edited_bulletin_keeps_its_id_where_one_that_is_gone_had_just_these_items(
    archive: Archive,
) -> None:
    archive.write("Radio/2024-11-07.txt", "greve", "otan", "meteo")
    archive.write("Radio/2024-11-01.txt", "greve", "otan", "meteo", "foot")
    archive.rebuild()
    before = archive.bulletin_ids()["2024-11-07 "]
    (archive.folder / "Radio/2024-11-01.txt").unlink()
    archive.write("Radio/2024-11-07.txt", "greve", "otan", "meteo", "foot")
    archive.rebuild()
    assert archive.bulletins() == {before}


def test_two_items_of_every_day_do_not_make_another_bulletin_of_one_that_is_gone(archive: Archive) -> None:
    for number in range(60):
        archive.write(f"Radio/2024-{1 + number // 28:02}-{1 + number % 28:02}.txt", "pont", "foot")
    archive.rebuild()
    before = archive.bulletins()
    (archive.folder / "Radio/2024-01-05.txt").unlink()
    archive.write("Autre/2025-01-01.txt", "pont", "foot", "greve")
    archive.rebuild()
    assert archive.bulletin_of("Grève des infirmières") not in before
