"""Which entries of a feed are one item again, where guids and addresses are missing, doubled or changing."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.bulletin import Item

_WORD = re.compile(r"\w+")
_ALIKE = 0.75  # of the words of two texts, those in both
_MOST_TITLES = 2
"""Titles of one item. What three entries of different titles share is the guid or the address of none."""
_MOST_COMPARED = 10  # of the entries that share a key, the last ones

_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    Attributes:
        item: The item.
        guid: What the feed knows it by, or empty.
        sent: Its date as the feed has it, or empty.
        changed: Seconds since 1970 of its last change; 0 where that is not known.
    """

    item: Item
    guid: str = ""
    sent: str = ""
    changed: float = 0


def without_earlier(entries: Sequence[Entry], home: str = "") -> list[Entry]:
    """Return the entries without earlier forms of the same item, in order.

    Two are one item if they have the same guid or address, or the same title and date, and nothing else
    speaks against it. The one changed last is kept; where that is not known, the first.

    Args:
        entries: The entries of a feed.
        home: Address of the site, which is that of none of its items.
    """
    known = _Known(home)
    for entry in entries:
        known.count(entry)
    for entry in entries:
        known.take(entry)
    return known.kept


@dataclass(slots=True)
class _Known:
    """The entries so far.

    Attributes:
        home: Address of the site.
        kept: Entries to keep.
    """

    home: str
    kept: list[Entry] = field(default_factory=list)
    _titles: dict[_Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    _places: dict[_Key, list[int]] = field(default_factory=lambda: defaultdict(list))

    def count(self, entry: Entry) -> None:
        """Count the titles that share a guid or an address."""
        for key in self._keys(entry):
            if len(self._titles[key]) <= _MOST_TITLES:
                self._titles[key].add(entry.item.title)

    def take(self, entry: Entry) -> None:
        """Keep an entry, in place of an earlier form of it or beside the others."""
        keys = [key for key in self._keys(entry) if len(self._titles[key]) <= _MOST_TITLES]
        near = dict.fromkeys(place for key in keys for place in self._places[key][-_MOST_COMPARED:])
        place = next((place for place in near if _is_same(self.kept[place], entry)), len(self.kept))
        if place == len(self.kept):
            self.kept.append(entry)
        elif entry.changed > self.kept[place].changed:
            self.kept[place] = entry
        for key in keys:
            self._places[key].append(place)

    def _keys(self, entry: Entry) -> Iterator[_Key]:
        if entry.guid:
            yield ("guid", entry.guid)
        if entry.item.url and entry.item.url.rstrip("/") != self.home.rstrip("/"):
            yield ("address", entry.item.url)
        if entry.item.title and entry.sent:
            yield ("title", entry.item.title, entry.sent)


def _is_same(one: Entry, other: Entry) -> bool:
    """Return whether two entries that share a guid, an address, or title and date are one item."""
    if one.guid and one.guid == other.guid:
        has_two_addresses = one.item.url and other.item.url and one.item.url != other.item.url
        return not has_two_addresses or one.item.title == other.item.title or _are_alike(one, other)
    if one.item.url and one.item.url == other.item.url and not (one.guid and other.guid):
        return True
    return _are_alike(one, other)


def _are_alike(one: Entry, other: Entry) -> bool:
    """Return whether two texts share most of their words, or one is empty and the titles are the same."""
    if not (one.item.body and other.item.body):
        return one.item.title == other.item.title
    words, others = (set(_WORD.findall(entry.item.body.lower())) for entry in (one, other))
    return len(words & others) >= _ALIKE * len(words | others)
