"""The page as a search engine of the browser: its description, and suggestions (OpenSearch 1.1)."""

import json
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from flask import Response, request

from index.engines.reading import Reading
from index.vocabulary.completion import Completion
from webapp.addresses import permanent, static_address
from webapp.feed import MEDIA_TYPE as FEED
from webapp.feed import OPENSEARCH
from webapp.item_words import items
from webapp.languages import say
from webapp.present import encoded
from webapp.rendering import typed_query

DESCRIPTION, SUGGESTIONS = "application/opensearchdescription+xml", "application/x-suggestions+json"

_TERMS = "?q={searchTerms}"
MOST = 6
"""Most suggestions: more would hide the page, and are not read while typing."""


def show() -> Response:
    """Answer `/opensearch.xml`, by which a browser adds the page to its search engines."""
    root = Element(f"{{{OPENSEARCH}}}OpenSearchDescription")
    for name, text in (
        ("ShortName", "bulletins"),
        ("Description", say("Recherche dans les bulletins d’information")),
        ("Language", "fr"),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ):
        SubElement(root, f"{{{OPENSEARCH}}}{name}").text = text
    image = SubElement(root, f"{{{OPENSEARCH}}}Image", {"type": "image/svg+xml"})
    image.text = permanent(static_address("icon.svg"))
    for media_type, relation, path in (
        ("text/html", "results", f"/{_TERMS}"),
        (SUGGESTIONS, "suggestions", f"/suggestions{_TERMS}"),
        (FEED, "results", f"/feed.atom{_TERMS}"),
        (DESCRIPTION, "self", "/opensearch.xml"),
    ):
        template = permanent(f"{request.script_root}{path}")
        SubElement(root, f"{{{OPENSEARCH}}}Url", {"type": media_type, "rel": relation, "template": template})
    body = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return Response(body, content_type=f"{DESCRIPTION}; charset=utf-8")


def suggest(archive: Reading) -> Response:
    """Answer `/suggestions?q=…`: what was typed, queries that begin so, and what each of them is."""
    typed = typed_query()
    found = archive.complete(typed, MOST)
    answer = [typed, [each.text for each in found], [_described(each) for each in found]]
    text = json.dumps(answer, ensure_ascii=False)
    response = Response(encoded(text), content_type=f"{SUGGESTIONS}; charset=utf-8")
    response.cache_control.no_store = True  # what is typed is kept nowhere
    return response


def _described(completion: Completion) -> str:
    kind = {"word": say("mot"), "words": "", "title": say("titre")}[completion.kind]
    return kind if completion.items is None else f"{kind}, {items(completion.items)}"
