"""A ledger that lacks a document, or cannot be read, is found."""

from pathlib import Path

from index import Document
from index.archive.document import text_digest
from index.archive.ledger import KnownItem, write_ledger
from index.archive.ledger_check import document_hashes, ledger_faults

DOCUMENTS = [Document("1", "Grève", ""), Document("2", "Météo", "Pluie.")]
ITEMS = [KnownItem(each.id, text_digest(each.title, each.body), "") for each in DOCUMENTS]


def test_a_ledger_that_knows_more_than_the_documents_has_no_fault(tmp_path: Path) -> None:
    write_ledger(tmp_path / "ledger", [*ITEMS, KnownItem("3", "of an item that is gone", "")])
    assert list(ledger_faults([tmp_path / "ledger"], document_hashes(DOCUMENTS))) == []


def test_a_document_whose_text_is_another_in_the_ledger_is_lacking(tmp_path: Path) -> None:
    write_ledger(tmp_path / "ledger", [ITEMS[0], KnownItem("2", ITEMS[0].text, "")])
    assert list(ledger_faults([tmp_path / "ledger"], document_hashes(DOCUMENTS))) == [
        "its ledger lacks 1 documents"
    ]


def test_a_ledger_that_is_missing_is_a_fault(tmp_path: Path) -> None:
    (fault,) = ledger_faults([tmp_path / "ledger"], document_hashes(DOCUMENTS))
    assert fault.startswith("its ledger cannot be read")
