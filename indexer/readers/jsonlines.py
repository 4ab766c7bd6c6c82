"""JSON Lines → documents: one item a line, plain or compressed.

    {"id": …, "title": …, "body": …, "date": …, "time": …, "source": …, "bulletin": …, "url": …}

Every field but the body may be missing; a date may have its time itself. Lines that `bulletins export` wrote
also have `date_origin`, `versions`, and `appearances`, which take precedence over `bulletin`; a line of one
key, `removed`, has the digests of an item that was removed for good.
"""

import gzip
import zlib
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BufferedReader
from typing import BinaryIO

from index.archive.document import Appearance, Bulletin, Document
from index.archive.removals import Removal
from indexer.allowance import FREELY_INFLATED, MOST_INFLATED
from indexer.bulletin import Item, bulletin_id, is_searchable, to_document
from indexer.decoding import decode_8_bits, text_of_head
from indexer.paths import MEBIBYTE, FileType, InputFile, PathMetadata, path_metadata
from indexer.plain_text import printable
from indexer.readers.json_fields import KNOWN_KEYS, LineError, LineFields, read_fields, to_object
from indexer.readers.page_tree import PageError
from indexer.readers.transcoding import in_utf_8
from indexer.report import Noted, Skipped

LONGEST_LINE = 12 * MEBIBYTE
"""An item of `LONGEST_ITEM` characters, each as \\u00e9; what JSON can be made of more takes 400 MB."""
MOST_LINES_WITHOUT_ITEM = 1_000_000
MOST_BYTES_WITHOUT_ITEM = 256 * MEBIBYTE

LineEvent = Document | Removal | Skipped | Noted
Places = Counter[str]  # number of items of a bulletin so far, by its id


@dataclass(frozen=True, slots=True)
class LinesReader:
    """Reads JSON Lines.

    Attributes:
        places: Items of each bulletin so far.
    """

    kind = "JSON Lines"

    places: Places = field(default_factory=Counter)

    def recognises(self, named: FileType, head: bytes) -> bool:
        """Return whether a file is named as JSON Lines, or its first line is an object."""
        return named is FileType.LINES or _is_object(text_of_head(head).lstrip("\ufeff").partition("\n")[0])

    def read(self, file: InputFile, stream: BinaryIO) -> Iterator[LineEvent]:
        """Yield the documents."""
        return read_lines(file, stream, self.places)


def _is_object(line: str) -> bool:
    try:
        return line.startswith("{") and bool(to_object(line))
    except LineError:
        return False


class _BoundError(Exception):
    """Why the rest of a file is not read: a clause, to follow its name and the number of a line."""


def read_lines(file: InputFile, stream: BinaryIO, places: Places) -> Iterator[LineEvent]:
    """Yield the documents of an open file; a bad line is skipped with its reason.

    Args:
        file: The file.
        stream: Its content.
        places: Items of each bulletin so far; those of this file are added.
    """
    is_compressed = file.path.suffix.lower() == ".gz"
    number, objects, bounds = 0, Objects(file, places), _Bounds(stream if is_compressed else None)
    content: BinaryIO = BufferedReader(gzip.GzipFile(fileobj=stream)) if is_compressed else stream
    try:
        content, encoding = in_utf_8(content)
        if encoding:
            yield Noted(file.path, f"is not UTF-8 but {encoding}")
        for number, line in enumerate(_lines(content, bounds), start=1):
            for event in _read_line(objects, f"line {number}", line):
                yield event
                if isinstance(event, Document | Removal):
                    bounds.took_item()
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        reason = f"is broken after line {number} ({error}); what came before is kept"
        yield Skipped(file.path, reason)
    except _BoundError as error:
        yield Skipped(file.path, f"{error}; what came before is kept", f"after line {number}")
    yield from objects.unread_keys()


@dataclass(slots=True)
class _Bounds:
    """What was read since the last item, and in all.

    Attributes:
        compressed: The compressed file, or None.
    """

    compressed: BinaryIO | None
    _bytes: int = 0
    _lines: int = 0
    _bytes_at_item: int = 0
    _lines_at_item: int = 0

    def read(self, size: int, *, is_line: bool) -> None:
        """Count bytes, and a line where they end one; raises `_BoundError`."""
        self._bytes += size
        self._lines += is_line
        if self._lines - self._lines_at_item > MOST_LINES_WITHOUT_ITEM:
            raise _BoundError(f"has {MOST_LINES_WITHOUT_ITEM:,} lines without an item; take them out")
        if self._bytes - self._bytes_at_item > MOST_BYTES_WITHOUT_ITEM:
            size = MOST_BYTES_WITHOUT_ITEM // MEBIBYTE
            raise _BoundError(f"has {size} MiB without an item; take them out")
        if self.compressed and self._bytes > FREELY_INFLATED:
            self._check_ratio(self.compressed.tell())

    def _check_ratio(self, size: int) -> None:
        if self._bytes > MOST_INFLATED * size:
            raise _BoundError(
                f"inflates to more than {MOST_INFLATED} times its size, as no news do; "
                f"if they are news, give the file uncompressed"
            )

    def took_item(self) -> None:
        """Begin to count anew: an item came."""
        self._bytes_at_item, self._lines_at_item = self._bytes, self._lines


