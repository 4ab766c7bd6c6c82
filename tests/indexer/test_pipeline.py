import io
import os

import pytest

from index.archive.document import digest
from indexer import paths, report
from indexer.pipeline import Intake
from indexer.progress import Progress
from indexer.readers.marks import named_mark
from indexer.report import Report


@pytest.fixture
def intake(tmp_path):
    return Intake([tmp_path], Report(), Progress(io.StringIO()))


def test_documents_come_with_their_bulletin_and_place(intake, write):
    write("TF1/2024-11-07-journal-de-20-h.txt", "► Un\nA.\n► Deux\nB.\n")
    documents = list(intake.documents())
    bulletin = documents[0].appearances[0].bulletin
    assert (bulletin.name, bulletin.source, str(bulletin.date)) == ("Journal de 20 h", "TF1", "2024-11-07")
    assert bulletin.id == digest(("TF1", "2024-11-07", "Journal de 20 h"))
    assert [document.appearances[0].place for document in documents] == [1, 2]


def test_a_path_without_a_day_keeps_its_folder_as_the_source(intake, write):
    path = write("notes/bulletin.txt", "► Un\nA.")
    [document] = intake.documents()
    bulletin = document.appearances[0].bulletin
    assert (document.source, document.date, bulletin.name) == ("notes", None, "bulletin")
    assert bulletin.id == digest(("notes", "", "bulletin", "notes"))
    assert list(intake.report.lines())[:2] == ["files without a date: 1", f"  {path}"]


def test_a_day_that_is_none_is_said_and_the_source_stays(intake, write):
    path = write("Radio/2024-02-30-soir.txt", "► Un\nA.")
    [document] = intake.documents()
    assert (document.source, document.date) == ("Radio", None)
    said = "names 2024-02-30, which is no day of the calendar, and so has no date"
    assert intake.report.notes.lines == [f"{path}: {said}"]


def test_a_text_tells_its_day_where_its_path_does_not(intake, write):
    path = write("Radio/matinale.txt", "Matinale du jeudi 7 novembre 2024\n\n► Un\nA.")
    write("Radio/2024/2024-11-08.txt", "Jeudi 7 novembre 2024\n\n► Deux\nB.")
    days = [str(document.date) for document in intake.documents()]
    assert days == ["2024-11-08", "2024-11-08", "2024-11-07", "2024-11-07"]
    assert intake.report.text_dates.lines == [f"{path}: 2024-11-07 (jeudi 7 novembre 2024)"]
    assert intake.report.undated.count == 0


def test_a_text_that_names_another_day_than_its_path_is_said(intake, write):
    path = write("Radio/2024-11-08.txt", "Jeudi 7 novembre 2024\n\n► Un\nA.")
    assert [str(document.date) for document in intake.documents()] == ["2024-11-08", "2024-11-08"]
    said = "names Jeudi 7 novembre 2024 in its first lines, which is another day than its path names"
    assert intake.report.notes.lines == [f"{path}: {said}; its path counts"]


def test_a_year_above_the_source_contradicts_no_text(intake, write):
    write("2023/Agence/lettre.txt", "Jeudi 7 novembre 2024\n\n► Un\nA.\n")
    assert {str(document.date) for document in intake.documents()} == {"2024-11-07"}


def test_a_day_that_the_folder_contradicts_is_not_taken_from_the_text(intake, write):
    path = write("Radio/2023/matinale.txt", "Jeudi 7 novembre 2024\n\n► Un\nA.")
    assert {document.date for document in intake.documents()} == {None}
    said = "names Jeudi 7 novembre 2024, which its folder contradicts, and so has no date"
    assert intake.report.notes.lines == [f"{path}: {said}"]


def test_a_page_says_its_day_before_its_path_does(intake, write):
    meta = '<meta property="article:published_time" content="2024-11-07">'
    write("Radio/2024-02-30.html", f"<head>{meta}</head><h1>Un</h1><p>A.</p>")
    assert [str(document.date) for document in intake.documents()] == ["2024-11-07"]
    assert (intake.report.notes.count, intake.report.undated.count) == (0, 0)


def test_files_of_every_kind_are_read(intake, write):
    write("a.txt", "► Un\nA.")
    write("b.html", "<h1>Deux</h1><p>B.</p>")
    write("c.jsonl", '{"title": "Trois", "body": "C."}\n')
    assert [document.title for document in intake.documents()] == ["Un", "Deux", "Trois"]
    assert (intake.report.files, intake.report.items) == (3, 3)


