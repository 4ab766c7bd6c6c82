"""What every engine is given to index: documents once each, what was refused, or an error in our words."""

import sqlite3
from pathlib import Path

import pytest

from index import Document
from index.archive.gathering import gathered
from index.archive.ledger import KnownItem, write_ledger
from index.archive.versions import versions_of
from index.errors import EmptyInputError, SearchError


def test_a_second_text_under_an_id_is_a_version(tmp_path: Path) -> None:
    documents = [Document("1", "Grève", ""), Document("1", "Grève", ""), Document("1", "Météo", "")]
    with gathered(tmp_path, documents, (), []) as (spool, refusals):
        assert spool.count() == 1
        assert [each.title for each in versions_of(next(spool.documents()))] == ["Grève", "Météo"]
        assert refusals.count == 0
    assert list(tmp_path.iterdir()) == []


def test_refusals_without_end_are_counted(tmp_path: Path) -> None:
    documents = (Document("1", f"Titre {number % 3000}", "") for number in range(6001))
    with gathered(tmp_path, documents, (), []) as (_, refusals):
        assert (len(refusals.first), refusals.count) == (1, 5800)


def test_without_a_document_nothing_is_gathered(tmp_path: Path) -> None:
    refused = Document("1", "Gr\ud800ve", "")
    with pytest.raises(EmptyInputError), gathered(tmp_path, [refused], (), []):
        pass
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_sqlite_while_the_spool_is_read_is_said_in_our_words(tmp_path: Path) -> None:
    with (
        pytest.raises(SearchError, match=r"could not be written \(disk is full\); the one in place stays"),
        gathered(tmp_path, [Document("1", "Grève", "")], (), []),
    ):
        raise sqlite3.OperationalError("disk is full")


def test_a_ledger_without_a_manifest_is_noted_and_not_inherited(tmp_path: Path) -> None:
    (tmp_path / "before").mkdir()
    (tmp_path / "new").mkdir()
    write_ledger(tmp_path / "before" / "a.ledger.sqlite", [KnownItem("a", "b", "Télé")])
    notes: list[str] = []
    with gathered(tmp_path / "new", [Document("1", "Grève", "")], [tmp_path / "before"], notes) as (spool, _):
        assert [row.id for row in spool.ledger()] == ["1"]
    assert "missing or damaged" in notes[0]
