"""The engine for one machine: a Whoosh index, rebuilt beside the one that serves."""

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
from index.engines.whoosh.reader import Reader, open_build
from index.engines.whoosh.search import kernel
from index.errors import IndexDamagedError
from index.vocabulary.synonyms import load_synonyms


class _Opened(NamedTuple):
    """A build as a thread reads it."""

    reader: Reader
    reading: Reading


class _ThreadState(threading.local):
    """The build that each thread has open."""

    opened: _Opened | None = None


class WhooshEngine(Engine):
    """See `index.engines.Engine`.

    Args:
        place: The folder of the index.
        own_names: A reader's own file of names beside the project's, see `index.vocabulary.synonyms`.
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
        """Replace everything, all or nothing."""
        with self._folder.writing() as build:
            notes: list[str] = []
            manifest, refusals = write_build(
                build, documents, self._folder.builds(), on_progress, notes, limits=limits
            )
            verify(build, manifest)
            manifest.write(build)  # only now the build counts as whole
            self._folder.switch(build)
            return BuildReport(manifest.documents, manifest.bulletins, refusals, build.name, tuple(notes))

    def check(self) -> Info:
        """Read everything and compare it with what was written."""
        while True:
            build = self._folder.current()
            try:
                manifest = Manifest.read(build, FINGERPRINT)
                verify(build, manifest)
                return _info(manifest, build)
            except IndexDamagedError:
                if self._folder.current() == build:
                    raise  # else two rebuilds came between, and this build is gone

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Open the build that serves, or take the one that this thread has open of it."""
        opened = self._open()
        try:
            yield opened.reading
        except IndexDamagedError:
            self._thread.opened = None
            raise

    def _open(self) -> _Opened:
        """Return this thread's open build, opened again after a switch."""
        while True:
            build = self._folder.serving()
            opened = self._thread.opened
            try:
                if opened is None or opened.reader.build != build or not opened.reader.is_untouched:
                    if opened is not None:
                        # Let go of what idle threads hold, so that a deleted build leaves the disk.
                        self._thread = _ThreadState()
                    opened = self._thread.opened = self._opened(build)
            except IndexDamagedError:
                if self._folder.current() != build:
                    continue  # two rebuilds came between, and this build is gone
                raise
            return opened

    def _opened(self, build: Path) -> _Opened:
        manifest = Manifest.read(build, FINGERPRINT)
        reader = open_build(build, manifest)
        info = _info(manifest, build)
        return _Opened(reader, Reading(info, reader, reader.vocabulary, reader.catalogue, self._synonyms))


def _info(manifest: Manifest, build: Path) -> Info:
    return manifest.info(build, *kernel.answering())
