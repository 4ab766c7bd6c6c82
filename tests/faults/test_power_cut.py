"""A power cut keeps what was brought to the disk, and perhaps more: the index is the old one or the new one.

The disk is modelled: of a file it has what it held at its last fsync, of a folder the names it held at its
last fsync, or (names may come early) those it holds now. After every fsync and every renaming the power goes,
and both disks are looked at.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import Document, Engine, SearchError, open_engine, parse


class Disk:
    """What of a folder is on the disk.

    Attributes:
        root: The folder; its name and what it holds at first are on the disk.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._contents: dict[int, bytes] = {}
        self._names: dict[int, dict[str, tuple[int, bool]]] = {}
        for path in (root, *root.rglob("*")):
            self.keep(path)

    def keep(self, path: Path) -> None:
        """Bring a file, or the names in a folder, to the disk."""
        if path.is_dir():
            self._names[path.stat().st_ino] = {
                each.name: (each.stat().st_ino, each.is_dir()) for each in path.iterdir()
            }
        else:
            self._contents[path.stat().st_ino] = path.read_bytes()

    def after_a_cut(self, target: Path, *, has_names_early: bool) -> None:
        """Write what the disk holds to another folder."""
        target.mkdir()
        if has_names_early:
            self._write_present(self.root, target)
        else:
            self._write_kept(self.root.stat().st_ino, target)

    def _write_present(self, folder: Path, target: Path) -> None:
        for path in folder.iterdir():
            if path.is_dir():
                (target / path.name).mkdir()
                self._write_present(path, target / path.name)
            else:
                (target / path.name).write_bytes(self._contents.get(path.stat().st_ino, b""))

    def _write_kept(self, folder: int, target: Path) -> None:
        for name, (inode, is_folder) in self._names.get(folder, {}).items():
            if is_folder:
                (target / name).mkdir()
                self._write_kept(inode, target / name)
            else:
                (target / name).write_bytes(self._contents.get(inode, b""))


def documents(word: str, prefix: str = "") -> list[Document]:
    return [Document(f"{prefix}{number}", f"Titre {number}", f"Le texte {word}.") for number in range(3)]


def rebuild_in_parts(engine: Engine) -> None:
    """Index a large part, which an addition shares, and a small one, which it replaces."""
    engine.rebuild(Document(f"durable{number}", f"Titre {number}", "Le corps.") for number in range(STAYING))
    engine.add(documents("ancien"))


STAYING = 70
BEFORE: dict[str, Callable[[Engine], object]] = {
    "old": lambda engine: engine.rebuild(documents("ancien")),
    "old in parts": rebuild_in_parts,
    "old beside new": lambda engine: engine.rebuild(documents("ancien") + documents("nouveau", "autre")),
}
WORKS: dict[str, Callable[[Engine], object]] = {
    "rebuild": lambda engine: engine.rebuild(documents("nouveau")),
    "add": lambda engine: engine.add(documents("nouveau")),
    "merge": lambda engine: engine.merge(),
    "remove": lambda engine: engine.remove([document.id for document in documents("ancien")]),
}
STATES = {
    (3, 3, 0, 1): "old",
    (3, 0, 3, 1): "new",
    (3 + STAYING, 3, 0, 2): "old",
    (3 + STAYING, 0, 3, 2): "new",
    (3 + STAYING, 3, 0, 1): "new",
    (6, 3, 3, 1): "old",
}
"""Which index has so many documents, old ones, new ones, and segments."""


def state(folder: Path) -> str:
    """Say which index there is: old, new or none; anything else is what is wrong."""
    engine = open_engine(f"whoosh:{folder}")
    try:
        checked = engine.check()
        found = [engine.search(parse(word)).total for word in ("ancien", "nouveau")]
    except SearchError as error:
        return "none" if str(error).startswith("no index at") else str(error)
    segments = len(list((folder / "builds" / checked.build).glob("*.arrays")))
    seen = (checked.documents, *found, segments)
    return STATES.get(seen, str(seen))


@pytest.mark.parametrize(
    ("work", "before", "deep"),
    [
        ("rebuild", "none", "."), ("rebuild", "none", "a/b/c"), ("rebuild", "old", "."),
        ("rebuild", "old", "a/b/c"), ("add", "old", "."),
        *(
            pytest.param(*case, ".", marks=pytest.mark.thorough)
            for case in [("add", "old in parts"), ("merge", "old in parts"), ("remove", "old beside new")]
        ),
    ],
)  # fmt: skip
def test_a_power_cut_at_any_moment_leaves_the_old_index_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str, before: str, deep: str,
    tell: Callable[[str, str], None],
) -> None:  # fmt: skip
    root = tmp_path / "disk"
    root.mkdir()
    url = f"whoosh:{root / deep / 'index'}"
    if before != "none":
        BEFORE[before](open_engine(url))
    disk, seen = Disk(root), list[str]()

    def cut() -> None:
        for has_names_early in (False, True):
            target = tmp_path / f"cut-{len(seen)}"
            disk.after_a_cut(target, has_names_early=has_names_early)
            seen.append(state(target / deep / "index"))

    def fsync(descriptor: int, really: Callable[[int], None] = os.fsync) -> None:
        really(descriptor)
        disk.keep(Path(f"/proc/self/fd/{descriptor}").readlink())
        cut()

    def replace(*arguments: Any, really: Callable[..., None] = os.replace, **named: Any) -> None:
        really(*arguments, **named)
        cut()

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "replace", replace)
    WORKS[work](open_engine(url))
    reported = len(seen)
    cut()
    monkeypatch.undo()
    was = before.partition(" ")[0]
    assert set(seen) == {was, "new"}
    assert seen[reported:] == ["new", "new"]  # what was reported as done is on the disk
    tell(
        f"{work}: power cut after each of {reported // 2} fsyncs and renamings, {before} index, in {deep!r}",
        f"{was} {seen.count(was)}, new {seen.count('new')}",
    )


def test_the_model_of_the_disk_loses_what_was_not_brought_there(tmp_path: Path) -> None:
    root = tmp_path / "disk"
    root.mkdir()
    (root / "kept").write_text("kept")
    disk = Disk(root)
    (root / "kept").write_text("changed")
    (root / "new").write_text("new")
    disk.after_a_cut(tmp_path / "late", has_names_early=False)
    disk.after_a_cut(tmp_path / "early", has_names_early=True)
    late, early = ({p.name: p.read_text() for p in (tmp_path / name).iterdir()} for name in ("late", "early"))
    assert late == {"kept": "kept"}
    assert early == {"kept": "kept", "new": ""}
