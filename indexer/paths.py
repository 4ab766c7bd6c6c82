"""The files to read, and what a path says about a bulletin."""

import datetime
import os
import re
import stat
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from index.errors import UsageError
from index.french.dates import Period
from index.french.written_dates import WrittenDate
from indexer.allowance import Allowance
from indexer.decoding import decode
from indexer.litter import litter_folder, litter_name
from indexer.other_kinds import advice
from indexer.path_dates import read_path_date
from indexer.path_folders import MOST_FOLDERS
from indexer.plain_text import one_line, printable
from indexer.report import Ignored, Skipped

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 16 * MEBIBYTE  # of a text or a page, which are read whole; JSON Lines are streamed


class FileType(Enum):
    """What the name of a file says of its content, which decides; of OPEN ones it says nothing."""

    TEXT = "text"
    PAGE = "page"
    LINES = "lines"
    VALUES = "values"
    TABLE = "table"
    MAIL = "mail"
    TRANSCRIPT = "transcript"
    WEB_ARCHIVE = "web archive"
    ARCHIVE = "archive"
    OPEN = "open"


_TYPES = {
    ".txt": FileType.TEXT,
    ".md": FileType.TEXT,
    ".html": FileType.PAGE,
    ".htm": FileType.PAGE,
    ".xhtml": FileType.PAGE,
    ".jsonl": FileType.LINES,
    ".ndjson": FileType.LINES,
    ".jsonl.gz": FileType.LINES,
    ".ndjson.gz": FileType.LINES,
    ".json": FileType.VALUES,
    ".csv": FileType.TABLE,
    ".tsv": FileType.TABLE,
    ".srt": FileType.TRANSCRIPT,
    ".vtt": FileType.TRANSCRIPT,
    ".eml": FileType.MAIL,
    ".emlx": FileType.MAIL,
    ".mbox": FileType.MAIL,
    ".mht": FileType.MAIL,
    ".mhtml": FileType.MAIL,
    ".webarchive": FileType.WEB_ARCHIVE,
    ".zip": FileType.ARCHIVE,
    ".tar": FileType.ARCHIVE,
    ".tar.gz": FileType.ARCHIVE,
    ".tgz": FileType.ARCHIVE,
    ".gz": FileType.ARCHIVE,
    ".tar.bz2": FileType.ARCHIVE,
    ".tbz": FileType.ARCHIVE,
    ".tbz2": FileType.ARCHIVE,
    ".bz2": FileType.ARCHIVE,
    ".tar.xz": FileType.ARCHIVE,
    ".txz": FileType.ARCHIVE,
    ".xz": FileType.ARCHIVE,
    ".xml": FileType.OPEN,
    ".rss": FileType.OPEN,
    ".atom": FileType.OPEN,
}
# As programs that mirror sites name pages: article.php, article.php?id=3, article.html@id=3.
_OF_SERVER = re.compile(r".+\.(?:php\d?|aspx?|jsp|cgi|[sx]?html?)(?:[?@].*)?", re.IGNORECASE | re.DOTALL)
_READ_WHOLE = {FileType.TEXT, FileType.PAGE, FileType.TRANSCRIPT}
KNOWN_SUFFIXES = ", ".join(_TYPES)


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read.

    Attributes:
        path: Path of the file, which begins with `root`.
        root: The given path that the file was found in; the file itself if it was given.
        type: What its name says of its content.
        size: Size in bytes; 0 of a file in an archive.
        depth: Number of archives that it lies in.
        allowance: What may still come out of these; None outside an archive.
    """

    path: Path
    root: Path
    type: FileType
    size: int
    depth: int = 0
    allowance: Allowance | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """The part of given folders that is read again.

    Attributes:
        paths: Files and folders in them, or these themselves; none lies in another one, and some may be gone.
        unfinished: Files and folders that are left for later, as they are being written.
    """

    paths: Sequence[Path]
    unfinished: Collection[Path] = ()


@dataclass(frozen=True, slots=True)
class PathMetadata:
    """What a path says: `<source>/<YYYY-MM-DD>[-name].txt`, `<source>/2024/11/7 matin.txt` and the like.

    Attributes:
        source: Name of the folder, the nearest one that is not named by a time.
        date: Day in the names of file and folders, or None.
        name: "Journal de 20 h" for `-journal-de-20-h`; the file's stem if it has no date.
        oddity: What does not agree about the day, a clause; empty where all does.
        period: The days that the names of folders leave open; the day itself where there is one.
        time: Time in the name of the file, or None.
        partial: The day in the name of the file, where it has no year; else None.
    """

    source: str
    date: datetime.date | None
    name: str
    oddity: str = ""
    period: Period | None = None
    time: datetime.time | None = None
    partial: WrittenDate | None = None


NO_PATH = PathMetadata("", None, "")
"""What a path says that says nothing."""


def path_metadata(path: Path) -> PathMetadata:
    """Read source, date and name from a path."""
    stem = _plain(path.name[: -len(suffix)] if (suffix := known_suffix(path)) else path.name)
    folders = [_folder(folder) for folder in path.absolute().parents[: MOST_FOLDERS + 1]]
    told = read_path_date(stem, folders)
    source = folders[told.folders]
    return PathMetadata(source, told.date, told.name, told.oddity, told.period, told.at, told.partial)


def folder_name(path: Path) -> str:
    """Return the name of the folder of a file."""
    return _folder(path.absolute().parent)


def _folder(folder: Path) -> str:
    """Return the name of a folder, or of an archive without its suffix."""
    suffix = known_suffix(folder)
    is_archive = _TYPES.get(suffix.lower()) is FileType.ARCHIVE
    return _plain(folder.name[: -len(suffix)] if is_archive else folder.name)


def _plain(name: str) -> str:
    """Decode a file name as text on one line; names are bytes, in any encoding."""
    return one_line(decode(os.fsencode(name)).text)


def known_suffix(path: Path) -> str:
    """Return the suffix by which a file is read, in its own capitals; empty if files like it are not read."""
    lower = path.name.lower()
    suffix = max((known for known in _TYPES if lower.endswith(known)), key=len, default="")
    return path.name[len(path.name) - len(suffix) :]


def check_paths(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Check that all paths exist, and return them without those inside another one.

    Raises:
        UsageError: A path does not exist.
    """
    for path in paths:
        try:
            path.stat()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UsageError(
                f"cannot read {printable(str(path))!r}: {reason}; give a file or folder"
            ) from None
    resolved = {path.resolve(): path for path in reversed(paths)}
    kept = {resolved[real] for real in outermost(resolved)}
    return tuple(path for path in dict.fromkeys(paths) if path in kept)


