"""Whether a build is what was written: every file, every document, every list of terms, the ledger."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.archive.document import text_digest
from index.archive.ledger import KnownItem, LedgerError, read_ledger
from index.archive.manifest import REBUILD, Manifest
from index.engines.whoosh.reader import Reader, damage_errors, open_build
from index.errors import IndexDamagedError


def verify(build: Path, manifest: Manifest) -> None:
    """Read all of a build and compare it with its manifest; raises `IndexDamagedError`."""
    problems = list(manifest.changes(build))
    if not problems:
        with damage_errors(build):
            problems = list(_faults(open_build(build, manifest)))
    if problems:
        more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
        raise IndexDamagedError(f"the index build {str(build)!r} is damaged: {problems[0]}{more}; {REBUILD}")


def _faults(reader: Reader) -> Iterator[str]:
    """Read every document and every term of an index whose files are as they were written."""
    read = _fingerprints((each.id, text_digest(each.title, each.body)) for each in reader.documents())
    if len(read) != reader.manifest.documents:
        yield f"it holds {len(read)} documents, {reader.manifest.documents} were written"
    if reader.catalogue.count() != reader.manifest.bulletins:
        yield f"it holds {reader.catalogue.count()} bulletins, {reader.manifest.bulletins} were written"
    if reader.vocabulary.documents != reader.manifest.documents:
        yield f"its vocabulary is that of {reader.vocabulary.documents} documents"
    yield from reader.index.faults()
    yield from _faults_of_ledger(reader.build, read)


def _faults_of_ledger(build: Path, read: NDArray[np.int64]) -> Iterator[str]:
    """Compare the ledger with the documents, given by their fingerprints."""
    try:
        known = _fingerprints((row.id, row.text) for row in read_ledger(build) if isinstance(row, KnownItem))
    except LedgerError as error:
        yield f"its ledger {error}"
        return
    unknown = np.setdiff1d(read, known, assume_unique=True)
    if len(unknown):
        yield f"its ledger lacks {len(unknown)} documents"


def _fingerprints(items: Iterable[tuple[str, str]]) -> NDArray[np.int64]:
    """Give 64 bits for each id with its text, rising, each once: of a large archive all fit in memory."""
    return np.unique(np.fromiter(map(hash, items), np.int64))
