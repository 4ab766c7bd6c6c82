"""What lies beside bulletins is left out and counted; folders and files that only look like it are read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.litter import litter_name
from indexer.paths import InputFile, find
from indexer.report import Ignored

Write = Callable[[str, str], Path]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (".DS_Store", "hidden"),
        ("._2024-11-07.txt", "hidden"),
        (".2024-11-07.txt.swp", "hidden"),
        (".~lock.2024-11-07.txt#", "hidden"),
        ("__MACOSX", "left by a system"),
        ("$RECYCLE.BIN", "left by a system"),
        ("$Recycle.Bin", "left by a system"),
        ("System Volume Information", "left by a system"),
        ("@eaDir", "left by a system"),
        ("#recycle", "left by a system"),
        ("@Recycle", "left by a system"),
        ("lost+found", "left by a system"),
        ("Thumbs.db", "left by a system"),
        ("desktop.ini", "left by a system"),
        ("~$2024-11-07.txt", "left by an editor"),
        ("2024-11-07.txt~", "left by an editor"),
        ("#2024-11-07.txt#", "left by an editor"),
        ("2024-11-07.txt.swp", "left by an editor"),
        ("2024-11-07.txt.bak", "left by an editor"),
        ("2024-11-07.BAK", "left by an editor"),
        ("2024-11-07.tmp", "left by an editor"),
        ("2024-11-07.txt.part", "downloaded in part"),
        ("2024-11-07.html.crdownload", "downloaded in part"),
        ("archive.jsonl.download", "downloaded in part"),
        ("2024-11-07.txt", ""),
        ("2024-11-07 (1).txt", ""),
        ("copie de part.txt", ""),
        ("bak.txt", ""),
        ("~ brouillon.txt", ""),
        ("#grève.txt", ""),
        ("lost", ""),
        ("mes_files", ""),
    ],
)
def test_a_name_tells_what_is_no_bulletin(name: str, kind: str) -> None:
    assert litter_name(name) == kind


def _found(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names of the files that are read, and the kinds of what is not."""
    found = list(find([folder]))
    read = [str(each.path.relative_to(folder)) for each in found if isinstance(each, InputFile)]
    return read, sorted(each.kind for each in found if isinstance(each, Ignored))


@pytest.mark.parametrize(
    "folder", ["Le pont_fichiers", "Le pont_files", "Le pont-Dateien", "Le pont.html.files"]
)
def test_the_folder_of_a_saved_page_is_left_out(tmp_path: Path, write: Write, folder: str) -> None:
    write("Le pont.html", "x")
    write(f"{folder}/pub.html", "x")
    assert _found(tmp_path) == (["Le pont.html"], ["folder of a saved page"])


def test_a_folder_of_a_saved_page_that_lost_it_is_left_out(tmp_path: Path, write: Write) -> None:
    write("a_files/pub.html", "x")
    write("a_files/style.css", "x")
    assert _found(tmp_path) == ([], ["folder of a saved page"])


def test_a_folder_of_bulletins_that_is_only_named_so_is_read(tmp_path: Path, write: Write) -> None:
    write("mes_fichiers/2024-11-07.txt", "x")
    write("autre.html", "x")
    assert _found(tmp_path) == (["autre.html", "mes_fichiers/2024-11-07.txt"], [])


def test_an_index_among_the_bulletins_is_left_out(tmp_path: Path, write: Write) -> None:
    write("2024-11-07.txt", "x")
    write("var/index/CURRENT", "builds/1")
    write("var/index/builds/1/ledger.jsonl", "{}")
    assert _found(tmp_path) == (["2024-11-07.txt"], ["index of bulletins"])


def test_a_link_into_what_is_left_out_is_read_or_said(tmp_path: Path, write: Write) -> None:
    (tmp_path / "x.txt").symlink_to(write("lost+found/x.txt", "x"))
    assert _found(tmp_path) == (["x.txt"], ["left by a system"])


def test_what_is_given_by_name_is_read_whatever_it_is_called(write: Write) -> None:
    [found] = find([write("lost+found/.x.txt", "x")])
    assert isinstance(found, InputFile)
