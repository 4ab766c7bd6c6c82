"""What tells the year of a day without one: the files beside it, or when it was saved."""

import io
import os
from datetime import datetime

import pytest

from indexer.pipeline import Intake
from indexer.progress import Progress
from indexer.report import Report

WITHOUT_YEAR = "Jeudi 7 novembre\n\n► Un\nA.\n"


@pytest.fixture
def dated(tmp_path):
    """Return what the items of the files named bulletin are dated, and by what."""

    def dated():
        documents = Intake([tmp_path], Report(), Progress(io.StringIO())).documents()
        found = [document for document in documents if document.bulletin_name == "bulletin"]
        return [(str(document.date), document.origin) for document in found if document.title]

    return dated


def saved(path, day):
    moment = datetime.fromisoformat(f"{day}T12:00:00+01:00").timestamp()
    os.utime(path, (moment, moment))


@pytest.mark.parametrize(
    ("others", "day"),
    [
        (["2024-11-04", "2024-11-06"], "2024-11-07"),
        (["2024-11-13"], "2024-11-07"),
        (["2019-11-06", "2024-11-06"], "None"),
        (["2024-11-14"], "None"),
        (["2025-11-07"], "None"),
    ],
)
def test_the_files_beside_it_tell_the_year(dated, write, others, day):
    path = write("Radio/bulletin.txt", WITHOUT_YEAR)
    for other in others:
        write(f"Radio/{other}.txt", "► Deux\nB.\n")
    saved(path, "2024-11-08")
    assert dated() == [(day, "none" if day == "None" else "weekday")]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2024-11-07", "2024-11-07"),
        ("2024-11-13", "2024-11-07"),
        ("2024-11-14", "None"),
        ("2024-11-06", "None"),
        ("2025-11-08", "None"),
    ],
)
def test_the_week_of_saving_tells_it_where_no_file_does(dated, write, day, found):
    saved(write("Radio/bulletin.txt", WITHOUT_YEAR), day)
    assert [each for each, _ in dated()] == [found]


@pytest.mark.parametrize("text", ["Ce jeudi\n\n► Un\nA.", "7 novembre\n\n► Un\nA.", "► Un\nHier soir, A."])
def test_less_than_a_day_with_its_day_of_the_week_is_not_dated_by_them(dated, write, text):
    saved(write("Radio/bulletin.txt", text), "2024-11-07")
    assert dated() == [("None", "none")]


def test_a_day_whose_year_nothing_tells_is_said(write, tmp_path):
    path = write("Radio/bulletin.txt", WITHOUT_YEAR)
    saved(path, "2026-11-30")
    report = Report()
    list(Intake([tmp_path], report, Progress(io.StringIO())).documents())
    said = "names Jeudi 7 novembre, whose year nothing around it tells, and so has no date"
    assert report.notes.lines == [f"{path}: {said}"]


def test_a_name_without_a_year_is_dated_by_them_too(dated, write, tmp_path):
    write("Radio/2024-11-06.txt", "► Deux\nB.\n")
    write("Radio/vendredi 8 novembre.txt", "► Un\nA.\n")
    documents = Intake([tmp_path], Report(), Progress(io.StringIO())).documents()
    assert [(each.title, str(each.date)) for each in documents] == [
        ("Deux", "2024-11-06"),
        ("Un", "2024-11-08"),
    ]
