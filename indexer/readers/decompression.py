"""What gzip, bzip2 and xz compressed, as streams that can only be read on."""

from bz2 import BZ2File
from collections.abc import Callable
from gzip import GzipFile
from io import BufferedReader, RawIOBase
from lzma import FORMAT_XZ, LZMADecompressor
from typing import BinaryIO

from indexer.paths import MEBIBYTE

MOST_MEMORY = 128 * MEBIBYTE
"""Of what LZMA compressed; its strongest usual setting takes 65 MiB."""
_PIECE = 1 << 16  # compressed bytes that are read at a time


Decompressed = BZ2File | GzipFile | BufferedReader
"""What is read of them comes as far as it goes: `read1` keeps what stands before a fault."""


def opener(head: bytes) -> Callable[[BinaryIO], Decompressed] | None:
    """Return what opens a compressed stream that begins so; None if it is not compressed."""
    found = (opened for beginning, opened in _OPENERS if head.startswith(beginning))
    return next(found, None)


def _gunzip(stream: BinaryIO) -> GzipFile:
    return GzipFile(fileobj=stream)


def _open_xz(stream: BinaryIO) -> BufferedReader:
    return BufferedReader(_XzFile(stream))


class _XzFile(RawIOBase):
    """The streams of an .xz file as one; Python's own class for them has no bound of memory."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream, self._decompressor = stream, _decompressor()

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read into a buffer, and return how many bytes it was; 0 at the end.

        Raises:
            LZMAError: What is compressed is broken, or wants more than `MOST_MEMORY`.
            EOFError: It is cut off.
        """
        data = b""
        while not data:
            rest = self._decompressor.unused_data.lstrip(b"\0")  # NULs may stand between two streams
            needs_more = self._decompressor.needs_input or self._decompressor.eof
            piece = rest or (self._stream.read(_PIECE) if needs_more else b"")
            if self._decompressor.eof:
                if not piece.strip(b"\0"):
                    return 0
                self._decompressor = _decompressor()
            elif needs_more and not piece:
                raise EOFError("it is cut off")
            data = self._decompressor.decompress(piece, len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _decompressor() -> LZMADecompressor:
    return LZMADecompressor(FORMAT_XZ, memlimit=MOST_MEMORY)


_OPENERS: tuple[tuple[bytes, Callable[[BinaryIO], Decompressed]], ...] = (
    (b"\x1f\x8b\x08", _gunzip),
    (b"BZh", BZ2File),
    (b"\xfd7zXZ\x00", _open_xz),
)
