"""The versions of a document: the texts that one item had, as an edit of it came after another.

Each is a `Document` of its own, with the day and the bulletins that it came in, under an id that leads to the
item. Which texts are one item is found over all of them at once (`edits`), so that it does not depend on the
order in which they came: two texts of one source, two days apart at most, of which one is an edit of the
other, and whatever hangs together by such pairs.
"""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from index.archive.document import Document, digest, in_order, to_clock
from index.archive.near_duplicates import Outline, Sketch, is_edit, may_be_edit, outline

DAYS = 2
"""Most days between an item and its edit: 48 hours."""
_MADE = re.compile("[0-9a-f]{20}")
"""An id that is a `digest`, not one that the input gave."""


def versions_of(document: Document) -> tuple[Document, ...]:
    """Return the versions of a document, itself where there is one text."""
    return document.versions or (document,)


def is_comparable(version: Document) -> bool:
    """Return whether `edits` looks at a version: it is dated, and the input gave it no id."""
    return version.date is not None and _MADE.fullmatch(version.id) is not None


def is_findable(version: Document) -> bool:
    """Return whether `edits` finds that a version belongs to its document; else that must be kept with it."""
    return is_comparable(version) and not version.is_past


def version_id(document_id: str, text: str) -> str:
    """Return the id of another text under an id that the input gives; it is none that `edits` looks at.

    Args:
        document_id: The id that was given.
        text: `text_digest` of the text.
    """
    return f"v{digest((document_id, text, 'version'))}"


def find_version(find: Callable[[str], Document | None], identifier: str) -> Document | None:
    """Return the version with an id, of whichever document; None where there is none."""
    found = find(identifier)
    return next((each for each in versions_of(found) if each.id == identifier), None) if found else None


def composed(identifier: str, versions: Sequence[Document]) -> Document:
    """Return the document of some versions, given oldest first: the newest text, where it first came from.

    Source, day, address and bulletins are those of the versions that sources still give.
    """
    newest = versions[-1]
    if len(versions) == 1 and newest.id == identifier:
        return newest
    given = [each for each in versions if not each.is_past] or versions
    first = min(given, key=lambda each: (each.date or date.max, to_clock(each.time)))
    appearances = in_order({each: None for version in given for each in version.appearances}.keys())
    return Document(
        identifier,
        newest.title,
        newest.body,
        first.source,
        first.date,
        first.url,
        appearances,
        first.time,
        first.date_origin,
        tuple(versions),
    )


def in_order_of_age(versions: Iterable[tuple[Document, int]]) -> list[Document]:
    """Return versions oldest first: past ones, then by day, time and place in the bulletins of the day.

    Args:
        versions: Each with a number that tells which came first where nothing else does; 0 where that must
            not count.
    """

    def age(of: tuple[Document, int]) -> tuple[bool, date, bool, str, int, str]:
        version, arrival = of
        place = to_clock(version.time) if arrival else version.place_key
        return not version.is_past, version.date or date.max, arrival != 0, place, arrival, version.id

    return [version for version, _ in sorted(versions, key=age)]


@dataclass(frozen=True, slots=True, eq=False)
class Dated:
    """A version that may be an edit of another.

    Attributes:
        id: Its id.
        source: Who published it.
        day: When.
        time: Time of the day; None where unknown.
        sketch: The sketch of its body.
        read: Returns the version.
    """

    id: str
    source: str
    day: date
    time: time | None
    sketch: Sketch
    read: Callable[[], Document]

    @property
    def place(self) -> tuple[str, date, str]:
        """What orders versions as `edits` wants them."""
        return self.source, self.day, self.id


def edits(versions: Iterable[Dated]) -> Iterator[tuple[str, str]]:
    """Yield the ids of each two versions of which one is an edit of the other.

    Args:
        versions: Ordered by their `place`. Those of three days are kept in memory.
    """
    window = _Window()
    for version in versions:
        yield from ((version.id, other) for other in window.take(version))


class _Window:
    """The last days of a source: which versions have which hash in their sketch."""

    def __init__(self) -> None:
        self._source = ""
        self._kept = deque[Dated]()
        self._by_hash: dict[int, list[Dated]] = {}
        self._outlines: dict[Dated, Outline] = {}

    def take(self, version: Dated) -> list[str]:
        """Return the ids of those that a version is an edit of, and keep it."""
        self._move_to(version)
        sharing: list[Dated] = []
        for each in version.sketch:
            if held := self._by_hash.get(each):
                sharing += held
                held.append(version)
            else:
                self._by_hash[each] = [version]
        self._kept.append(version)
        found = (other for other, shared in Counter(sharing).items() if self._is_edit(version, other, shared))
        return [other.id for other in found if other.id != version.id] if sharing else []

    def _is_edit(self, one: Dated, other: Dated, shared: int) -> bool:
        return (
            may_be_edit(shared, one.sketch, other.sketch)
            and _are_near(one, other)
            and is_edit(self._outline(one), self._outline(other))
        )

    def _outline(self, version: Dated) -> Outline:
        if version not in self._outlines:
            document = version.read()
            self._outlines[version] = outline(document.title, document.body)
        return self._outlines[version]

    def _move_to(self, version: Dated) -> None:
        """Forget what is of another source, or too old."""
        if version.source != self._source:
            self._source = version.source
            self._kept.clear()
            self._by_hash.clear()
            self._outlines.clear()
        while self._kept and (version.day - self._kept[0].day).days > DAYS:
            self._forget(self._kept.popleft())

    def _forget(self, version: Dated) -> None:
        self._outlines.pop(version, None)
        for each in version.sketch:
            if len(self._by_hash[each]) == 1:
                del self._by_hash[each]
            else:
                self._by_hash[each].pop(0)  # the versions of a hash are in the order of their days


def _are_near(one: Dated, other: Dated) -> bool:
    """Return whether versions of days that are near lie 48 hours apart at most, where both have a time."""
    if one.time is None or other.time is None:
        return True
    apart = datetime.combine(one.day, one.time) - datetime.combine(other.day, other.time)
    return abs(apart) <= timedelta(DAYS)
