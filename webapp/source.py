"""The page of a source: how much it has, its days, its calendar; and which sources there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response, request

from index.archive.holdings import SourceCount
from index.engines.reading import Reading
from index.query import Filters, parse, similarity
from webapp.addresses import results_address
from webapp.calendar import Calendar, calendar
from webapp.languages import say
from webapp.rendering import render

MAX_SIMILAR = 100
"""Most sources that are listed where one is unknown."""
MAX_SOURCES = 5_000
"""Most sources that are listed where none is named."""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A source of the archive.

    Attributes:
        name: Its name; empty for what came without a source.
        documents: Number of its items.
        bulletins: Number of its bulletins.
        first: Its first day with something; None where nothing is dated.
        last: Its last day with something.
        undated: Number of its items without a date.
        calendar: Its years and months.
    """

    name: str
    documents: int
    bulletins: int
    first: date | None
    last: date | None
    undated: int
    calendar: Calendar

    @property
    def address(self) -> str:
        """Address of its items as results."""
        return results_address(parse("").narrowed(Filters(sources=(self.name,))))


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources there are.

    Attributes:
        title: What they are listed for.
        sources: The sources, those with most items first; where one is unknown, the most similar name first.
        hidden: Number of sources left out.
        is_error: They stand for one that there is not.
    """

    title: str
    sources: tuple[SourceCount, ...]
    hidden: int
    is_error: bool


def show(archive: Reading, name: str) -> Response:
    """Answer `/source/<name>`."""
    documents = next((each.documents for each in archive.info.sources if each.source == name), 0)
    bulletins = archive.catalogue.count_of(name)
    if not (documents or bulletins):
        return _show_no_source(archive, name)
    held = archive.holdings("month")
    page = SourcePage(
        name=name,
        documents=documents,
        bulletins=bulletins,
        first=archive.days_around(date.min, name)[1],
        last=archive.days_around(date.max, name)[0],
        undated=held.undated.get(name, 0),
        calendar=calendar(held, name),
    )
    return render("source.html", page)


def show_by_parameter(archive: Reading) -> Response:
    """Answer `/source`, and `/source?nom=…` for names that cannot be part of a path, as the empty one."""
    name = request.args.get("nom")
    return _show_all(archive) if name is None else show(archive, name)


def _show_all(archive: Reading) -> Response:
    title = say("Les sources de l’archive")
    return render("sources.html", _listed(title, archive.info.sources, MAX_SOURCES, is_error=False))


def _show_no_source(archive: Reading, name: str) -> Response:
    sources = sorted(archive.info.sources, key=lambda each: (-similarity(name, each.source), each.source))
    title = say("Cette source n’est pas dans l’archive")
    return render("sources.html", _listed(title, sources, MAX_SIMILAR, is_error=True), 404)


def _listed(title: str, sources: Sequence[SourceCount], most: int, *, is_error: bool) -> Sources:
    return Sources(title, tuple(sources[:most]), max(0, len(sources) - most), is_error)
