"""Files of news agencies, NITF, NewsML 1 and NewsML-G2 → one bulletin with their articles.

<nitf><body><body.head><hedline><hl1>Le pont est fermé</hl1></hedline></body.head>
<body.content><p>Il rouvre en mai.</p></body.content></body></nitf>
"""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from bs4.element import Tag

from indexer.bulletin import BulletinError, Item, Received, too_long
from indexer.dates import to_moment_as_sent
from indexer.decoding import text_of_head
from indexer.paths import FileType, InputFile, path_metadata
from indexer.plain_text import one_line, to_plain
from indexer.readers.feed import PROLOGUE, decode_xml
from indexer.readers.html_text import text_of
from indexer.readers.page_tree import PageError, to_tree
from indexer.readers.reader import Event, read_whole
from indexer.readers.text_file import path_bulletin
from indexer.report import Noted, Skipped

_PROLOGUE = re.compile(PROLOGUE, re.DOTALL | re.IGNORECASE)
_BEGINNING = re.compile(
    rf"{PROLOGUE}<(?:\w+:)?(?:nitf|newsml|newsitem|newsmessage)\b", re.DOTALL | re.IGNORECASE
)
_PREFIX = re.compile(r"(</?)\w+:(?=\w)")
_MESSAGE = re.compile(r"\s*<newsmessage\b", re.IGNORECASE)
_ARTICLE = re.compile(r"(?=<newsitem\b)", re.IGNORECASE)
MOST_ARTICLES = 10_000
_TITLES = ("hl1", "headline", "title")
_TEXTS = ("body.content", "inlinexml", "inlinedata", "datacontent")
_SOURCES = ("provider", "party", "pubdata", "creditline", "doc.copyright", "providerid", "distributor")
# When it was published, not changed.
_DATES = (
    "date.issue",
    "date.release",
    "story.date",
    "pubdata",
    "firstcreated",
    "contentcreated",
    "versioncreated",
    "dateandtime",
    "dateid",
)
_OF_DATE = ("norm", "date.publication")
_OF_SOURCE = ("literal", "name", "holder", "formalname")
_BASIC = re.compile(r"^(\d{4})(\d{2})(\d{2})(?=T|$)")


class AgencyReader:
    """Reads files of news agencies."""

    kind = "agency files"

    def recognises(self, named: FileType, head: bytes) -> bool:
        """Return whether a file begins as one."""
        return _BEGINNING.match(text_of_head(head)) is not None

    def read(self, file: InputFile, stream: BinaryIO) -> Iterator[Event]:
        """Yield the bulletin; an article without a text, as of a picture, is skipped and said."""
        decoded, metadata = decode_xml(read_whole(stream)), path_metadata(file.path)
        if metadata.oddity:
            yield Noted(file.path, metadata.oddity)
        text = _PREFIX.sub(r"\1", _PROLOGUE.sub("", decoded.text, count=1))
        items = []
        for number, article in enumerate(_articles(text), start=1):
            try:
                items.append(_to_item(article))
            except PageError as error:
                yield Skipped(file.path, str(error), f"article {number}")
        if items:
            yield Received(path_bulletin(file, metadata), tuple(items), decoded.encoding, decoded.oddities)


def _articles(text: str) -> Iterator[Tag]:
    """Yield the outermost articles of a file; of a message with many, each is a tree of its own."""
    parts = _ARTICLE.split(text, MOST_ARTICLES + 1) if _MESSAGE.match(text) else [text]
    if len(parts) > MOST_ARTICLES + 1:
        raise BulletinError(f"has more than {MOST_ARTICLES:,} articles; cut it into several files")
    for tree in map(to_tree, parts):
        names = ["newsitem"] if tree.find("newsitem") else ["nitf"]
        yield from (article for article in tree.find_all(names) if article.find_parent(names) is None)


def _to_item(article: Tag) -> Item:
    found = next(
        (text for name in _TEXTS for text in article.find_all(name) if text.get_text().strip()), None
    )
    if found is None:
        raise PageError("holds no text, as of a picture")
    body = text_of(found)
    if reason := too_long(len(body)):
        raise PageError(reason)
    moments = (to_moment_as_sent(_BASIC.sub(r"\1-\2-\3", said)) for said in _said(article, _DATES, _OF_DATE))
    day, at = next(filter(None, moments), None) or (None, None)
    title, source = next(_said(article, _TITLES), ""), next(_said(article, _SOURCES, _OF_SOURCE), "")
    return Item(title, body, source=source, date=day, time=at)


def _said(article: Tag, names: Sequence[str], attributes: Sequence[str] = ()) -> Iterator[str]:
    """Yield what elements say, in an attribute or as their text, in the order of their names."""
    for tag in (tag for name in names for tag in article.find_all(name)):
        given = next((str(tag[name]) for name in attributes if tag.get(name)), "")
        if said := one_line(to_plain(given or tag.get_text(" "))[0]):
            yield said
