"""Archives: .zip, .tar, and what gzip, bzip2 and xz compressed; the files in them are read as in folders.

Nothing is written to the disk. A zip archive inside another one is read whole, all else as a stream.
"""

import stat
import struct
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from io import SEEK_CUR, SEEK_END, BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO, Self, cast
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, BadZipFile, ZipExtFile, ZipFile, ZipInfo

from indexer.allowance import MOST_FILES, Allowance, Inflated
from indexer.bulletin import BulletinError
from indexer.litter import litter_member
from indexer.paths import MEBIBYTE, FileType, InputFile, type_of
from indexer.readers.archive_names import inflated_path, member_path, zip_name
from indexer.readers.decompression import MOST_MEMORY, Decompressed, opener
from indexer.readers.reader import Contained, Event, buffered, read_whole
from indexer.report import Ignored, Skipped

DEEPEST = 4
"""Archives inside each other; a .tar.gz is two."""
_ZIP, _TAR = (b"PK\x03\x04", b"PK\x05\x06"), slice(257, 262)
_METHODS = (ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA)
_LARGEST_END = 1 << 17  # of a zip archive: a comment of 64 KiB and what says where the directory lies
_LARGEST_DIRECTORY = 24 * MEBIBYTE  # of a zip archive, which is read whole: 240 bytes a file
_LARGEST_HEADER = MEBIBYTE  # of a file in a tar archive, which is read whole

_Opener = Callable[[], ZipExtFile | Decompressed | None]


class ArchiveReader:
    """Reads archives."""

    kind = "archives"

    def recognises(self, named: FileType, head: bytes) -> bool:
        """Return whether a file is named as an archive, or begins as one where its name says nothing."""
        return named is FileType.ARCHIVE or (named is FileType.OPEN and _unpacker(head) is not None)

    def read(self, file: InputFile, stream: BufferedReader) -> Iterator[Event]:
        """Yield the files of an archive; those that are no bulletins are counted."""
        unpack = _unpacker(stream.peek(512))
        if unpack is None:
            raise BulletinError("is no zip, tar, gzip, bzip2 or xz archive, as its name says")
        if file.depth == DEEPEST:
            raise BulletinError(f"lies in {DEEPEST} archives inside each other; unpack them")
        file = replace(file, allowance=file.allowance or Allowance(file.size))
        yield from unpack(file, stream)


def _unpacker(head: bytes) -> Callable[[InputFile, BinaryIO], Iterator[Event]] | None:
    """Return what unpacks an archive that begins so; None if it is none."""
    if head.startswith(_ZIP):
        return _unzip
    if opened := opener(head):
        return partial(_inflate, opened)
    return _untar if head[_TAR] == b"ustar" else None


def _inflate(
    opened: Callable[[BinaryIO], Decompressed], file: InputFile, stream: BinaryIO
) -> Iterator[Event]:
    """Yield what is compressed as a whole."""
    yield from _contained(file, inflated_path(file.path), partial(opened, stream))


def _untar(file: InputFile, stream: BinaryIO) -> Iterator[Event]:
    """Yield the files of a tar archive."""
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_TarInfo, errors="surrogateescape") as archive:
            for info in archive:
                archive.members.clear()  # type: ignore[attr-defined]  # which would grow with the archive
                path = member_path(file, info.name)
                if info.isreg():
                    yield from _contained(file, path, cast(_Opener, partial(archive.extractfile, info)))
                elif not info.isdir():
                    yield Ignored(path, "link or device in an archive")
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise BulletinError(f"is broken ({error}); what came before is kept") from None


class _TarInfo(tarfile.TarInfo):
    """The header of a file in a tar archive, within bounds."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Read a header; one that goes on in more than a long name, which is read whole, is refused."""
        info = super().frombuf(buf, encoding, errors)
        if info.type not in tarfile.REGULAR_TYPES and info.size > _LARGEST_HEADER:
            raise tarfile.ReadError("a header is larger than 1 MiB")
        return info


