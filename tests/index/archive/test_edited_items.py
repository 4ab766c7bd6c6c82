"""What becomes of items that are edited in their files, through the commands."""

import json
from pathlib import Path

from click.testing import CliRunner

from bulletins import main
from index import Document, open_engine
from tests.index.archive.archives import Archive

FILE = "Radio Estuaire/2024-11-09-matinale.txt"
ITEM = (
    "► Le pont de Saint-Nazaire fermé\nLe préfet a annoncé la fermeture du pont {} en raison des rafales "
    "attendues sur l’estuaire. Une déviation est en place par le pont de Cheviré.\n"
)


def write(archive: Archive, when: str, name: str = FILE) -> None:
    archive.write(name)
    (archive.folder / name).write_text(ITEM.format(when), "utf-8")


def bridge(index: Path) -> Document:
    documents = open_engine(f"whoosh:{index}").documents()
    return next(each for each in documents if each.title.startswith("Le pont de"))


def said(archive: Archive, *command: str) -> str:
    done = CliRunner().invoke(main, [*command, "--index", f"whoosh:{archive.index}"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_text_that_a_file_had_before_is_kept_as_an_earlier_version(archive: Archive) -> None:
    write(archive, "ce soir")
    archive.add()
    first = bridge(archive.index)
    write(archive, "demain")
    assert archive.add("--prune") == "0 new, 1 changed, 4 unchanged, 0 gone"
    found = bridge(archive.index)
    earlier, newest = found.versions
    assert (found.id, "demain" in found.body, len(found.appearances)) == (first.id, True, 1)
    assert (earlier.is_past, newest.is_past) == (True, False)
    assert (earlier.body, earlier.appearances) == (first.body, first.appearances)
    deep = said(archive, "check", "--deep", str(archive.folder))
    assert f"keeps earlier versions that its sources no longer hold: {first.id}\nIt equals" in deep
    archive.rebuild()
    assert open_engine(f"whoosh:{archive.index}").get(newest.id).id == first.id


def test_a_text_that_comes_back_is_the_newest_again(archive: Archive) -> None:
    for when in ("ce soir", "demain", "ce soir"):
        write(archive, when)
        archive.add()
    assert ["demain" in each.body for each in bridge(archive.index).versions] == [True, False]


def test_a_withdrawn_item_is_gone_with_its_earlier_versions(archive: Archive) -> None:
    for when in ("ce soir", "demain"):
        write(archive, when)
        archive.add()
    archive.write(FILE, "pont")
    archive.add()
    assert "Le pont de Saint-Nazaire fermé" not in archive.ids()


def test_an_export_carries_versions_over(archive: Archive, tmp_path: Path) -> None:
    write(archive, "ce soir")
    archive.add()
    write(archive, "demain")
    write(archive, "lundi", "Radio Estuaire/2024-11-10-matinale.txt")
    archive.add()
    found = bridge(archive.index)
    assert len(found.versions) == 3
    copy = Archive(tmp_path / "copy", tmp_path / "copied")
    copy.folder.mkdir()
    (copy.folder / "export.jsonl").write_text(said(archive, "export"), "utf-8")
    copy.rebuild()
    assert bridge(copy.index) == found
    assert said(copy, "export") == said(archive, "export")
    assert json.loads(said(archive, "export").splitlines()[0])["id"]
    assert "It equals its sources" in said(copy, "check", "--deep", str(copy.folder))


def test_no_byte_of_an_earlier_version_stays_when_an_item_is_removed(archive: Archive) -> None:
    write(archive, "exceptionnellement")
    archive.add()
    write(archive, "demain")
    archive.add()
    identifiers = [each.id for each in bridge(archive.index).versions]
    archive.run("remove", identifiers[0])
    for file in (path for path in archive.index.rglob("*") if path.is_file()):
        content = file.read_bytes()
        assert not any(word.encode() in content for word in ("exceptionnellement", *identifiers)), file


def test_an_edited_line_of_an_export_is_a_newer_version(archive: Archive) -> None:
    for when in ("ce soir", "demain"):
        write(archive, when)
        archive.add()
    lines = said(archive, "export").replace("du pont demain", "du pont jeudi", 1)
    (archive.folder / "export.jsonl").write_text(lines, "utf-8")
    archive.add()
    assert ["jeudi" in each.body for each in bridge(archive.index).versions] == [False, False, True]
