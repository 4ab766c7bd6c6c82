"""The page of an item: its text, its bulletins, its neighbours, how to cite it."""

from dataclasses import dataclass

from flask import Response, request

from index.archive.document import Appearance, Document
from index.archive.holdings import Neighbours
from index.engines.reading import Reading
from index.highlighting.marks import mark
from index.query import Query, parse
from index.results import Order
from index.text import MarkedText
from webapp.addresses import is_lasting, permanent_item
from webapp.pagination import read_page
from webapp.present import heading, paragraphs
from webapp.rendering import render
from webapp.selection import read_selection


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body.

    Attributes:
        text: Its text with the matches of the search.
        passage: Its number among the paragraphs with matches, from 1; 0 if it has none.
    """

    text: MarkedText
    passage: int


@dataclass(frozen=True, slots=True)
class Search:
    """The search that led to the item.

    Attributes:
        query: The query as typed, with its filters.
        order: The order of the results.
        rewritten: The query as searched, by which matches are marked.
        total: Number of documents that match.
        page: Page of results to go back to.
    """

    query: Query
    order: Order
    rewritten: Query
    total: int
    page: int


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item, its appearances and neighbours, and the search that led to it.

    Attributes:
        document: The item.
        title: Its title with the matches of the search; without a title, the beginning of its body.
        paragraphs: Its body.
        passages: Number of paragraphs with matches.
        first: Its first appearance, or None.
        others: Its other appearances.
        neighbours: Its neighbours in its first bulletin; None if it has no bulletin.
        search: The search that led to it, or None.
        address: Its permanent address, host included.
        is_lasting: The address leads to it from other machines, too.
    """

    document: Document
    title: MarkedText
    paragraphs: tuple[Paragraph, ...]
    passages: int
    first: Appearance | None
    others: tuple[Appearance, ...]
    neighbours: Neighbours | None
    search: Search | None
    address: str
    is_lasting: bool


def show(archive: Reading, document_id: str) -> Response:
    """Answer `/item/<id>`."""
    document = archive.get(document_id)
    search = _search(archive)
    query = search.rewritten if search else parse("")
    body = _paragraphs(query, document.body)
    first = document.appearances[0] if document.appearances else None
    page = ItemPage(
        document=document,
        title=mark(query, heading(document), "title" if document.title.strip() else "body"),
        paragraphs=body,
        passages=max((paragraph.passage for paragraph in body), default=0),
        first=first,
        others=document.appearances[1:],
        neighbours=archive.neighbours(document),
        search=search,
        address=permanent_item(document_id),
        is_lasting=is_lasting(),
    )
    return render("item.html", page)


def show_by_parameter(archive: Reading) -> Response:
    """Answer `/item?id=…`, for ids that cannot be part of a path."""
    return show(archive, request.args.get("id", ""))


def _search(archive: Reading) -> Search | None:
    """Return the search in the address of the request, with no hits: matches are only counted."""
    selection = read_selection()
    if selection.is_empty:
        return None
    results = archive.search(selection.searched, limit=0)
    page = read_page(request.args.get("page", "1")) or 1
    return Search(selection.query, selection.order, results.query, results.total, page)


def _paragraphs(query: Query, body: str) -> tuple[Paragraph, ...]:
    passage = 0
    marked = []
    for paragraph in paragraphs(body):
        text = mark(query, paragraph)
        passage += bool(text.spans)
        marked.append(Paragraph(text, passage if text.spans else 0))
    return tuple(marked)