def _unzip(file: InputFile, stream: BinaryIO) -> Iterator[Event]:
    """Yield the files of a zip archive, in the order of their names."""
    source = stream if stream.seekable() else BytesIO(read_whole(stream))
    try:
        _check_directory(source)
        with ZipFile(source) as archive:
            named = [(zip_name(info), info) for info in archive.infolist() if not info.is_dir()]
            for name, info in sorted(named, key=lambda it: (it[0].casefold(), it[0])):
                path = member_path(file, name)
                if refused := _refuse(source, path, info):
                    yield refused
                else:
                    yield from _contained(file, path, cast(_Opener, partial(archive.open, info)))
    except (BadZipFile, struct.error, NotImplementedError, ValueError) as error:
        raise BulletinError(f"is broken ({error}); what came before is kept") from None


def _check_directory(source: BinaryIO) -> None:
    """Check the directory at the end of a zip archive, which is read whole.

    Raises:
        BulletinError: It is too large.
    """
    source.seek(0, SEEK_END)
    source.seek(max(0, source.tell() - _LARGEST_END))
    end = source.read()
    place = end.rfind(b"PK\x05\x06")
    size = struct.unpack_from("<I", end, place + 12)[0] if place >= 0 else 0
    long_place = end.rfind(b"PK\x06\x06", 0, max(0, place))
    if long_place >= 0:
        size = max(size if size < 2**32 - 1 else 0, struct.unpack_from("<Q", end, long_place + 40)[0])
    if size > _LARGEST_DIRECTORY:
        raise BulletinError(f"holds more than {MOST_FILES:,} files, by the size of its directory; unpack it")


def _refuse(source: BinaryIO, path: Path, info: ZipInfo) -> Skipped | Ignored | None:
    """Return why a file of a zip archive is not read; None if it is."""
    if stat.S_ISLNK(info.external_attr >> 16):
        return Ignored(path, "link or device in an archive")
    if info.flag_bits & 1:
        return Skipped(path, "is encrypted; unpack it")
    if info.compress_type not in _METHODS:
        return Skipped(
            path, f"is compressed in a way that is not read (method {info.compress_type}); unpack it"
        )
    if info.compress_type == ZIP_LZMA and _lzma_memory(source, info) > MOST_MEMORY:
        return Skipped(path, f"takes more than {MOST_MEMORY // MEBIBYTE} MiB to be decompressed; unpack it")
    return None


def _lzma_memory(source: BinaryIO, info: ZipInfo) -> int:
    """Return the bytes of memory that a file wants which LZMA compressed: those of its dictionary."""
    source.seek(info.header_offset)
    name, extra = struct.unpack("<26xHH", source.read(30))
    source.seek(name + extra + 5, SEEK_CUR)  # 5 for the version and the other properties
    return int(struct.unpack("<I", source.read(4))[0])


def _contained(file: InputFile, path: Path, opened: _Opener) -> Iterator[Event]:
    """Yield a file of an archive, or what it is where it is no bulletin."""
    allowance = file.allowance or Allowance(file.size)
    allowance.take_file()
    type_, kind = type_of(path), litter_member(path.parts[len(file.path.parts) :])
    if kind or type_ is None:
        yield Ignored(path, kind or path.suffix.lower())
        return
    root = file.root if path.is_relative_to(file.root) else path
    inner = InputFile(path, root, type_, 0, file.depth + 1, allowance)
    try:
        content = opened()
    except (BadZipFile, OSError, RuntimeError) as error:
        yield Skipped(path, f"cannot be read: {error}")
        return
    if content is not None:
        with content:
            inflated = Inflated(content.read1, allowance)
            yield Contained(inner, buffered(inflated))
            if inflated.fault:
                yield Skipped(path, f"is broken in its archive ({inflated.fault}); what came before is kept")
    allowance.check()
