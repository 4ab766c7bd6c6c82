"""RSS and Atom as files → one bulletin with the items of the feed.

feedparser gets bytes that are UTF-8 and well-formed as far as that can be seen to, and only as a stream: it
would open a path or an address given as text.
"""

import html
import re
import time
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import BinaryIO
from xml.sax import SAXParseException

import feedparser

from index.archive.document import Bulletin
from index.french.dates import today_in_paris
from indexer.bulletin import MOST_ITEMS, BulletinError, Item, Received, bulletin_id, too_long
from indexer.dates import to_moment_as_sent
from indexer.decoding import Decoded, decode, decode_as, text_of_head
from indexer.paths import FileType, InputFile, folder_name, path_metadata
from indexer.plain_text import counted, one_line, to_body, to_plain
from indexer.readers.feed_entries import Entry, without_earlier
from indexer.readers.html_text import html_line, html_text
from indexer.readers.json_fields import web_address
from indexer.readers.page_tree import PageError
from indexer.readers.reader import Event, read_whole
from indexer.report import Noted, Skipped

PROLOGUE = (
    r"[\s\ufeff]*+(?:(?:<\?[^>]*+>|(?><!--.*?-->)|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\])?\s*+>)[\s\ufeff]*+)*+"
)
"""What may stand before the first element of XML."""

_FEED = re.compile(rf"{PROLOGUE}<(?:rss|rdf:RDF|(?:\w+:)?feed)\b", re.DOTALL | re.IGNORECASE)
_BEFORE = re.compile(PROLOGUE, re.DOTALL | re.IGNORECASE)
# Where a program that fails writes what it has to say before the feed that it makes.
_AFTER_JUNK = re.compile(
    r"<\?xml\b[^>]{0,200}>|<rss\b[^>]{0,100}\bversion|<feed\b[^>]{0,100}\bxmlns|<rdf:RDF\b", re.IGNORECASE
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})[\"']")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_LONE_AMPERSAND = re.compile(r"&(?!#?\w{1,31};)")
_OF_XML = {"amp", "lt", "gt", "quot", "apos"}
_END = re.compile(r"</(?:rss|rdf:RDF|(?:\w+:)?feed)\s*>\s*(?:<!--.*?-->\s*)*\Z", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*)(?:\s[^<>]*?)?(?P<empty>/?)>")
_NO_TEXTS = ("attachment", "nav_menu_item", "revision", "custom_css", "oembed_cache", "customize_changeset")
_SHORTCODE = re.compile(r"\[/?(?:caption|gallery|embed|audio|video|playlist)\b[^\]\n]*\] ?")
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)


class FeedReader:
    """Reads RSS and Atom."""

    kind = "feeds"

    def recognises(self, named: FileType, head: bytes) -> bool:
        """Return whether a file begins as a feed, or holds the beginning of one that its name lets expect."""
        text = text_of_head(head)
        return _FEED.match(_without_junk(text) if named is FileType.OPEN else text) is not None

    def read(self, file: InputFile, stream: BinaryIO) -> Iterator[Event]:
        """Yield the bulletin, and what was odd about its items."""
        decoded = decode_xml(read_whole(stream))
        text = _without_junk(decoded.text)
        if len(text) < len(decoded.text):
            more = counted(len(decoded.text) - len(text), "character")
            yield Noted(file.path, f"has {more} before its beginning, which are not read")
        parsed = feedparser.parse(
            BytesIO(_well_formed(text).encode()), sanitize_html=False, resolve_relative_uris=False
        )
        if len(parsed.entries) > MOST_ITEMS:
            raise BulletinError(f"has more than {MOST_ITEMS:,} items; cut it into several files")
        feed = dict(parsed.feed)  # without feedparser’s aliases of keys, which warn
        entries = []
        published = [values for values in parsed.entries if not _is_unpublished(values)]
        if left := len(parsed.entries) - len(published):
            yield Noted(file.path, f"has {left:,} drafts, pictures or menus of WordPress, which are left out")
        for number, values in enumerate(published, start=1):
            try:
                entries.append(_to_entry(dict(values)))
            except PageError as error:
                yield Skipped(file.path, str(error), f"item {number}")
        kept = without_earlier(entries, web_address(_text(feed, "link")))
        yield from _oddities(file, entries, kept)
        if parsed.bozo:
            yield Noted(file.path, f"is not well-formed ({_reason(parsed)}); what could be read is kept")
        bulletin = _bulletin(file, feed)
        yield Received(bulletin, tuple(entry.item for entry in kept), decoded.encoding, decoded.oddities)


def _is_unpublished(values: Mapping[str, object]) -> bool:
    """Return whether an export of WordPress holds an entry that is no text of the site."""
    is_other = str(values.get("wp_post_type", "")) in _NO_TEXTS
    return is_other or str(values.get("wp_status", "")) in ("draft", "auto-draft", "pending", "trash")


def decode_xml(data: bytes) -> Decoded:
    """Decode by the byte order mark, as UTF-8 where the bytes are that, and else by the declaration."""
    decoded = decode(data)
    declared = _DECLARED.search(data[:1024])
    if declared and not decoded.encoding.startswith("UTF"):
        return decode_as(data, declared[1].decode("ascii")) or decoded
    return decoded


