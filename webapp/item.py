"""The page of an item: its text, its bulletins, its neighbours, how to cite it."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, request
from markupsafe import Markup

from index.archive.document import Appearance, Document
from index.archive.holdings import Neighbours
from index.engines.reading import Reading
from index.exports.addresses import item_path, written
from index.highlighting.marks import mark
from index.query import parse
from index.results import Hit, Results
from index.text import MarkedText
from webapp.addresses import NO_TRAIL, Trail, is_lasting, page_address, permanent_item
from webapp.citation import linked_data, metadata
from webapp.languages import PARAMETER
from webapp.pagination import MAX_RESULTS
from webapp.passages import Body, read
from webapp.present import heading
from webapp.rendering import render
from webapp.selection import is_marked, read_selection, read_trail
from webapp.versions import Versions, versions

MAX_SIMILAR = 5
"""Most similar items that are listed."""


@dataclass(frozen=True, slots=True)
class Search:
    """The search that led to the item.

    Attributes:
        trail: The search, and the result that the reader opened: the item, or one that led to it.
        results: Its number of results, and the query as searched, by which matches are marked.
        rank: Rank of the item, from 1; 0 where it is not the result that was opened.
        previous: The result before it, or None.
        next: The result after it, or None.
    """

    trail: Trail
    results: Results
    rank: int = 0
    previous: Hit | None = None
    next: Hit | None = None

    def to(self, rank: int) -> Trail:
        """Return the trail to another result."""
        return self.trail._replace(rank=rank)


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item, its appearances and neighbours, and the search that led to it.

    Attributes:
        document: The item.
        title: Its title with the matches of the search; without a title, the beginning of its body.
        body: Its body, cut for reading.
        first: Its first appearance, or None.
        others: Its other appearances.
        neighbours: Its neighbours in its first bulletin; None if it has no bulletin.
        similar: The items most like it.
        search: The search that led to it, or None.
        is_marked: Its words are marked.
        versions: Its versions; None where it has one text.
        address: Its permanent address, host included.
        is_lasting: The address leads to it from other machines, too.
        metadata: Names and values of what reference managers read.
        linked_data: The item as JSON-LD.
    """

    document: Document
    title: MarkedText
    body: Body
    first: Appearance | None
    others: tuple[Appearance, ...]
    neighbours: Neighbours | None
    similar: tuple[Document, ...]
    search: Search | None
    is_marked: bool
    versions: Versions | None
    address: str
    is_lasting: bool
    metadata: tuple[tuple[str, str], ...]
    linked_data: Markup

    @property
    def trail(self) -> Trail:
        """The search that goes along to bulletins and other items."""
        return self.search.trail if self.search else NO_TRAIL


def show(archive: Reading, document_id: str) -> Response:
    """Answer `/item/<id>`."""
    document = archive.get(document_id)
    if document.id != document_id:
        return _redirect(document.id)
    search = _search(archive, document_id)
    query = search.results.query if search and is_marked() else parse("")
    first = document.appearances[0] if document.appearances else None
    page = ItemPage(
        document=document,
        title=mark(query, heading(document), "title" if document.title.strip() else "body"),
        body=read(query, document.body),
        first=first,
        others=document.appearances[1:],
        neighbours=archive.neighbours(document),
        similar=archive.similar(document, MAX_SIMILAR),
        search=search,
        is_marked=is_marked(),
        versions=versions(document),
        address=permanent_item(document_id),
        is_lasting=is_lasting(),
        metadata=tuple(metadata(document)),
        linked_data=linked_data(document),
    )
    return render("item.html", page)


def _redirect(document_id: str) -> Response:
    """Lead to the page of an item for good, from the id of one of its versions."""
    led = [(name, value) for name, value in request.args.items(multi=True) if name not in ("id", PARAMETER)]
    address = page_address(item_path(document_id), written(led))
    return Response(status=HTTPStatus.MOVED_PERMANENTLY, headers={"Location": address})


def show_by_parameter(archive: Reading) -> Response:
    """Answer `/item?id=…`, for ids that cannot be part of a path."""
    return show(archive, request.args.get("id", ""))


def _search(archive: Reading, document_id: str) -> Search | None:
    """Return the search in the address of the request, with the results around the item."""
    selection = read_selection()
    if selection.is_empty:
        return None
    trail = read_trail(selection)
    rank = trail.rank
    first = max(1, rank - 1)
    results = archive.search(selection.searched, rank + 2 - first if rank else 0, first - 1, selection.order)
    around = {hit.rank: hit for hit in results.hits}
    if rank not in around or around[rank].id != document_id:
        return Search(trail if rank <= results.total else trail._replace(rank=0), results)
    following = around.get(rank + 1) if rank < MAX_RESULTS else None
    return Search(trail, results, rank, around.get(rank - 1), following)