def test_two_files_of_one_name_and_day_stay_two_bulletins(intake, write):
    for folder in ("a", "b", "c"):
        write(f"{folder}/TF1/2024-11-07.txt", f"► Titre\n{folder}")
    ids = [document.appearances[0].bulletin.id for document in intake.documents()]
    assert len(set(ids)) == 3
    assert ids[0] == digest(("TF1", "2024-11-07", ""))
    assert ids[1] == digest((ids[0], "b/TF1/2024-11-07.txt"))
    assert intake.report.notes.count == 2


def test_two_given_files_of_one_name_stay_two_bulletins(write):
    files = [write(f"{folder}/TF1/2024-11-07.txt", f"► Titre\n{folder}") for folder in "abc"]
    documents = Intake(files, Report(), Progress(io.StringIO())).documents()
    assert len({document.appearances[0].bulletin.id for document in documents}) == 3


def test_a_bulletin_that_was_renamed_keeps_the_ids_of_its_items(write, tmp_path):
    first = write("a/TF1/2024-11-07.txt", "► Titre\nTexte.")
    second = write("b/TF1/2025-01-01-soir.txt", "► Autre\nB.\n► Titre\nTexte.")
    ids = [
        {document.id for document in Intake([file], Report(), Progress(io.StringIO())).documents()}
        for file in (first, second)
    ]
    assert ids[0] < ids[1]


def test_a_narrow_space_stays_and_ids_are_those_of_a_wide_one(intake, write):
    write("TF1/2024-11-07.txt", "► Séoul\u202f: oui\n\n«\u202fNon\u202f»\u202f!")
    write("TF1/2024-11-08.txt", "> Séoul\u00a0: oui\n\n«\u00a0Non\u00a0»\u00a0!".encode("cp1252"))
    narrow, wide = intake.documents()
    assert (narrow.title, narrow.body) == ("Séoul\u202f: oui", "«\u202fNon\u202f»\u202f!")
    assert (wide.title, wide.body) == ("Séoul\u00a0: oui", "«\u00a0Non\u00a0»\u00a0!")
    assert narrow.id == wide.id == digest(("TF1", wide.title, wide.body))


def test_files_that_are_not_plain_utf_8_are_said(intake, write):
    write("a.txt", "> L’été".encode("cp1252"))
    write("b.txt", "► L’été".encode("utf-16"))
    write("c.txt", "► L’été")
    assert [document.title for document in intake.documents()] == ["L’été"] * 3
    assert [line.rpartition(": ")[2] for line in intake.report.encodings.lines] == [
        "windows-1252",
        "UTF-16 LE",
    ]


def test_entities_and_broken_lines_of_a_text_are_read(intake, write):
    path = write("a.txt", "&#9658; Gr&egrave;ve\n\n&laquo; Une manifes-\ntation &raquo;")
    [document] = intake.documents()
    assert (document.title, document.body) == ("Grève", "« Une manifestation »")
    said = "4 characters written as entities of HTML, such as &eacute;"
    assert intake.report.notes.lines == [f"{path}: {said}"]


def test_what_is_odd_is_said(intake, write):
    path = write("a.txt", "► Un\nA\x00.")
    assert len(list(intake.documents())) == 1
    assert intake.report.notes.lines == [f"{path}: 1 control character taken out"]


def test_texts_without_a_mark_are_counted_with_what_may_be_one(intake, write):
    write("a.txt", "► Un\nA.")
    bullets = write("b.txt", "• Un\nA.\n• Deux\nB.")
    prose = [write(f"c{number}.txt", "Un texte.") for number in range(6)]
    assert len(list(intake.documents())) == 8
    lines = list(intake.report.lines())
    assert lines[0] == "no mark found, so that the text is one item (--mark names another mark): 7"
    assert lines[1:3] == [f"  {bullets}: • begins several lines (--mark '•')", f"  {prose[0]}"]
    assert lines[6] == "  … and 2 more"


def test_a_named_mark_begins_items_too(write, tmp_path):
    write("a.txt", "► Un\nA.\n► Deux\nB.")
    write("b.txt", "• Trois\nA.\n• Quatre\nB.")
    intake = Intake([tmp_path], Report(), Progress(io.StringIO()), [named_mark("•")])
    assert [document.title for document in intake.documents()] == ["Un", "Deux", "Trois", "Quatre"]
    assert intake.report.unmarked.count == 0


def test_what_holds_no_letter_is_left_out_and_said(intake, write):
    empty, marks = write("a.txt", ""), write("b.txt", "►\n► …\n")
    mixed = write("c.txt", "► Un\nA.\n►\n")
    assert [document.title for document in intake.documents()] == ["Un"]
    assert intake.report.skipped.lines == [
        f"{empty}: holds no letter or digit",
        f"{marks}: holds no letter or digit",
        f"{mixed}, item 2: holds no letter or digit",
    ]


