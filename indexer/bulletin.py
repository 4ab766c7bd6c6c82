"""What came in: a bulletin with its items, and the documents made of them."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from index.archive.document import Appearance, Bulletin, Document, digest, own_id
from indexer.plain_text import has_letter_or_digit


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a bulletin, as cut.

    Attributes:
        title: One line; empty for text before the first mark and for a file without any.
        body: Paragraphs with an empty line between two; may be empty.
        id: Given by the input, or empty.
        source: Where the input gives one per item; otherwise the bulletin's counts.
        date: Where the input gives one per item; otherwise the bulletin's counts.
        url: Where the input gives one per item; otherwise the bulletin's counts.
    """

    title: str
    body: str
    id: str = ""
    source: str = ""
    date: datetime.date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """One bulletin as its file was read.

    Attributes:
        bulletin: As readers will see it.
        items: In their order; may hold items without a letter.
        encoding: How the file was written, as people name it.
        oddities: What was not as it should be, each in a clause.
    """

    bulletin: Bulletin
    items: tuple[Item, ...]
    encoding: str
    oddities: tuple[str, ...] = ()


def bulletin_id(source: str, day: datetime.date | None, name: str, *more: str) -> str:
    """Name a bulletin by what names it; `more` keeps those apart that would share a name."""
    return digest((source, day.isoformat() if day else "", name, *more))


def to_document(item: Item, bulletin: Bulletin | None, place: int = 1) -> Document:
    """Give an item its stable id and, where it came in a bulletin, its place there, from 1."""
    source = item.source or (bulletin.source if bulletin else "")
    return Document(
        id=item.id or own_id(source, item.title, item.body),
        title=item.title,
        body=item.body,
        source=source,
        date=item.date or (bulletin.date if bulletin else None),
        url=item.url or (bulletin.url if bulletin else ""),
        appearances=(Appearance(bulletin, place),) if bulletin else (),
    )


def is_searchable(item: Item) -> bool:
    """Whether an item holds a letter or a digit."""
    return has_letter_or_digit(item.title) or has_letter_or_digit(item.body)


def to_documents(received: Received) -> Iterator[Document]:
    """Make the documents of a bulletin; items without a letter or digit take no place."""
    kept = (item for item in received.items if is_searchable(item))
    for place, item in enumerate(kept, start=1):
        yield to_document(item, received.bulletin, place)
