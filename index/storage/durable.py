"""Writing that survives a kill and a power cut, by fsync, which Whoosh never calls."""

import os
from collections.abc import Collection
from pathlib import Path


def make_folder(folder: Path) -> None:
    """Create a folder and its missing parents, readable by the owner only, and sync their names."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    try:
        sync(folder.parent)
    except PermissionError:
        return  # the parent may be written but not read, so it cannot be synced


def sync_tree(folder: Path, known: Collection[str] = ()) -> None:
    """Sync every file and folder in a folder, the folder itself and its parent.

    Args:
        folder: The folder.
        known: Names of files in it that are on the disk already, as they are linked there.
    """
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.name not in known:
            sync(path)
    sync(folder)
    sync(folder.parent)


def replace_text(path: Path, text: str) -> None:
    """Replace a small file atomically and durably: readers see the old text or the new one."""
    temporary = path.with_name(f"{path.name}.new")
    temporary.write_text(text, "utf-8")
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Call fsync on a file, or on a folder for the names in it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
