"""One bulletin: its contents, its items in order, its neighbours."""

from collections import Counter
from dataclasses import dataclass

from flask import Response, request

from index.archive.document import Document
from index.archive.holdings import BulletinPage
from index.engines.reading import Reading
from webapp.present import paragraphs, places
from webapp.rendering import render


@dataclass(frozen=True, slots=True)
class Entry:
    """A document at its place in the bulletin, from 1."""

    place: int
    document: Document
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A bulletin as it went out."""

    shown: BulletinPage
    entries: tuple[Entry, ...]


def show(archive: Reading, bulletin_id: str) -> Response:
    """Answer `/bulletin/<id>`."""
    shown = archive.bulletin(bulletin_id)
    return render("bulletin.html", Contents(shown, _entries(shown)))


def show_by_parameter(archive: Reading) -> Response:
    """Answer `/bulletin?id=…`, for ids that no path can hold."""
    return show(archive, request.args.get("id", ""))


def _entries(shown: BulletinPage) -> tuple[Entry, ...]:
    seen: Counter[str] = Counter()
    entries = []
    for ordinal, document in enumerate(shown.documents, start=1):
        there = places(document.appearances, shown.bulletin.id)
        # The same item may stand twice in one bulletin.
        place = there[seen[document.id] % len(there)] if there else ordinal
        seen[document.id] += 1
        entries.append(Entry(place, document, paragraphs(document.body)))
    return tuple(entries)
