"""The engine for a cluster: every change makes a new build beside the one that serves, and moves an alias."""

import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from index.archive.addition import Addition, gathered_addition
from index.archive.catalogue import write_catalogue
from index.archive.comparison import Comparison
from index.archive.deep_check import compared
from index.archive.document import Document
from index.archive.gathering import find_before, gathered
from index.archive.holdings import BuildReport, Changes, Info
from index.archive.ledger import write_ledger
from index.archive.ledger_check import document_hashes, ledger_faults
from index.archive.manifest import documents_of
from index.archive.purging import purge
from index.archive.removals import NO_REMOVALS, Removals
from index.archive.source_files import SourceFiles
from index.archive.standing import standing_of
from index.archive.standing_versions import Find
from index.engines import (
    DEFAULT_LIMITS,
    Engine,
    Limits,
    OnProgress,
    OnShrink,
    any_size,
    no_progress,
    tell_shrinking,
)
from index.engines.opensearch.address import read_address
from index.engines.opensearch.building import (
    Files,
    finish,
    sizing,
    write_archive,
    write_changes,
    write_documents,
    write_spool,
)
from index.engines.opensearch.builds import Builds, Draft
from index.engines.opensearch.cluster import POOL, Cluster
from index.engines.opensearch.reader import Reader, open_build, reading_errors
from index.engines.reading import Reading
from index.errors import REBUILD, IndexDamagedError, IndexMissingError
from index.storage.temporary_files import temporary_files_in
from index.vocabulary.synonyms import load_synonyms

MOST_WRITTEN_ANEW = 20_000
"""Documents of an archive that an addition writes anew; of a larger one it writes what changes, and scores
count what was taken out until `merge`."""


class _OpenBuild(NamedTuple):
    """A build that one thread has open."""

    build: str
    reader: Reader
    info: Info


class _ThreadState(threading.local):
    """The open build of each thread; None before its first search."""

    open_build: _OpenBuild | None = None


def over_http(place: str, own_names: Path | None = None) -> "OpenSearchEngine":
    """Open an engine on a cluster that is spoken to in the clear."""
    return OpenSearchEngine("http", place, own_names)


def over_https(place: str, own_names: Path | None = None) -> "OpenSearchEngine":
    """Open an engine on a cluster whose certificate is checked."""
    return OpenSearchEngine("https", place, own_names)


