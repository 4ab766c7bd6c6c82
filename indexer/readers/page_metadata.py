"""The metadata of a page: title, day, source and address."""

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bs4 import BeautifulSoup

from indexer.dates import to_day
from indexer.plain_text import one_line, to_plain
from indexer.readers.json_fields import web_address

_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "date",
    "pubdate",
    "parsely-pub-date",
)
_SOURCES = ("og:site_name", "dc.publisher", "dcterms.publisher")
# "2014/06/20 > BE France 291 > Une nacre artificielle…"
_TRAIL = re.compile(r"(?P<day>\d{4}/\d{2}/\d{2})\s+>\s+(?:.*\s>\s+)?(?P<title>[^>]+)")
_DEEPEST_JSON = 20


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says about itself; texts may be empty."""

    title: str
    date: datetime.date | None
    source: str
    url: str


def read_metadata(page: BeautifulSoup) -> PageMetadata:
    """Read the metadata of a page, which must be whole: its surroundings hold some of it."""
    metas = _metas(page)
    linked = tuple(_linked_data(page))
    source = _first(metas, _SOURCES) or _publisher(linked)
    written = one_line(to_plain(page.title.get_text())[0]) if page.title else ""
    trail = _TRAIL.fullmatch(written)
    title = (
        _first(metas, ("og:title",)) or _text(linked, "headline") or (trail["title"] if trail else written)
    )
    dates = [_first(metas, (name,)) for name in _DATES] + [_text(linked, "datePublished")]
    dates += [str(time["datetime"]) for time in page.find_all("time", datetime=True)]
    dates += [trail["day"].replace("/", "-")] if trail else []
    return PageMetadata(
        title=_without_source(title, source),
        date=next((day for text in dates if (day := to_day(text))), None),
        source=source,
        url=_address(page, metas),
    )


def _metas(page: BeautifulSoup) -> Mapping[str, str]:
    """Return the texts of meta elements by their lower-case names; the first of a name counts."""
    metas: dict[str, str] = {}
    for meta in page.find_all("meta", content=True):
        for key in ("property", "name", "itemprop"):
            if name := meta.get(key):
                metas.setdefault(str(name).lower(), one_line(to_plain(str(meta["content"]))[0]))
    return metas


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if metas.get(name)), "")


def _linked_data(page: BeautifulSoup) -> Iterator[Mapping[str, object]]:
    """Yield the objects of all JSON-LD scripts, outermost first; a script that is not JSON is skipped."""
    for script in page.find_all("script", type=re.compile("ld\\+json", re.IGNORECASE)):
        try:
            value: object = json.loads(script.get_text())
        except (ValueError, RecursionError):
            continue
        yield from _objects(value, 0)


def _objects(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    if depth > _DEEPEST_JSON:
        return
    if isinstance(value, list):
        for entry in value:
            yield from _objects(entry, depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"), depth + 1)


def _text(linked: tuple[Mapping[str, object], ...], key: str) -> str:
    texts = (one_line(to_plain(value)[0]) for entry in linked if isinstance(value := entry.get(key), str))
    return next(filter(None, texts), "")


def _publisher(linked: tuple[Mapping[str, object], ...]) -> str:
    publishers = tuple(found for entry in linked for found in _objects(entry.get("publisher"), 0))
    return _text(publishers, "name") or _text(linked, "publisher")


def _without_source(title: str, source: str) -> str:
    """Remove the name of the site from the end of a title: "Léon XIV : un pape… | TF1 INFO"."""
    head, bar, tail = title.rpartition(" | ")
    if not bar:
        head, bar, tail = title.rpartition(" - ")
    return head.strip() if bar and source and tail.strip().casefold() == source.casefold() else title


def _address(page: BeautifulSoup, metas: Mapping[str, str]) -> str:
    found = [str(link.get("href") or "") for link in page.find_all("link", rel="canonical")]
    return next((url for text in [*found, _first(metas, ("og:url",))] if (url := web_address(text))), "")