def _lines(stream: BinaryIO, bounds: _Bounds) -> Iterator[bytes | None]:
    """Yield the lines; None in place of one longer than `LONGEST_LINE`."""
    while line := stream.readline(LONGEST_LINE + 1):
        bounds.read(len(line), is_line=True)
        if len(line) <= LONGEST_LINE:
            yield from line.split(b"\r") if b"\r" in line.rstrip() else (line,)  # no JSON text holds one
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(MEBIBYTE)
            bounds.read(len(line), is_line=False)
        yield None


def _read_line(objects: "Objects", where: str, line: bytes | None) -> Iterator[LineEvent]:
    path = objects.file.path
    if line is None:
        yield Skipped(path, f"is longer than {LONGEST_LINE // MEBIBYTE} MiB", where)
        return
    text, oddities = _decode_line(line)
    if not text.strip():
        return
    for oddity in oddities:
        yield Noted(path, oddity, where)
    yield from objects.read(where, text)


@dataclass(slots=True)
class Objects:
    """The JSON objects of a file.

    Attributes:
        file: The file.
        places: Items of each bulletin so far; those of the objects are added.
        source: Source of those of other programs that name none, in place of the folder.
    """

    file: InputFile
    places: Places
    source: str = ""
    _path: PathMetadata = field(init=False)
    _unread: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        path = path_metadata(self.file.path)
        self._path = replace(path, source=self.source or path.source)

    def read(self, where: str, text: str) -> Iterator[LineEvent]:
        """Yield the document or removal of an object, and what was odd."""
        try:
            fields = read_fields(text, self._path)
        except (LineError, PageError) as error:
            yield Skipped(self.file.path, str(error), where)
            return
        if isinstance(fields, Removal):
            yield fields
            return
        for oddity in fields.oddities:
            yield Noted(self.file.path, oddity, where)
        self._unread.update(list(fields.keys - KNOWN_KEYS)[: max(0, 20 - len(self._unread))])
        if is_searchable(fields.item):
            yield line_document(fields, self.places)
        else:
            yield Skipped(self.file.path, "holds no letter or digit", where)

    def unread_keys(self) -> Iterator[Noted]:
        """Say which keys of the objects so far are not read, if there are any."""
        if self._unread:
            keys = printable(", ".join(sorted(self._unread)))
            yield Noted(self.file.path, f"has keys that are not read: {keys}")


def _decode_line(line: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        return line.removeprefix(BOM_UTF8).decode(), ()  # the codec utf-8-sig takes three times as long
    except UnicodeDecodeError:
        decoded = decode_8_bits(line)
        return decoded.text, (f"is not UTF-8 but {decoded.encoding}", *decoded.oddities)


def line_document(fields: LineFields, places: Places) -> Document:
    """Make the document of a line, with its appearances or one in the bulletin that it names."""
    appearances = fields.appearances or _appearance(fields.item, fields.bulletin, places)
    document = replace(to_document(fields.item, None), appearances=appearances)
    versions = tuple(_version(each, is_past=is_past) for each, is_past in fields.versions)
    if versions and (versions[-1].title, versions[-1].body) != (document.title, document.body):
        versions += (document,)  # it was edited since it was exported
    return replace(document, versions=versions)


def _version(fields: LineFields, *, is_past: bool) -> Document:
    version = to_document(fields.item, None)
    return replace(version, appearances=fields.appearances, is_past=is_past)


def _appearance(item: Item, name: str, places: Places) -> tuple[Appearance, ...]:
    """Return the appearance of an item at the next place of a bulletin; none without a name."""
    if not name:
        return ()
    identifier = bulletin_id(item.source, item.date, name)
    bulletin = Bulletin(identifier, name, item.source, item.date, date_origin=item.date_origin)
    places[bulletin.id] += 1
    return (Appearance(bulletin, places[bulletin.id]),)
