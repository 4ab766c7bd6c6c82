"""Checking that a build is as it was written: every file, document and posting list, and the ledger.

Of a new build that shares files with another one only what is new is read: the rest was read when it was new.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path

from index.archive.ledger_check import document_hashes, ledger_faults
from index.archive.manifest import Manifest
from index.archive.parts import LEDGER
from index.engines.whoosh.codec.codec import EXTENSION
from index.engines.whoosh.reader import Reader, damage_errors, open_build
from index.errors import REBUILD, IndexDamagedError


def verify(build: Path, manifest: Manifest) -> None:
    """Read all of a build and compare it with its manifest; raises `IndexDamagedError`."""
    _expect_none(build, manifest.changes(build))
    with damage_errors(build):
        _expect_none(build, _faults(open_build(build, manifest)))


def verify_new(reader: Reader, shared: Collection[str] = ()) -> None:
    """Read all that is new of a build whose manifest was just made; raises `IndexDamagedError`.

    Args:
        reader: The build.
        shared: Names of parts that another build has, too; these are not read.
    """
    with damage_errors(reader.build):
        _expect_none(reader.build, _faults(reader, shared))


def _expect_none(build: Path, problems: Iterable[str]) -> None:
    found = list(problems)
    if found:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise IndexDamagedError(f"the index build {str(build)!r} is damaged: {found[0]}{more}; {REBUILD}")


def _faults(reader: Reader, shared: Collection[str] = ()) -> Iterator[str]:
    """Describe what is wrong in a build whose files have the digests of the manifest.

    Args:
        reader: The build.
        shared: Names of parts that are not read.
    """
    manifest = reader.manifest
    with_segments = [part for part in manifest.parts if f"{part}{EXTENSION}" in manifest.files]
    new = [number for number, part in enumerate(with_segments) if part not in shared]
    numbers = list(chain.from_iterable(map(reader.store.numbers_in, new)))
    held = len(numbers)
    hashes = document_hashes(map(reader.document, numbers))  # all are read once: what needs them goes here
    if not shared and held != manifest.documents:
        yield f"it holds {held} documents, {manifest.documents} were written"
    bulletins = reader.catalogue.count() if shared else sum(1 for _ in reader.catalogue.all())
    if bulletins != manifest.bulletins:
        yield f"it holds {bulletins} bulletins, {manifest.bulletins} were written"
    if reader.vocabulary.documents != reader.store.count_all():
        yield f"its vocabulary is that of {reader.vocabulary.documents} documents"
    yield from reader.store.faults(new)
    ledgers = [f"{part}{LEDGER}" for part in manifest.parts if part not in shared]
    yield from ledger_faults([reader.build / name for name in ledgers], hashes)
