"""Writing all files of a build: of documents alone, or of those of another build and what changes in it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import whoosh
from whoosh.index import _DEF_INDEX_NAME

from index import ranking
from index.archive.addition import Addition
from index.archive.catalogue import write_catalogue
from index.archive.document import Document
from index.archive.gathering import gathered
from index.archive.holdings import Refusals
from index.archive.ledger import write_ledger
from index.archive.manifest import FileRecord, Manifest, documents_of, files_of
from index.archive.removals import NO_REMOVALS, REMOVED, Removals
from index.archive.source_files import SourceFiles
from index.archive.standing_versions import Find
from index.engines import Limits, OnProgress, OnShrink, tell_shrinking
from index.engines.whoosh.codec.toc import write_first_toc
from index.engines.whoosh.reader import Reader, open_build
from index.engines.whoosh.schema import FORMAT, schema
from index.engines.whoosh.writing.part_merging import merge_segments, write_words
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
    find: Find | None,
) -> tuple[Reader, Refusals]:
    """Write all files of a build but its manifest; return it opened, and the refused documents.

    Args:
        build: An empty folder.
        documents: Read once.
        before: Builds whose ledgers are inherited; where several know an id, the first one counts.
        on_progress: Called after each run of documents, and when all are written.
        notes: Receives a sentence for each oddity.
        limits: Memory and number of processes.
        files: The files that the documents come from; filled while they are read.
        on_shrink: Called where the build that serves, the first of `before`, has more than twice as much.
        find: Returns a document of the build that serves, if any can be read.

    Raises:
        EmptyInputError: There is no document.
        UsageError: The memory does not suffice.
        SearchError: The build could not be written.
    """
    shares(limits, 0)  # refuses too little memory before anything is read
    removals = Removals.read(before[0]) if before else NO_REMOVALS
    how = sizing(limits), removals, find, files
    with gathered(build, documents, before, notes, *how) as (spool, refusals):
        tell_shrinking(documents_of(before[0]) if before else 0, spool.count(), on_shrink)
        part = new_part(build, spool.count())
        write_segment(build, spool, SegmentFiles(part.arrays, part.vocabulary), limits, on_progress)
        write_catalogue(part.catalogue, spool.bulletins(), spool.places())
        write_ledger(part.ledger, spool.known(files.digests))
    removals.with_more(files.all_removals).write(build)
    return finish(build, [part]), refusals


def write_addition(
    build: Path, addition: Addition, before: Reader, limits: Limits, on_progress: OnProgress
) -> list[Part]:
    """Write a part of what an addition changes, which takes in the newest parts where they are small.

    Args:
        build: The new build.
        addition: What changes.
        before: The archive.
        limits: Memory and number of processes.
        on_progress: Called after each run of documents, and when all are written.

    Returns:
        The new part and those of the archive that stay, the newest first.
    """
    new, older = new_part(build, addition.spool.count()), without_documents(before, addition.deleted)
    merged = older[: max(0, to_merge([new, *older], MOST_MERGED_AT_ONCE) - 1)]
    part = new_part(build, sum(each.segment.doc_count() for each in (new, *merged))) if merged else new
    if new.documents:
        files = SegmentFiles(new.arrays, part.vocabulary, merged)
        write_segment(build, addition.spool, files, limits, on_progress)
    elif part.documents:
        write_words(part.vocabulary, (), merged)
    if merged and part.documents:
        merge_segments(part, [new, *merged])
        new.arrays.unlink(missing_ok=True)
    catalogues, ledgers = [each.catalogue for each in merged], [each.ledger for each in merged]
    write_catalogue(part.catalogue, addition.bulletins, addition.places, before.catalogue, catalogues)
    write_ledger(part.ledger, addition.known, ledgers)
    return [part, *older[len(merged) :]]


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
    build: Path, before: Reader, parts: Sequence[Part], removals: Removals
) -> tuple[Reader, Collection[str], list[str]]:
    """Share the parts that stay, and write the table of contents.

    Args:
        build: The new build, with the files of its new parts.
        before: The build that has the files of the others.
        parts: The parts, the newest first.
        removals: What was removed for good.

    Returns:
        The new build opened; the names of its files that are links; a note where files had to be copied.
    """
    names = [name for part in parts if part.folder != build for name in before.manifest.names_of(part.name)]
    if removals == before.removals:
        names += [name for name in before.manifest.files if name == REMOVED]
    else:
        removals.write(build)
    linked = [name for name in names if share(before.build / name, build)]
    copied = len(names) - len(linked)
    notes = (
        [f"{copied} files of the index were copied, as this file system has no hard links"] if copied else []
    )
    return finish(build, parts, before.manifest.files), linked, notes


def finish(build: Path, parts: Sequence[Part], shared: dict[str, FileRecord] | None = None) -> Reader:
    """Write the table of contents of a build whose other files are there; return it opened.

    Args:
        build: Folder of the build.
        parts: Its parts, the newest first.
        shared: Records of the files that it shares with another build.
    """
    write_first_toc(build, _DEF_INDEX_NAME, schema(), [part.segment for part in parts if part.documents])
    built = datetime.now(UTC).isoformat(timespec="seconds")
    names = tuple(part.name for part in parts)
    files = files_of(build, shared or {})
    reader = open_build(build, Manifest(FINGERPRINT, 0, 0, "", "", built, (), names, files))
    summary = reader.store.summary()
    return replace(
        reader,
        manifest=replace(
            reader.manifest,
            documents=summary.documents,
            bulletins=reader.catalogue.count(),
            first_day=summary.first_day,
            last_day=summary.last_day,
            sources=summary.sources,
        ),
    )
