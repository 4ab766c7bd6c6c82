"""The permanent addresses of items, bulletins, days, sources, result pages and static files."""

import hashlib
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import quote

from flask import Flask, current_app, request
from werkzeug.routing import BaseConverter

from index.archive.date_origin import DateOrigin
from index.exports.addresses import item_path, path_of, written
from index.french.dates import Period
from index.french.folding import fold
from index.query import Query, parse
from index.query.keywords import ORIGIN_WORDS
from index.results import Order
from index.timeline import PERIODS, Unit
from webapp.languages import PARAMETER, chosen, without_language
from webapp.pagination import PER_PAGE

PUBLIC_ADDRESS = "PUBLIC_ADDRESS"
"""Key of the setting: what permanent addresses begin with, without a slash at the end; empty if unknown."""
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")

PER_PART = 50
"""Items of a bulletin on a page; its first part needs no place in the address."""
STATIC = Path(__file__).parent / "static"

ORDERS: dict[str, Order] = {"recent": "newest", "ancien": "oldest"}
"""Values of `tri`; without it the order is that of relevance."""
ORIGIN_NAMES: dict[DateOrigin, str] = {origin: fold(word) for origin, word in ORIGIN_WORDS.items()}
"""Values of `date_de`, which may be repeated: donnee, page, chemin, texte, supposee, aucune."""
UNIT_NAMES: dict[Unit, str] = {"day": "jour", "month": "mois", "quarter": "trimestre", "year": "an"}
"""Values of `unite`; without it a timeline has the finest unit of few periods."""


By = Literal["number", "share"]


class View(NamedTuple):
    """How a page of results shows its timeline.

    Attributes:
        unit: The length of its periods; None for the finest of few periods.
        by: What its bars say: numbers, or shares of what the archive holds.
    """

    unit: Unit | None = None
    by: By = "number"


USUAL_VIEW = View()


class Trail(NamedTuple):
    """The search that led somewhere; it goes along from page to page, until the reader goes back to it.

    Attributes:
        query: The query as typed, with its filters; empty where nothing was searched.
        order: The order of the results.
        rank: Rank of the result that the reader opened, from 1; 0 where it is not known.
    """

    query: Query = parse("")
    order: Order = "relevance"
    rank: int = 0

    @property
    def way_back(self) -> str:
        """Address of the page of results that lists the result, at the result."""
        page = max(0, self.rank - 1) // PER_PAGE + 1
        return results_address(self.query, page, self.order) + (f"#r{self.rank}" if self.rank else "")


NO_TRAIL = Trail()
_WRITTEN = {order: name for name, order in ORDERS.items()}


class IdConverter(BaseConverter):
    """Converts the rest of a path to an id: any text, slashes and line ends included."""

    regex = "(?s:.+)"
    part_isolating = False

    def to_url(self, value: str) -> str:
        """Quote all characters with a meaning in an address, except the slash."""
        return quote(value, safe="/", errors="replace")


def install(app: Flask) -> None:
    """Register the converter `<id:…>` for rules, and the address functions for templates."""
    app.url_map.merge_slashes = False
    app.url_map.converters["id"] = IdConverter
    app.jinja_env.globals.update(
        item_address=item_address,
        unmarked=unmarked,
        bulletin_address=bulletin_address,
        part_address=part_address,
        day_address=day_address,
        source_address=source_address,
        results_address=results_address,
        comparison_address=comparison_address,
        export_address=export_address,
        table_address=table_address,
        feed_address=feed_address,
        citation_address=citation_address,
        page_address=page_address,
        static_address=static_address,
        permanent=permanent,
        permanent_here=permanent_here,
        is_lasting=is_lasting,
    )


def item_address(document_id: str, trail: Trail = NO_TRAIL) -> str:
    """Return the address of an item, with the search that led to it."""
    return page_address(item_path(document_id), *_led(trail))


def unmarked(address: str) -> str:
    """Return the address of an item or a bulletin to be read without the words searched being marked."""
    return extended(address, "marques=non")


def bulletin_address(bulletin_id: str, place: int | None = None, trail: Trail = NO_TRAIL) -> str:
    """Return the address of a bulletin, or of one place in it, with the search that led to it."""
    anchor = "" if place is None else f"#b{place}"
    return part_address(bulletin_id, place or 1, trail) + anchor


def part_address(bulletin_id: str, place: int, trail: Trail = NO_TRAIL) -> str:
    """Return the address of the part of a bulletin that has a place; a server does not see the anchor."""
    named = f"place={place}" if place > PER_PART else ""
    return page_address(path_of("bulletin", bulletin_id), named, *_led(trail))


def day_address(day: date) -> str:
    """Return the address of a day."""
    return page_address(f"/jour/{day.isoformat()}")


def source_address(source: str) -> str:
    """Return the address of a source, be its name empty."""
    return page_address(path_of("source", source, "nom"))


def results_address(
    query: Query | str, page: int = 1, order: Order = "relevance", view: View = USUAL_VIEW
) -> str:
    """Return the address of a page of results, with its timeline in a view."""
    selected = written([("q", query)]) if isinstance(query, str) else _selected(query, order, page)
    return page_address("/", selected, _viewed(view))


def comparison_address(query: Query, unit: Unit | None = None) -> str:
    """Return the address of the comparison of the sources of a query."""
    return page_address("/comparer", _selected(query, "relevance"), _viewed(View(unit)))


def export_address(query: Query, order: Order, suffix: str) -> str:
    """Return the address at which the results of a query are taken away, in the format of a suffix."""
    return _address(f"/resultats.{suffix}", _selected(query, order))


