"""What Whoosh's own writer is given of a document is what a rebuild writes of it."""

from datetime import date, time
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage

from index import Appearance, Bulletin, Document
from index.archive.settled_documents import SettledDocuments
from index.archive.stored_document import to_document, to_stored
from index.engines import Limits
from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from index.engines.whoosh.schema import schema, to_fields
from index.engines.whoosh.segment.stored_fields import decode, encode
from tests.index.engines.whoosh.writing.runs import rebuilt, spelt_out, spooled


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


BULLETIN = Bulletin(
    "b1", "Journal de 8 h", "Radio", date(2024, 11, 8), "https://exemple.fr/8h", time(8), "path"
)
DOCUMENTS = (
    Document("1", "", ""),
    Document("é\x00", "Titre", "Un\n\ncorps", "Radio", BULLETIN.date, "https://exemple.fr", (
        Appearance(BULLETIN, 3), Appearance(Bulletin("b2"), 1),
    ), time(20, 15), "text", (
        Document("2", "Avant", "Un\n\ntexte", "Radio", None, "", (Appearance(BULLETIN, 1),), is_past=True),
        Document("é\x00", "Titre", "Un\n\ncorps", "Radio", BULLETIN.date, "", (Appearance(BULLETIN, 3),)),
    )),
)  # fmt: skip


@pytest.mark.parametrize("document", DOCUMENTS, ids=["empty", "full"])
def test_a_document_is_read_back_from_what_is_stored_of_it(document: Document) -> None:
    assert to_document(decode(encode(to_stored(document)))) == document


def test_every_field_that_a_document_gives_is_one_of_the_schema() -> None:
    given = {name.removeprefix("_stored_") for document in DOCUMENTS for name in to_fields(document)}
    assert given == set(schema().names())
    assert to_stored(DOCUMENTS[1]).keys() == set(schema().stored_names())
