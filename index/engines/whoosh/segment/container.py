"""A file of named arrays, mapped into memory when read.

    header      64 bytes: magic, version, place, size and CRC-32 of the directory; zeros
    arrays      little-endian, each from a multiple of 64 bytes on
    directory   JSON: {"about": …, "arrays": {name: [type, items, offset, CRC-32]}}

The header is written last, so that a file that was not written to its end never opens.
"""

import json
import mmap
import struct
import zlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

VERSION = 1
_MAGIC = b"bulletin"
_HEADER = struct.Struct("<8sIIQQ")
_ALIGNMENT = 64
_TYPES = ("<u1", "<u2", "<u4", "<u8", "<f4")
_UNSIGNED = _TYPES[:4]
KEPT = 1 << 20
"""Bytes of an array that wait in memory before they go to a file of their own."""

Array = NDArray[Any]
About = dict[str, Any]


class ContainerError(Exception):
    """Why a file cannot be read."""


class ContainerWriter:
    """Writes a container; arrays grow side by side, in any order.

    Args:
        path: The new file; parts of it lie beside it until it is closed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._streams: dict[str, _Stream] = {}

    def append(self, name: str, values: Array | NDArray[np.integer], kind: str = "") -> None:
        """Let an array grow.

        Args:
            name: Of the array.
            values: What follows what it holds.
            kind: Its type, such as `<u2`; where it is empty, the narrowest unsigned one that holds all.
        """
        if name not in self._streams:
            part = self._path.with_name(f"{self._path.name}.{len(self._streams)}.part")
            self._streams[name] = _Stream(part, kind)
        self._streams[name].append(values)

    def close(self, about: About) -> None:
        """Write the file; `about` can be given as JSON."""
        arrays: dict[str, list[object]] = {}
        with self._path.open("wb") as file:
            file.write(bytes(_ALIGNMENT))
            for name, stream in self._streams.items():
                offset = file.tell()
                kind, crc = stream.write(file)
                arrays[name] = [kind, stream.items, offset, crc]
                file.write(bytes(-file.tell() % _ALIGNMENT))
            directory = json.dumps({"about": about, "arrays": arrays}, ensure_ascii=False).encode()
            header = _header(file.tell(), directory)
            file.write(directory)
            file.seek(0)
            file.write(header)
        self.abandon()

    def abandon(self) -> None:
        """Delete the parts."""
        for stream in self._streams.values():
            stream.delete()


class _Stream:
    """An array that grows: at first in memory, then in a file; where it may, in a type that grows with it."""

    def __init__(self, part: Path, kind: str) -> None:
        self._part = part
        self._is_narrowed = not kind
        self._kind = kind or _UNSIGNED[0]
        self._narrower: list[tuple[str, int]] = []  # types it had before, and how many items have each
        self._file: BinaryIO | None = None
        self._waiting: list[bytes] = []
        self._size = 0
        self.items = 0

    def append(self, values: Array | NDArray[np.integer]) -> None:
        for first in range(0, len(values), KEPT // 8):
            self._append(values[first : first + KEPT // 8])

    def _append(self, values: Array | NDArray[np.integer]) -> None:
        if self._is_narrowed and len(values):
            self._widen(_narrowest(int(values.max())))
        data = np.ascontiguousarray(values, dtype=self._kind).tobytes()
        self.items += len(values)
        self._waiting.append(data)
        self._size += len(data)
        if self._size > KEPT:
            if self._file is None:
                self._file = self._part.open("w+b")
            self._file.writelines(self._waiting)
            self._waiting, self._size = [], 0

    def _widen(self, kind: str) -> None:
        if _width(kind) > _width(self._kind):
            self._narrower.append((self._kind, self.items - sum(items for _, items in self._narrower)))
            self._kind = kind

    def write(self, file: BinaryIO) -> tuple[str, int]:
        """Write it all into a file, and give its type and checksum."""
        crc = 0
        for data in self._data():
            crc = zlib.crc32(data, crc)
            file.write(data)
        return self._kind, crc

    def _data(self) -> Iterator[bytes]:
        if self._file is None:
            written: BinaryIO = BytesIO(b"".join(self._waiting))
        else:
            self._file.writelines(self._waiting)
            written = self._file
            written.seek(0)
        for kind, items in self._narrower:
            for first in range(0, items, KEPT):
                data = written.read(min(KEPT, items - first) * _width(kind))
                yield np.frombuffer(data, kind).astype(self._kind).tobytes()
        while data := written.read(KEPT):
            yield data

    def delete(self) -> None:
        if self._file is not None:
            self._file.close()
            with suppress(FileNotFoundError):
                self._part.unlink()


class Container:
    """A container that is read. Raises `ContainerError` where it is not as it was written.

    Attributes:
        about: What the writer said of it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:  # ValueError: it is empty
            raise ContainerError(f"{path.name!r} cannot be read ({error})") from error
        self.about, self._arrays = self._directory()

    @property
    def names(self) -> Collection[str]:
        """Name the arrays."""
        return self._arrays.keys()

    def array(self, name: str) -> Array:
        """Give an array, a view of the file; an empty one where it was never written."""
        return self._arrays.get(name, _NONE)

    def let_go(self) -> None:
        """Let the system take back the memory of what was read; it comes again when it is read again."""
        self._data.madvise(mmap.MADV_DONTNEED)

    def faults(self) -> Iterator[str]:
        """Read everything, and name the arrays that are not as they were written."""
        for name, array in self._arrays.items():
            if zlib.crc32(array.data) != self._checksums[name]:
                yield f"its array {name!r} of {self._path.name!r} was changed"

    def _directory(self) -> tuple[About, dict[str, Array]]:
        try:
            _, _, _, place, size = _HEADER.unpack_from(self._data)
            directory = self._data[place : place + size]
            if self._data[:_ALIGNMENT] != _header(place, directory) or place + size != len(self._data):
                raise ValueError("its header is not that of a whole file of this version")
            read = json.loads(directory)
            self._checksums = {name: row[3] for name, row in read["arrays"].items()}
            return read["about"], {name: self._view(*row[:3]) for name, row in read["arrays"].items()}
        except (ValueError, KeyError, TypeError, struct.error, OverflowError) as error:
            raise ContainerError(f"{self._path.name!r} cannot be read ({error})") from error

    def _view(self, kind: str, items: int, offset: int) -> Array:
        if kind not in _TYPES or offset % _ALIGNMENT:
            raise ValueError(f"an array of type {kind!r} at {offset}")
        return np.frombuffer(self._data, kind, items, offset)


_NONE: Array = np.zeros(0, "<u4")


def _header(place: int, directory: bytes) -> bytes:
    fixed = _HEADER.pack(_MAGIC, VERSION, zlib.crc32(directory), place, len(directory))
    return fixed.ljust(_ALIGNMENT, b"\0")


def _width(kind: str) -> int:
    """Give the bytes of an item."""
    return int(kind[-1])


def _narrowest(most: int) -> str:
    """Name the narrowest unsigned type that holds a number."""
    return next(kind for kind in _UNSIGNED if most <= np.iinfo(kind).max)
