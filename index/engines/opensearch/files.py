"""The files of a build beside its documents: what the archive knows of its words, bulletins and ids.

They are the same as on one machine. On the cluster they are cut into pieces, in an index of their own; each
machine that searches has a copy of those of the build that serves, fetched once, and only its owner reads it.
"""

import os
import secrets
import shutil
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from index.archive.document import digest
from index.archive.manifest import NAME, is_whole
from index.engines.opensearch.cluster import Cluster
from index.engines.opensearch.mapping import JSON
from index.engines.opensearch.requests import EVERYTHING
from index.errors import REBUILD, IndexDamagedError
from index.storage.durable import make_folder

CACHE = "BULLETINS_CACHE"
"""Folder of the copies; ~/.cache/bulletins where it is not set."""
PIECE = 2 << 20
"""Bytes of a piece; some tens of them are sent at a time."""
_MOST_COPIES = 3


def cache_of(cluster: Cluster) -> Path:
    """Return the folder of the copies of an archive."""
    base = os.environ.get(CACHE) or os.path.join(  # noqa: PTH118
        os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "bulletins"
    )
    folder = Path(base) / digest([cluster.address.node, cluster.address.name])
    for each in (folder.parent, folder):
        make_folder(each)
        each.chmod(0o700)
    return folder


def send(cluster: Cluster, index: str, build: Path) -> None:
    """Write the files of a build into an index, the manifest last."""
    cluster.write(index, _pieces(build))
    cluster.refresh(index)


def fetch(cluster: Cluster, build: str) -> Path:
    """Return the folder of the files of a build, which are fetched where they are not there yet.

    Raises:
        IndexDamagedError: One is not as it was written.
    """
    cache = cache_of(cluster)
    folder = cache / build
    if (folder / NAME).exists():
        return folder
    draft = cache / f"{build}.{os.getpid()}-{secrets.token_hex(3)}"
    make_folder(draft)
    try:
        _receive(cluster, f"{cluster.address.name}.{build}.files", draft)
        with suppress(OSError):  # another process was first
            draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _forget_old(cache, folder)
    return folder


def keep(cluster: Cluster, draft: Path, build: str) -> None:
    """Keep the files of a build that was written here, so that they need not be fetched."""
    with suppress(OSError):
        draft.rename(cache_of(cluster) / build)


def forget_all(cluster: Cluster, but: str) -> None:
    """Delete the copies of all builds but one."""
    for folder in cache_of(cluster).iterdir():
        if folder.name != but:
            shutil.rmtree(folder, ignore_errors=True)


def _forget_old(cache: Path, kept: Path) -> None:
    """Delete the oldest copies; what another process has open it still reads."""
    copies = sorted(each for each in cache.iterdir() if (each / NAME).exists() and each != kept)
    for each in copies[: max(0, len(copies) + 1 - _MOST_COPIES)]:
        shutil.rmtree(each, ignore_errors=True)


def _pieces(build: Path) -> Iterator[tuple[str, JSON]]:
    for path in sorted(build.iterdir(), key=lambda path: path.name == NAME):
        modified = path.stat().st_mtime_ns
        with path.open("rb") as file:
            for number in count():
                data = file.read(PIECE)
                if number and not data:
                    break
                name = f"{path.name}:{number:08}"
                yield name, {"name": name, "data": b64encode(data).decode(), "modified": modified}


def _receive(cluster: Cluster, index: str, folder: Path) -> None:
    """Write the pieces of an index into files, and compare these with the manifest."""
    body: JSON = {"query": EVERYTHING, "sort": [{"name": {"order": "asc"}}]}
    for found in cluster.walk(index, body, at_once=8):
        piece = found["_source"]
        path = folder / Path(piece["name"].rpartition(":")[0]).name
        with path.open("ab") as file:
            file.write(b64decode(piece["data"]))
        os.utime(path, ns=(piece["modified"], piece["modified"]))
    names = [path.name for path in folder.iterdir() if path.name != NAME]
    if not (folder / NAME).exists() or not all(is_whole(folder, name) for name in names):
        raise IndexDamagedError(f"the files of the index {index!r} are not as they were written; {REBUILD}")
