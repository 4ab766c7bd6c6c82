"""The permanent addresses of items, bulletins, days, sources, result pages and static files."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import quote

from flask import Flask, request, url_for
from werkzeug.routing import BaseConverter

from index.exports.addresses import item_path, path_of, written
from index.french.dates import Period
from index.query import Query
from index.results import Order

STATIC = Path(__file__).parent / "static"

ORDERS: dict[str, Order] = {"recent": "newest", "ancien": "oldest"}
"""Values of `tri`; without it the order is that of relevance."""
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
        bulletin_address=bulletin_address,
        day_address=day_address,
        source_address=source_address,
        results_address=results_address,
        comparison_address=comparison_address,
        export_address=export_address,
        table_address=table_address,
        static_address=static_address,
    )


def item_address(
    document_id: str, query: Query | None = None, page: int = 1, order: Order = "relevance"
) -> str:
    """Return the address of an item, with the search that led to it and its page of results."""
    led = _parameters(query, page, order) if query and _is_search(query) else []
    return _address(item_path(document_id), led)


def bulletin_address(bulletin_id: str, place: int | None = None) -> str:
    """Return the address of a bulletin, or of one place in it."""
    anchor = "" if place is None else f"#b{place}"
    return _address(path_of("bulletin", bulletin_id), []) + anchor


def day_address(day: date) -> str:
    """Return the address of a day."""
    return _address(f"/jour/{day.isoformat()}", [])


def source_address(source: str) -> str:
    """Return the address of a source, be its name empty."""
    return _address(path_of("source", source, "nom"), [])


def results_address(
    query: Query | str, page: int = 1, order: Order = "relevance", *, is_by_share: bool = False
) -> str:
    """Return the address of a page of results; its timeline shows numbers, or shares of the archive."""
    parameters = [("q", query)] if isinstance(query, str) else _parameters(query, page, order)
    return _address("/", [*parameters, ("barres", "part")] if is_by_share else parameters)


def comparison_address(query: Query) -> str:
    """Return the address of the comparison of the sources of a query."""
    return _address("/comparer", _parameters(query, 1, "relevance"))


def export_address(query: Query, order: Order, suffix: str) -> str:
    """Return the address at which the results of a query are taken away, in the format of a suffix."""
    return _address(f"/resultats.{suffix}", _parameters(query, 1, order))


def table_address(query: Query, order: Order) -> str:
    """Return the address at which the table of the timeline of a query is taken away.

    The order matters: by date only the documents with all words count.
    """
    return _address("/resultats/tableau.csv", _parameters(query, 1, order))


def period_addresses(query: Query, order: Order) -> Callable[[Period | None], str]:
    """Return a function from a period to the results of a query in it; None is the period of all."""
    address = results_address(query.narrowed(replace(query.filters, period=None)), order=order)
    joint = "&" if "?" in address else "?"
    return lambda period: f"{address}{joint}du={period.first}&au={period.last}" if period else address


def kept_parameters(query: Query, order: Order) -> list[tuple[str, str]]:
    """Return the parameters that the form of the filters keeps: all but the query, its period and sources."""
    kept = query.narrowed(replace(query.filters.of(), period=None))
    return [(name, value) for name, value in _parameters(kept, 1, order) if name != "q"]


def _parameters(query: Query, page: int, order: Order) -> list[tuple[str, str]]:
    """Return what `webapp.selection.read_selection` reads, and the page."""
    filters, period = query.filters, query.filters.period
    optional = (
        ("q", query.text),
        ("telquel", "1" if query.is_as_typed else ""),
        ("mots", "tous" if filters.has_all_words else ""),
        *(("source", source) for source in filters.sources),
        ("bulletin", filters.bulletin),
        ("tri", _WRITTEN.get(order, "")),
        ("du", str(period.first or "") if period else ""),
        ("au", str(period.last or "") if period else ""),
        ("page", str(page) if page > 1 else ""),
    )
    return [(name, value) for name, value in optional if value]


def _is_search(query: Query) -> bool:
    return bool(query.text or query.filters.narrow)


def _address(path: str, parameters: Sequence[tuple[str, str]]) -> str:
    """Return the address of a path below the application's own; a tenth of the time of `url_for`."""
    if not parameters:
        return f"{request.script_root}{path}"
    return f"{request.script_root}{path}{'&' if '?' in path else '?'}{written(parameters)}"


def static_address(name: str) -> str:
    """Return the address of a static file; it changes with the file, so that it may be cached for ever."""
    return url_for("static", filename=name, v=version(name))


@cache
def version(name: str) -> str:
    """Return a digest of the content of a static file; empty if there is no such file."""
    path = STATIC / name
    return hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest() if path.is_file() else ""
