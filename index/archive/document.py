"""What is indexed: a document, and the bulletins it appeared in."""

import datetime
import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import cast

from index.archive.date_origin import DateOrigin


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One bulletin as readers see it, without its items.

    Attributes:
        id: Permanent; a `digest` of what identifies the bulletin.
        name: Name, such as "Journal de 20 h"; may be empty.
        source: Who published it; may be empty.
        date: Day it went out, Europe/Paris; None where unknown.
        url: Address of its publication; empty where unknown.
        time: Time of its day at which it went out, to the minute; None where unknown.
        date_origin: Where its date is from, if it has one.
    """

    id: str
    name: str = ""
    source: str = ""
    date: datetime.date | None = None
    url: str = ""
    time: datetime.time | None = None
    date_origin: DateOrigin = "given"

    @property
    def origin(self) -> DateOrigin:
        """Where its date is from."""
        return self.date_origin if self.date else "none"


@dataclass(frozen=True, slots=True)
class Appearance:
    """A document's place in one bulletin.

    Attributes:
        bulletin: The bulletin it appeared in.
        place: Its place in the bulletin, from 1.
    """

    bulletin: Bulletin
    place: int


# Not frozen, though nothing changes one: each search makes ten, and a frozen one takes four times as long.
@dataclass(slots=True)
class Document:
    """One item of the archive, with every bulletin it appeared in.

    Attributes:
        id: Permanent: the id given in the input, or a digest of source, title and body.
        title: One line of NFC text; may be empty.
        body: NFC text; paragraphs are separated by an empty line.
        source: Who published it first; may be empty.
        date: Day it first appeared; None where unknown.
        url: Address of its publication; empty where unknown.
        appearances: Oldest first; empty for an item that came without a bulletin.
        time: Time of its day at which it first appeared, to the minute; None where unknown.
        date_origin: Where its date is from, if it has one.
        versions: All its texts, oldest first, its own the last, each under the id that it came with; empty
            where there is one text, under its own id. See `index.archive.versions`.
        is_past: Of a version: no source gives it any more; its appearances are those that it had.
        file: Absolute path of the file that gives it, while it comes in; neither compared nor kept.
    """

    id: str
    title: str
    body: str
    source: str = ""
    date: datetime.date | None = None
    url: str = ""
    appearances: tuple[Appearance, ...] = ()
    time: datetime.time | None = None
    date_origin: DateOrigin = "given"
    versions: tuple["Document", ...] = ()
    is_past: bool = False
    file: str = field(default="", compare=False, repr=False)

    @property
    def origin(self) -> DateOrigin:
        """Where its date is from."""
        return self.date_origin if self.date else "none"

    @property
    def bulletin_name(self) -> str:
        """Name of the first bulletin it appeared in; empty where it has none."""
        return self.appearances[0].bulletin.name if self.appearances else ""

    @property
    def place_key(self) -> str:
        """Key that sorts the documents of one source and day: by time, then by first bulletin and place.

        Those without a time come first, and of one time those without a bulletin.
        """
        if not self.appearances:
            return to_clock(self.time)
        *_, name, place = min(map(_when, self.appearances))
        return f"{to_clock(self.time)}\x1f{name}\x1f{place:08}"


def by_place(documents: Iterable[Document], bulletin_id: str) -> list[Document]:
    """Return documents by their places in a bulletin, then by id; one with several places as often."""
    placed = [
        (appearance.place, document.id, document)
        for document in documents
        for appearance in document.appearances
        if appearance.bulletin.id == bulletin_id
    ]
    return [document for _, _, document in sorted(placed, key=itemgetter(0, 1))]


def _when(appearance: Appearance) -> tuple[datetime.date, str, str, int]:
    """Return what sorts the appearances of a document, undated ones last."""
    bulletin = appearance.bulletin
    day = bulletin.date or datetime.date.max
    return day, to_clock(bulletin.time), sort_name(bulletin.name), appearance.place


def in_order(appearances: Collection[Appearance]) -> tuple[Appearance, ...]:
    """Return appearances in the order in which a document keeps them: oldest first, undated last."""
    return tuple(sorted(appearances, key=_in_document))


def _in_document(each: Appearance) -> tuple[datetime.date, str, str, str, int]:
    bulletin = each.bulletin
    day, at = bulletin.date or datetime.date.max, to_clock(bulletin.time)
    return day, at, sort_name(bulletin.name), bulletin.id, each.place


@lru_cache(maxsize=4096)
def sort_name(name: str) -> str:
    """Return a key that sorts names by their numbers: "Journal de 8 h" before "Journal de 18 h"."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(8), name.lower())


BulletinRow = tuple[str, str, str, str, str, str, str]
"""Id, name, source, ISO date or empty, address, time as `to_clock` writes it, origin of the date."""


def to_row(bulletin: Bulletin) -> BulletinRow:
    """Return the columns of a bulletin."""
    day, time = to_iso(bulletin.date), to_clock(bulletin.time)
    return bulletin.id, bulletin.name, bulletin.source, day, bulletin.url, time, bulletin.date_origin


def from_row(
    identifier: str, name: str, source: str, day: str | None, url: str, time: str, date_origin: str
) -> Bulletin:
    """Return the bulletin of the columns that `to_row` made; it has no date where `day` is empty or None."""
    origin = cast(DateOrigin, date_origin)
    return Bulletin(identifier, name, source, from_iso(day), url, from_clock(time), origin)


def to_iso(day: datetime.date | None) -> str:
    """Return the ISO date of a day; empty for None."""
    return day.isoformat() if day else ""


@lru_cache(maxsize=4096)
def from_iso(text: str | None) -> datetime.date | None:
    """Return the day of an ISO date; None where that is empty or None."""
    return datetime.date.fromisoformat(text) if text else None


@lru_cache(maxsize=2048)
def to_clock(time: datetime.time | None) -> str:
    """Return a time as 20:15; empty for None."""
    return time.isoformat("minutes") if time else ""


@lru_cache(maxsize=2048)
def from_clock(text: str) -> datetime.time | None:
    """Return the time of what `to_clock` wrote."""
    return datetime.time.fromisoformat(text) if text else None


def is_encodable(text: str) -> bool:
    """Return whether a text can be encoded in UTF-8: it holds no lone surrogate."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def own_id(source: str, title: str, body: str) -> str:
    """Return the id of an item that came without one: a digest of what it was when first seen."""
    return digest(map(with_wide_spaces, (source, title, body)))


def is_own(document: Document) -> bool:
    """Return whether the id of a document is the one that it has without one of the input or of a ledger."""
    return document.id == own_id(document.source, document.title, document.body)


def text_digest(title: str, body: str) -> str:
    """Return a digest of a text, independent of its source."""
    return digest(map(with_wide_spaces, (title, body)))


def with_wide_spaces(text: str) -> str:
    """Return a text with the usual no-break space for each narrow one, as encodings of 8 bits write it.

    Ids and digests are made of it, so that an item has the same id in every encoding.
    """
    return text.replace("\u202f", "\u00a0")


def digest(parts: Iterable[str]) -> str:
    """Return a BLAKE2b digest of texts in order: 20 hexadecimal digits.

    With 80 bits, two of a million documents collide in one of 2.4 trillion archives.
    """
    hashed = hashlib.blake2b(digest_size=10)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        hashed.update(len(encoded).to_bytes(8, "big") + encoded)
    return hashed.hexdigest()
