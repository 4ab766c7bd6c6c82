"""Writing that survives a kill and a power cut: Whoosh never calls fsync, so this does."""

import os
from pathlib import Path


def make_folder(folder: Path) -> None:
    """Make a folder for its owner alone, and those above it, and bring their names to the disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    try:
        sync(folder.parent)
    except PermissionError:
        return  # a parent that may be written but not read: nothing more can be done


def sync_tree(folder: Path) -> None:
    """Bring every file of a folder to the disk, and the folders themselves."""
    for path in sorted(folder.rglob("*"), reverse=True):
        sync(path)
    sync(folder)
    sync(folder.parent)


def replace_text(path: Path, text: str) -> None:
    """Replace a small file: whoever reads it sees the old text or the new one, also after a power cut."""
    temporary = path.with_name(f"{path.name}.new")
    temporary.write_text(text, "utf-8")
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Bring one file, or the names in one folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
