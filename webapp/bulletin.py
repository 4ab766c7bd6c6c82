"""The page of a bulletin: its contents, its items in order, its neighbours."""

from collections import Counter
from dataclasses import dataclass

from flask import Response, request

from index.archive.document import Document
from index.archive.holdings import BulletinPage
from index.engines.reading import Reading
from webapp.present import paragraphs, places_in
from webapp.rendering import render


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the bulletin.

    Attributes:
        place: Place in the bulletin, from 1.
        document: The document.
        paragraphs: Paragraphs of its body.
    """

    place: int
    document: Document
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A bulletin with its entries in order."""

    shown: BulletinPage
    entries: tuple[Entry, ...]


def show(archive: Reading, bulletin_id: str) -> Response:
    """Answer `/bulletin/<id>`."""
    shown = archive.bulletin(bulletin_id)
    return render("bulletin.html", Contents(shown, _entries(shown)))


def show_by_parameter(archive: Reading) -> Response:
    """Answer `/bulletin?id=…`, for ids that cannot be part of a path."""
    return show(archive, request.args.get("id", ""))


def _entries(shown: BulletinPage) -> tuple[Entry, ...]:
    seen: Counter[str] = Counter()
    entries = []
    for ordinal, document in enumerate(shown.documents, start=1):
        places = places_in(shown.bulletin.id, document.appearances)
        # A document may have several places in one bulletin: it comes once for each, in their order.
        place = places[seen[document.id] % len(places)] if places else ordinal
        seen[document.id] += 1
        entries.append(Entry(place, document, paragraphs(document.body)))
    return tuple(entries)
