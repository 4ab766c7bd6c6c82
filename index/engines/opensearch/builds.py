"""The builds of an archive on a cluster: which one serves, and who may write.

A build is two indexes, of its documents and of its files, that are sealed when it is whole. An alias names
the documents of the one that serves; it is switched in one step. The lock is a document which the command
that holds it changes again and again: one that stays as it is was left by a command that died.
"""

import secrets
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.engines import of_builds as engines
from index.engines.opensearch.cluster import Cluster
from index.engines.opensearch.files import cache_of, fetch, forget_all, keep, send
from index.engines.opensearch.mapping import FINGERPRINT, JSON, index_body
from index.errors import (
    REBUILD,
    EngineUnavailableError,
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    IndexOutdatedError,
    SearchError,
)
from index.storage.durable import make_folder

RENEWED = 2.0
"""Seconds after which the holder of the lock changes it."""
LEFT = 15.0
"""Seconds after which a lock that nobody changes belongs to nobody."""
REPLACED_FOR = 600.0
"""Seconds for which a build that was replaced stays: a request, or an export, may still read it."""

_FILES = ".files"
_LOCK = "lock"
Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft(engines.Draft):
    """A build that is being written.

    Attributes:
        index: Index of its documents.
        before: Name of the build that serves; empty where there is none.
        renew: Raises `EngineUnavailableError` where the lock was lost.
    """

    index: str
    before: str
    renew: Callable[[], None]


