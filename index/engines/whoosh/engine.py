"""The engine for one machine: a Whoosh index, rebuilt beside the build that serves."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from index.archive.builds import IndexFolder
from index.archive.document import Document
from index.archive.holdings import BuildReport, Info
from index.archive.manifest import Manifest
from index.engines import DEFAULT_LIMITS, Engine, Limits, OnProgress, no_progress
from index.engines.reading import Reading
from index.engines.whoosh.building import FINGERPRINT, write_build
from index.engines.whoosh.checking import verify
from index.engines.whoosh.reader import Reader, damage_errors, open_build
from index.engines.whoosh.search import kernel
from index.errors import IndexDamagedError
from index.vocabulary.synonyms import load_synonyms


class _OpenBuild(NamedTuple):
    """A build that one thread has open."""

    reader: Reader
    info: Info


class _ThreadState(threading.local):
    """The open build of each thread; None before its first search."""

    open_build: _OpenBuild | None = None


class WhooshEngine(Engine):
    """See `index.engines.Engine`.

    Args:
        place: Path of the folder of the index.
        own_names: A reader's own file of synonyms, used beside ours; see `index.vocabulary.synonyms`.
    """

    def __init__(self, place: str, own_names: Path | None = None) -> None:
        self._folder = IndexFolder(place)
        self._synonyms = partial(load_synonyms, own_names)
        self._thread = _ThreadState()

    def rebuild(
        self,
        documents: Iterable[Document],
        on_progress: OnProgress = no_progress,
        limits: Limits = DEFAULT_LIMITS,
    ) -> BuildReport:
        """See `Engine.rebuild`."""
        with self._folder.writing() as build:
            notes: list[str] = []
            manifest, refusals = write_build(
                build, documents, self._folder.builds(), on_progress, notes, limits=limits
            )
            verify(build, manifest)
            manifest.write(build)  # from now on the build counts as whole
            self._folder.switch(build)
            return BuildReport(
                manifest.documents,
                manifest.bulletins,
                refusals.first,
                build.name,
                tuple(notes),
                refusals.count - len(refusals.first),
            )

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

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Yield a reading of the build that serves, which each thread opens once."""
        serving = self._serving()
        reader = serving.reader
        errors = partial(damage_errors, reader.build)
        try:
            yield Reading(serving.info, reader, reader.vocabulary, reader.catalogue, self._synonyms, errors)
        except IndexDamagedError:
            self._thread.open_build = None
            raise
        finally:
            reader.index.forget()

    def _serving(self) -> _OpenBuild:
        """Return this thread's open build; open it anew after a switch or a change of its files."""
        while True:
            build = self._folder.serving()
            known = self._thread.open_build
            try:
                if known is None or known.reader.build != build or not known.reader.is_untouched:
                    if known is not None:
                        # Close the builds of idle threads too, so that a deleted one frees its disk space.
                        self._thread = _ThreadState()
                    known = self._thread.open_build = self._open(build)
            except IndexDamagedError:
                if self._folder.current() != build:
                    continue  # two rebuilds deleted this build meanwhile
                raise
            return known

    def _open(self, build: Path) -> _OpenBuild:
        manifest = Manifest.read(build, FINGERPRINT)
        return _OpenBuild(open_build(build, manifest), _info(manifest, build))


def _info(manifest: Manifest, build: Path) -> Info:
    return manifest.info(build, *kernel.answering())
