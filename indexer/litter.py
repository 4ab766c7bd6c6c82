"""What lies in a folder beside bulletins: left by systems, editors, browsers, or by ourselves."""

import re
from collections.abc import Sequence
from pathlib import Path

_SYSTEM_FOLDERS = {
    "__macosx",
    "$recycle.bin",
    "recycler",
    "system volume information",
    "lost+found",
    "@eadir",
    "#recycle",
    "@recycle",
    "@recently-snapshot",
    "#snapshot",
}
_SYSTEM_FILES = {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"}
_LEFT_BY_EDITORS = re.compile(r"~\$|#.*#$|.*~$|.*\.(?:sw[nop]|bak|tmp|temp|orig|rej)$", re.DOTALL)
_PARTIAL = re.compile(r".*\.(?:part|partial|crdownload|opdownload|download|filepart|!ut)$", re.DOTALL)
# As browsers name it, in their languages: "Le pont_fichiers" beside "Le pont.html".
_OF_PAGE = re.compile(
    r"(?P<page>.+?)(?:\.html?)?[_.-](?:fichiers|files|dateien|archivos|file|bestanden|ficheiros)",
    re.DOTALL | re.IGNORECASE,
)
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".mhtml", ".HTML", ".HTM")
_PARTS_OF_PAGES = {".js", ".css", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".woff", ".woff2"}


def litter_name(name: str) -> str:
    """Return what an entry of a folder is whose name tells that it is no bulletin; empty for any other."""
    lower = name.lower()
    if name.startswith("."):
        return "hidden"
    if lower in _SYSTEM_FOLDERS or lower in _SYSTEM_FILES:
        return "left by a system"
    if _LEFT_BY_EDITORS.match(lower):
        return "left by an editor"
    return "downloaded in part" if _PARTIAL.match(lower) else ""


def litter_member(parts: Sequence[str]) -> str:
    """Return what a file in an archive is that is no bulletin, by its name and those of its folders there."""
    named = next(filter(None, map(litter_name, parts)), "")
    return named or ("folder of a saved page" if any(map(_OF_PAGE.fullmatch, parts[:-1])) else "")


def litter_folder(folder: Path) -> str:
    """Return what a folder is that holds no bulletins by what lies in it or beside it; empty for any other.

    Raises:
        OSError: It cannot be read.
    """
    if (folder / "CURRENT").is_file() and (folder / "builds").is_dir():
        return "index of bulletins"
    if (named := _OF_PAGE.fullmatch(folder.name)) and _is_of_page(folder, named["page"]):
        return "folder of a saved page"
    return ""


def _is_of_page(folder: Path, page: str) -> bool:
    """Return whether a page of that name lies beside the folder, or what belongs to pages in it."""
    if any(folder.with_name(page + suffix).exists() for suffix in _PAGE_SUFFIXES):
        return True
    return any(entry.suffix.lower() in _PARTS_OF_PAGES for entry in folder.iterdir())
