"""The permanent addresses of items, bulletins, result pages and static files."""

import hashlib
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

from flask import Flask, url_for
from werkzeug.routing import BaseConverter

from index.query import Query

STATIC = Path(__file__).parent / "static"
# Browsers resolve . and .. in a path before they ask (WHATWG URL, "dot-segments"), however quoted.
_UNFIT_FOR_A_PATH = re.compile(r"\A\Z|(?:\A|/)\.{1,2}(?:/|\Z)")


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
        results_address=results_address,
        static_address=static_address,
    )


def item_address(document_id: str, query: Query | None = None, page: int = 1) -> str:
    """Return the address of an item, with the search that led to it and its page of results."""
    typed = query.text if query and query.text else None
    results_page = page if typed and page > 1 else None
    flag = _flag(query)
    if _UNFIT_FOR_A_PATH.search(document_id):
        return url_for("item_by_parameter", id=document_id, q=typed, telquel=flag, page=results_page)
    return url_for("item", document_id=document_id, q=typed, telquel=flag, page=results_page)


def bulletin_address(bulletin_id: str, place: int | None = None) -> str:
    """Return the address of a bulletin, or of one place in it."""
    anchor = None if place is None else f"b{place}"
    if _UNFIT_FOR_A_PATH.search(bulletin_id):
        return url_for("bulletin_by_parameter", id=bulletin_id, _anchor=anchor)
    return url_for("bulletin", bulletin_id=bulletin_id, _anchor=anchor)


def results_address(query: Query | str, page: int = 1) -> str:
    """Return the address of a page of results."""
    text, flag = (query, None) if isinstance(query, str) else (query.text, _flag(query))
    return url_for("search", q=text, telquel=flag, page=page if page > 1 else None)


def _flag(query: Query | None) -> int | None:
    """Return the parameter that keeps a query as typed, see `webapp.rendering.read_query`."""
    return 1 if query and query.is_as_typed else None


def static_address(name: str) -> str:
    """Return the address of a static file; it changes with the file, so that it may be cached for ever."""
    return url_for("static", filename=name, v=version(name))


@cache
def version(name: str) -> str:
    """Return a digest of the content of a static file; empty if there is no such file."""
    path = STATIC / name
    return hashlib.blake2b(path.read_bytes(), digest_size=6).hexdigest() if path.is_file() else ""
