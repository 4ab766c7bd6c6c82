"""The names of files in an archive: decoded, and as places below the archive, wherever they lead."""

import re
import unicodedata
from pathlib import Path, PurePosixPath
from zipfile import ZipInfo

from indexer.paths import InputFile

_UTF_8_FLAG = 0x800
_FRENCH = re.compile("[\x20-\x7eàâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ’‘«»–—…°€·]*")
_CODE_PAGES = ("cp437", "cp850", "cp1252")
_DRIVE = re.compile("[A-Za-z]:")


def zip_name(info: ZipInfo) -> str:
    """Return the name of a file in a zip archive.

    Without the flag of UTF-8, it is UTF-8 all the same where the bytes are that (macOS), else in the code
    page of DOS or Windows that makes it French.
    """
    if info.flag_bits & _UTF_8_FLAG or info.filename.isascii():
        return info.filename
    try:
        data = info.filename.encode("cp437")  # as the module decoded it
    except UnicodeEncodeError:
        return info.filename
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        names = (data.decode(page, "replace") for page in _CODE_PAGES)
        return next((name for name in names if _FRENCH.fullmatch(name)), info.filename)


def member_path(file: InputFile, name: str) -> Path:
    """Return the path of a file in an archive, below that of the archive; nothing is ever written there."""
    parts = PurePosixPath(unicodedata.normalize("NFC", name.replace("\\", "/"))).parts
    inner = [part for part in parts if part not in ("/", "..") and not _DRIVE.fullmatch(part)]
    return file.path.joinpath(*inner or ["unnamed"])


_PACKED_TARS = (".tgz", ".tbz", ".tbz2", ".txz")


def inflated_path(path: Path) -> Path:
    """Return the path of what a compressed file holds: a.txt of a.txt.gz, a.tar of a.tgz."""
    suffix = path.suffix.lower()
    if suffix in _PACKED_TARS:
        return path.with_suffix(".tar")
    return path.with_suffix("") if suffix in (".gz", ".bz2", ".xz") else path
