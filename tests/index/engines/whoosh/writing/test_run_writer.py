"""Runs become one segment file, however many they are and whatever was forgotten between them."""

from collections import Counter
from pathlib import Path

import pytest

from index import Document
from index.engines import Limits
from index.engines.whoosh.writing import rebuilding, run_writer
from index.engines.whoosh.writing.rebuilding import Shares
from index.engines.whoosh.writing.run_writer import RUN, RunWriter, join_runs, written_counts
from tests.index.engines.whoosh.writing.runs import rebuilt, spelt_out


def test_many_runs_are_joined_in_rounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = rebuilt(tmp_path / "alone", 60, Limits(processes=1))
    monkeypatch.setattr(rebuilding, "shares", lambda limits, documents, largest: Shares(1, 400, 50))
    monkeypatch.setattr(run_writer, "MOST_JOINED", 3)
    assert rebuilt(tmp_path / "rounds", 60, Limits()) == alone


def documents(count: int) -> list[Document]:
    return [Document(f"d{n}", f"Titre {n % 3}", f"Corps {'grève ' * (n % 4)}") for n in range(count)]


def written(folder: Path, runs: int, most_forms: int) -> tuple[list[object], dict[str, int]]:
    """Write twelve documents in runs; give what the joined file holds, and the words counted."""
    folder.mkdir()
    writer = RunWriter(folder, "0", most_forms)
    all_documents = documents(12)
    for first in range(0, 12, 12 // runs):
        writer.write(all_documents[first : first + 12 // runs], first)
    writer.finish()
    assert len(list(folder.glob(f"*{RUN}"))) == runs
    join_runs(folder, folder / "whole.arrays")
    words = Counter[str]()
    for counts in written_counts(folder):
        words.update(dict(zip(*counts.words[:2], strict=True)))
    assert [path.name for path in folder.iterdir()] == ["whole.arrays"]
    return spelt_out(folder / "whole.arrays"), words


@pytest.mark.parametrize(("runs", "most_forms"), [(2, 1000), (12, 1000), (12, 0), (3, 5)])
def test_runs_hold_what_one_run_holds_whatever_is_forgotten_between_them(
    tmp_path: Path, runs: int, most_forms: int
) -> None:
    assert written(tmp_path / "several", runs, most_forms) == written(tmp_path / "one", 1, 1000)