def test_a_file_that_vanishes_is_skipped_and_the_others_are_read(intake, write):
    write("a.txt", "► Un")
    gone = write("b.txt", "► Deux")
    write("c.txt", "► Trois")
    documents = intake.documents()
    titles = [next(documents).title]
    gone.unlink()
    titles += [document.title for document in documents]
    assert titles == ["Un", "Trois"]
    assert intake.report.skipped.lines == [f"{gone}: cannot be read: No such file or directory"]


def test_a_page_nested_too_deep_is_skipped(intake, write):
    write("a.html", "<div>" * 5000 + "x")
    write("b.html", "<p>Texte.</p>")
    assert len(list(intake.documents())) == 1
    assert "nested" in intake.report.skipped.lines[0]


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl"])
def test_a_file_that_is_no_text_whatever_its_name_is_skipped(intake, write, name):
    path = write(name, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    assert list(intake.documents()) == []
    said = "is a PDF document, not a text; save its text as .txt"
    assert intake.report.skipped.lines == [f"{path}: {said}"]


def test_a_file_that_is_too_large_is_skipped(intake, write, monkeypatch):
    monkeypatch.setattr(paths, "LARGEST_FILE", 10)
    path = write("a.txt", "► " + "x" * 100)
    assert list(intake.documents()) == []
    said = "has 0 MiB; a text or a page may have 0; cut it into several files"
    assert intake.report.skipped.lines == [f"{path}: {said}"]


def test_details_of_a_kind_are_bounded_and_counts_are_exact(intake, write):
    path = write("a.jsonl", "{\n" * 10 + '[]\n{"body": "x"}\n')
    assert len(list(intake.documents())) == 1
    assert (intake.report.skipped.count, len(intake.report.skipped.lines)) == (11, 6)
    lines = list(intake.report.lines())
    section = lines[lines.index("skipped: 11") :]
    assert section[5] == f"  {path}, line 5: {section[1].partition(': ')[2]}"
    assert section[6].startswith("  … and 5 more: is not JSON: ")
    assert section[7] == f"  {path}, line 11: the line is a list, not an object"


def test_kinds_are_bounded(intake, write):
    for number in range(report.MOST_KINDS + 5):
        write(f"a.x{'y' * number}", "")
    assert list(intake.documents()) == []
    assert len(intake.report.ignored.kinds) == report.MOST_KINDS + 1
    assert intake.report.ignored.kinds[report.OTHERS].count == 5


def test_items_without_a_date_or_a_source_are_counted(intake, write):
    some = write("a.jsonl", '{"body": "x", "date": "2024-11-07", "source": "R"}\n{"body": "y"}\n')
    text = write("notes/b.txt", "► Un\nA.")
    assert len(list(intake.documents())) == 3
    assert intake.report.undated.lines == [f"{some}: 1 of 2 items", str(text)]
    assert intake.report.sourceless.lines == [f"{some}: 1 of 2 items"]
    lines = list(intake.report.lines())
    assert lines[-3:-1] == ["JSON Lines: 1 file, 2 items", "texts: 1 file, 1 item"]


def test_the_report_for_programs_says_the_same(intake, write):
    write("a.txt", "► Un\nA.")
    for name in ("b.txt", "c.txt"):
        write(name, "")
    write("d.pdf", "x")
    assert len(list(intake.documents())) == 1
    found = intake.report.to_json()
    assert (found["files"], found["items"], found["sources"]) == (3, 1, {"texts": {"files": 3, "items": 1}})
    assert found["skipped"] == {
        "count": 2,
        "kinds": [{"kind": "holds no letter or digit", "count": 2, "examples": intake.report.skipped.lines}],
    }
    [not_read] = found["not_read"]["kinds"]
    assert (not_read["kind"], not_read["count"], len(not_read["examples"])) == (".pdf", 1, 1)
    assert not_read["advice"] == "save its text as .txt"


def test_names_are_made_printable(intake, tmp_path):
    (tmp_path / os.fsdecode(b"\x1b[31m\xe9.txt")).write_text("")
    assert list(intake.documents()) == []
    assert all(line.isprintable() for line in intake.report.lines())


def test_other_files_are_counted_by_kind(intake, write):
    for name in ("a.pdf", "b.pdf", "c.doc"):
        write(name, "x")
    assert list(intake.documents()) == []
    lines = list(intake.report.lines())
    assert lines[0] == "of other kinds, not read: 3"
    assert [line.partition(": ")[0] for line in lines[1:3]] == [
        "  .pdf (2; save its text as .txt)",
        "  .doc (1; save its text as .txt)",
    ]
