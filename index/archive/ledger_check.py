"""Whether the ledger of a build knows every document of it."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.archive.document import Document, text_digest
from index.archive.ledger import KnownItem, Ledger, LedgerError
from index.archive.versions import versions_of


def document_hashes(documents: Iterable[Document]) -> NDArray[np.int64]:
    """Return a 64-bit hash of the id and text of each version of documents, sorted, without duplicates.

    Hashes fit in memory for a large archive. They differ from process to process.
    """
    versions = (version for each in documents for version in versions_of(each))
    return _hashes((each.id, text_digest(each.title, each.body)) for each in versions)


def ledger_faults(files: Sequence[Path], documents: NDArray[np.int64]) -> Iterator[str]:
    """Describe what is wrong with the ledger of some parts of a build.

    Args:
        files: The ledgers of the parts.
        documents: `document_hashes` of their documents.

    Yields:
        Ends of sentences about the build.
    """
    try:
        known = _hashes((row.id, row.text) for row in Ledger(files).rows() if isinstance(row, KnownItem))
    except LedgerError as error:
        yield f"its ledger {error}"
        return
    unknown = np.setdiff1d(documents, known, assume_unique=True)
    if len(unknown):
        yield f"its ledger lacks {len(unknown)} documents"


def _hashes(items: Iterable[tuple[str, str]]) -> NDArray[np.int64]:
    """Return the hash of each id with its text digest, sorted, without duplicates."""
    return np.unique(np.fromiter(map(hash, items), np.int64))
