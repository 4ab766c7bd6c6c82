"""The items that were removed for good and stay away: digests of their ids and texts, and no text.

A file of the build, `removed.json`, which every new build takes over.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.archive.document import Document, digest, text_digest
from index.archive.versions import versions_of
from index.errors import RemovedItemError, SearchError, UnknownIdError
from index.storage.regular_files import read_text

REMOVED = "removed.json"


@dataclass(frozen=True, slots=True)
class Removal:
    """A version of a removed item: digests of its id, of its text and of the id of the item."""

    id: str
    text: str
    item: str


@dataclass(frozen=True, slots=True)
class Removals:
    """The removed items of an archive."""

    all: tuple[Removal, ...] = ()

    @classmethod
    def read(cls, build: Path) -> "Removals":
        """Read those of a build, none where it has none; raises `SearchError` where they are damaged."""
        try:
            values = json.loads(read_text(build / REMOVED))
            rows = ((str(each["id"]), str(each["text"]), str(each["item"])) for each in values)
            return cls(tuple(Removal(*row) for row in rows))
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise SearchError(
                f"the list of removed items {str(build / REMOVED)!r} cannot be read ({error}): without it "
                "they would come back; put a copy in its place, or delete it and remove them again"
            ) from error

    def write(self, build: Path) -> None:
        """Write them into a build, where there are any."""
        if self.all:
            values = [{"id": each.id, "text": each.text, "item": each.item} for each in self.all]
            (build / REMOVED).write_text(json.dumps(values, indent=1), "utf-8")

    def has(self, identifier: str) -> bool:
        """Return whether the item with an id was removed."""
        return digest([identifier]) in {name for each in self.all for name in (each.id, each.item)}

    def unknown(self, identifier: str) -> UnknownIdError:
        """Return the error to raise where an archive has no item of an id."""
        if self.has(identifier):
            return RemovedItemError(f"the item with the id {identifier!r} was removed for good")
        return UnknownIdError(f"no item has the id {identifier!r}")

    def keeps_out(self, is_known: Callable[[str], bool]) -> Callable[[str, str], bool]:
        """Return a function that tells by its id and the digest of its text whether an item stays away.

        A removed text stays away under another id, too, unless the archive knows that one: it is the same
        text of another source, and was not removed.
        """
        ids, texts = {each.id for each in self.all}, {each.text for each in self.all}
        return lambda identifier, text: (
            digest([identifier]) in ids or (text in texts and not is_known(identifier))
        )

    def to_remove(self, identifiers: Iterable[str], find: Callable[[str], Document | None]) -> list[Document]:
        """Return the items with some ids, each once, without those that are removed already.

        Args:
            identifiers: The ids.
            find: Finds an item of the archive.

        Raises:
            UnknownIdError: No item has one of the ids, and none was removed that had it.
        """
        documents: dict[str, Document] = {}
        for identifier in identifiers:
            if document := find(identifier):
                documents.setdefault(document.id, document)
            elif not self.has(identifier):
                raise UnknownIdError(f"no item has the id {identifier!r}; nothing is removed")
        return list(documents.values())

    def with_documents(self, documents: Iterable[Document]) -> "Removals":
        """Return these and some documents, with all their versions."""
        more = (
            Removal(digest([version.id]), text_digest(version.title, version.body), digest([document.id]))
            for document in documents
            for version in versions_of(document)
        )
        return self.with_more(more)

    def with_more(self, more: Iterable[Removal]) -> "Removals":
        """Return these and others."""
        return Removals(tuple(dict.fromkeys((*self.all, *more))))

    def without(self, identifiers: Sequence[str]) -> "Removals":
        """Return these but some ids; raises `UnknownIdError` for one that was not removed."""
        for identifier in identifiers:
            if not self.has(identifier):
                raise UnknownIdError(f"no item with the id {identifier!r} was removed")
        ids = {digest([each]) for each in identifiers}
        items = {each.item for each in self.all if ids.intersection((each.id, each.item))}
        return Removals(tuple(each for each in self.all if each.item not in items))


NO_REMOVALS = Removals()


def untaken_note(told: Iterable[Removal], taken: Removals) -> list[str]:
    """Return a sentence of removals that files tell of and an addition does not take over; none for none."""
    count = len(set(told).difference(taken.all))
    removals = f"{count} removals" if count != 1 else "1 removal"
    return [f"{removals} of another archive not taken over, as only rebuild does"] if count else []


def left_out_note(count: int) -> list[str]:
    """Return a sentence of how many items were left out, as they were removed; none for 0."""
    verb = "items that were removed for good are" if count != 1 else "item that was removed for good is"
    return [f"{count} {verb} left out (bulletins restore ID takes a removal back)"] if count else []
