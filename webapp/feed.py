"""The results of a query as an Atom feed (RFC 4287), which a feed reader follows."""

import re
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from flask import Response, request

from index.budget import current
from index.engines.reading import Reading
from index.exports.addresses import written
from index.exports.row import to_row
from index.results import Hit, Results
from index.selection import Selection
from webapp.addresses import feed_address, permanent, permanent_item, results_address, selection_parameters
from webapp.errors import show_nothing_asked, show_too_long
from webapp.languages import FRENCH, speaking
from webapp.present import heading, is_safe_link, quoted
from webapp.selection import read_selection

ENTRIES = 50
"""Most entries of a feed; readers fetch it often, and keep what they have seen."""
TAG = "tag:bulletins.invalid,2026:"
"""Begins the ids (RFC 4151): they are the same at whatever address the archive is served."""
MEDIA_TYPE = "application/atom+xml"

OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
"""Namespace of the number of results, and of the description of the page as a search engine."""

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 may hold, however written."""

ElementTree.register_namespace("", _ATOM)
ElementTree.register_namespace("opensearch", OPENSEARCH)


def show(archive: Reading) -> Response:
    """Answer `/feed.atom`: the first results of a query, with its filters and in its order."""
    selection = read_selection()
    if selection.is_empty:
        return show_nothing_asked()
    results = archive.search(selection.searched, ENTRIES, order=selection.order)
    with speaking(FRENCH):  # readers follow it whose language nobody knows
        feed = _feed(selection, results, archive.info.built)
    if results.is_partial and not results.total:
        return show_too_long()
    response = Response(
        ElementTree.tostring(feed, "utf-8", xml_declaration=True), content_type=f"{MEDIA_TYPE}; charset=utf-8"
    )
    if not current().was_spent:
        response.add_etag()
        response.make_conditional(request)
    return response


def _feed(selection: Selection, results: Results, built: str) -> Element:
    query, order = selection.query, selection.order
    feed = Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "fr"})
    _add(feed, "id", f"{TAG}search?{written(selection_parameters(query, order))}")
    _add(feed, "title", f"{_title(selection)} – bulletins")
    described = selection.searched.description.text
    _add(feed, "subtitle", " ".join([described, *map(str, results.query.notes)]))
    _add(feed, "updated", max((_updated(hit.document.date, built) for hit in results.hits), default=built))
    _add(SubElement(feed, f"{{{_ATOM}}}author"), "name", "bulletins")
    _link(feed, "self", permanent(feed_address(query, order)), MEDIA_TYPE)
    _link(feed, "alternate", permanent(results_address(query, order=order)), "text/html")
    for name, value in (("totalResults", results.total), ("startIndex", 1), ("itemsPerPage", ENTRIES)):
        SubElement(feed, f"{{{OPENSEARCH}}}{name}").text = str(value)
    for hit in results.hits:
        _entry(SubElement(feed, f"{{{_ATOM}}}entry"), hit, built)
    return feed


def _entry(entry: Element, hit: Hit, built: str) -> None:
    document, row = hit.document, to_row(hit, permanent_item)
    _add(entry, "id", f"{TAG}{written([('item', document.id)])}")
    _add(entry, "title", heading(document))
    _add(entry, "updated", _updated(document.date, built))
    if document.date:
        _add(entry, "published", _updated(document.date, built))
    if document.source:
        _add(SubElement(entry, f"{{{_ATOM}}}author"), "name", document.source)
    _link(entry, "alternate", row.address, "text/html")
    if is_safe_link(document.url):
        _link(entry, "via", document.url)
    _add(entry, "summary", row.passage or heading(document))


def _title(selection: Selection) -> str:
    """Return the query and its filters in a few words."""
    query, filters = selection.query, selection.query.filters
    asked = quoted(query.text) if query.text else "Toutes les brèves"
    return ", ".join([asked, *filters.sources, *([str(filters.period)] if filters.period else ())])


def _updated(day: date | None, built: str) -> str:
    """Return the first moment of a day; for an undated item when the index was built."""
    return f"{day.isoformat()}T00:00:00Z" if day else built


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{_ATOM}}}{name}").text = _NOT_IN_XML.sub("\ufffd", text)


def _link(parent: Element, relation: str, address: str, media_type: str = "") -> None:
    kind = {"type": media_type} if media_type else {}
    SubElement(parent, f"{{{_ATOM}}}link", {"rel": relation, "href": address, **kind})
