"""A page that Safari saved in one file (.webarchive) → one bulletin with its items."""

import plistlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from indexer.bulletin import BulletinError
from indexer.decoding import decode_as
from indexer.paths import FileType, InputFile, path_metadata
from indexer.readers.json_fields import web_address
from indexer.readers.marks import Mark
from indexer.readers.reader import LARGEST_SAVED_PAGE, Event, read_whole
from indexer.readers.webpage import marked_as_utf_8, read_page
from indexer.report import Noted

_MAIN = "WebMainResource"


@dataclass(frozen=True, slots=True)
class WebArchiveReader:
    """Reads pages that Safari saved.

    Attributes:
        marks: Marks that the user named, beside the usual ones.
    """

    kind = "web archives"

    marks: Sequence[Mark] = ()

    def recognises(self, named: FileType, head: bytes) -> bool:
        """Return whether a file is named as a web archive, or is a property list that begins as one does."""
        is_list = head.startswith((b"bplist00", b"<?xml"))
        return named is FileType.WEB_ARCHIVE or (is_list and _MAIN.encode() in head)

    def read(self, file: InputFile, stream: BinaryIO) -> Iterator[Event]:
        """Yield the bulletin.

        Raises:
            BulletinError: It holds no page.
        """
        page, metadata = _main_resource(read_whole(stream, LARGEST_SAVED_PAGE)), path_metadata(file.path)
        html = page.get("WebResourceData")
        if not isinstance(html, bytes):
            raise BulletinError("holds no page, as a web archive does; save the page as .html")
        decoded = decode_as(html, str(page.get("WebResourceTextEncodingName") or "utf-8"))
        data = marked_as_utf_8(decoded.text) if decoded else html
        received = read_page(file, data, metadata, self.marks)
        if metadata.oddity and received.bulletin.date is None:
            yield Noted(file.path, metadata.oddity)
        address = received.bulletin.url or web_address(str(page.get("WebResourceURL") or ""))
        yield replace(received, bulletin=replace(received.bulletin, url=address))


def _main_resource(data: bytes) -> Mapping[str, object]:
    try:
        given = plistlib.loads(data)
    except (ValueError, LookupError, OverflowError, RecursionError, TypeError, ExpatError) as error:
        raise BulletinError(f"cannot be read as a web archive: {error}") from None
    main = given.get(_MAIN) if isinstance(given, dict) else None
    return main if isinstance(main, dict) else {}
