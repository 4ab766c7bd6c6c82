"""What came in: a bulletin with its items, and the documents made of them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from index.archive.date_origin import DateOrigin
from index.archive.document import Appearance, Bulletin, Document, digest, own_id, with_wide_spaces
from indexer.plain_text import has_letter_or_digit

LONGEST_ITEM = 2_000_000
"""Characters of a body: three times those of a long novel. More of one-letter lines take too much memory."""
MOST_ITEMS = 100_000
"""Items of a text file; bulletins of a day have under 1,000, and 16 MiB of ordinary items are 30,000."""


class BulletinError(Exception):
    """Why a file gives no bulletin: a clause to follow its name."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a bulletin, as cut.

    Attributes:
        title: One line; empty for text before the first mark and for a file without any.
        body: Paragraphs with an empty line between two; may be empty.
        id: Id that the input gives; empty where it gives none.
        source: Source of the item; empty where it is the bulletin's.
        date: Day of the item; None where it is the bulletin's.
        url: Address of the item; empty where it is the bulletin's.
        time: Time of the item; None where it is the bulletin's.
        date_origin: Where its date is from, if it has one of its own.
    """

    title: str
    body: str
    id: str = ""
    source: str = ""
    date: datetime.date | None = None
    url: str = ""
    time: datetime.time | None = None
    date_origin: DateOrigin = "given"


@dataclass(frozen=True, slots=True)
class Received:
    """One bulletin as its file was read.

    Attributes:
        bulletin: Bulletin of the file.
        items: Items in order; may hold items without a letter.
        encoding: Encoding of the file, as people name it: "windows-1252".
        oddities: What was odd about the file, each in a clause.
        unmarked: Of a text without a mark, the name of one that may be meant, or an empty text; else None.
        written_date: The day of the bulletin as its text says it; empty where it is from elsewhere.
    """

    bulletin: Bulletin
    items: tuple[Item, ...]
    encoding: str
    oddities: tuple[str, ...] = ()
    unmarked: str | None = None
    written_date: str = ""


def bulletin_id(source: str, day: datetime.date | None, name: str, *more: str) -> str:
    """Return the id of a bulletin, a digest of its source, day and name.

    Args:
        source: Source, or empty.
        day: Day, or None.
        name: Name, or empty.
        more: Texts that keep bulletins apart whose source, day and name are the same.
    """
    return digest(map(with_wide_spaces, (source, day.isoformat() if day else "", name, *more)))


def to_document(item: Item, bulletin: Bulletin | None, place: int = 1) -> Document:
    """Make the document of an item: its stable id and, if it came in a bulletin, its place there, from 1."""
    source = item.source or (bulletin.source if bulletin else "")
    day, time, origin = _when(item, bulletin)
    return Document(
        id=item.id or own_id(source, item.title, item.body),
        title=item.title,
        body=item.body,
        source=source,
        date=day,
        url=item.url or (bulletin.url if bulletin else ""),
        appearances=(Appearance(bulletin, place),) if bulletin else (),
        time=time,
        date_origin=origin,
    )


def _when(
    item: Item, bulletin: Bulletin | None
) -> tuple[datetime.date | None, datetime.time | None, DateOrigin]:
    """Return day and time of an item, its bulletin's where it has none, and where the day is from."""
    if bulletin is None or (item.date and item.date != bulletin.date):
        return item.date, item.time, item.date_origin
    origin = item.date_origin if item.date else bulletin.date_origin
    return bulletin.date, item.time or bulletin.time, origin


def too_long(characters: int) -> str:
    """Return why an item of so many characters is refused, a clause; empty if it is not."""
    if characters <= LONGEST_ITEM:
        return ""
    return f"has an item of {characters:,} characters, and one may have {LONGEST_ITEM:,}; cut it into several"


def is_searchable(item: Item) -> bool:
    """Return whether an item holds a letter or a digit."""
    return has_letter_or_digit(item.title) or has_letter_or_digit(item.body)


def to_documents(received: Received) -> Iterator[Document]:
    """Yield the documents of a bulletin; items without a letter or digit are left out and take no place."""
    kept = (item for item in received.items if is_searchable(item))
    for place, item in enumerate(kept, start=1):
        yield to_document(item, received.bulletin, place)