class Builds:
    """The builds of one archive."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._archive = cluster.address.name

    def index_of(self, build: str) -> str:
        """Return the index of the documents of a build."""
        return f"{self._archive}.{build}"

    def serving(self) -> str:
        """Return the name of the build that serves.

        Raises:
            IndexMissingError: There is none.
            IndexOutdatedError: It has another fingerprint.
        """
        found = self._named()
        if found is None:
            raise IndexMissingError(f"no index at {str(self._cluster.address)!r}; {REBUILD}")
        build, fingerprint = found
        if fingerprint != FINGERPRINT:
            raise IndexOutdatedError(
                f"the index at {str(self._cluster.address)!r} was made by another version ({fingerprint}; "
                f"this one is {FINGERPRINT}): rebuild needed; {REBUILD}"
            )
        return build

    def _named(self) -> tuple[str, str] | None:
        """Return the name and the fingerprint of the build that the alias names; None where there is none."""
        found = self._cluster.meta(self._archive)
        if found is None:
            return None
        index, notes = found
        if index == self._archive:
            raise IndexDamagedError(
                f"{self._archive!r} on {self._cluster.address.node} is an index of something else; "
                "choose another name"
            )
        return index.removeprefix(f"{self._archive}."), str(notes.get("fingerprint", "none"))

    @contextmanager
    def writing(self, *, is_waiting: bool = False) -> Iterator[Draft]:
        """Lock the archive, delete what dead writers left, and yield a new build.

        Raises:
            IndexLockedError: Another command is writing.
        """
        with _Lock(self._cluster, f"{self._archive}.{_LOCK}", is_waiting=is_waiting) as lock:
            named = self._named()
            before = named[0] if named else ""
            self._prune({before, *self._recent()})
            name = f"{datetime.now(UTC).strftime('%Y%m%dt%H%M%S.%f')}-{secrets.token_hex(3)}"
            folder = cache_of(self._cluster) / f"{name}.draft"
            make_folder(folder)
            try:
                yield Draft(name, folder, self.index_of(name), before, lock.renew)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
                self._discard(name)

    def switch(self, draft: Draft) -> None:
        """Send the files of a build whose documents are written, and let it serve."""
        files = f"{draft.index}{_FILES}"
        self._cluster.create(files, index_body(1, is_of_files=True))
        send(self._cluster, files, draft.folder)
        self._cluster.flush(f"{draft.index}*")
        self._cluster.seal(draft.index)
        draft.renew()
        self._cluster.switch(self._archive, draft.index, draft.before and self.index_of(draft.before))
        keep(self._cluster, draft.folder, draft.name)
        self._note_replaced(draft.before)

    def folder_of(self, build: str) -> Path:
        """Return the folder of the files of a build."""
        return fetch(self._cluster, build)

    def keep_serving_only(self) -> None:
        """Delete all builds but the one that serves, here and on the cluster."""
        named = self._named()
        kept = named[0] if named else ""
        self._prune({kept})
        forget_all(self._cluster, kept)

    def _discard(self, name: str) -> None:
        """Delete a build unless it serves; where that cannot be known the next command does."""
        try:
            named = self._named()
            if named is None or named[0] != name:
                self._cluster.delete([self.index_of(name), f"{self.index_of(name)}{_FILES}"])
        except SearchError:
            return

    def _prune(self, kept: set[str]) -> None:
        """Delete all builds but some."""
        indexes = self._cluster.names(f"{self._archive}.*")
        builds = {each: each.removeprefix(f"{self._archive}.").removesuffix(_FILES) for each in indexes}
        self._cluster.delete([each for each, build in builds.items() if build not in {*kept, _LOCK}])

    def _note_replaced(self, build: str) -> None:
        if build:
            row: JSON = {"build": build, "replaced": int(time.time() * 1000)}
            self._cluster.put(f"{self._archive}.{_LOCK}", f"replaced:{build}", row)

    def _recent(self) -> set[str]:
        """Return the build that was replaced last, and those that were replaced a short time ago."""
        body: JSON = {
            "query": {"exists": {"field": "replaced"}},
            "sort": [{"replaced": {"order": "desc"}}],
            "size": 1000,
        }
        self._cluster.refresh(f"{self._archive}.{_LOCK}")
        since = (time.time() - REPLACED_FOR) * 1000
        found = [each["_source"] for each in self._cluster.search(f"{self._archive}.{_LOCK}", body).found]
        recent = [each for number, each in enumerate(found) if not number or each["replaced"] >= since]
        for each in found[len(recent) :]:
            self._cluster.remove(f"{self._archive}.{_LOCK}", f"replaced:{each['build']}")
        return {each["build"] for each in recent}


class _Lock:
    """The lock of an archive, held until its context ends."""

    def __init__(self, cluster: Cluster, index: str, *, is_waiting: bool) -> None:
        self._cluster, self._index, self._is_waiting = cluster, index, is_waiting
        self._holder = f"{socket.gethostname()} {secrets.token_hex(8)}"
        self._changing = threading.Lock()
        self._ended = threading.Event()

    def __enter__(self) -> "_Lock":
        self._cluster.create_missing(self._index, _lock_body())
        self._version = self._taken()
        self._thread = threading.Thread(target=self._renew_often, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        with suppress(SearchError):  # it is left then
            seen = self._version
            self._cluster.remove(self._index, _LOCK, if_seq_no=seen[0], if_primary_term=seen[1])

    def renew(self) -> None:
        """Change the lock; raises `SearchError` where it was taken by another command."""
        with self._changing:
            self._version = self._put(self._version) or self._lost()

    def _lost(self) -> Version:
        raise EngineUnavailableError(
            f"another command took the lock of {str(self._cluster.address)!r}, as this one was not heard "
            f"of for {LEFT:.0f} seconds; nothing is changed"
        )

    def _renew_often(self) -> None:
        while not self._ended.wait(RENEWED):
            try:
                self.renew()
            except SearchError:
                continue  # the last renewal, before the switch, tells

    def _taken(self) -> Version:
        """Take the lock, at once or when it is left; raises `IndexLockedError`."""
        seen, since = self._cluster.version(self._index, _LOCK), time.monotonic()
        while True:
            taken = self._put(seen) if seen is None or time.monotonic() - since > LEFT else None
            if taken:
                return taken
            time.sleep(RENEWED / 4)
            now = self._cluster.version(self._index, _LOCK)
            if now != seen:
                if now and not self._is_waiting:
                    raise IndexLockedError(
                        f"another command is writing the index at {str(self._cluster.address)!r}; "
                        "wait until it has ended"
                    )
                seen, since = now, time.monotonic()

    def _put(self, seen: Version | None) -> Version | None:
        """Write the lock where it still has a version, or is not there; None where it has another one."""
        row: JSON = {"holder": self._holder, "renewed": datetime.now(UTC).isoformat()}
        if seen is None:
            return self._cluster.put(self._index, _LOCK, row, op_type="create")
        return self._cluster.put(self._index, _LOCK, row, if_seq_no=seen[0], if_primary_term=seen[1])


def _lock_body() -> JSON:
    settings: JSON = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
    properties: JSON = {
        "holder": {"type": "keyword"},
        "renewed": {"type": "keyword"},
        "build": {"type": "keyword"},
        "replaced": {"type": "long"},
    }
    return {"settings": settings, "mappings": {"dynamic": "strict", "properties": properties}}
