"""A text file → one bulletin with its items."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO

from index.archive.document import Bulletin
from index.french.written_times import leading_time
from indexer.bulletin import BulletinError, Item, Received, bulletin_id
from indexer.decoding import decode
from indexer.neighbours import days_around
from indexer.paths import FileType, InputFile, PathMetadata, folder_name, path_metadata
from indexer.plain_text import counted, to_plain
from indexer.readers.entities import read_entities, read_tags
from indexer.readers.item_days import with_days
from indexer.readers.items import cut
from indexer.readers.mark_choice import LONGEST_TITLE, best_mark, likely_mark
from indexer.readers.marks import Mark
from indexer.readers.reader import Event, read_whole
from indexer.readers.wrapping import unwrap
from indexer.report import Noted
from indexer.text_dates import TextDate, read_text_date

_NOTHING = TextDate()
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s")


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads texts.

    Attributes:
        marks: Marks that the user named, beside the usual ones.
    """

    kind = "texts"

    marks: Sequence[Mark] = ()

    def recognises(self, named: FileType, head: bytes) -> bool:
        """Return whether a file is named as a text."""
        return named is FileType.TEXT

    def read(self, file: InputFile, stream: BinaryIO) -> Iterator[Event]:
        """Yield the bulletin."""
        metadata, data = path_metadata(file.path), read_whole(stream)
        if _XML.match(data):
            raise BulletinError("is XML of a kind that is not read; save its text as .txt")
        if metadata.oddity:
            yield Noted(file.path, metadata.oddity)
        yield read_text(file, data, metadata, self.marks)


def read_text(file: InputFile, data: bytes, metadata: PathMetadata, marks: Sequence[Mark] = ()) -> Received:
    """Read a bulletin.

    Args:
        file: The file.
        data: Its bytes.
        metadata: What its path says.
        marks: Marks that the user named, beside the usual ones.

    Raises:
        BulletinError: It has too many items, or too long a one.
    """
    decoded = decode(data)
    text, odd = _as_written(decoded.text)
    mark = best_mark(text, marks, takes_quotes=decoded.lacks_mark)
    items = cut(text, mark)
    told = _date_in_text(file, items[0], text, metadata)
    oddities = decoded.oddities + odd + (_long_titles(text, mark) if mark else ())
    oddities += (told.oddity,) if told.oddity else ()
    unmarked = None if mark else likely_mark(text)
    bulletin = path_bulletin(file, metadata, told)
    written = "" if metadata.date else told.written
    return Received(bulletin, with_days(with_times(items)), decoded.encoding, oddities, unmarked, written)


def with_times(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Give the items their times where most titles begin with one, as entries of a live blog do."""
    times = [leading_time(item.title) for item in items]
    if len(items) - times.count(None) < max(2, len(items) / 2):
        return items
    return tuple(replace(item, time=time) for item, time in zip(items, times, strict=True))


def _as_written(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text as its author wrote it, before a program broke its lines, and what was odd about it."""
    untagged, tags = read_tags(text)
    read, entities = read_entities(untagged)
    odd = tuple(filter(None, (tags, entities)))
    if not odd:
        return unwrap(text), ()
    plain, oddities = to_plain(read)
    return unwrap(plain), (*odd, *oddities)


def _date_in_text(file: InputFile, first: Item, text: str, metadata: PathMetadata) -> TextDate:
    """Return the day that a text tells before its first title, or in sentences, where its path is not odd."""
    if metadata.oddity:
        return TextDate()
    head = "" if first.title else first.body
    return read_text_date(head, metadata, partial(days_around, file), text)


def path_bulletin(file: InputFile, metadata: PathMetadata, told: TextDate = _NOTHING) -> Bulletin:
    """Return the bulletin that a file is by its path, and by the day that its text tells."""
    day = metadata.date or told.date
    # Without a date in the path, the folder distinguishes files of the same name.
    folder = () if metadata.date else (folder_name(file.path),)
    return Bulletin(
        bulletin_id(metadata.source, day, metadata.name, *folder),
        metadata.name,
        metadata.source,
        day,
        time=metadata.time or told.time,
        date_origin="path" if metadata.date else told.origin,
    )


def _long_titles(text: str, mark: Mark) -> tuple[str, ...]:
    count = sum(len(line.title) > LONGEST_TITLE for line in mark.lines(text))
    what = f"{counted(count, 'marked line')} of over {LONGEST_TITLE} characters: its beginning is the title"
    return (what,) if count else ()
