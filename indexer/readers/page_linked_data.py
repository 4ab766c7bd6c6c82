"""JSON-LD of a page: what it says of the article that the page is, not of its site, author or an event."""

import html
import json
import re
from collections.abc import Iterator, Mapping

from bs4 import BeautifulSoup

from indexer.plain_text import one_line, to_plain

_ARTICLE = re.compile(r"\w*(?:Article|Posting|Report|Review)|Newsletter|WebPage|PublicationIssue")
_PAGES = frozenset(("WebPage",))
_WRAPPED = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)"
    r"|(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_DEEPEST = 20


def article_of(page: BeautifulSoup) -> Mapping[str, object]:
    """Return the object of the article that a page is, else that of the page; it may be empty."""
    return next(iter(articles_of(page)), {})


def articles_of(page: BeautifulSoup) -> list[Mapping[str, object]]:
    """Return the objects of the articles of a page, else those of the page itself."""
    found = [entry for script in _scripts(page) for entry in _objects(script, 0)]
    articles = [entry for entry in found if _is_article(entry)]
    real = [entry for entry in articles if _PAGES.isdisjoint(_types(entry))]
    named = {str(entry["@id"]): entry for entry in found if entry.get("@id") and entry.get("name")}
    return [_with_publisher(entry, named) for entry in real or articles]


def _with_publisher(
    entry: Mapping[str, object], named: Mapping[str, Mapping[str, object]]
) -> Mapping[str, object]:
    """Return an article with its publisher in place of the id by which it is named."""
    publisher = entry.get("publisher")
    key = publisher.get("@id") if isinstance(publisher, dict) and "name" not in publisher else None
    return {**entry, "publisher": named[str(key)]} if str(key) in named else entry


def _scripts(page: BeautifulSoup) -> Iterator[object]:
    for script in page.find_all("script", type=re.compile("ld\\+json", re.IGNORECASE)):
        text = _WRAPPED.sub("", script.get_text())
        for form in (text, html.unescape(text), _TRAILING_COMMA.sub(r"\1", text)):
            try:
                yield json.loads(form, strict=False)  # raw line ends in texts are common
                break
            except (ValueError, RecursionError):
                continue


def _objects(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    """Yield an object and those that stand for it or beside it, outermost first."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for entry in value:
            yield from _objects(entry, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key), depth + 1)


def _types(entry: Mapping[str, object]) -> frozenset[str]:
    types = entry.get("@type")
    return frozenset(map(str, types if isinstance(types, list) else [types]))


def _is_article(entry: Mapping[str, object]) -> bool:
    if "@type" not in entry:
        return "headline" in entry or "datePublished" in entry
    return any(map(_ARTICLE.fullmatch, _types(entry)))


def text_of(entry: Mapping[str, object], *keys: str) -> str:
    """Return the first text of an object under one of the keys, on one line; empty if there is none."""
    return next((text for key in keys for value in _values(entry.get(key)) if (text := _text(value))), "")


def _values(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _text(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    return one_line(to_plain(html.unescape(value))[0]) if isinstance(value, str) else ""
