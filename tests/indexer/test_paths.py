import os
import unicodedata
from pathlib import Path

import pytest

from index.errors import UsageError
from indexer import paths
from indexer.paths import FileType, InputFile, check_paths, find, path_metadata
from indexer.report import Ignored, Skipped
from tests.work import calls


def _names(folder):
    return [
        found.path.relative_to(folder).as_posix() for found in find([folder]) if isinstance(found, InputFile)
    ]


def _skipped(folder):
    return {found.path.name: found.reason for found in find([folder]) if isinstance(found, Skipped)}


@pytest.mark.cases("paths.tsv")
def test_a_path_tells_source_date_and_name(row):
    path, source, day, name, time = ("" if cell == "-" else cell for cell in (*row, "-")[:5])
    says = path_metadata(Path(path))
    assert (says.source, says.date.isoformat() if says.date else "", says.name) == (source, day, name)
    assert (says.time.isoformat("minutes") if says.time else "") == time


def test_a_source_written_with_decomposed_accents_becomes_nfc(tmp_path):
    path = tmp_path / unicodedata.normalize("NFD", "Télé-Horizon") / "2024-01-01.txt"
    assert path_metadata(path).source == "Télé-Horizon"


def test_a_relative_path_takes_its_source_from_the_folder_it_lies_in(tmp_path, monkeypatch):
    (tmp_path / "tf1").mkdir()
    monkeypatch.chdir(tmp_path / "tf1")
    assert path_metadata(Path("2024-01-01.txt")).source == "tf1"


def test_folders_are_read_in_sorted_order_with_all_they_hold(tmp_path, write):
    for name in ("b/2.txt", "b/10.TXT", "a/x/y.HTM", "É.jsonl.gz", "e.ndjson", "c.html"):
        write(name, "x")
    assert _names(tmp_path) == ["a/x/y.HTM", "b/10.TXT", "b/2.txt", "c.html", "e.ndjson", "É.jsonl.gz"]


def test_a_suffix_says_how_a_file_is_read(tmp_path, write):
    for name in ("1.txt", "2.html", "3.jsonl", "4.jsonl.gz"):
        write(name, "x")
    kinds = [found.type for found in find([tmp_path]) if isinstance(found, InputFile)]
    assert kinds == [FileType.TEXT, FileType.PAGE, FileType.LINES, FileType.LINES]


def test_files_of_other_kinds_are_named_by_suffix(tmp_path, write):
    for name in ("a.pdf", "b.PDF", "c.doc"):
        write(name, "x")
    assert sorted(found.kind for found in find([tmp_path])) == [".doc", ".pdf", ".pdf"]


def test_a_name_that_says_nothing_of_the_content_leaves_it_open(tmp_path, write):
    mails = ("lettres/cur/1678775400.M1P2.host:2,S", "lettres/new/1678775401.M1P3.host")
    for name in ("README", "flux.xml", "article.php?id=3", "article.aspx", "article.html@id=3", *mails):
        write(name, "x")
    assert [found.type for found in find([tmp_path])] == [FileType.OPEN] * 7


def test_hidden_files_and_what_systems_leave_behind_are_counted_and_not_read(tmp_path, write):
    for name in (".DS_Store", "Thumbs.db", ".git/x.txt"):
        write(name, "x")
    assert [found.kind for found in find([tmp_path])] == ["hidden", "hidden", "left by a system"]


def test_a_named_file_of_another_kind_is_skipped_with_a_reason(write):
    path = write("a.pdf", "x")
    [skipped] = find([path])
    assert isinstance(skipped, Skipped)
    assert ".txt" in skipped.reason


def test_a_named_file_of_an_unknown_suffix_is_read_as_its_content_says(write):
    path = write("export.sauvegarde", "x")
    assert [found.type for found in find([path])] == [FileType.OPEN]
    assert [found.kind for found in find([path.parent])] == [".sauvegarde"]


def test_a_link_that_leads_out_of_the_folder_is_skipped(tmp_path, write):
    secret = write("outside/secret.txt", "x")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/link.txt").symlink_to(secret)
    (tmp_path / "in/folder").symlink_to(secret.parent)
    reason = "is a link that leads out of the given folder"
    assert _skipped(tmp_path / "in") == {"link.txt": reason, "folder": reason}
    assert _names(tmp_path / "in") == []


