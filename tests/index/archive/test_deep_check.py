"""The deep check proves that an index equals its sources, or lists every difference by its kind."""

import json

from click.testing import CliRunner, Result

from bulletins import main
from tests.index.archive.archives import EVENING, MORNING, Archive

LATER = "Radio Estuaire/2024-11-09.txt"


def check(archive: Archive, *options: str) -> Result:
    command = ["check", "--deep", str(archive.folder), *options, "--index", f"whoosh:{archive.index}"]
    return CliRunner().invoke(main, command, catch_exceptions=False)


def test_an_index_that_equals_its_sources_is_proven(archive: Archive) -> None:
    archive.write(LATER, "pont", "meteo")
    archive.add()
    done = check(archive)
    assert (done.exit_code, done.stdout.splitlines()[1:]) == (
        0,
        ["It equals its sources, which give 5 items."],
    )


def test_every_difference_is_listed_by_kind(archive: Archive) -> None:
    archive.write(LATER, "pont", "meteo")
    archive.move(EVENING, "Radio Estuaire/2024-11-10-soir.txt")
    (archive.folder / MORNING).write_text("► Grève des infirmières\nElles défilent à Rennes.\n", "utf-8")
    done = check(archive, "--json")
    found = {(each["kind"], each["title"]) for each in json.loads(done.stdout)["differences"]}
    assert done.exit_code == 1
    assert found == {
        ("missing", "Le pont rouvre"),
        ("added", "Sommet de l’OTAN"),
        ("other date", "Football"),
        ("other place", "Football"),
        ("other date", "Météo"),
        ("other place", "Météo"),
    }
    assert "6 differences from its sources, which give 4 items." in check(archive).stdout


def test_a_text_that_changed_under_its_id_is_told(archive: Archive) -> None:
    lines = archive.folder / "lignes.jsonl"
    lines.write_text('{"id": "a", "body": "Un vent fort."}\n', "utf-8")
    archive.add()
    lines.write_text('{"id": "a", "body": "Un vent faible."}\n', "utf-8")
    assert "other text: a" in check(archive).stdout


def test_removed_items_are_listed_apart(archive: Archive) -> None:
    identifier = archive.ids()["Météo"]
    archive.run("remove", identifier)
    done = check(archive)
    assert (done.exit_code, done.stdout.splitlines()[1:]) == (
        0,
        [f"removed for good, and left out: {identifier}", "It equals its sources, which give 3 items."],
    )


def test_a_restored_item_comes_back_with_the_next_addition(archive: Archive) -> None:
    identifier = archive.ids()["Météo"]
    archive.run("remove", identifier)
    assert archive.add() == "0 new, 0 changed, 3 unchanged, 0 gone"
    archive.run("restore", identifier)
    assert archive.add().startswith("1 new")
    assert archive.ids()["Météo"] == identifier
    assert check(archive).exit_code == 0


def test_paths_without_deep_are_a_wrong_use(archive: Archive) -> None:
    for arguments in (["check", str(archive.folder)], ["check", "--deep"]):
        done = CliRunner().invoke(main, [*arguments, "--index", f"whoosh:{archive.index}"])
        assert (done.exit_code, "--deep and PATH go together" in done.stderr) == (2, True)
