"""A stream of UTF-16, read as UTF-8: lines are found in it as in any other."""

import codecs
from io import BufferedReader, RawIOBase
from typing import BinaryIO

from indexer.decoding import wide_codec

_HEAD = 4096
_CHUNK = 1 << 16


def in_utf_8(stream: BinaryIO) -> tuple[BinaryIO, str]:
    """Return a stream to read as UTF-8, and what it is in itself, if that is UTF-16 or UTF-32; else empty."""
    head = stream.peek(_HEAD) if isinstance(stream, BufferedReader) else b""
    found = wide_codec(head)
    if found is None:
        return stream, ""
    codec, name = found
    return BufferedReader(_Transcoded(stream, codec)), name


class _Transcoded(RawIOBase):
    """Bytes of another encoding as UTF-8; what is no character becomes U+FFFD."""

    def __init__(self, stream: BinaryIO, codec: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(codec)("replace")
        self._waiting = b""

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, and return how many bytes came; 0 at the end."""
        while not self._waiting and (read := self._stream.read(_CHUNK)):
            self._waiting = self._decoder.decode(read).encode("utf-8")
        if not self._waiting:
            self._waiting = self._decoder.decode(b"", final=True).encode("utf-8")
        size = min(len(buffer), len(self._waiting))
        buffer[:size] = self._waiting[:size]
        self._waiting = self._waiting[size:]
        return size
