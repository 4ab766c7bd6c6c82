"""A saved web page → one bulletin with its items."""

import codecs
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

from bs4 import BeautifulSoup

from index.archive.document import Bulletin
from indexer.bulletin import Item, Received, bulletin_id, too_long
from indexer.decoding import Decoded, decode, decode_as
from indexer.paths import FileType, InputFile, PathMetadata, folder_name, path_metadata
from indexer.plain_text import one_line, to_plain
from indexer.readers.items import marked_title, split_title
from indexer.readers.page_blocks import Block
from indexer.readers.page_metadata import PageMetadata, read_metadata
from indexer.readers.page_parts import content_blocks, find_main_part, leave_out_surroundings
from indexer.readers.page_tree import PageError, to_tree
from indexer.readers.reader import Event, read_whole
from indexer.report import Noted

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html)\b", re.IGNORECASE)


class PageReader:
    """Reads saved web pages."""

    kind = "web pages"

    def recognises(self, named: FileType, head: bytes) -> bool:
        """Return whether a file is named as a page, or begins as one."""
        return named is FileType.PAGE or _BEGINNING.match(head) is not None

    def read(self, file: InputFile, stream: BinaryIO) -> Iterator[Event]:
        """Yield the bulletin."""
        metadata = path_metadata(file.path)
        received = read_page(file, read_whole(stream), metadata)
        if metadata.oddity and received.bulletin.date is None:
            yield Noted(file.path, metadata.oddity)
        yield received


def read_page(file: InputFile, data: bytes, from_path: PathMetadata) -> Received:
    """Read a page; what its metadata lack is taken from its path.

    Raises:
        PageError: It is too large a tree, see `page_tree`, or has too long an item.
    """
    decoded = decode_page(data)
    page = to_tree(decoded.text)
    metadata = read_metadata(page)
    leave_out_surroundings(page)
    heading = _only_h1(page)
    items = to_items(content_blocks(find_main_part(page)), heading or metadata.title)
    return Received(_bulletin(file, metadata, heading, from_path), items, decoded.encoding, decoded.oddities)


def decode_page(data: bytes) -> Decoded:
    """Decode a page by its byte order mark, else by its declared charset if that fits, else by our rule."""
    declared = None if data.startswith(_BOMS) else _CHARSET.search(data[:4096])
    return (decode_as(data, declared[1].decode("ascii")) if declared else None) or decode(data)


def _only_h1(page: BeautifulSoup) -> str:
    headings = page.find_all("h1")
    return one_line(to_plain(headings[0].get_text(" "))[0]) if len(headings) == 1 else ""


def _bulletin(file: InputFile, metadata: PageMetadata, heading: str, from_path: PathMetadata) -> Bulletin:
    source, day = metadata.source or from_path.source, metadata.date or from_path.date
    name = heading or metadata.title or from_path.name
    made_of = (name,) if metadata.source or day else (from_path.name, folder_name(file.path))
    return Bulletin(bulletin_id(source, day, *made_of), name, source, day, metadata.url)


def to_items(blocks: list[Block], title: str) -> tuple[Item, ...]:
    """Cut the blocks of a page into items.

    Marked blocks begin items; without any, repeated headings of one level, most of them followed by text;
    otherwise the page is one item. Blocks before the first item are an item with the title of the page.
    """
    marks = {number: found for number, block in enumerate(blocks) if (found := marked_title(block.text))}
    starts = marks or _repeated_headings(blocks)
    numbers = sorted(starts)
    first = numbers[0] if numbers else len(blocks)
    items = [_to_item(title, blocks[:first], title)]
    for number, following in pairwise([*numbers, len(blocks)]):
        items.append(_to_item(starts[number], blocks[number + 1 : following], title))
    return tuple(items if items[0].body or len(items) == 1 else items[1:])


def _repeated_headings(blocks: list[Block]) -> dict[int, str]:
    """Return the headings of the highest level with two or more, at least half followed by text, by block."""
    for level in range(1, 7):
        found = {number: block.text for number, block in enumerate(blocks) if block.level == level}
        followed = [number for number in found if number + 1 < len(blocks) and not blocks[number + 1].level]
        if len(followed) >= 2 and len(followed) * 2 >= len(found):
            return found
    return {}


def _to_item(title: str, blocks: list[Block], page_title: str) -> Item:
    head, rest = split_title(title)
    texts = (
        "\n".join(line for line in block.text.split("\n") if line not in (title, page_title))
        for block in blocks
    )
    body = "\n\n".join(filter(None, [rest, *texts]))
    if reason := too_long(len(body)):
        raise PageError(reason)
    return Item(head, body)
