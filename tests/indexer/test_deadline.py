"""A file that takes too long is told, and what came before is kept."""

import io

import pytest

from indexer import deadline
from indexer.deadline import Deadline, DeadlineError
from indexer.pipeline import Intake
from indexer.progress import Progress
from indexer.report import Report


def test_a_file_may_take_more_the_larger_it_is():
    assert (Deadline.of(0).seconds, Deadline.of(2 << 20).seconds) == (30, 70)


def test_the_time_of_a_file_passes():
    Deadline(1000).check()
    with pytest.raises(DeadlineError, match="took more than the 0 seconds that a file of its size may"):
        Deadline(0).check()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("b.jsonl", '{"body": "deux"}\n{"body": "trois"}'),
        ("b.txt", "Deux bateaux au port."),
        ("b.html", "<p>Deux bateaux au port.</p>"),
    ],
)
def test_a_file_that_takes_too_long_is_told_and_the_next_one_is_read(
    tmp_path, write, monkeypatch, name, text
):
    write("a.jsonl", '{"body": "un"}')
    write(name, text)
    report = Report()
    documents = Intake([tmp_path], report, Progress(io.StringIO())).documents()
    next(documents)
    monkeypatch.setattr(deadline, "SECONDS", -1.0)
    assert len(list(documents)) == (name == "b.jsonl")
    assert report.skipped.count == 1
    assert report.skipped.lines[0].startswith(f"{tmp_path / name}: took more than the -1 seconds")
