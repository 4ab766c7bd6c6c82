"""Writing a build: the documents gathered, the ids that the ledger has for them, and all its files."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import whoosh
from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME

from index import ranking
from index.archive.catalogue import write_catalogue
from index.archive.document import Document
from index.archive.holdings import Refusal
from index.archive.inheritance import inherited
from index.archive.ledger import write_ledger
from index.archive.manifest import Manifest, files_of
from index.archive.spool import SPOOL, Spool
from index.engines import Limits, OnProgress
from index.engines.whoosh.codec.codec import ArraysSegment
from index.engines.whoosh.codec.toc import write_toc
from index.engines.whoosh.schema import FORMAT, schema
from index.engines.whoosh.writing.rebuilding import shares, write_segment
from index.errors import EmptyInputError, SearchError
from index.french import analysis
from index.storage.temporary_files import sorting_in

FINGERPRINT = (
    f"format {FORMAT}, analysis {analysis.VERSION}, ranking {ranking.VERSION}, "
    f"whoosh {whoosh.versionstring()}"
)
"""An index of another fingerprint could answer wrongly and is refused."""


def write_build(
    build: Path,
    documents: Iterable[Document],
    before: Sequence[Path],
    on_progress: OnProgress,
    notes: list[str],
    *,
    limits: Limits,
) -> tuple[Manifest, tuple[Refusal, ...]]:
    """Write all files of a build but its manifest, which is given back with what was refused.

    Args:
        build: An empty folder.
        documents: What to index; read once.
        before: The builds whose ledgers are inherited, the one that counts most first.
        on_progress: Hears of progress.
        notes: Takes what was odd.
        limits: What this may take.
    """
    shares(limits, 0)  # too little is said before anything is read
    with _told_of_disk(), sorting_in(build), Spool(build) as spool:
        refusals = tuple(_gather(spool, documents))
        spool.assign_ids(inherited(before, notes))
        _write(build, spool, on_progress, limits)
        return _manifest(build, spool), refusals


@contextmanager
def _told_of_disk() -> Iterator[None]:
    """Say in our words that SQLite could not write."""
    try:
        yield
    except sqlite3.Error as error:
        raise SearchError(f"the new index could not be written ({error}); the one in place stays") from error


def _write(build: Path, spool: Spool, on_progress: OnProgress, limits: Limits) -> None:
    """Write the gathered documents into a new build."""
    total = spool.count()
    if not total:
        raise EmptyInputError(
            "there is nothing to index in what was given; the index in place, if any, is untouched"
        )
    segment = ArraysSegment(_DEF_INDEX_NAME, total)
    write_segment(build, spool, segment.path(FileStorage(str(build))), limits, on_progress)
    write_toc(build, _DEF_INDEX_NAME, 0, schema(), [segment])
    write_catalogue(build, spool.bulletins(), spool.places())
    write_ledger(build, spool.ledger())


def _manifest(build: Path, spool: Spool) -> Manifest:
    """Say what a new build holds."""
    built = datetime.now(UTC).isoformat(timespec="seconds")
    files = {name: value for name, value in files_of(build).items() if name != SPOOL}
    bulletins = sum(1 for _ in spool.bulletins())
    return Manifest(FINGERPRINT, spool.count(), bulletins, *spool.period(), built, spool.sources(), files)


def _gather(spool: Spool, documents: Iterable[Document]) -> Iterator[Refusal]:
    for document in documents:
        refusal = spool.add(document)
        if refusal:
            yield refusal
