"""What every reader promises: it recognises its kind of file, and yields what is in one.

Content decides before the name does: a feed named .txt is a feed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from typing import BinaryIO, Protocol

from index.archive.document import Document
from index.archive.removals import Removal
from indexer.bulletin import BulletinError, Received
from indexer.paths import LARGEST_FILE, MEBIBYTE, FileType, InputFile
from indexer.report import Ignored, Noted, Skipped

HEAD = 1 << 16
"""Bytes from its start by which a file is recognised: the headers of a mail, the prologue of a feed."""


@dataclass(frozen=True, slots=True)
class Contained:
    """A file inside another one.

    Attributes:
        file: The file; its path continues that of the one that holds it.
        stream: Its content; read before the next event is asked for.
    """

    file: InputFile
    stream: BufferedReader


Event = Received | Document | Removal | Contained | Skipped | Noted | Ignored


class Reader(Protocol):
    """Reads one kind of source."""

    @property
    def kind(self) -> str:
        """What the report calls files of this kind."""

    def recognises(self, named: FileType, head: bytes) -> bool:
        """Return whether a file is of this kind.

        Args:
            named: What its name says.
            head: Its first bytes, up to `HEAD`.
        """

    def read(self, file: InputFile, stream: BufferedReader) -> Iterator[Event]:
        """Yield what is in an open file, in order and in bounded memory.

        Raises:
            BulletinError: Nothing more of the file can be read.
        """


def buffered(raw: RawIOBase) -> BufferedReader:
    """Return a stream whose head can be looked at before it is read."""
    return BufferedReader(raw, HEAD)


LARGEST_SAVED_PAGE = 2 * LARGEST_FILE
"""Bytes of a page with its pictures."""


def read_whole(stream: BinaryIO, most: int = LARGEST_FILE) -> bytes:
    """Return the content of a file that is read whole.

    Raises:
        BulletinError: It is larger than such a file may be.
    """
    data = stream.read(most + 1)
    if len(data) > most:
        raise BulletinError(f"has more than {most // MEBIBYTE} MiB")
    return data
