"""JSON Lines → documents: one item a line, plain or compressed.

    {"id": …, "title": …, "body": …, "date": …, "source": …, "bulletin": …, "url": …}

Every field but the body may be missing. Lines that `bulletins export` wrote also have `appearances`, which
take precedence over `bulletin`.
"""

import gzip
import zlib
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from index.archive.document import Appearance, Bulletin, Document
from indexer.bulletin import Item, bulletin_id, is_searchable, to_document
from indexer.decoding import decode_8_bits
from indexer.paths import MEBIBYTE, InputFile
from indexer.plain_text import printable
from indexer.readers.json_fields import KNOWN_KEYS, LineError, LineFields, read_fields
from indexer.report import Noted, Skipped

LONGEST_LINE = 16 * MEBIBYTE

Places = Counter[str]  # number of items of a bulletin so far, by its id


def read_lines(file: InputFile, stream: BinaryIO, places: Places) -> Iterator[Document | Skipped | Noted]:
    """Yield the documents of an open file; a bad line is skipped with its reason.

    Args:
        file: The file.
        stream: Its content.
        places: Items of each bulletin so far; those of this file are added.
    """
    is_compressed = file.path.suffix.lower() == ".gz"
    lines = _lines(gzip.GzipFile(fileobj=stream) if is_compressed else stream)
    number, unread = 0, set[str]()
    try:
        for number, line in enumerate(lines, start=1):
            yield from _read_line(file, f"line {number}", line, places, unread)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        reason = f"is broken after line {number} ({error}); what came before is kept"
        yield Skipped(file.path, reason)
    if unread:
        keys = ", ".join(printable(key) for key in sorted(unread))
        yield Noted(file.path, f"has keys that are not read: {keys}")


def _lines(stream: gzip.GzipFile | BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines; None in place of one longer than `LONGEST_LINE`."""
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MEBIBYTE)
        yield None


def _read_line(
    file: InputFile, where: str, line: bytes | None, places: Places, unread: set[str]
) -> Iterator[Document | Skipped | Noted]:
    if line is None:
        yield Skipped(file.path, f"is longer than {LONGEST_LINE // MEBIBYTE} MiB", where)
        return
    text, oddity = _decode_line(line)
    if not text.strip():
        return
    try:
        fields = read_fields(text)
    except LineError as error:
        yield Skipped(file.path, str(error), where)
        return
    for odd in filter(None, (oddity, *fields.oddities)):
        yield Noted(file.path, odd, where)
    unread.update(list(fields.keys - KNOWN_KEYS)[: max(0, 20 - len(unread))])
    if is_searchable(fields.item):
        yield _to_document(fields, places)
    else:
        yield Skipped(file.path, "holds no letter or digit", where)


def _decode_line(line: bytes) -> tuple[str, str]:
    try:
        return line.removeprefix(BOM_UTF8).decode(), ""  # the codec utf-8-sig takes three times as long
    except UnicodeDecodeError:
        decoded = decode_8_bits(line)
        return decoded.text, f"is not UTF-8 but {decoded.encoding}"


def _to_document(fields: LineFields, places: Places) -> Document:
    """Make the document of a line, with its appearances or one in the bulletin that it names."""
    appearances = fields.appearances or _appearance(fields.item, fields.bulletin, places)
    return replace(to_document(fields.item, None), appearances=appearances)


def _appearance(item: Item, name: str, places: Places) -> tuple[Appearance, ...]:
    """Return the appearance of an item at the next place of a bulletin; none without a name."""
    if not name:
        return ()
    bulletin = Bulletin(bulletin_id(item.source, item.date, name), name, item.source, item.date)
    places[bulletin.id] += 1
    return (Appearance(bulletin, places[bulletin.id]),)