def _without_junk(text: str) -> str:
    """Return a feed without what stands before its beginning."""
    if _FEED.match(text):
        return text
    found = _AFTER_JUNK.search(text)
    return text[found.start() :] if found else text


def _well_formed(text: str) -> str:
    """Return a feed in UTF-8 without declarations, and with the entities of HTML as letters.

    An entity that XML does not know stops its parser. Those that a feed declares itself are not read: a few
    lines of them can make gigabytes.
    """
    text = _BEFORE.sub("", text, count=1)
    parts = _CDATA.split(text)
    parts[::2] = (_LONE_AMPERSAND.sub("&amp;", _ENTITY.sub(_letter, part)) for part in parts[::2])
    whole = "".join(parts)
    return whole if _END.search(whole[-1000:]) else whole + _missing_ends(whole)


def _missing_ends(text: str) -> str:
    """Return the end tags that a feed lacks, because its end was cut off."""
    is_in_cdata = text.rfind("<![CDATA[") > text.rfind("]]>")
    text = text[: text.rfind("<![CDATA[")] if is_in_cdata else text
    unclosed: list[str] = []
    for tag in _TAG.finditer(_CDATA.sub("", text)):
        if not tag["end"]:
            unclosed += [] if tag["empty"] else [tag["name"]]
        elif unclosed and unclosed[-1] == tag["name"]:
            unclosed.pop()
    return "]]>" * is_in_cdata + "".join(f"</{name}>" for name in reversed(unclosed))


def _reason(parsed: Mapping[str, object]) -> str:
    error = parsed["bozo_exception"]
    line = error.getLineNumber() if isinstance(error, SAXParseException) else None
    said = error.getMessage() if isinstance(error, SAXParseException) else str(error)
    return f"{said}, line {line}" if line else said


def _letter(entity: re.Match[str]) -> str:
    if entity[1] in _OF_XML:
        return entity[0]
    letters = html.unescape(entity[0])
    return letters if letters != entity[0] else f"&amp;{entity[1]};"


def _text(values: Mapping[str, object], key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _plain(values: Mapping[str, object], key: str) -> str:
    """Return a text of a feed on one line; HTML as it says or as its tags show."""
    detail = values.get(f"{key}_detail")
    is_html = isinstance(detail, Mapping) and detail.get("type") != "text/plain"
    value = _text(values, key)
    return html_line(value) if is_html else one_line(to_plain(value)[0])


def _to_entry(values: Mapping[str, object]) -> Entry:
    body = _SHORTCODE.sub("", _body(values)) if "wp_post_type" in values else _body(values)
    if reason := too_long(len(body)):
        raise PageError(reason)
    sent = _text(values, "published") or _text(values, "updated") or _text(values, "created")
    source = values.get("source")
    day, at = to_moment_as_sent(sent) or (None, None)
    item = Item(
        title=_plain(values, "title"),
        body=body,
        source=_plain(source, "title") if isinstance(source, Mapping) else "",
        date=day,
        url=web_address(_text(values, "link")),
        time=at,
    )
    guid = html.unescape(_text(values, "id").strip())  # &#038; is what WordPress makes of &amp;
    return Entry(item, guid, sent, _changed(values, item.date))


def _changed(values: Mapping[str, object], day: date | None) -> float:
    """Return when an entry was changed last, in seconds since 1970; 0 where it does not say."""
    moment = values.get("updated_parsed") or values.get("published_parsed")
    if isinstance(moment, time.struct_time):
        return timegm(moment)
    return (day - date(1970, 1, 1)).total_seconds() if day else 0


def _body(values: Mapping[str, object]) -> str:
    """Return the text of an entry: its content, or else its summary."""
    contents = values.get("content")
    for content in contents if isinstance(contents, list) else ():
        if text := _content(content):
            return text
    return _content({"value": values.get("summary"), **_mapping(values.get("summary_detail"))})


def _content(content: Mapping[str, object]) -> str:
    value = _text(content, "value")
    if content.get("type") == "text/plain":
        return to_body(["", *to_plain(value)[0].split("\n")])
    return html_text(value)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _bulletin(file: InputFile, feed: Mapping[str, object]) -> Bulletin:
    metadata = path_metadata(file.path)
    title = _plain(feed, "title")
    source, day = title or metadata.source, metadata.date
    made_of = (metadata.name,) if day else (metadata.name, folder_name(file.path))
    identifier = bulletin_id(source, day, *made_of)
    name, address = metadata.name or title, web_address(_text(feed, "link"))
    return Bulletin(identifier, name, source, day, address, metadata.time, "path")


def _oddities(file: InputFile, entries: list[Entry], kept: list[Entry]) -> Iterator[Noted]:
    """Say which items came twice, and which dates cannot be."""
    if again := len(entries) - len(kept):
        yield Noted(file.path, f"has {counted(again, 'item')} twice; the newest text of each is kept")
    tomorrow = today_in_paris() + timedelta(days=1)
    for entry in kept:
        title, day = entry.item.title[:80], entry.item.date
        if day is None and entry.sent:
            yield Noted(file.path, f"has the date {entry.sent[:40]!r}, which cannot be read", title)
        elif day and day > tomorrow:
            yield Noted(file.path, f"is dated {day}, in the future", title)
