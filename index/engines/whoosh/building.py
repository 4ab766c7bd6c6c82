"""Writing all files of a build from documents."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import whoosh
from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME

from index import ranking
from index.archive.catalogue import write_catalogue
from index.archive.document import Document
from index.archive.gathering import gathered
from index.archive.holdings import Refusals
from index.archive.ledger import write_ledger
from index.archive.manifest import Manifest
from index.engines import Limits, OnProgress
from index.engines.whoosh.codec.codec import ArraysSegment
from index.engines.whoosh.codec.toc import write_toc
from index.engines.whoosh.schema import FORMAT, schema
from index.engines.whoosh.writing.rebuilding import shares, sizing, write_segment
from index.french import analysis

FINGERPRINT = (
    f"format {FORMAT}, analysis {analysis.VERSION}, ranking {ranking.VERSION}, "
    f"whoosh {whoosh.versionstring()}"
)
"""An index with another fingerprint could answer wrongly and is refused."""


def write_build(
    build: Path,
    documents: Iterable[Document],
    before: Sequence[Path],
    on_progress: OnProgress,
    notes: list[str],
    *,
    limits: Limits,
) -> tuple[Manifest, Refusals]:
    """Write all files of a build but its manifest; return the manifest and the refused documents.

    Args:
        build: An empty folder.
        documents: Read once.
        before: Builds whose ledgers are inherited; where several know an id, the first one counts.
        on_progress: Called after each run of documents, and when all are written.
        notes: Receives a sentence for each oddity.
        limits: Memory and number of processes.

    Raises:
        EmptyInputError: There is no document.
        UsageError: The memory does not suffice.
        SearchError: The build could not be written.
    """
    shares(limits, 0)  # refuses too little memory before anything is read
    with gathered(build, documents, before, notes, sizing(limits)) as (spool, refusals):
        segment = ArraysSegment(_DEF_INDEX_NAME, spool.count())
        write_segment(build, spool, segment.path(FileStorage(str(build))), limits, on_progress)
        write_toc(build, _DEF_INDEX_NAME, 0, schema(), [segment])
        write_catalogue(build, spool.bulletins(), spool.places())
        write_ledger(build, spool.ledger())
        return Manifest.of(build, spool, FINGERPRINT), refusals
