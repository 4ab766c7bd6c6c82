"""What stands in an archive while files are read again: all of it but what these files gave before.

A bulletin that is given again is replaced as a whole. An item stays where other bulletins have it, or other
files give it.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

from index.archive.catalogue import Catalogue
from index.archive.document import Appearance, Bulletin, Document, digest, in_order, to_clock
from index.archive.ledger import KnownBulletin, KnownFile, KnownItem, Ledger, ledger_errors
from index.archive.source_files import SourceFiles
from index.archive.versions import find_version


@dataclass(slots=True)
class Standing:
    """The documents and bulletins of an archive, less what was released.

    Attributes:
        find: Returns a version of a document of the archive by its id, or None.
        document: Returns the document with an id, of its own or of a version.
        published: Yields the documents of a source that have a version of a day.
        catalogue: Its bulletins.
        ledger: Its ids and files.
        is_there: Returns whether a file is on the disk, and not among those that are read again.
        changed: Documents of which something was released: what stands, or None where nothing does.
        released: Bulletins of which something was released.
    """

    find: Callable[[str], Document | None]
    document: Callable[[str], Document | None]
    published: Callable[[str, date], Iterator[Document]]
    catalogue: Catalogue
    ledger: Ledger
    is_there: Callable[[bytes], bool]
    changed: dict[str, Document | None] = field(default_factory=dict)
    released: set[str] = field(default_factory=set)

    def get(self, identifier: str) -> Document | None:
        """Return a document as it stands; None where it does not."""
        return self.changed[identifier] if identifier in self.changed else self.find(identifier)

    # --- releasing ---

    def release(self, file: KnownFile, bulletins: Collection[str], loose: Collection[str]) -> None:
        """Take back what a file gave: bulletins of it, and items that it puts into no bulletin."""
        self.released.update(bulletins)
        others = {each: self._given_by_others(file, each) for each in bulletins}
        for identifier in file.items:
            document = self.get(identifier)
            if document is None or document.is_past:
                continue
            left = {each for each in bulletins if identifier not in others[each]}
            kept = without(document, left)
            if kept is None or (identifier in loose and not document.appearances):
                is_given = any(self.ledger.givers(identifier, file.path))
                kept = document if is_given else None
            if kept != document:
                self.changed[identifier] = kept

    def _given_by_others(self, file: KnownFile, bulletin: str) -> set[str]:
        """Return the items that other files of a bulletin give."""
        others = filter(None, map(self.ledger.file, self.ledger.givers(bulletin, file.path)))
        return {item for each in others for item in each.items}

    # --- what ids may be given to ---

    def items_like(self, identifier: str, text: str) -> Iterator[KnownItem]:
        """Yield the items of the ledger that a document with an id and a text may be."""
        if known := self.ledger.item(identifier):
            yield known
        yield from self.ledger.items_of_text(text)

    def bulletins_like(self, identifier: str, items: Sequence[str]) -> Iterator[KnownBulletin]:
        """Yield the bulletins of the ledger that one with an id and items may be, or whose ids are taken."""
        while known := self.ledger.bulletin(identifier):
            yield known
            identifier = digest((identifier, "another"))
        yield from self.ledger.bulletins_of_items(items)

    def holds_item(self, identifier: str) -> bool:
        """Return whether a document stands; one of files that are there no more may come from elsewhere."""
        document = self.get(identifier)
        if document is None or document.is_past:
            return False
        if not document.appearances:
            return self._is_given(identifier)
        return any(self.holds_bulletin(each.bulletin.id) for each in document.appearances)

    def holds_bulletin(self, identifier: str) -> bool:
        """Return whether a bulletin stands; one of files that are there no more may come from elsewhere."""
        return self.catalogue.get(identifier) is not None and self._is_given(identifier)

    def _is_given(self, identifier: str) -> bool:
        givers = list(self.ledger.givers(identifier))
        return not givers or any(map(self.is_there, givers))


def without(document: Document, bulletins: Collection[str]) -> Document | None:
    """Return a document without its appearances in some bulletins; None where no others are left.

    Where it was published first in one of them, it takes source, day and address of the first that is left.
    """
    kept = tuple(each for each in document.appearances if each.bulletin.id not in bulletins)
    if len(kept) == len(document.appearances):
        return document
    if not kept:
        return None
    first = _published(document)
    if any(_told(each.bulletin) == first for each in kept):
        return replace(document, appearances=kept)
    if not any(_told(each.bulletin) == first for each in document.appearances):
        return replace(document, appearances=kept)  # the item has a day or an address of its own
    bulletin = min((each.bulletin for each in kept), key=lambda each: each.date or date.max)
    return _as_published(document, bulletin, kept)


def joined(standing: Document | None, given: Document) -> Document:
    """Return a document with what stands of it; source, day and address are those of the earliest."""
    if standing is None or standing.is_past:
        return given
    if given.is_past:
        return standing
    first = given if _is_earlier(given, standing) else standing
    appearances = dict.fromkeys((*standing.appearances, *given.appearances))
    return _as_published(given, first, in_order(appearances))


def _is_earlier(one: Document, other: Document) -> bool:
    """Return whether one came before the other; without a time that is not known of a day."""
    if one.date and one.date == other.date:
        return one.time is not None and to_clock(one.time) < to_clock(other.time)
    return (one.date or date.max) < (other.date or date.max)


def _as_published(
    document: Document, first: Document | Bulletin, appearances: tuple[Appearance, ...]
) -> Document:
    """Return a document with source, day, time and address of another one or of a bulletin."""
    return replace(
        document,
        source=first.source,
        date=first.date,
        url=first.url,
        appearances=appearances,
        time=first.time,
        date_origin=first.date_origin,
    )


def _published(document: Document) -> tuple[str, date | None, str]:
    return document.source, document.date, document.url


def _told(bulletin: Bulletin) -> tuple[str, date | None, str]:
    return bulletin.source, bulletin.date, bulletin.url


class Archive(Protocol):
    """What of a build an addition reads."""

    @property
    def catalogue(self) -> Catalogue:
        """Its bulletins."""

    def find(self, document_id: str) -> Document | None:
        """Fetch a document by its id, or that of a version; None where there is none."""

    def published(self, source: str, day: date) -> Iterator[Document]:
        """Yield the documents of a source that have a version of a day."""


def standing_of(archive: Archive, ledgers: Sequence[Path], files: SourceFiles) -> Standing:
    """Return what stands in an archive; compare files that are read again with its ledger.

    Raises `IndexDamagedError` where the ledger cannot be read.
    """
    with ledger_errors():
        ledger = Ledger(ledgers)
    files.compare_with(ledger)
    find = partial(find_version, archive.find)
    return Standing(find, archive.find, archive.published, archive.catalogue, ledger, files.is_there)