def test_a_link_inside_the_folder_brings_nothing_twice(tmp_path, write):
    path = write("a/x.txt", "x")
    (tmp_path / "b.txt").symlink_to(path)
    (tmp_path / "a/loop").symlink_to(tmp_path)
    assert _names(tmp_path) == ["a/x.txt"]


def test_a_link_to_a_hidden_file_of_the_folder_is_read(tmp_path, write):
    (tmp_path / "x.txt").symlink_to(write(".data/x.txt", "x"))
    assert _names(tmp_path) == ["x.txt"]


def test_a_link_to_a_hidden_folder_is_skipped(tmp_path, write):
    (tmp_path / "d").symlink_to(write(".data/x.txt", "x").parent)
    assert _skipped(tmp_path) == {"d": "is a link to a hidden folder"}


def test_a_link_that_leads_nowhere_is_skipped(tmp_path):
    (tmp_path / "x.txt").symlink_to(tmp_path / "missing.txt")
    assert _skipped(tmp_path) == {"x.txt": "is a link that leads nowhere"}


def test_a_fifo_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "x.txt")
    assert _skipped(tmp_path) == {"x.txt": "is no regular file"}


def test_a_text_that_is_too_large_is_skipped_and_json_lines_are_not(tmp_path, write, monkeypatch):
    monkeypatch.setattr(paths, "LARGEST_FILE", 2 << 20)
    for name in ("a.txt", "a.html", "b.jsonl"):
        write(name, b"x" * (3 << 20))
    write("c.txt", b"x" * (2 << 20))
    said = "has 3 MiB; a text or a page may have 2; cut it into several files"
    assert _skipped(tmp_path) == {"a.txt": said, "a.html": said}
    assert _names(tmp_path) == ["b.jsonl", "c.txt"]


def test_a_path_that_does_not_exist_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="nowhere"):
        check_paths([tmp_path, tmp_path / "nowhere"])


def test_a_path_inside_another_one_is_read_once(tmp_path, write):
    path = write("a/x.txt", "x")
    assert check_paths([path, tmp_path, tmp_path / "a", tmp_path]) == (tmp_path,)


def test_two_paths_are_read_in_the_order_they_were_given(tmp_path, write):
    first, second = write("b/x.txt", "x"), write("a/deeper/x.txt", "x")
    assert check_paths([first, second]) == (first, second)


@pytest.fixture
def deep_folder(tmp_path, monkeypatch):
    """A folder of 1,100 folders inside each other, taken away afterwards: pytest's own clean-up recurses."""
    monkeypatch.chdir(tmp_path)
    for _ in range(1100):
        Path("d").mkdir()
        os.chdir("d")
    Path("x.txt").write_text("x")
    yield tmp_path
    Path("x.txt").unlink()
    for _ in range(1100):
        os.chdir("..")
        Path("d").rmdir()


def test_a_folder_deeper_than_the_stack_is_read(deep_folder):
    assert [type(found) for found in find([deep_folder])] == [InputFile]


def test_a_file_name_that_is_no_utf_8_is_read_all_the_same(tmp_path):
    (tmp_path / os.fsdecode(b"\xe9t\xe9.txt")).write_text("x")
    [found] = find([tmp_path])
    assert isinstance(found, InputFile)
    assert path_metadata(found.path).name == "été"


def test_nothing_in_a_folder_is_passed_over_in_silence(tmp_path, write):
    write("a.txt", "x")
    write("b.pdf", "x")
    assert [type(found) for found in find([tmp_path])] == [InputFile, Ignored]


def test_the_work_of_checking_paths_grows_with_their_number_only(tmp_path):
    paths = [tmp_path / f"{number}.txt" for number in range(800)]
    for path in paths:
        path.touch()
    assert check_paths(paths) == tuple(paths)
    assert calls(lambda: check_paths(paths)) < 2.5 * calls(lambda: check_paths(paths[:400]))
