"""What engines share that make a new build for every change: additions, and what is open between requests."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Generic, NamedTuple, Protocol, TypeVar

from index.archive.addition import Addition, gathered_addition
from index.archive.comparison import Comparison
from index.archive.deep_check import compared
from index.archive.document import Document
from index.archive.gathering import find_before, gathered
from index.archive.holdings import BuildReport, Changes, Info
from index.archive.manifest import Manifest
from index.archive.parts import LEDGER
from index.archive.sizing import Sizing
from index.archive.source_files import SourceFiles
from index.archive.standing import Archive, standing_of
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
from index.engines.reading import Reading, Searcher
from index.errors import IndexDamagedError, IndexMissingError
from index.vocabulary.synonyms import load_synonyms
from index.vocabulary.vocabulary import Vocabulary


class BuildReader(Searcher, Archive, Protocol):
    """A build opened for reading, by one request at a time."""

    @property
    def build(self) -> Path:
        """The folder of its files."""

    @property
    def manifest(self) -> Manifest:
        """What it says of itself."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Its words."""

    @property
    def is_untouched(self) -> bool:
        """False where a file that it reads has changed on the disk since it was opened."""

    def errors(self) -> AbstractContextManager[None]:
        """Raise `IndexDamagedError` for whatever else damaged files make the code raise."""

    def forget(self) -> None:
        """Forget what only the request that ends had use for."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A build that is being written.

    Attributes:
        name: Name of the build.
        folder: Its files.
    """

    name: str
    folder: Path


LetServe = Callable[[], tuple[Manifest, Iterable[str]]]
"""Completes a build and lets it serve; returns its manifest, and a sentence for each oddity."""
ReaderT = TypeVar("ReaderT", bound=BuildReader)
DraftT = TypeVar("DraftT", bound=Draft)


class OpenBuild(NamedTuple, Generic[ReaderT]):
    """A build that is open, for one request at a time."""

    name: str
    reader: ReaderT
    info: Info


class EngineOfBuilds(Engine, Generic[DraftT, ReaderT]):
    """An engine of which every change makes a new build beside the one that serves.

    Args:
        own_names: A reader's own file of synonyms, used beside ours; see `index.vocabulary.synonyms`.
    """

    def __init__(self, own_names: Path | None) -> None:
        self._synonyms = partial(load_synonyms, own_names)
        self._spare: list[OpenBuild[ReaderT]] = []

    # --- what each engine says itself ---

    @abstractmethod
    def _writing(self, *, is_waiting: bool = False) -> AbstractContextManager[DraftT]:
        """Lock the archive and make a new build, which is gone at the end unless it serves by then."""

    @abstractmethod
    def _rebuilt(
        self,
        draft: DraftT,
        documents: Iterable[Document],
        on_progress: OnProgress,
        limits: Limits,
        files: SourceFiles,
        on_shrink: OnShrink,
    ) -> BuildReport:
        """Write a build of some documents, and let it serve."""

    @abstractmethod
    def _write_addition(
        self, draft: DraftT, before: ReaderT, addition: Addition, limits: Limits, on_progress: OnProgress
    ) -> LetServe:
        """Write a build with the changes of an addition; return what completes it and lets it serve."""

    @abstractmethod
    def _sizing(self, limits: Limits) -> Sizing:
        """Return how large documents are, and how large one may be."""

    @abstractmethod
    def _current(self) -> str:
        """Return the name of the build that serves; raises `IndexMissingError`."""

    @abstractmethod
    def _open(self, name: str) -> OpenBuild[ReaderT]:
        """Open a build; raises `IndexDamagedError` or `IndexOutdatedError`."""

    # --- writing ---

    def rebuild(
        self,
        documents: Iterable[Document],
        on_progress: OnProgress = no_progress,
        limits: Limits = DEFAULT_LIMITS,
        files: SourceFiles | None = None,
        on_shrink: OnShrink = any_size,
    ) -> BuildReport:
        """See `Engine.rebuild`."""
        with self._writing() as draft:
            return self._rebuilt(draft, documents, on_progress, limits, files or SourceFiles(), on_shrink)

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
        with self._writing(is_waiting=True) as draft:
            try:
                name, before, _ = self._serving()
            except IndexMissingError:
                built = self._rebuilt(draft, documents, on_progress, limits, files, any_size)
                return replace(built, changes=Changes(new=built.documents))
            standing = standing_of(before, before.manifest.with_kind(before.build, LEDGER), files)
            its = before.removals, self._sizing(limits)
            with gathered_addition(draft.folder, documents, standing, files, *its) as added:
                if added.is_empty:
                    return before.manifest.report(name, added.refusals, added.notes, added.counts)
                held = before.manifest.documents
                tell_shrinking(held, held + added.counts.new - added.counts.gone, on_shrink)
                let_serve = self._write_addition(draft, before, added, limits, on_progress)
            manifest, notes = let_serve()
            return manifest.report(draft.name, added.refusals, [*added.notes, *notes], added.counts)

    def compare(self, documents: Iterable[Document], limits: Limits = DEFAULT_LIMITS) -> Comparison:
        """See `Engine.compare`."""
        with self._writing(is_waiting=True) as draft:
            before = self._serving().reader
            its = self._sizing(limits), before.removals
            with gathered(draft.folder, documents, [before.build], [], *its) as (spool, _):
                return compared(spool, before.find, before.documents())

    def _find_before(self) -> tuple[Find | None, list[str]]:
        """Return what finds a document of the build that serves, and a note where it cannot be read."""

        def find() -> Find:
            reader = self._serving().reader
            return lambda identifier: _found(reader, identifier)

        return find_before(find)

    # --- reading ---

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Yield a reading of the build that serves.

        What was open for the last request is taken for the next one, whichever thread answers that: few are
        open, and their caches are warm.
        """
        opened = self._serving()
        reader, is_damaged = opened.reader, False
        try:
            its = reader.vocabulary, reader.catalogue, self._synonyms, reader.errors
            yield Reading(opened.info, reader, *its)
        except IndexDamagedError:
            is_damaged = True
            raise
        finally:
            reader.forget()
            if not is_damaged:
                self._spare.append(opened)

    def _serving(self) -> OpenBuild[ReaderT]:
        """Return the build that serves, open for the caller alone."""
        while True:
            name = self._current()
            outdated: list[OpenBuild[ReaderT]] = []  # what both builds have stays open, and is not read again
            try:
                return self._taken(name, outdated) or self._open(name)
            except IndexDamagedError:
                if self._current() == name:
                    raise  # otherwise two other commands deleted this build meanwhile

    def _taken(self, name: str, outdated: list[OpenBuild[ReaderT]]) -> OpenBuild[ReaderT] | None:
        """Return what was open last, if that is this build as it is now; move what is not to a list."""
        while self._spare:
            with suppress(IndexError):  # another thread took the last one
                known = self._spare.pop()
                if known.name == name and known.reader.is_untouched:
                    return known
                outdated.append(known)
        return None


def _found(reader: BuildReader, identifier: str) -> Document | None:
    with reader.errors():
        return reader.find(identifier)
