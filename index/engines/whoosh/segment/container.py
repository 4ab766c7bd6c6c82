"""A file of named arrays, mapped into memory when read.

    header      64 bytes: magic, version, CRC-32, offset and size of the directory; zeros
    arrays      little-endian, each at an offset that is a multiple of 64 bytes
    directory   JSON: {"about": …, "arrays": {name: [type, items, offset, CRC-32]}}

The header is written last: a file whose writing was interrupted never opens.
"""

import json
import mmap
import struct
import zlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeGuard, TypeVar

import numpy as np
from numpy.typing import NDArray

VERSION = 1
_MAGIC = b"bulletin"
_HEADER = struct.Struct("<8sIIQQ")
_ALIGNMENT = 64
_TYPES = ("<u1", "<u2", "<u4", "<u8", "<f4")
_UNSIGNED = _TYPES[:4]
KEPT = 1 << 20
"""Bytes of a growing array that are buffered in memory before they go to a temporary file."""

Array = NDArray[np.number]
"""An array of any of the types that a container holds."""
Scalar = TypeVar("Scalar", bound=np.number)
JSONValue = str | int | float | bool | None | list["JSONValue"] | dict[str, "JSONValue"]


class ContainerError(Exception):
    """Raised where a container cannot be read or does not hold what its reader expects."""


class ContainerWriter:
    """Writes a container; its arrays may be appended to in any order.

    Args:
        path: The new file. Temporary files `PATH.N.part` lie beside it until it is closed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._streams: dict[str, _Stream] = {}

    def append(self, name: str, values: Array | NDArray[np.integer], kind: str = "") -> None:
        """Append values to an array, which the first call creates.

        Args:
            name: Name of the array.
            values: The values to append.
            kind: Type of the array, such as `<u2`; empty for the narrowest unsigned type that fits.
        """
        if name not in self._streams:
            part = self._path.with_name(f"{self._path.name}.{len(self._streams)}.part")
            self._streams[name] = _Stream(part, kind)
        self._streams[name].append(values)

    def close(self, about: JSONValue) -> None:
        """Write the file, with a description of its content, and delete the temporary files."""
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
        """Delete the temporary files."""
        for stream in self._streams.values():
            stream.delete()


class _Stream:
    """A growing array: buffered in memory, then in a temporary file.

    Without a given type it is widened whenever a value needs more bytes.
    """

    def __init__(self, part: Path, kind: str) -> None:
        self._part = part
        self._is_narrowed = not kind
        self._kind = kind or _UNSIGNED[0]
        self._narrower: list[tuple[str, int]] = []  # earlier types, and the number of items written in each
        self._file: BinaryIO | None = None
        self._buffered: list[bytes] = []
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
        self._buffered.append(data)
        self._size += len(data)
        if self._size > KEPT:
            if self._file is None:
                self._file = self._part.open("w+b")
            self._file.writelines(self._buffered)
            self._buffered, self._size = [], 0

    def _widen(self, kind: str) -> None:
        if _width(kind) > _width(self._kind):
            self._narrower.append((self._kind, self.items - sum(items for _, items in self._narrower)))
            self._kind = kind

    def write(self, file: BinaryIO) -> tuple[str, int]:
        """Copy the whole array into a file; return its type and CRC-32."""
        crc = 0
        for data in self._data():
            crc = zlib.crc32(data, crc)
            file.write(data)
        return self._kind, crc

    def _data(self) -> Iterator[bytes]:
        if self._file is None:
            written: BinaryIO = BytesIO(b"".join(self._buffered))
        else:
            self._file.writelines(self._buffered)
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
    """A container mapped into memory. Raises `ContainerError` where the file is not as it was written.

    Attributes:
        about: Description that the writer gave to `ContainerWriter.close`; not validated here.
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
        """Names of all arrays."""
        return self._arrays.keys()

    @property
    def is_whole(self) -> bool:
        """False where the file was cut off since it was opened; half a microsecond."""
        return self._data.size() == len(self._data)

    def size(self, name: str) -> int:
        """Return the number of items of an array; 0 where it was never written."""
        return len(self._arrays.get(name, ()))

    def array(self, name: str, kind: type[Scalar]) -> NDArray[Scalar]:
        """Return an array as a view of the file; an empty array where it was never written.

        Args:
            name: Name of the array.
            kind: Type that its items must have, such as `np.uint32`; `np.unsignedinteger` for any width.

        Raises:
            ContainerError: The array has items of another type.
        """
        written = self._arrays.get(name)
        for array in _EMPTY if written is None else (written,):
            if _has_kind(array, kind):
                return array
        raise ContainerError(f"array {name!r} of {self._path.name!r} is not of type {kind.__name__}")

    def untyped_array(self, name: str) -> Array:
        """Return an array whatever the type of its items; an empty one where it was never written."""
        return self._arrays.get(name, _EMPTY[0])

    def let_go(self) -> None:
        """Release the pages that were read; the system reads them again when they are needed."""
        self._data.madvise(mmap.MADV_DONTNEED)

    def faults(self) -> Iterator[str]:
        """Read the whole file and yield a clause for each array whose checksum does not fit."""
        for name, array in self._arrays.items():
            if zlib.crc32(array.data) != self._checksums[name]:
                yield f"its array {name!r} of {self._path.name!r} was changed"

    def _directory(self) -> tuple[JSONValue, dict[str, Array]]:
        try:
            _, _, _, offset, size = _HEADER.unpack_from(self._data)
            directory = self._data[offset : offset + size]
            if self._data[:_ALIGNMENT] != _header(offset, directory) or offset + size != len(self._data):
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


_EMPTY: tuple[Array, ...] = tuple(np.zeros(0, kind) for kind in ("<u4", *_TYPES))
"""An empty array of each type; of several that fit, the first is taken."""


def _has_kind(array: Array, kind: type[Scalar]) -> TypeGuard[NDArray[Scalar]]:
    return issubclass(array.dtype.type, kind)


def _header(offset: int, directory: bytes) -> bytes:
    fixed = _HEADER.pack(_MAGIC, VERSION, zlib.crc32(directory), offset, len(directory))
    return fixed.ljust(_ALIGNMENT, b"\0")


def _width(kind: str) -> int:
    """Return the number of bytes of an item."""
    return int(kind[-1])


def _narrowest(value: int) -> str:
    """Return the narrowest unsigned type that holds a value."""
    return next(kind for kind in _UNSIGNED if value <= np.iinfo(kind).max)
