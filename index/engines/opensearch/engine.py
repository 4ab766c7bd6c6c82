"""The engine for a cluster: every change makes a new build beside the one that serves, and moves an alias."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import chain
from pathlib import Path

from index.archive.addition import Addition
from index.archive.catalogue import write_catalogue
from index.archive.document import Document
from index.archive.gathering import gathered
from index.archive.holdings import BuildReport, Info
from index.archive.ledger import write_ledger
from index.archive.ledger_check import document_hashes, ledger_faults
from index.archive.manifest import Manifest, documents_of
from index.archive.purging import purge
from index.archive.removals import NO_REMOVALS, Removals
from index.archive.source_files import SourceFiles
from index.archive.spool import Sizing
from index.engines import Limits, OnProgress, OnShrink, tell_shrinking
from index.engines.of_builds import EngineOfBuilds, LetServe, OpenBuild
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
from index.engines.opensearch.reader import Reader, open_build
from index.errors import REBUILD, IndexDamagedError
from index.fields import document_ids
from index.storage.temporary_files import temporary_files_in

MOST_WRITTEN_ANEW = 20_000
"""Documents of an archive that an addition writes anew; of a larger one it writes what changes, and scores
count what was taken out until `merge`."""


def over_http(place: str, own_names: Path | None = None) -> "OpenSearchEngine":
    """Open an engine on a cluster that is spoken to in the clear."""
    return OpenSearchEngine("http", place, own_names)


def over_https(place: str, own_names: Path | None = None) -> "OpenSearchEngine":
    """Open an engine on a cluster whose certificate is checked."""
    return OpenSearchEngine("https", place, own_names)


class OpenSearchEngine(EngineOfBuilds[Draft, Reader]):
    """See `index.engines.Engine`.

    Args:
        scheme: http or https.
        place: Host, port and name of the archive: //localhost:9200/bulletins.
        own_names: A reader's own file of synonyms, used beside ours; see `index.vocabulary.synonyms`.
    """

    searches_at_once = POOL  # they wait for the cluster

    def __init__(self, scheme: str, place: str, own_names: Path | None = None) -> None:
        super().__init__(own_names)
        self._cluster = Cluster(read_address(scheme, place))
        self._builds = Builds(self._cluster)

    def _writing(self, *, is_waiting: bool = False) -> AbstractContextManager[Draft]:
        return self._builds.writing(is_waiting=is_waiting)

    def _sizing(self, limits: Limits) -> Sizing:
        return sizing()

    def _rebuilt(
        self,
        draft: Draft,
        documents: Iterable[Document],
        on_progress: OnProgress,
        limits: Limits,
        files: SourceFiles,
        on_shrink: OnShrink,
    ) -> BuildReport:
        notes: list[str] = []
        before = [self._builds.folder_of(draft.before)] if draft.before else []
        removals = Removals.read(before[0]) if before else NO_REMOVALS
        find, unread = self._find_before()
        how = sizing(), removals, find, files
        with gathered(draft.folder, documents, before, notes, *how) as (spool, refusals):
            tell_shrinking(documents_of(before[0]) if before else 0, spool.count(), on_shrink)
            write_spool(self._cluster, draft, spool, on_progress)
            its = Files.of(draft.folder)
            write_catalogue(its.catalogue, spool.bulletins(), spool.places())
            write_ledger(its.ledger, spool.known(files.digests))
        manifest = self._let_serve(draft, removals.with_more(files.all_removals))
        return manifest.report(draft.name, refusals, [*notes, *unread])

    def _write_addition(
        self, draft: Draft, before: Reader, addition: Addition, limits: Limits, on_progress: OnProgress
    ) -> LetServe:
        total = before.manifest.documents + addition.counts.new - addition.counts.gone
        if total > MOST_WRITTEN_ANEW:
            write_changes(self._cluster, draft, before, addition)
        else:
            documents = chain(addition.spool.documents(), _without(before, addition.deleted))
            write_documents(self._cluster, draft, documents, total, on_progress)
        write_archive(draft, before, addition)
        return lambda: (self._let_serve(draft, before.removals), ())

    def _let_serve(self, draft: Draft, removals: Removals) -> Manifest:
        """Complete a build of which the documents and the archive are written, and switch to it."""
        manifest = finish(self._cluster, draft, removals)
        self._builds.switch(draft)
        return manifest

    def remove(self, identifiers: Sequence[str]) -> int:
        """See `Engine.remove`."""
        with self._builds.writing(is_waiting=True) as draft:
            before = self._serving().reader
            documents = before.removals.to_remove(identifiers, before.find)
            if documents:
                self._write_anew(draft, before, [each.id for each in documents])
                purge(
                    *Files.of(draft.folder)[1:], {name for each in documents for name in document_ids(each)}
                )
                self._let_serve(draft, before.removals.with_documents(documents))
            self._builds.keep_serving_only()
            return len(documents)

    def restore(self, identifiers: Sequence[str]) -> None:
        """See `Engine.restore`."""
        with self._builds.writing(is_waiting=True) as draft:
            before = self._serving().reader
            removals = before.removals.without(identifiers)
            self._cluster.clone(before.index, draft.index)
            for path, target in zip(_files(before), Files.of(draft.folder), strict=True):
                shutil.copyfile(path, target)
            self._cluster.refresh(draft.index)
            self._let_serve(draft, removals)

    def merge(self) -> Info:
        """See `Engine.merge`."""
        with self._builds.writing(is_waiting=True) as draft:
            before = self._serving().reader
            if self._cluster.has_deletions(before.index):
                self._write_anew(draft, before, ())
                self._let_serve(draft, before.removals)
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
        with reader.errors():
            problems = [*reader.manifest.changes(folder), *_faults(reader)]
        if problems:
            raise IndexDamagedError(f"the index {reader.index!r} is damaged: {problems[0]}; {REBUILD}")
        return self._info(build, reader)

    def _current(self) -> str:
        return self._builds.serving()

    def _open(self, name: str) -> OpenBuild[Reader]:
        reader = self._opened(name)
        return OpenBuild(name, reader, self._info(name, reader))

    def _opened(self, build: str) -> Reader:
        """Open a build; fetch its files again where they are damaged."""
        index = self._builds.index_of(build)
        folder = self._builds.folder_of(build)
        try:
            return open_build(self._cluster, index, folder)
        except IndexDamagedError:
            shutil.rmtree(folder, ignore_errors=True)
            return open_build(self._cluster, index, self._builds.folder_of(build))

    def _info(self, build: str, reader: Reader) -> Info:
        info = reader.manifest.info(reader.build, f"OpenSearch ({self._cluster.address.node})", "")
        return replace(info, build=build, size=info.size + self._cluster.size(reader.index))


def _files(reader: Reader) -> Files:
    return Files.of(reader.build)


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
