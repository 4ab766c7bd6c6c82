"""An export of Europresse → one bulletin with its articles, each with its own newspaper and day.

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
from indexer.paths import FileType, InputFile, folder_name, path_metadata
from indexer.plain_text import one_line, to_plain
from indexer.readers.html_text import text_of
from indexer.readers.page_tree import PageError, to_tree
from indexer.readers.reader import Event, read_whole
from indexer.readers.webpage import decode_page
from indexer.report import Skipped

_KNOWN_BY = (b"DocPublicationName", b"titreArticle")
_ARTICLE = re.compile(r"<article\b.*?(?=<article\b|\Z)", re.DOTALL | re.IGNORECASE)
_NUMBERED = re.compile(r"(?<!\d)(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")


class PressReader:
    """Reads exports of Europresse."""

    kind = "press exports"

    def recognises(self, named: FileType, head: bytes) -> bool:
        """Return whether a file names the newspaper and the title of its first article as Europresse does."""
        return all(name in head for name in _KNOWN_BY)

    def read(self, file: InputFile, stream: BinaryIO) -> Iterator[Event]:
        """Yield the bulletin; an article that cannot be read is skipped with its reason."""
        decoded, metadata = decode_page(read_whole(stream)), path_metadata(file.path)
        items = []
        for number, article in enumerate(_ARTICLE.finditer(decoded.text), start=1):
            if number > MOST_ITEMS:
                raise BulletinError(f"has more than {MOST_ITEMS:,} items; cut it into several files")
            try:
                items.append(_to_item(to_tree(f"<body>{article[0]}")))
            except PageError as error:
                yield Skipped(file.path, str(error), f"article {number}")
        identifier = bulletin_id(metadata.source, metadata.date, metadata.name, folder_name(file.path))
        bulletin = Bulletin(
            identifier, metadata.name, metadata.source, metadata.date, "", metadata.time, "path"
        )
        yield Received(bulletin, tuple(items), decoded.encoding, decoded.oddities)


def _to_item(article: BeautifulSoup) -> Item:
    newspaper, _, _ = _line(article, "DocPublicationName").partition(",")  # Le Figaro, no. 24879
    day = _day(_line(article, "DocHeader")) or _numbered_day(_line(article, "publiC-lblNodoc"))
    title = _line(article, "titreArticle")
    body = text_of(article.find("section") or _without_edges(article))
    if reason := too_long(len(body)):
        raise PageError(reason)
    return Item(title, body, source=newspaper.strip(), date=day)


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