def table_address(query: Query, order: Order, unit: Unit | None, suffix: str) -> str:
    """Return the address at which the table of the timeline of a query is taken away, with a suffix.

    The order matters: by date only the documents with all words count.
    """
    return _address(f"/resultats/tableau.{suffix}", _selected(query, order), _viewed(View(unit)))


def feed_address(query: Query, order: Order) -> str:
    """Return the address of the feed of the results of a query."""
    return _address("/feed.atom", _selected(query, order))


def citation_address(document_id: str, suffix: str) -> str:
    """Return the address at which an item is taken away for a reference manager."""
    return _address(f"/citation.{suffix}", written([("id", document_id)]))


def permanent_item(document_id: str) -> str:
    """Return the permanent address of an item."""
    return permanent(item_address(document_id))


def permanent(address: str) -> str:
    """Return an address of a page with scheme and host: the public ones if any, else those of the request.

    It names no language: who opens it reads the page in his own.
    """
    address = without_language(address)
    public = str(current_app.config[PUBLIC_ADDRESS])
    if not public:
        return f"{request.host_url.removesuffix('/')}{address}"
    return f"{public}{address.removeprefix(request.script_root)}"


def permanent_here() -> str:
    """Return the permanent address of the page asked for, to be read: letters are not escaped."""
    return permanent(request.url.removeprefix(request.host_url.removesuffix("/")))


def is_lasting() -> bool:
    """Return whether permanent addresses lead to the archive for others than the machine that serves it."""
    return bool(current_app.config[PUBLIC_ADDRESS]) or host_name() not in LOOPBACK_HOSTS


def period_addresses(query: Query, order: Order, view: View = USUAL_VIEW) -> Callable[[Period | None], str]:
    """Return a function from a period to the results of a query in it; None is the period of all."""
    address = results_address(query.narrowed(query.filters._replace(period=None)), order=order, view=view)
    begun = extended(address, "")
    return lambda period: begun + _days(period) if period else address


@lru_cache(PERIODS)
def _days(period: Period) -> str:
    """Return the parameters of a period as written."""
    return f"du={period.first}&au={period.last}"


def kept_parameters(query: Query, order: Order, view: View) -> list[tuple[str, str]]:
    """Return the parameters that the form of the filters keeps: all but the query and what it asks itself."""
    kept = query.narrowed(query.filters._replace(period=None, sources=(), date_origins=()))
    named = [(name, value) for name, value in selection_parameters(kept, order) if name != "q"]
    named += view_parameters(view)
    return [*named, (PARAMETER, chosen())] if chosen() else named


def selection_parameters(query: Query, order: Order, page: int = 1) -> list[tuple[str, str]]:
    """Return what `webapp.selection.read_selection` reads, and the page."""
    filters, period = query.filters, query.filters.period
    optional = (
        ("q", query.text),
        ("telquel", "1" if query.is_as_typed else ""),
        ("mots", "tous" if filters.has_all_words else ""),
        *(("source", source) for source in filters.sources),
        ("bulletin", filters.bulletin),
        *(("date_de", ORIGIN_NAMES[origin]) for origin in filters.date_origins),
        ("tri", _WRITTEN.get(order, "")),
        ("du", str(period.first or "") if period else ""),
        ("au", str(period.last or "") if period else ""),
        ("page", str(page) if page > 1 else ""),
    )
    # A source without a name is what came without one.
    return [(name, value) for name, value in optional if value or name == "source"]


def view_parameters(view: View) -> list[tuple[str, str]]:
    """Return what `webapp.selection.read_view` reads."""
    measure, unit = "part" if view.by == "share" else "", view.unit and UNIT_NAMES[view.unit]
    return [(name, value) for name, value in (("barres", measure), ("unite", unit)) if value]


@lru_cache(256)
def _viewed(view: View) -> str:
    """Return the parameters of a view as written."""
    return written(view_parameters(view))


@lru_cache(256)
def _selected(query: Query, order: Order, page: int = 1) -> str:
    """Return the parameters of a selection as written: half of the addresses of a page have the same ones."""
    return written(selection_parameters(query, order, page))


def page_address(path: str, *parameters: str) -> str:
    """Return the address of a page with written parameters; it goes on in the language that was chosen."""
    return _address(path, *parameters, f"{PARAMETER}={chosen()}" if chosen() else "")


def _led(trail: Trail) -> tuple[str, ...]:
    """Return the parameters of the search that led somewhere; none where nothing was searched."""
    if not (trail.query.text or trail.query.filters.narrow):
        return ()
    return (_selected(trail.query, trail.order), f"rang={trail.rank}" if trail.rank else "")


def _address(path: str, *parameters: str) -> str:
    """Return the address of a path below the application's own, with written parameters, where not empty."""
    below = f"{request.script_root}{path}"
    named = "&".join(filter(None, parameters))
    return extended(below, named) if named else below


def extended(address: str, parameters: str) -> str:
    """Return an address with more parameters."""
    return f"{address}{'&' if '?' in address else '?'}{parameters}"


def static_address(name: str) -> str:
    """Return the address of a static file; it changes with the file, so that it may be cached for ever."""
    return _address(f"/static/{name}", f"v={version(name)}")


def host_name() -> str:
    """Return the name in the Host header, without its port."""
    host = request.headers.get("Host", "").lower()
    name, colon, port = host.rpartition(":")
    return name if colon and (port.isdecimal() or not port) else host


@cache
def version(name: str) -> str:
    """Return a digest of the content of a static file; empty if there is no such file."""
    path = STATIC / name
    return hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest() if path.is_file() else ""
