"""The page of a bulletin: its contents, its items in order, its neighbours; of a long one a part at a time.

A part is named by a place in it, `?place=523`, and the place itself by an anchor, `#b523`. An address without
a part shows the first: there an anchor of another part stands on the link to that part.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import Response, request

from index.archive.document import Bulletin, Document
from index.engines.reading import Reading
from index.highlighting.marks import mark
from index.query import Filters, Query, parse
from index.selection import Selection
from index.text import MarkedText
from webapp.addresses import PER_PART, Trail, bulletin_address, part_address, results_address
from webapp.errors import Problem, show_problem
from webapp.languages import say
from webapp.pagination import read_page
from webapp.passages import Body, read
from webapp.present import heading, number, places_in
from webapp.rendering import render
from webapp.selection import is_marked, read_selection, read_trail

MAX_FOUND = 100
"""Most items that match the search whose places are listed."""
MAX_ANCHORS = 10_000
"""Most places that have an anchor in another part."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bulletin.

    Attributes:
        first: The place of its first item.
        last: The place of its last item.
        address: Its address.
        is_shown: It is the part shown.
        anchors: Places of the part that an address without a part may name.
    """

    first: int
    last: int
    address: str
    is_shown: bool
    anchors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What of a bulletin matches the search.

    Attributes:
        total: Number of items that match.
        is_partial: There may be more: the time of the search was spent.
        places: The places of the first that match, rising.
        address: The results narrowed to the bulletin.
    """

    total: int
    is_partial: bool
    places: tuple[int, ...]
    address: str

    @property
    def is_whole(self) -> bool:
        """The places of all that match are listed."""
        return self.total <= MAX_FOUND


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the bulletin.

    Attributes:
        place: Place in the bulletin, from 1.
        document: The item.
        title: Its title with the matches of the search; without a title, the beginning of its body.
        body: Its body, cut for reading.
        before: Address of the matching item before it; empty where there is none, or nothing in it matches.
        after: Address of the matching item after it.
    """

    place: int
    document: Document
    title: MarkedText
    body: Body
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """A bulletin, or a part of it.

    Attributes:
        bulletin: The bulletin.
        total: Number of its places.
        parts: Its parts.
        entries: The items of the part shown.
        previous: The bulletin before it of the same source, or None.
        next: The bulletin after it, or None.
        trail: The search that led to it.
        is_searched: Something was searched.
        is_marked: Its words are marked.
        found: What of it matches the words of the search; None without words.
    """

    bulletin: Bulletin
    total: int
    parts: tuple[Part, ...]
    entries: tuple[Entry, ...]
    previous: Bulletin | None
    next: Bulletin | None
    trail: Trail
    is_searched: bool
    is_marked: bool
    found: Found | None

    @property
    def address(self) -> str:
        """Address of its items as results."""
        return results_address(parse("").narrowed(Filters(bulletin=self.bulletin.id)))

    @property
    def part(self) -> Part:
        """The part shown."""
        return next(part for part in self.parts if part.is_shown)

    @property
    def part_before(self) -> Part | None:
        """The part before the one shown, or None."""
        at = self.parts.index(self.part)
        return self.parts[at - 1] if at else None

    @property
    def part_after(self) -> Part | None:
        """The part after the one shown, or None."""
        return next(iter(self.parts[self.parts.index(self.part) + 1 :]), None)


def show(archive: Reading, bulletin_id: str) -> Response:
    """Answer `/bulletin/<id>`."""
    bulletin, selection = archive.find_bulletin(bulletin_id), read_selection()
    trail = read_trail(selection)
    places = archive.catalogue.places(bulletin_id)
    named = request.args.get("place")
    place = 1 if named is None else read_page(named)
    if place is None or place > max(places, default=1):
        return _show_no_such_place(bulletin_id, places)
    shown = bisect_left(places, place) // PER_PART
    query, found = _search(archive, selection, bulletin_id)
    page = Contents(
        bulletin,
        len(places),
        _parts(bulletin_id, places, shown, trail, has_anchors=named is None),
        _entries(archive, bulletin_id, shown, query, found, trail)
        if is_marked()
        else _entries(archive, bulletin_id, shown, parse(""), None, trail),
        *archive.catalogue.neighbours(bulletin),
        trail,
        not selection.is_empty,
        is_marked(),
        found,
    )
    return render("bulletin.html", page)


def show_by_parameter(archive: Reading) -> Response:
    """Answer `/bulletin?id=…`, for ids that cannot be part of a path."""
    return show(archive, request.args.get("id", ""))


def _show_no_such_place(bulletin_id: str, places: Sequence[int]) -> Response:
    last = number(max(places, default=0))
    sentence = say("Sa dernière place est la {last}.", last=last) if places else say("Il est vide.")
    title, label = say("Ce bulletin n’a pas cette place"), say("Ouvrir le bulletin à son début")
    problem = Problem(404, title, (sentence,), label)
    return show_problem(problem, bulletin_address(bulletin_id))


def _parts(
    bulletin_id: str, places: Sequence[int], shown: int, trail: Trail, *, has_anchors: bool
) -> tuple[Part, ...]:
    has_anchors = has_anchors and len(places) <= MAX_ANCHORS
    parts = []
    for at, begin in enumerate(range(0, max(1, len(places)), PER_PART)):
        held = tuple(places[begin : begin + PER_PART]) or (1,)
        address = part_address(bulletin_id, held[0] if at else 1, trail)
        anchors = tuple(dict.fromkeys(held)) if has_anchors and at != shown else ()
        parts.append(Part(held[0], held[-1], address, at == shown, anchors))
    return tuple(parts)


def _search(archive: Reading, selection: Selection, bulletin_id: str) -> tuple[Query, Found | None]:
    """Return the query as searched, and what it finds in the bulletin, whatever its other filters."""
    if not selection.query.wanted:
        return parse(""), None
    narrowed = Filters(bulletin=bulletin_id, has_all_words=selection.searched.filters.has_all_words)
    results = archive.search(selection.query.narrowed(narrowed), MAX_FOUND)
    places = {place for hit in results.hits for place in places_in(bulletin_id, hit.document.appearances)}
    address = results_address(selection.query.narrowed(narrowed), order=selection.order)
    return results.query, Found(results.total, results.is_partial, tuple(sorted(places)), address)


def _entries(
    archive: Reading, bulletin_id: str, shown: int, query: Query, found: Found | None, trail: Trail
) -> tuple[Entry, ...]:
    """Read the items of the part shown, and nothing else."""
    entries = []
    for place, document_id in archive.catalogue.contents(bulletin_id, PER_PART, shown * PER_PART):
        document = archive.get(document_id)
        title = mark(query, heading(document), "title" if document.title.strip() else "body")
        entries.append(Entry(place, document, title, read(query, document.body)))
    return tuple(_with_jumps(entries, bulletin_id, found, trail)) if found else tuple(entries)


def _with_jumps(entries: Sequence[Entry], bulletin_id: str, found: Found, trail: Trail) -> Iterator[Entry]:
    """Yield the entries, those with matches with the addresses of the matching ones around them."""
    marked = {entry.place for entry in entries if entry.title.spans or entry.body.marks}
    places = sorted({*found.places, *marked})
    here = {entry.place for entry in entries}

    def address(at: int) -> str:
        if not 0 <= at < len(places):
            return ""
        if places[at] in here:
            return f"#b{places[at]}"
        return bulletin_address(bulletin_id, places[at], trail)

    for entry in entries:
        at = bisect_left(places, entry.place)
        yield (
            replace(entry, before=address(at - 1), after=address(at + 1)) if entry.place in marked else entry
        )
