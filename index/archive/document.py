"""What is indexed: a document, and the bulletins it appeared in."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One bulletin as readers see it, without its items.

    Attributes:
        id: Permanent; made by `digest` from what names the bulletin.
        name: What it is called ("Journal de 20 h"); may be empty.
        source: Who published it; may be empty.
        date: The day it went out, Europe/Paris; None where nothing says it.
        url: Where it was published; empty where nothing says it.
    """

    id: str
    name: str = ""
    source: str = ""
    date: datetime.date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A document's place in one bulletin.

    Attributes:
        bulletin: The bulletin it appeared in.
        place: Its place there, from 1.
    """

    bulletin: Bulletin
    place: int


@dataclass(frozen=True, slots=True)
class Document:
    """One item of the archive, with every bulletin it appeared in.

    Attributes:
        id: Permanent: the given id of the input, or a digest of source, title and body.
        title: One line of NFC text; may be empty.
        body: NFC text; paragraphs are separated by an empty line.
        source: Who published it first; may be empty.
        date: The day it first appeared; None where nothing says it.
        url: Where it was published; empty where nothing says it.
        appearances: Oldest first; empty for an item that came without a bulletin.
    """

    id: str
    title: str
    body: str
    source: str = ""
    date: datetime.date | None = None
    url: str = ""
    appearances: tuple[Appearance, ...] = ()


BulletinRow = tuple[str, str, str, str, str]


def to_row(bulletin: Bulletin) -> BulletinRow:
    """Write a bulletin as text: id, name, source, ISO date, address."""
    return bulletin.id, bulletin.name, bulletin.source, to_iso(bulletin.date), bulletin.url


def from_row(identifier: str, name: str, source: str, day: str | None, url: str) -> Bulletin:
    """Read a bulletin that `to_row` wrote; without a date also where that is None."""
    return Bulletin(identifier, name, source, from_iso(day), url)


def to_iso(day: datetime.date | None) -> str:
    """Write a day; empty where there is none."""
    return day.isoformat() if day else ""


@lru_cache(maxsize=4096)
def from_iso(text: str | None) -> datetime.date | None:
    """Read a day that `to_iso` wrote."""
    return datetime.date.fromisoformat(text) if text else None


def is_encodable(text: str) -> bool:
    """Tell whether a text can be written to a file: it holds no half character (a lone surrogate)."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def own_id(source: str, title: str, body: str) -> str:
    """Name an item that comes without an id by what it is when first seen."""
    return digest((source, title, body))


def text_digest(title: str, body: str) -> str:
    """Name a text, whoever published it."""
    return digest((title, body))


def digest(parts: Iterable[str]) -> str:
    """Name something by its content: 20 hexadecimal digits, the same for the same parts in this order.

    80 bits: among a million documents two would meet once in 2.4 trillion archives.
    """
    hashed = hashlib.blake2b(digest_size=10)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        hashed.update(len(encoded).to_bytes(8, "big") + encoded)
    return hashed.hexdigest()
