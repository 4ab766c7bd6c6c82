"""The page of a bulletin: its contents, its items in order, its neighbours."""

from collections import Counter
from dataclasses import dataclass

from flask import Response, request

from index.archive.document import Document
from index.archive.holdings import BulletinPage
from index.engines.reading import Reading
from index.highlighting.marks import mark
from index.query import Query, parse
from index.selection import Selection
from index.text import MarkedText
from webapp.present import heading, paragraphs, places_in
from webapp.rendering import render
from webapp.selection import read_selection


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the bulletin.

    Attributes:
        place: Place in the bulletin, from 1.
        document: The document.
        title: Its title with the matches of the search; without a title, the beginning of its body.
        paragraphs: Paragraphs of its body, with the matches.
    """

    place: int
    document: Document
    title: MarkedText
    paragraphs: tuple[MarkedText, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A bulletin.

    Attributes:
        shown: The bulletin and its neighbours.
        entries: Its entries in order.
        selection: The search that led to it.
    """

    shown: BulletinPage
    entries: tuple[Entry, ...]
    selection: Selection


def show(archive: Reading, bulletin_id: str) -> Response:
    """Answer `/bulletin/<id>`."""
    shown, selection = archive.bulletin(bulletin_id), read_selection()
    query = parse("") if selection.is_empty else archive.search(selection.searched, 0).query
    return render("bulletin.html", Contents(shown, _entries(shown, query), selection))


def show_by_parameter(archive: Reading) -> Response:
    """Answer `/bulletin?id=…`, for ids that cannot be part of a path."""
    return show(archive, request.args.get("id", ""))


def _entries(shown: BulletinPage, query: Query) -> tuple[Entry, ...]:
    seen: Counter[str] = Counter()
    entries = []
    for ordinal, document in enumerate(shown.documents, start=1):
        places = places_in(shown.bulletin.id, document.appearances)
        # A document may have several places in one bulletin: it comes once for each, in their order.
        place = places[seen[document.id] % len(places)] if places else ordinal
        seen[document.id] += 1
        title = mark(query, heading(document), "title" if document.title.strip() else "body")
        body = tuple(mark(query, paragraph) for paragraph in paragraphs(document.body))
        entries.append(Entry(place, document, title, body))
    return tuple(entries)
