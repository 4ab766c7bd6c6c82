"""Files that are added: what is new or has changed comes in, and nothing is read or taken out unasked."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bulletins import main
from index import open_engine, parse
from tests.index.archive.archives import EVENING, MORNING, Archive, ledger_file
from tests.index.archive.test_lasting_ids import CHANGES

LATER = "Radio Estuaire/2024-11-08-soir.txt"


def found(archive: Archive, query: str) -> int:
    return open_engine(f"whoosh:{archive.index}").search(parse(query)).total


def stored(archive: Archive) -> list[object]:
    return list(open_engine(f"whoosh:{archive.index}").documents())


def test_what_is_new_is_added_and_the_rest_is_not_read(archive: Archive) -> None:
    archive.write(LATER, "pont", "meteo")
    assert archive.add() == "1 new, 1 changed, 4 unchanged, 0 gone"
    assert [found(archive, "camions"), found(archive, "météo")] == [1, 1]
    assert archive.add() == "0 new, 0 changed, 6 unchanged, 0 gone"


def test_a_touched_file_is_unchanged_and_one_of_the_same_size_and_time_is_not(archive: Archive) -> None:
    path = archive.folder / EVENING
    os.utime(path)
    assert archive.add() == "0 new, 0 changed, 4 unchanged, 0 gone"
    times = path.stat()
    path.write_text(path.read_text("utf-8").replace("gagne", "perde"), "utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert archive.add() == "1 new, 0 changed, 3 unchanged, 1 gone"
    assert [found(archive, "=gagne"), found(archive, "=perde")] == [0, 1]


def test_what_is_gone_stays_until_it_is_pruned(archive: Archive) -> None:
    (archive.folder / MORNING).unlink()
    kept = " (kept: --prune takes out what its files no longer give)"
    assert archive.add() == f"0 new, 0 changed, 1 unchanged, 3 gone{kept}"
    assert found(archive, "météo") == 1
    assert archive.add("--prune", "--yes") == "0 new, 0 changed, 1 unchanged, 3 gone"
    assert (found(archive, "météo"), len(archive.bulletins())) == (0, 1)
    assert archive.add("--prune") == "0 new, 0 changed, 1 unchanged, 0 gone"


def test_an_item_stays_where_another_bulletin_has_it(archive: Archive) -> None:
    archive.write(LATER, "meteo")
    archive.add()
    (archive.folder / MORNING).unlink()
    archive.add("--prune", "--yes")
    (weather,) = [
        each for each in open_engine(f"whoosh:{archive.index}").documents() if each.title == "Météo"
    ]
    assert [str(each.bulletin.date) for each in weather.appearances] == ["2024-11-08"]
    assert str(weather.date) == "2024-11-08"


@pytest.mark.parametrize("change", CHANGES)
def test_after_any_change_of_files_an_addition_that_prunes_leaves_what_a_rebuild_does(
    archive: Archive,
    tmp_path: Path,
    change: Callable[[Archive], None],
) -> None:
    other = Archive(archive.folder, tmp_path / "other")
    shutil.copytree(archive.index, other.index)
    change(archive)
    archive.add("--prune", "--yes")
    other.rebuild()
    assert stored(archive) == stored(other)
    assert archive.add() == f"0 new, 0 changed, {len(archive.ids())} unchanged, 0 gone"


def test_ids_stay_when_everything_is_put_back(archive: Archive) -> None:
    before, files = stored(archive), archive.folder.with_name("before")
    shutil.copytree(archive.folder, files)
    for change in CHANGES:
        change(archive)
        archive.add("--prune", "--yes")
        shutil.rmtree(archive.folder)
        shutil.copytree(files, archive.folder)
        archive.add("--prune", "--yes")
        assert stored(archive) == before, change


def test_a_copy_of_a_bulletin_elsewhere_is_a_bulletin_of_its_own(archive: Archive) -> None:
    shutil.copytree(archive.folder / "Radio Estuaire", archive.folder / "copie" / "Radio Estuaire")
    archive.add()
    assert open_engine(f"whoosh:{archive.index}").info().bulletins == 4
    assert len(archive.ids()) == 4


def test_items_of_json_lines_are_replaced_by_their_id(archive: Archive) -> None:
    lines = archive.folder / "lignes.jsonl"
    lines.write_text('{"id": "a", "body": "Un vent fort."}\n{"id": "b", "body": "La pluie."}\n', "utf-8")
    archive.add()
    lines.write_text('{"id": "a", "body": "Un vent faible."}\n', "utf-8")
    assert archive.add().startswith("0 new, 1 changed, 4 unchanged, 1 gone (kept")
    assert [found(archive, word) for word in ("faible", "fort", "pluie")] == [1, 0, 2]
    assert archive.add("--prune") == "0 new, 0 changed, 5 unchanged, 1 gone"
    assert found(archive, "pluie") == 1


def test_a_file_that_cannot_be_read_any_more_keeps_what_it_gave(archive: Archive) -> None:
    (archive.folder / MORNING).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    archive.add("--prune")
    assert found(archive, "météo") == 1


def test_the_first_addition_makes_an_index(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "bulletins", tmp_path / "index")
    archive.write(MORNING, "greve", "otan")
    assert archive.add() == "2 new, 0 changed, 0 unchanged, 0 gone"
    assert found(archive, "grève") == 1


def test_a_program_is_told_the_counts(archive: Archive) -> None:
    archive.write(LATER, "pont")
    command = ["add", str(archive.folder), "--json", "--index", f"whoosh:{archive.index}"]
    said = json.loads(CliRunner().invoke(main, command, catch_exceptions=False).stdout)
    assert {name: said[name] for name in ("new", "changed", "unchanged", "gone", "files", "items")} == {
        "new": 1, "changed": 0, "unchanged": 4, "gone": 0, "files": 1, "items": 1,
    }  # fmt: skip


@pytest.mark.parametrize("command", [["rebuild"], ["add", "--prune"]])
def test_an_index_is_not_replaced_by_one_of_less_than_half_unless_that_is_meant(
    archive: Archive,
    command: list[str],
) -> None:
    (archive.folder / MORNING).unlink()
    arguments = [*command, str(archive.folder), "--index", f"whoosh:{archive.index}"]
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, "4 → 1" in done.stderr, "--yes" in done.stderr) == (2, True, True)
    assert found(archive, "météo") == 1
    assert CliRunner().invoke(main, [*arguments, "--yes"]).exit_code == 0
    assert found(archive, "météo") == 0


@pytest.mark.parametrize("content", [b"", b"no database" * 100])
def test_an_addition_to_a_damaged_ledger_asks_for_a_rebuild_which_mends_it(
    archive: Archive, content: bytes
) -> None:
    ledger_file(archive).write_bytes(content)
    archive.write(LATER, "pont")
    done = CliRunner().invoke(main, ["add", str(archive.folder), "--index", f"whoosh:{archive.index}"])
    assert (done.exit_code, "the ledger of the index" in done.stderr) == (1, True)
    assert "bulletins rebuild PATH" in done.stderr
    archive.rebuild()
    assert archive.add() == "0 new, 0 changed, 5 unchanged, 0 gone"
