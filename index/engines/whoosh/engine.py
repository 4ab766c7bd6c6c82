"""The engine for one machine: a Whoosh index; every change makes a new build beside the one that serves."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from index.archive.addition import gathered_addition
from index.archive.builds import IndexFolder
from index.archive.comparison import Comparison
from index.archive.deep_check import compared
from index.archive.document import Document
from index.archive.gathering import find_before, gathered
from index.archive.holdings import BuildReport, Changes, Info
from index.archive.manifest import Manifest
from index.archive.parts import LEDGER
from index.archive.purging import purge
from index.archive.removals import Removals
from index.archive.source_files import SourceFiles
from index.archive.stamp import Stamp
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
from index.engines.reading import Reading
from index.engines.whoosh.building import (
    FINGERPRINT,
    join,
    without_documents,
    write_addition,
    write_build,
)
from index.engines.whoosh.checking import verify, verify_new
from index.engines.whoosh.reader import Reader, damage_errors, open_build
from index.engines.whoosh.search import kernel
from index.engines.whoosh.writing.part_merging import merge_parts
from index.engines.whoosh.writing.parts import Part, parts_of, to_merge
from index.engines.whoosh.writing.rebuilding import sizing
from index.errors import IndexDamagedError, IndexMissingError
from index.vocabulary.synonyms import load_synonyms


class _OpenBuild(NamedTuple):
    """A build that is open, for one request at a time."""

    reader: Reader
    info: Info


class WhooshEngine(Engine):
    """See `index.engines.Engine`.

    Args:
        place: Path of the folder of the index.
        own_names: A reader's own file of synonyms, used beside ours; see `index.vocabulary.synonyms`.
    """

    def __init__(self, place: str, own_names: Path | None = None) -> None:
        self._folder = IndexFolder(place)
        self._synonyms = partial(load_synonyms, own_names)
        self._spare: list[_OpenBuild] = []

    def rebuild(
        self,
        documents: Iterable[Document],
        on_progress: OnProgress = no_progress,
        limits: Limits = DEFAULT_LIMITS,
        files: SourceFiles | None = None,
        on_shrink: OnShrink = any_size,
    ) -> BuildReport:
        """See `Engine.rebuild`."""
        with self._folder.writing() as build:
            return self._rebuilt(build, documents, on_progress, limits, files or SourceFiles(), on_shrink)

    def _rebuilt(
        self,
        build: Path,
        documents: Iterable[Document],
        on_progress: OnProgress,
        limits: Limits,
        files: SourceFiles,
        on_shrink: OnShrink,
    ) -> BuildReport:
        notes: list[str] = []
        find, unread = find_before(self._find)
        reader, refusals = write_build(
            build,
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
        return reader.manifest.report(build.name, refusals, [*notes, *unread])

    def _find(self) -> Find:
        """Open the build that serves, and return what finds a document of it."""
        reader = self._serving().reader
        return damage_errors(reader.build)(reader.find)

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
        with self._folder.writing(is_waiting=True) as build:
            try:
                before = self._serving().reader
            except IndexMissingError:
                built = self._rebuilt(build, documents, on_progress, limits, files, any_size)
                return replace(built, changes=Changes(new=built.documents))
            ledgers = before.manifest.with_kind(before.build, LEDGER)
            standing, its = standing_of(before, ledgers, files), sizing(limits)
            with gathered_addition(build, documents, standing, files, before.removals, its) as added:
                if added.is_empty:
                    name = before.build.name
                    return before.manifest.report(name, added.refusals, added.notes, added.counts)
                held = before.manifest.documents
                tell_shrinking(held, held + added.counts.new - added.counts.gone, on_shrink)
                parts = write_addition(build, added, before, limits, on_progress)
            manifest, notes = self._switch_to(build, before, parts)
            return manifest.report(build.name, added.refusals, [*added.notes, *notes], added.counts)

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
        self._spare = [_OpenBuild(opened, _info(manifest, build))]  # the others free their disk space

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

    def compare(self, documents: Iterable[Document], limits: Limits = DEFAULT_LIMITS) -> Comparison:
        """See `Engine.compare`."""
        with self._folder.writing(is_waiting=True) as build:
            before = self._serving().reader
            its = sizing(limits), before.removals
            with gathered(build, documents, [before.build], [], *its) as (spool, _):
                return compared(spool, before.find, before.documents())

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Yield a reading of the build that serves.

        What was open for the last request is taken for the next one, whichever thread answers that: few are
        open, and their caches are warm.
        """
        opened = self._serving()
        reader = opened.reader
        errors = partial(damage_errors, reader.build)
        is_damaged = False
        try:
            yield Reading(opened.info, reader, reader.vocabulary, reader.catalogue, self._synonyms, errors)
        except IndexDamagedError:
            is_damaged = True
            raise
        finally:
            reader.index.forget()
            if not is_damaged:
                self._spare.append(opened)

    def _serving(self) -> _OpenBuild:
        """Return the build that serves, open for the caller alone."""
        while True:
            build = self._folder.serving()
            outdated: list[
                _OpenBuild
            ] = []  # what both builds have stays open meanwhile, and is not read again
            try:
                return self._taken(build, outdated) or self._open(build)
            except IndexDamagedError:
                if self._folder.current() != build:
                    continue  # two rebuilds deleted this build meanwhile
                raise

    def _taken(self, build: Path, outdated: list[_OpenBuild]) -> _OpenBuild | None:
        """Return what was open last, if that is this build as it is now; move what is not to a list."""
        while self._spare:
            with suppress(IndexError):  # another thread took the last one
                known = self._spare.pop()
                if known.reader.build == build and known.reader.is_untouched:
                    return known
                outdated.append(known)
        return None

    def _open(self, build: Path) -> _OpenBuild:
        manifest = Manifest.read(build, FINGERPRINT)
        return _OpenBuild(open_build(build, manifest), _info(manifest, build))


def _info(manifest: Manifest, build: Path) -> Info:
    return manifest.info(build, *kernel.answering())
