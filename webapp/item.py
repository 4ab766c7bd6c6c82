"""One item: its text, its bulletins, its neighbours, how to cite it."""

from dataclasses import dataclass

from flask import Response, request

from index.archive.document import Appearance, Document
from index.archive.holdings import BulletinPage
from index.engines import Engine
from index.errors import UnknownIdError
from index.highlighting.marks import mark
from index.query import Query, parse
from index.text import MarkedText
from webapp.addresses import item_address
from webapp.pagination import read_page
from webapp.present import heading, paragraphs
from webapp.rendering import asked, render, typed_query


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body.

    Attributes:
        text: Its text with the words searched.
        passage: Its number among those that hold such words, from 1; 0 where it holds none.
    """

    text: MarkedText
    passage: int


@dataclass(frozen=True, slots=True)
class Search:
    """The search that led to the item.

    Attributes:
        query: As it was typed.
        meant: As the archive understands it: what is marked.
        total: Number of documents it finds.
        page: The page of results to go back to.
    """

    query: Query
    meant: Query
    total: int
    page: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where the item stands in the first bulletin it appeared in.

    Attributes:
        total: Number of documents in that bulletin.
        previous: The document before, or None.
        next: The document after, or None.
    """

    total: int
    previous: Document | None
    next: Document | None


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item with everything around it.

    Attributes:
        document: The item.
        title: Its title with the words searched; the beginning of its body where it has none.
        paragraphs: Its body.
        passages: Number of paragraphs that hold words searched.
        first: Its first appearance, or None.
        others: Its later appearances.
        neighbours: None where it has no bulletin.
        search: None where it was not reached from a search.
        address: Its permanent address, host included.
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


def show(engine: Engine, document_id: str) -> Response:
    """Answer `/item/<id>`."""
    document = engine.get(document_id)
    search = _search(engine)
    query = search.meant if search else parse("")
    body = _paragraphs(query, document.body)
    first = document.appearances[0] if document.appearances else None
    page = ItemPage(
        document=document,
        title=mark(query, heading(document), "title" if document.title.strip() else "body"),
        paragraphs=body,
        passages=max((paragraph.passage for paragraph in body), default=0),
        first=first,
        others=document.appearances[1:],
        neighbours=_neighbours(engine, document, first) if first else None,
        search=search,
        address=request.host_url.removesuffix("/") + item_address(document_id),
    )
    return render("item.html", page)


def show_by_parameter(engine: Engine) -> Response:
    """Answer `/item?id=…`, for ids that no path can hold."""
    return show(engine, request.args.get("id", ""))


def _search(engine: Engine) -> Search | None:
    if not typed_query():
        return None
    query = asked()
    results = engine.search(query, limit=0)
    return Search(query, results.query, results.total, read_page(request.args.get("page", "1")) or 1)


def _paragraphs(query: Query, body: str) -> tuple[Paragraph, ...]:
    passage = 0
    marked = []
    for paragraph in paragraphs(body):
        text = mark(query, paragraph)
        passage += bool(text.spans)
        marked.append(Paragraph(text, passage if text.spans else 0))
    return tuple(marked)


def _neighbours(engine: Engine, document: Document, first: Appearance) -> Neighbours | None:
    try:
        bulletin = engine.bulletin(first.bulletin.id)
    except UnknownIdError:  # a rebuild came between the two readings
        return None
    return _around(bulletin, document)


def _around(bulletin: BulletinPage, document: Document) -> Neighbours | None:
    ids = [other.id for other in bulletin.documents]
    if document.id not in ids:
        return None
    place = ids.index(document.id)
    around = (None, *bulletin.documents, None)
    return Neighbours(len(ids), around[place], around[place + 2])
