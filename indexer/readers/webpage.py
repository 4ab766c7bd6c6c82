"""A saved web page → one bulletin with its items."""

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO

from bs4 import BeautifulSoup

from index.archive.date_origin import DateOrigin
from index.archive.document import Bulletin
from indexer.bulletin import Received, bulletin_id
from indexer.dates import Moment
from indexer.decoding import Decoded, decode, decode_as
from indexer.neighbours import days_around
from indexer.paths import FileType, InputFile, PathMetadata, folder_name, path_metadata
from indexer.plain_text import one_line, to_plain
from indexer.readers.marks import Mark
from indexer.readers.page_items import to_items
from indexer.readers.page_metadata import PageMetadata, read_metadata
from indexer.readers.page_stated_text import says_more, stated_items
from indexer.readers.page_text import find_text
from indexer.readers.page_tree import to_tree
from indexer.readers.reader import Event, read_whole
from indexer.readers.text_file import read_text
from indexer.report import Noted
from indexer.text_dates import TextDate, read_text_date

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:(?:<\?xml[^>]*+>|<!--.{0,2000}?-->)\s*+){0,9}"
    rb"<(?:!doctype html|html|head|body|title|meta|table|div|main|article|section|center|h[1-6]|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"<[!/a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageReader:
    """Reads saved web pages.

    Attributes:
        marks: Marks that the user named, beside the usual ones.
    """

    marks: Sequence[Mark] = ()

    kind = "web pages"

    def recognises(self, named: FileType, head: bytes) -> bool:
        """Return whether a file is named as a page, or begins as one."""
        return named is FileType.PAGE or _BEGINNING.match(head) is not None

    def read(self, file: InputFile, stream: BinaryIO) -> Iterator[Event]:
        """Yield the bulletin."""
        metadata, data = path_metadata(file.path), read_whole(stream)
        is_page = _TAG.search(data.replace(b"\0", b"")) is not None
        received = (read_page if is_page else read_text)(file, data, metadata, self.marks)
        if metadata.oddity and received.bulletin.date is None:
            yield Noted(file.path, metadata.oddity)
        yield received


def read_page(file: InputFile, data: bytes, from_path: PathMetadata, marks: Sequence[Mark] = ()) -> Received:
    """Read a page; what its metadata lack is taken from its path.

    Args:
        file: The file.
        data: Its bytes.
        from_path: What its path says.
        marks: Marks that the user named, beside the usual ones.

    Raises:
        PageError: It is too large a tree, see `page_tree`, or has too long an item.
    """
    decoded = decode_page(data)
    page = to_tree(decoded.text)
    metadata, stated = read_metadata(page), stated_items(page)
    text = find_text(page, marks)
    title = _only_h1(page, metadata) or metadata.title
    items, oddities = to_items(text, title, marks), decoded.oddities + text.oddities
    if says_more(stated, items):
        items = tuple(replace(item, title=item.title or title) for item in stated)
        oddities = (*decoded.oddities, "shows less text than its JSON-LD says it has; that is read")
    if not any(item.body for item in items):
        oddities = (*oddities, "shows no text but its title; save its text as .txt")
    bulletin, told = _bulletin(file, metadata, title, from_path)
    return Received(bulletin, items, decoded.encoding, (*oddities, *filter(None, (told.oddity,))))


def marked_as_utf_8(html: str) -> bytes:
    """Return HTML that was decoded, so that what it says of its charset does not count."""
    return b"\xef\xbb\xbf" + html.encode("utf-8", "replace")


def decode_page(data: bytes) -> Decoded:
    """Decode a page by its byte order mark, else by its declared charset if that fits, else by our rule."""
    declared = None if data.startswith(_BOMS) else _CHARSET.search(data[:4096])
    return (decode_as(data, declared[1].decode("ascii")) if declared else None) or decode(data)


def _only_h1(page: BeautifulSoup, metadata: PageMetadata) -> str:
    """Return the heading of the page: its only one, which names more than its site."""
    headings = {one_line(to_plain(heading.get_text(" "))[0]): None for heading in page.find_all("h1")}
    named = [heading for heading in headings if heading and heading.casefold() != metadata.source.casefold()]
    return named[0] if len(named) == 1 else ""


def _bulletin(
    file: InputFile, metadata: PageMetadata, title: str, from_path: PathMetadata
) -> tuple[Bulletin, TextDate]:
    """Return the bulletin, and what its lines tell of its day where neither its metadata nor its path do."""
    source = metadata.source or from_path.source
    of_path = Moment(from_path.date, from_path.time) if from_path.date else None
    said, told = metadata.published or of_path or metadata.likely, TextDate()
    if said is None:
        told = read_text_date("\n".join(metadata.lines), from_path, partial(days_around, file))
    day, at = said or (told.date, told.time)
    origin: DateOrigin = "path" if of_path and not metadata.published else "page" if said else told.origin
    name = title or from_path.name
    made_of = (name,) if metadata.source or day else (from_path.name, folder_name(file.path))
    return Bulletin(bulletin_id(source, day, *made_of), name, source, day, metadata.url, at, origin), told
