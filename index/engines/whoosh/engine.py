"""The engine for one machine: a Whoosh index; every change makes a new build beside the one that serves."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from index.archive.addition import Addition
from index.archive.builds import IndexFolder
from index.archive.document import Document
from index.archive.holdings import BuildReport, Info
from index.archive.manifest import Manifest
from index.archive.parts import LEDGER
from index.archive.purging import purge
from index.archive.removals import Removals
from index.archive.sizing import Sizing
from index.archive.source_files import SourceFiles
from index.archive.stamp import Stamp
from index.engines import Limits, OnProgress, OnShrink
from index.engines.of_builds import Draft, EngineOfBuilds, LetServe, OpenBuild
from index.engines.whoosh.building import (
    FINGERPRINT,
    join,
    without_documents,
    write_addition,
    write_build,
)
from index.engines.whoosh.checking import verify, verify_new
from index.engines.whoosh.reader import Reader, open_build
from index.engines.whoosh.search import kernel
from index.engines.whoosh.writing.part_merging import merge_parts
from index.engines.whoosh.writing.parts import Part, parts_of, to_merge
from index.engines.whoosh.writing.rebuilding import sizing
from index.errors import IndexDamagedError


class WhooshEngine(EngineOfBuilds[Draft, Reader]):
    """See `index.engines.Engine`.

    Args:
        place: Path of the folder of the index.
        own_names: A reader's own file of synonyms, used beside ours; see `index.vocabulary.synonyms`.
    """

    def __init__(self, place: str, own_names: Path | None = None) -> None:
        super().__init__(own_names)
        self._folder = IndexFolder(place)

    @contextmanager
    def _writing(self, *, is_waiting: bool = False) -> Iterator[Draft]:
        with self._folder.writing(is_waiting=is_waiting) as build:
            yield Draft(build.name, build)

    def _sizing(self, limits: Limits) -> Sizing:
        return sizing(limits)

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
        find, unread = self._find_before()
        reader, refusals = write_build(
            draft.folder,
            documents,
            self._folder.builds(),
            on_progress,
            notes,
            limits=limits,
            files=files,
            on_shrink=on_shrink,
            find=find,
        )
        verify_new(reader)
        self._let_serve(reader)
        return reader.manifest.report(draft.name, refusals, [*notes, *unread])

    def _write_addition(
        self, draft: Draft, before: Reader, addition: Addition, limits: Limits, on_progress: OnProgress
    ) -> LetServe:
        parts = write_addition(draft.folder, addition, before, limits, on_progress)
        return partial(self._switch_to, draft.folder, before, parts)

    def remove(self, identifiers: Sequence[str]) -> int:
        """See `Engine.remove`."""
        with self._folder.writing(is_waiting=True) as build:
            before = self._serving().reader
            ledgers = before.manifest.with_kind(before.build, LEDGER)
            items = before.removals.to_remove(identifiers, before.find, ledgers)
            if items:
                merged = merge_parts(build, without_documents(before, [each.id for each in items]))
                purge(merged.catalogue, merged.ledger, set().union(*(each.ids for each in items)))
                self._switch_to(build, before, [merged], removals=before.removals.with_items(items))
            self._folder.keep_serving_only()
            return len(items)

    def restore(self, identifiers: Sequence[str]) -> None:
        """See `Engine.restore`."""
        with self._folder.writing(is_waiting=True) as build:
            before = self._serving().reader
            parts = parts_of(before.build, before.manifest.parts)
            self._switch_to(build, before, parts, removals=before.removals.without(identifiers))

    def merge(self) -> Info:
        """See `Engine.merge`."""
        with self._folder.writing(is_waiting=True) as build:
            before = self._serving().reader
            parts = parts_of(before.build, before.manifest.parts)
            if len(parts) == 1 and not parts[0].segment.has_deletions():
                return _info(before.manifest, before.build)
            manifest, _ = self._switch_to(build, before, [merge_parts(build, parts)])
            return _info(manifest, build)

    def merge_some(self) -> bool:
        """See `Engine.merge_some`."""
        with self._folder.writing(is_waiting=True) as build:
            before = self._serving().reader
            parts = parts_of(before.build, before.manifest.parts)
            if count := to_merge(parts, before.manifest.documents):
                self._switch_to(build, before, [merge_parts(build, parts[:count]), *parts[count:]])
            return count > 0

    def _switch_to(
        self, build: Path, before: Reader, parts: Sequence[Part], removals: Removals | None = None
    ) -> tuple[Manifest, Sequence[str]]:
        """Complete a build of new parts and of those of another one, and let it serve.

        Args:
            build: The new build.
            before: The build that has the other files.
            parts: The parts, the newest first.
            removals: What was removed for good; None for what was before.

        Returns:
            Its manifest, and a sentence for each oddity.
        """
        reader, linked, notes = join(build, before, parts, removals or before.removals)
        verify_new(reader, before.manifest.parts)
        self._let_serve(reader, linked)
        return reader.manifest, notes

    def _let_serve(self, reader: Reader, linked: Collection[str] = ()) -> None:
        """Write the manifest of a new build, switch to it, and keep it open.

        Args:
            reader: The build.
            linked: Names of its files that are on the disk already.
        """
        build, manifest = reader.build, reader.manifest
        manifest.write(build)  # from now on the build counts as whole
        self._folder.switch(build, linked)
        opened = replace(reader, stamp=Stamp(build, manifest.files))
        # The others free their disk space.
        self._spare = [OpenBuild(build.name, opened, _info(manifest, build))]

    def check(self) -> Info:
        """See `Engine.check`."""
        while True:
            build = self._folder.current()
            try:
                manifest = Manifest.read(build, FINGERPRINT)
                verify(build, manifest)
                return _info(manifest, build)
            except IndexDamagedError:
                if self._folder.current() == build:
                    raise  # otherwise two rebuilds deleted this build meanwhile

    def _current(self) -> str:
        return self._folder.serving().name

    def _open(self, name: str) -> OpenBuild[Reader]:
        build = self._folder.folder_of(name)
        manifest = Manifest.read(build, FINGERPRINT)
        return OpenBuild(name, open_build(build, manifest), _info(manifest, build))


def _info(manifest: Manifest, build: Path) -> Info:
    return manifest.info(build, *kernel.answering())
