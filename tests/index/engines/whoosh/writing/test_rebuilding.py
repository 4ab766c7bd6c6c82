"""A rebuild in several processes writes what one process writes, or fails as a whole."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage

from index.archive.document import Appearance, Bulletin, Document
from index.archive.spool import SettledDocuments, Spool
from index.engines import Limits, no_progress
from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from index.engines.whoosh.schema import schema, to_fields
from index.engines.whoosh.segment.segment_file import SegmentFile
from index.engines.whoosh.writing import rebuilding, run_writer
from index.engines.whoosh.writing.rebuilding import Shares, shares, write_segment
from index.engines.whoosh.writing.workers import started, write_runs
from index.errors import SearchError, UsageError

FIRST_DAY = date(2024, 1, 1)
TABLES = ("archive", "word", "form", "stem", "title", "shelf", "letter")


def archive(count: int) -> Iterator[Document]:
    bulletin = Bulletin("b", "Journal de 8 h", "Agence")
    for number in range(count):
        twice = f"{number}h{number}"  # a term that stands twice at one position
        body = (
            f"Texte {number} d’agence {twice} : {'grève ' * (number % 5)}\n\nNom{number % 7} propre{number}."
        )
        day = FIRST_DAY + timedelta(days=number % 11) if number % 13 else None
        appearances = (Appearance(bulletin, number),) if number % 2 else ()
        yield Document(f"d{number}", f"Titre {number % 9}", body, "Agence", day, "", appearances)


@contextmanager
def spooled(folder: Path, count: int) -> Iterator[Spool]:
    with Spool(folder) as spool:
        for document in archive(count):
            assert spool.add(document) is None
        yield spool


def spelt_out(path: Path) -> list[object]:
    file = SegmentFile(path)
    found: list[object] = [
        (name, info.kind, info.length, info.documents) for name, info in sorted(file.fields.items())
    ]
    for name, info in sorted(file.fields.items()):
        found.append(file.lengths(name).tolist())
        for term in range(info.first_term, info.end_term):
            found.append((file.text(term), file.numbers(term).tolist(), file.weights(term).tolist()))
            if info.has_positions:
                found.append([each.tolist() for each in file.all_positions(term, term + 1)])
    return [*found, *map(file.stored, range(file.documents)), sorted(file.attachments)]


def rebuilt(folder: Path, count: int, limits: Limits) -> tuple[list[object], list[list[tuple[object, ...]]]]:
    folder.mkdir()
    with spooled(folder, count) as spool:
        write_segment(folder, spool, folder / "whole.arrays", limits, no_progress)
    assert sorted(path.name for path in folder.iterdir()) == ["vocabulary.sqlite", "whole.arrays"]
    with closing(sqlite3.connect(folder / "vocabulary.sqlite")) as database:
        tables = [sorted(database.execute(f"SELECT * FROM {table}")) for table in TABLES]
    return spelt_out(folder / "whole.arrays"), tables


def test_processes_write_what_one_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = rebuilt(tmp_path / "alone", 60, Limits(processes=1))
    monkeypatch.setattr(rebuilding, "shares", lambda limits, documents: Shares(3, 400, 50))
    assert rebuilt(tmp_path / "together", 60, Limits()) == alone


def test_a_rebuild_writes_what_whoosh_writes_document_by_document(tmp_path: Path) -> None:
    rebuilt(tmp_path / "ours", 60, Limits(processes=1))
    with spooled(tmp_path, 60) as spool:
        spool.settle()
        documents = list(SettledDocuments(tmp_path).read(range(60)))
    (tmp_path / "theirs").mkdir()
    index = ArraysIndex.create(FileStorage(str(tmp_path / "theirs")), schema())
    with index.writer() as writer:
        for document in documents:
            writer.add_document(**to_fields(document))
    (path,) = (tmp_path / "theirs").glob("*.arrays")
    assert spelt_out(tmp_path / "ours" / "whole.arrays") == spelt_out(path)


def test_many_runs_are_joined_in_rounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = rebuilt(tmp_path / "alone", 60, Limits(processes=1))
    monkeypatch.setattr(rebuilding, "shares", lambda limits, documents: Shares(1, 400, 50))
    monkeypatch.setattr(run_writer, "MOST_JOINED", 3)
    assert rebuilt(tmp_path / "rounds", 60, Limits()) == alone


def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    with spooled(tmp_path, 5) as spool:
        write_segment(
            tmp_path,
            spool,
            tmp_path / "whole.arrays",
            Limits(),
            lambda done, total: heard.append((done, total)),
        )
    assert heard[-1] == (5, 5)


@pytest.mark.parametrize(("processes", "documents"), [(1, 10**6), (0, 10), (64, 10**6)])
def test_memory_is_shared_out(processes: int, documents: int) -> None:
    its = shares(Limits(512, processes), documents)
    assert 1 <= its.processes <= max(1, processes or os.cpu_count() or 1)
    assert its.processes * (45 * 2**20 + its.forms * 600 + its.characters * 25) <= 412 * 2**20


def test_too_little_memory_is_said() -> None:
    with pytest.raises(UsageError, match="needs 180 MiB"):
        shares(Limits(64), 10**6)


def test_what_goes_wrong_in_a_process_is_said(tmp_path: Path) -> None:
    (tmp_path / "000000000002.run").mkdir()
    with spooled(tmp_path, 4) as spool:
        spool.settle()
        with started(tmp_path, 2, 100) as workers, pytest.raises(SearchError, match="IsADirectoryError"):
            write_runs(workers, iter([range(2), range(2, 4)]), lambda run: None)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_that_is_killed_fails_the_rebuild(tmp_path: Path, number: signal.Signals) -> None:
    with spooled(tmp_path, 4) as spool:
        spool.settle()
        with (
            started(tmp_path, 2, 100) as workers,
            pytest.raises(SearchError, match=f"killed by {number.name}"),
        ):
            os.kill(workers[0].process.pid, number)
            write_runs(workers, iter([range(2), range(2, 4)]), lambda run: None)
        assert all(worker.process.returncode is not None for worker in workers)


def test_a_process_that_is_dead_before_its_first_task_fails_the_rebuild_and_the_others_end(
    tmp_path: Path,
) -> None:
    with spooled(tmp_path, 4) as spool:
        spool.settle()
        with (
            pytest.raises(SearchError, match="killed by SIGKILL; perhaps memory ran out"),
            started(tmp_path, 2, 100) as workers,
        ):
            os.kill(workers[0].process.pid, signal.SIGKILL)
            os.waitid(os.P_PID, workers[0].process.pid, os.WEXITED | os.WNOWAIT)
            write_runs(workers, iter([range(2), range(2, 4)]), lambda run: None)
        assert all(worker.process.returncode is not None for worker in workers)


def test_a_process_ends_when_nobody_gives_it_anything(tmp_path: Path) -> None:
    with spooled(tmp_path, 1) as spool:
        spool.settle()
        with started(tmp_path, 1, 100) as (worker,):
            worker.tasks.close()
            assert worker.process.wait(timeout=30) == 1
