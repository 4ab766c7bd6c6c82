"""Writing all files of a build: of documents alone, or of those of another build and what changes in it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import whoosh
from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME

from index import ranking
from index.archive.addition import Addition
from index.archive.catalogue import Catalogue, write_catalogue
from index.archive.document import Document
from index.archive.gathering import gathered
from index.archive.holdings import Refusals
from index.archive.ledger import write_ledger
from index.archive.manifest import FileRecord, Manifest, documents_of, files_of
from index.archive.removals import NO_REMOVALS, Removals
from index.archive.source_files import SourceFiles
from index.engines import Limits, OnProgress, OnShrink, tell_shrinking
from index.engines.whoosh.codec.toc import write_toc
from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from index.engines.whoosh.reader import Reader
from index.engines.whoosh.schema import FORMAT, schema
from index.engines.whoosh.search.segment_reader import open_segments
from index.engines.whoosh.search.summary import summarise
from index.engines.whoosh.writing.part_merging import merge_parts, remove_part
from index.engines.whoosh.writing.parts import Part, new_part, parts_of, to_merge
from index.engines.whoosh.writing.rebuilding import SegmentFiles, shares, sizing, write_segment
from index.french import analysis
from index.storage.sharing import share

MOST_MERGED_AT_ONCE = 20_000
"""Documents that an addition may merge; more are left to `merge`."""
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
    files: SourceFiles,
    on_shrink: OnShrink,
) -> tuple[Manifest, Refusals]:
    """Write all files of a build but its manifest; return the manifest and the refused documents.

    Args:
        build: An empty folder.
        documents: Read once.
        before: Builds whose ledgers are inherited; where several know an id, the first one counts.
        on_progress: Called after each run of documents, and when all are written.
        notes: Receives a sentence for each oddity.
        limits: Memory and number of processes.
        files: The files that the documents come from; filled while they are read.
        on_shrink: Called where the build that serves, the first of `before`, has more than twice as much.

    Raises:
        EmptyInputError: There is no document.
        UsageError: The memory does not suffice.
        SearchError: The build could not be written.
    """
    shares(limits, 0)  # refuses too little memory before anything is read
    removals = Removals.read(before[0]) if before else NO_REMOVALS
    with gathered(build, documents, before, notes, sizing(limits), removals) as (spool, refusals):
        tell_shrinking(documents_of(before[0]) if before else 0, spool.count(), on_shrink)
        part = new_part(build, spool.count())
        write_segment(build, spool, SegmentFiles(part.arrays, part.vocabulary), limits, on_progress)
        write_catalogue(part.catalogue, spool.bulletins(), spool.places())
        write_ledger(part.ledger, spool.known(files.digests))
    removals.write(build)
    return finish(build, [part]), refusals


def write_addition(
    build: Path, addition: Addition, before: Reader, limits: Limits, on_progress: OnProgress
) -> tuple[list[Part], int]:
    """Write the files of a part of what an addition changes.

    Args:
        build: The new build.
        addition: What changes.
        before: The archive.
        limits: Memory and number of processes.
        on_progress: Called after each run of documents, and when all are written.

    Returns:
        The new part and those of the archive; how many of the newest are to be merged.
    """
    part = new_part(build, addition.spool.count())
    parts = [part, *without_documents(before, addition.deleted)]
    count = to_merge(parts, MOST_MERGED_AT_ONCE)
    if part.documents:
        files = SegmentFiles(part.arrays, part.vocabulary, count > 0)
        write_segment(build, addition.spool, files, limits, on_progress)
    write_catalogue(part.catalogue, addition.bulletins, addition.places, before.catalogue)
    write_ledger(part.ledger, addition.known)
    return parts, count


def without_documents(before: Reader, identifiers: Iterable[str]) -> list[Part]:
    """Return the parts of a build, in which some documents are marked as deleted."""
    parts = parts_of(before.build, before.manifest.parts)
    holding = [part for part in parts if part.documents]
    for identifier in identifiers:
        for number in before.store.numbers_with("id", identifier):
            segment, inside = before.store.locate(number)
            holding[segment].segment.delete_document(inside)
    return parts


def join(
    build: Path, before: Reader, parts: Sequence[Part], count: int, removals: Removals
) -> tuple[Manifest, Collection[str], list[str]]:
    """Merge the newest parts, share what stays, and write the table of contents.

    Args:
        build: The new build, with the files of its new parts.
        before: The build that has the files of the others.
        parts: The parts, the newest first.
        count: Number of the newest parts that are merged.
        removals: What was removed for good.

    Returns:
        The manifest; the names of the files that are links; a note where files had to be copied.
    """
    if count:
        merged = merge_parts(build, parts[:count])
        for part in parts[:count]:
            remove_part(part, build)
        parts = [merged, *parts[count:]]
    removals.write(build)
    names = [name for part in parts if part.folder != build for name in before.manifest.names_of(part.name)]
    linked = [name for name in names if share(before.build / name, build)]
    copied = len(names) - len(linked)
    notes = (
        [f"{copied} files of the index were copied, as this file system has no hard links"] if copied else []
    )
    return finish(build, parts, before.manifest.files), linked, notes


def finish(build: Path, parts: Sequence[Part], shared: dict[str, FileRecord] | None = None) -> Manifest:
    """Write the table of contents of a build whose other files are there; return its manifest.

    Args:
        build: Folder of the build.
        parts: Its parts, the newest first.
        shared: Records of the files that it shares with another build.
    """
    write_toc(build, _DEF_INDEX_NAME, 0, schema(), [part.segment for part in parts if part.documents])
    found = files_of(build, shared or {})
    opened = ArraysIndex(FileStorage(str(build), readonly=True), schema()).opened()
    summary = summarise(open_segments(opened))
    catalogue = Catalogue([build / part.catalogue.name for part in parts])
    built = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(
        FINGERPRINT,
        summary.documents,
        catalogue.count(),
        summary.first_day,
        summary.last_day,
        built,
        summary.sources,
        tuple(part.name for part in parts),
        found,
    )