def check_folders(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Check that all paths are folders, and return their absolute paths without those inside another one.

    Raises:
        UsageError: A path does not exist, or is no folder.
    """
    folders = check_paths(paths)
    if file := next((path for path in folders if not path.is_dir()), None):
        raise UsageError(f"{printable(str(file))!r} is no folder; give the folder that it lies in")
    return tuple(folder.absolute() for folder in folders)


def outermost(paths: Collection[Path]) -> list[Path]:
    """Return the paths that lie in no other one of them."""
    known = set(paths)
    return [path for path in paths if known.isdisjoint(path.parents)]


def find_changed(folders: Sequence[Path], changed: Changed) -> Iterator[InputFile | Skipped | Ignored]:
    """Find the files to read again, as `find` finds them in whole folders; what is gone is left out."""
    for path in changed.paths:
        root = root_of(folders, path)
        if root and os.path.lexists(path) and is_read_within(root, path):
            yield from _walk(root, path, changed.unfinished)


def root_of(folders: Sequence[Path], path: Path) -> Path | None:
    """Return the given folder that a path lies in, or is."""
    return next((folder for folder in folders if path.is_relative_to(folder)), None)


def is_read_within(root: Path, path: Path) -> bool:
    """Return whether all folders between a given one and a path in it are read."""
    above = [parent for parent in path.parents if parent != root and parent.is_relative_to(root)]
    try:
        return not any(
            litter_name(folder.name) or folder.is_symlink() or (folder.is_dir() and litter_folder(folder))
            for folder in reversed(above)
        )
    except OSError:
        return True  # the walk says what is wrong


def find(paths: Sequence[Path]) -> Iterator[InputFile | Skipped | Ignored]:
    """Find the files to read in files and folders; folders are walked as a whole, in sorted order.

    A file that is given itself may have any suffix but those of kinds that are not read.
    """
    for path in paths:
        if path.is_dir():
            yield from _walk(path)
        elif type_ := type_of(path) or (None if advice(path.suffix.lower()) else FileType.OPEN):
            yield _look_at(path, path, type_)
        else:
            yield unread(path)


def unread(path: Path) -> Skipped:
    """Return why a given file is not read, and what to do."""
    todo = advice(path.suffix.lower())
    none = f"is none of the files that are read ({KNOWN_SUFFIXES})"
    return Skipped(path, f"is not read; {todo}" if todo else none)


def _walk(
    root: Path, start: Path | None = None, left: Collection[Path] = ()
) -> Iterator[InputFile | Skipped | Ignored]:
    """Walk a folder, or from `start` in it; without recursion, as a path may be deeper than the stack."""
    real_root = root.resolve()
    pending = [start or root]
    while pending:
        entry = pending.pop()
        if entry in left:
            continue
        try:
            if entry != root and (left_out := _leave_out(entry, real_root)):
                yield left_out
            elif entry.is_dir() and (kind := litter_folder(entry)):
                yield Ignored(entry, kind)
            elif entry.is_dir():
                pending += sorted(entry.iterdir(), key=_sort_key, reverse=True)
            elif type_ := type_of(entry):
                yield _look_at(entry, root, type_)
            else:
                yield Ignored(entry, entry.suffix.lower() or "no suffix")
        except OSError as error:
            yield Skipped(entry, f"cannot be opened: {error.strerror}")


def _leave_out(entry: Path, real_root: Path) -> Skipped | Ignored | None:
    """Return why an entry of a folder is not read, by its name or as it is a link; None otherwise."""
    if kind := litter_name(entry.name):
        return Ignored(entry, kind)
    return _refuse_link(entry, real_root) if entry.is_symlink() else None


def _sort_key(path: Path) -> tuple[str, str]:
    """Return a sort key for one order on every system, however it stores accents."""
    return unicodedata.normalize("NFC", path.name).casefold(), path.name


def _refuse_link(link: Path, real_root: Path) -> Skipped | Ignored | None:
    """Return why a link is not followed; None if it leads to a file that the walk would otherwise miss."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return Skipped(link, "is a link that leads nowhere")
    if not target.is_relative_to(real_root):
        return Skipped(link, "is a link that leads out of the given folder")
    is_hidden = any(map(litter_name, target.relative_to(real_root).parts))
    if target.is_file() and (is_hidden or type_of(target) is None):
        return None
    if is_hidden:
        return Skipped(link, "is a link to a hidden folder")
    return Ignored(link, "link to what is read under its own name")


def type_of(path: Path) -> FileType | None:
    """Return what the name of a file says of its content; None if files like it are not read."""
    if known := _TYPES.get(known_suffix(path).lower()):
        return known
    is_open = not path.suffix or _is_of_maildir(path) or _OF_SERVER.fullmatch(path.name)
    return FileType.OPEN if is_open else None


def _is_of_maildir(path: Path) -> bool:
    """Return whether a file is one of those that mail servers name: cur/1678775400.M1P2.host:2,S."""
    return path.parent.name in ("cur", "new") and path.name.partition(".")[0].isdecimal()


def _look_at(path: Path, root: Path, type_: FileType) -> InputFile | Skipped:
    """Check type and size of a file before it is opened: opening a FIFO would wait for ever."""
    try:
        status = path.stat()
    except OSError as error:
        return Skipped(path, f"cannot be read: {error.strerror}")
    if not stat.S_ISREG(status.st_mode):
        return Skipped(path, "is no regular file")
    if type_ in _READ_WHOLE and status.st_size > LARGEST_FILE:
        size, cap = status.st_size // MEBIBYTE, LARGEST_FILE // MEBIBYTE
        return Skipped(path, f"has {size} MiB; a text or a page may have {cap}; cut it into several files")
    return InputFile(path, root, type_, status.st_size)
