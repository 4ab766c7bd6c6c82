"""An item as reference managers read it: a file to take away, and data within its page."""

import json
from collections.abc import Iterator

from flask import Response, request
from markupsafe import Markup

from index.archive.document import Document, to_iso
from index.engines.reading import Reading
from index.exports.formats import FORMATS
from index.exports.ris import with_slashes
from index.exports.row import Row, to_row
from index.query import parse
from index.results import Hit
from webapp.addresses import permanent_item
from webapp.exports import file
from webapp.present import encoded, heading

SUFFIXES = ("ris", "bib")
"""The formats of `index.exports.formats` for one item."""


def show(archive: Reading, suffix: str) -> Response:
    """Answer `/citation.ris?id=…` and that of another format."""
    row, form = _row(archive.get(request.args.get("id", ""))), FORMATS[suffix]
    entry = encoded(form.entry(row))
    return file([entry], form.media_type, f"bulletins.{suffix}")


def metadata(document: Document) -> Iterator[tuple[str, str]]:
    """Yield names and values of the `meta` elements that Zotero and Google Scholar read."""
    yield "citation_title", heading(document)
    if document.date:
        yield "citation_publication_date", with_slashes(document.date)
    if document.source:
        yield "citation_journal_title", document.source
    yield "citation_language", "fr"
    yield "citation_public_url", permanent_item(document.id)


def linked_data(document: Document) -> Markup:
    """Return an item as JSON-LD (schema.org) for a `script` element, which no text of it can end."""
    address = permanent_item(document.id)
    found = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "headline": heading(document),
        "datePublished": to_iso(document.date),
        "inLanguage": "fr",
        "identifier": document.id,
        "publisher": {"@type": "Organization", "name": document.source} if document.source else None,
        "isPartOf": {"@type": "PublicationIssue", "name": document.bulletin_name}
        if document.bulletin_name
        else None,
    }
    text = json.dumps({name: value for name, value in found.items() if value}, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  what could end the element is written out


def _row(document: Document) -> Row:
    """Return an item as a result is taken away; its passage is its beginning."""
    return to_row(Hit(1, 0.0, document, parse("")), permanent_item)
