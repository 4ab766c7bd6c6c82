"""How much may come out of an archive? Bounds on bytes and files, for all that is in it together."""

import tarfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import RawIOBase
from lzma import LZMAError
from zipfile import BadZipFile

from indexer.bulletin import BulletinError

FREELY_INFLATED = 64 * 1024 * 1024
MOST_INFLATED = 200
"""Bytes for each one of the archive, beyond `FREELY_INFLATED`: news take 3 to 20, zeros 1,000."""
MOST_FILES = 100_000

# gzip and bzip2 raise OSError, too, where what is compressed is broken.
_BROKEN = (EOFError, BadZipFile, OSError, tarfile.TarError, zlib.error, LZMAError)


@dataclass(slots=True)
class Allowance:
    """What may come out of one archive, with the archives in it.

    Attributes:
        size: Size of the archive in bytes.
        inflated: Bytes that came out of it so far.
        files: Files that came out of it so far.
    """

    size: int
    inflated: int = 0
    files: int = 0

    def take(self, inflated: int) -> None:
        """Count bytes.

        Raises:
            BulletinError: There are too many.
        """
        self.inflated += inflated
        self.check()

    def take_file(self) -> None:
        """Count a file.

        Raises:
            BulletinError: There are too many.
        """
        self.files += 1
        self.check()

    def check(self) -> None:
        """Raise `BulletinError` where too much came out."""
        if self.inflated > max(FREELY_INFLATED, MOST_INFLATED * self.size):
            raise BulletinError(
                f"inflates to more than {MOST_INFLATED} times its size, as no news do; "
                "what came before is kept; if they are news, unpack it"
            )
        if self.files > MOST_FILES:
            raise BulletinError(f"holds more than {MOST_FILES:,} files; what came before is kept; unpack it")


class Inflated(RawIOBase):
    """A stream of what is compressed, counted; it can only be read on, and ends where it is broken.

    Args:
        read: Reads up to so many bytes, and fewer where fewer are there.
        allowance: What may come out.
    """

    def __init__(self, read: Callable[[int], bytes], allowance: Allowance) -> None:
        super().__init__()
        self._read, self._allowance, self._place = read, allowance, 0
        self.fault = ""
        """Why it ended too early; empty where it did not."""

    def readable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read into a buffer, and return how many bytes it was; 0 at the end.

        Raises:
            BulletinError: Too much comes out.
        """
        if self.fault:
            return 0
        try:
            data = self._read(len(buffer))
        except _BROKEN as error:
            if isinstance(error, OSError) and error.errno:  # of the disk
                raise
            self.fault = str(error)
            return 0
        self._allowance.take(len(data))
        self._place += len(data)
        buffer[: len(data)] = data
        return len(data)
