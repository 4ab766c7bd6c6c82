"""Checking that a build is as it was written: every file, document and posting list, and the ledger."""

from collections.abc import Iterator
from pathlib import Path

from index.archive.ledger_check import document_hashes, ledger_faults
from index.archive.manifest import Manifest
from index.engines.whoosh.reader import Reader, damage_errors, open_build
from index.errors import REBUILD, IndexDamagedError


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
    """Describe what is wrong in a build whose files have the digests of the manifest."""
    hashes = document_hashes(reader.documents())  # all documents are read once: what needs them goes here
    if len(hashes) != reader.manifest.documents:
        yield f"it holds {len(hashes)} documents, {reader.manifest.documents} were written"
    if reader.catalogue.count() != reader.manifest.bulletins:
        yield f"it holds {reader.catalogue.count()} bulletins, {reader.manifest.bulletins} were written"
    if reader.vocabulary.documents != reader.manifest.documents:
        yield f"its vocabulary is that of {reader.vocabulary.documents} documents"
    yield from reader.store.faults()
    yield from ledger_faults(reader.build, hashes)
