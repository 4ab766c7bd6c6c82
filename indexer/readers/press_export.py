"""An export of Europresse or Factiva → one bulletin with its articles, each with its own newspaper and day.

Such a page holds hundreds of articles: each is a tree of its own, and the bounds of pages hold for one.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from bs4 import BeautifulSoup
from bs4.element import Tag

from index.archive.document import Bulletin
from index.french.written_dates import find_dates, to_date
from indexer.bulletin import MOST_ITEMS, BulletinError, Item, Received, bulletin_id, too_long
from indexer.dates import Moment, to_moment
from indexer.paths import FileType, InputFile, folder_name, path_metadata
from indexer.plain_text import one_line, to_plain
from indexer.readers import factiva
from indexer.readers.html_text import text_of
from indexer.readers.page_tree import PageError, to_tree
from indexer.readers.reader import HEAD, Event, read_whole
from indexer.readers.webpage import decode_page
from indexer.report import Skipped

_KNOWN_BY = (b"DocPublicationName", b"titreArticle")
_ARTICLE = re.compile(r"<article\b.*?(?=<article\b|\Z)", re.DOTALL | re.IGNORECASE)
_TIME = re.compile(r"\b(?P<time>\d{1,2}:\d{2}) UTC ?(?P<zone>[+-]\d{4})")
_NUMBERED = re.compile(r"(?<!\d)(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")


class PressReader:
    """Reads exports of Europresse and Factiva."""

    kind = "press exports"

    def recognises(self, named: FileType, head: bytes) -> bool:
        """Return whether a file names the newspaper and the title of its first article as these do."""
        return all(name in head for name in _KNOWN_BY) or _is_of_factiva(head)

    def read(self, file: InputFile, stream: BinaryIO) -> Iterator[Event]:
        """Yield the bulletin; an article that cannot be read is skipped with its reason."""
        data, metadata = read_whole(stream), path_metadata(file.path)
        decoded, is_other = decode_page(data), _is_of_factiva(data[:HEAD])
        pattern, to_item = (factiva.ARTICLE, factiva.to_item) if is_other else (_ARTICLE, _to_item)
        items = []
        for number, article in enumerate(pattern.finditer(decoded.text), start=1):
            if number > MOST_ITEMS:
                raise BulletinError(f"has more than {MOST_ITEMS:,} items; cut it into several files")
            try:
                items.append(_within_bounds(to_item(to_tree(f"<body>{article[0]}"))))
            except PageError as error:
                yield Skipped(file.path, str(error), f"article {number}")
        identifier = bulletin_id(metadata.source, metadata.date, metadata.name, folder_name(file.path))
        bulletin = Bulletin(
            identifier, metadata.name, metadata.source, metadata.date, "", metadata.time, "path"
        )
        yield Received(bulletin, tuple(items), decoded.encoding, decoded.oddities)


def _is_of_factiva(head: bytes) -> bool:
    return all(name in head for name in factiva.KNOWN_BY)


def _within_bounds(item: Item) -> Item:
    if reason := too_long(len(item.body)):
        raise PageError(reason)
    return item


def _to_item(article: BeautifulSoup) -> Item:
    newspaper, _, _ = _line(article, "DocPublicationName").partition(",")  # Le Figaro, no. 24879
    header = _line(article, "DocHeader")
    day = _day(header) or _numbered_day(_line(article, "publiC-lblNodoc"))
    moment = _moment(day, header) if day else None
    title = _line(article, "titreArticle")
    body = text_of(article.find("section") or _without_edges(article))
    day, at = moment or (None, None)
    return Item(title, body, source=newspaper.strip(), date=day, time=at)


def _moment(day: date, header: str) -> Moment | None:
    """Return a day with its time, where a header has it: 18:00 UTC +0100."""
    found = _TIME.search(header)
    return to_moment(f"{day}T{found['time'].zfill(5)}{found['zone']}" if found else str(day))


def _line(article: BeautifulSoup, name: str) -> str:
    """Return the text of the first element of a class."""
    found = article.find(class_=name)
    return one_line(to_plain(found.get_text(" "))[0]) if found else ""


def _without_edges(article: BeautifulSoup) -> Tag:
    for edge in article.find_all(["header", "footer"]):
        edge.extract()
    return article


def _day(text: str) -> date | None:
    days = (
        to_date(found.year, found.month, found.day)
        for found in find_dates(text)
        if found.year and found.month and found.day
    )
    return next(filter(None, days), None)


def _numbered_day(text: str) -> date | None:
    found = _NUMBERED.search(text)
    return to_date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