class OpenSearchEngine(Engine):
    """See `index.engines.Engine`.

    Args:
        scheme: http or https.
        place: Host, port and name of the archive: //localhost:9200/bulletins.
        own_names: A reader's own file of synonyms, used beside ours; see `index.vocabulary.synonyms`.
    """

    searches_at_once = POOL  # they wait for the cluster

    def __init__(self, scheme: str, place: str, own_names: Path | None = None) -> None:
        self._cluster = Cluster(read_address(scheme, place))
        self._builds = Builds(self._cluster)
        self._synonyms = partial(load_synonyms, own_names)
        self._thread = _ThreadState()

    def rebuild(
        self,
        documents: Iterable[Document],
        on_progress: OnProgress = no_progress,
        limits: Limits = DEFAULT_LIMITS,
        files: SourceFiles | None = None,
        on_shrink: OnShrink = any_size,
    ) -> BuildReport:
        """See `Engine.rebuild`."""
        with self._builds.writing() as draft:
            return self._rebuilt(draft, documents, on_progress, files or SourceFiles(), on_shrink)

    def _rebuilt(
        self,
        draft: Draft,
        documents: Iterable[Document],
        on_progress: OnProgress,
        files: SourceFiles,
        on_shrink: OnShrink,
    ) -> BuildReport:
        notes: list[str] = []
        before = [self._builds.folder_of(draft.before)] if draft.before else []
        removals = Removals.read(before[0]) if before else NO_REMOVALS
        find, unread = find_before(self._find)
        how = sizing(), removals, find
        with gathered(draft.folder, documents, before, notes, *how) as (spool, refusals):
            tell_shrinking(documents_of(before[0]) if before else 0, spool.count(), on_shrink)
            write_spool(self._cluster, draft, spool, on_progress)
            its = Files.of(draft.folder)
            write_catalogue(its.catalogue, spool.bulletins(), spool.places())
            write_ledger(its.ledger, spool.known(files.digests))
        manifest = finish(self._cluster, draft, removals)
        self._builds.switch(draft)
        return manifest.report(draft.name, refusals, [*notes, *unread])

    def _find(self) -> Find:
        """Open the build that serves, and return what finds a document of it."""
        reader = self._serving().reader
        return reading_errors(reader)(reader.find)

    def add(
        self,
        documents: Iterable[Document],
        on_progress: OnProgress = no_progress,
        limits: Limits = DEFAULT_LIMITS,
        files: SourceFiles | None = None,
        on_shrink: OnShrink = any_size,
    ) -> BuildReport:
        """See `Engine.add`."""
        files = files or SourceFiles()
        with self._builds.writing(is_waiting=True) as draft:
            try:
                build, before, _ = self._serving()
            except IndexMissingError:
                built = self._rebuilt(draft, documents, on_progress, files, any_size)
                return replace(built, changes=Changes(new=built.documents))
            standing = standing_of(before, [_files(before).ledger], files)
            its = before.removals, sizing()
            with gathered_addition(draft.folder, documents, standing, files, *its) as added:
                if added.is_empty:
                    return before.manifest.report(build, added.refusals, added.notes, added.counts)
                held = before.manifest.documents
                tell_shrinking(held, held + added.counts.new - added.counts.gone, on_shrink)
                self._write_addition(draft, before, added, on_progress)
            manifest = finish(self._cluster, draft, before.removals)
            self._builds.switch(draft)
            return manifest.report(draft.name, added.refusals, added.notes, added.counts)

    def _write_addition(self, draft: Draft, before: Reader, added: Addition, on_progress: OnProgress) -> None:
        total = before.manifest.documents + added.counts.new - added.counts.gone
        if total > MOST_WRITTEN_ANEW:
            write_changes(self._cluster, draft, before, added)
        else:
            left = _without(before, added.deleted)
            write_documents(self._cluster, draft, chain(added.spool.documents(), left), total, on_progress)
        write_archive(draft, before, added)

    def remove(self, identifiers: Sequence[str]) -> int:
        """See `Engine.remove`."""
        with self._builds.writing(is_waiting=True) as draft:
            before = self._serving().reader
            items = before.removals.to_remove(identifiers, before.find, [_files(before).ledger])
            if items:
                self._write_anew(draft, before, [each.id for each in items if each.document])
                purge(*Files.of(draft.folder)[1:], set().union(*(each.ids for each in items)))
                finish(self._cluster, draft, before.removals.with_items(items))
                self._builds.switch(draft)
            self._builds.keep_serving_only()
            return len(items)

    def restore(self, identifiers: Sequence[str]) -> None:
        """See `Engine.restore`."""
        with self._builds.writing(is_waiting=True) as draft:
            before = self._serving().reader
            removals = before.removals.without(identifiers)
            self._cluster.clone(before.index, draft.index)
            for path, target in zip(_files(before), Files.of(draft.folder), strict=True):
                shutil.copyfile(path, target)
            self._cluster.refresh(draft.index)
            finish(self._cluster, draft, removals)
            self._builds.switch(draft)

    def merge(self) -> Info:
        """See `Engine.merge`."""
        with self._builds.writing(is_waiting=True) as draft:
            before = self._serving().reader
            if self._cluster.has_deletions(before.index):
                self._write_anew(draft, before, ())
                finish(self._cluster, draft, before.removals)
                self._builds.switch(draft)
            return self._serving().info

    def _write_anew(self, draft: Draft, before: Reader, gone: Sequence[str]) -> None:
        """Write all documents of a build but some, and its bulletins and ledger as they are."""
        total = before.manifest.documents - len(gone)
        with temporary_files_in(draft.folder):
            write_documents(self._cluster, draft, _without(before, gone), total)
        for path, target in zip(_files(before)[1:], Files.of(draft.folder)[1:], strict=True):
            shutil.copyfile(path, target)

    def check(self) -> Info:
        """See `Engine.check`."""
        build = self._builds.serving()
        folder = self._builds.folder_of(build)
        reader = open_build(self._cluster, self._builds.index_of(build), folder)
        with reading_errors(reader):
            problems = [*reader.manifest.changes(folder), *_faults(reader)]
        if problems:
            raise IndexDamagedError(f"the index {reader.index!r} is damaged: {problems[0]}; {REBUILD}")
        return self._info(build, reader)

    def compare(self, documents: Iterable[Document], limits: Limits = DEFAULT_LIMITS) -> Comparison:
        """See `Engine.compare`."""
        with self._builds.writing(is_waiting=True) as draft:
            before = self._serving().reader
            its = sizing(), before.removals
            with gathered(draft.folder, documents, [before.folder], [], *its) as (spool, _):
                return compared(spool, before.find, before.documents())

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Yield a reading of the build that serves, which each thread opens once."""
        _, reader, info = self._serving()
        errors = partial(reading_errors, reader)
        try:
            yield Reading(info, reader, reader.vocabulary, reader.catalogue, self._synonyms, errors)
        except IndexDamagedError:
            self._thread.open_build = None
            raise

    def _serving(self) -> _OpenBuild:
        """Return this thread's open build; open it anew after a switch or a change of its files."""
        build = self._builds.serving()
        known = self._thread.open_build
        if known is None or known.build != build or not known.reader.is_untouched:
            self._thread.open_build = None
            reader = self._open(build)
            known = self._thread.open_build = _OpenBuild(build, reader, self._info(build, reader))
        return known

    def _open(self, build: str) -> Reader:
        """Open a build; fetch its files again where they are damaged."""
        index = self._builds.index_of(build)
        folder = self._builds.folder_of(build)
        try:
            return open_build(self._cluster, index, folder)
        except IndexDamagedError:
            shutil.rmtree(folder, ignore_errors=True)
            return open_build(self._cluster, index, self._builds.folder_of(build))

    def _info(self, build: str, reader: Reader) -> Info:
        info = reader.manifest.info(reader.folder, f"OpenSearch ({self._cluster.address.node})", "")
        return replace(info, build=build, size=info.size + self._cluster.size(reader.index))


def _files(reader: Reader) -> Files:
    return Files.of(reader.folder)


def _without(before: Reader, identifiers: Iterable[str]) -> Iterator[Document]:
    left_out = set(identifiers)
    return (document for document in before.documents() if document.id not in left_out)


def _faults(reader: Reader) -> Iterator[str]:
    """Describe what is wrong in a build whose files are as they were written."""
    hashes, held = document_hashes(reader.documents()), reader.count_all()
    if held != reader.manifest.documents:
        yield f"it holds {held} documents, {reader.manifest.documents} were written"
    bulletins = sum(1 for _ in reader.catalogue.all())
    if bulletins != reader.manifest.bulletins:
        yield f"it holds {bulletins} bulletins, {reader.manifest.bulletins} were written"
    if reader.vocabulary.documents != reader.manifest.documents:
        yield f"its vocabulary is that of {reader.vocabulary.documents} documents"
    yield from ledger_faults([_files(reader).ledger], hashes)
