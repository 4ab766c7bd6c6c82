"""The metadata of a page: title, day, source and address."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import Comment, Tag

from indexer.dates import Moment, to_moment, to_moment_as_sent
from indexer.plain_text import one_line, to_plain
from indexer.readers.json_fields import web_address
from indexer.readers.page_blocks import has_sentence
from indexer.readers.page_dateline import dateline
from indexer.readers.page_linked_data import article_of, text_of
from indexer.readers.page_surroundings import Surroundings

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
# As browsers and SingleFile write it in a comment.
_SAVED_FROM = re.compile(r"(?:saved from url=\(\d+\)|\burl:\s*)(?P<url>\S+)", re.IGNORECASE)
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-](\d{2})[/-](\d{2})(?![\w.])")
_MOST_TIMES = 20  # the first ones are those of the page
_PUBLISHED = re.compile(r"datepublished|pubdate|\bpublished|dt-published", re.IGNORECASE)
_OTHER_TIME = re.compile(
    r"modif|updated|start|end|event|comment|clock|current|today|now\b|horloge", re.IGNORECASE
)
_PUBLISHED_ON = re.compile(
    r"(?:publi[ée]|mis en ligne|post[ée]|paru|diffus[ée])\w*\s*(?:le|:)?\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says about itself; texts may be empty.

    Attributes:
        title: Title without the name of the site.
        published: When it says it was published.
        source: Name of the site or the publisher.
        url: Address it says is its own.
        likely: What a <time> says that does not say what it is the time of.
        lines: Those above its prose, in which its day may stand; none where its metadata say its day.
    """

    title: str
    published: Moment | None
    source: str
    url: str
    likely: Moment | None
    lines: Sequence[str] = ()


def read_metadata(page: BeautifulSoup) -> PageMetadata:
    """Read the metadata of a page, which must be whole: its surroundings hold some of it.

    What the article says of itself as JSON-LD counts before what the page says in meta elements, and that
    before its text. A day of change is never taken for that of publication.
    """
    metas, article = _metas(page), article_of(page)
    source = _first(metas, _SOURCES) or text_of(article, "publisher")
    written = one_line(to_plain(page.title.get_text())[0]) if page.title else ""
    trail = _TRAIL.fullmatch(written)
    title = (
        text_of(article, "headline") or _first(metas, ("og:title",)) or (trail["title"] if trail else written)
    )
    dates = [text_of(article, "datePublished", "dateCreated"), *(_first(metas, (name,)) for name in _DATES)]
    around = Surroundings(page)
    times = _times(page, around)
    dates += [text for text, is_said in times if is_said]
    dates += [trail["day"].replace("/", "-")] if trail else []
    published = _first_moment(dates)
    shown, lines = (published, ()) if published else dateline(page, around)
    address = _address(page, metas)
    return PageMetadata(
        title=_without_source(title, source),
        published=shown or _day_in(address),
        source=source,
        url=address,
        likely=_first_moment([text for text, _ in times]),
        lines=lines,
    )


def _first_moment(texts: list[str]) -> Moment | None:
    """Return the first that is one, with the time that another text gives of its day where it has none."""
    found = [moment for text in texts if (moment := to_moment_as_sent(text))]
    return next((each for each in found if each.day == found[0].day and each.at), found[0]) if found else None


def _times(page: BeautifulSoup, around: Surroundings) -> list[tuple[str, bool]]:
    """Return the times of a page that may be its own, and whether they say that it was published then."""
    found = []
    for tag in page.find_all(_may_be_time, limit=_MOST_TIMES):
        says = " ".join(map(str, [tag.get("itemprop"), *tag.get_attribute_list("class"), *tag.attrs]))
        if not around.hold(tag) and not (_OTHER_TIME.search(says) and not _PUBLISHED.search(says)):
            text = str(tag.get("datetime") or tag.get("content") or tag.get("title") or "")
            found.append((text, _PUBLISHED.search(says) is not None or _says_published(tag)))
    return found


def _may_be_time(tag: Tag) -> bool:
    if tag.get("itemprop") == "datePublished":
        return True
    if tag.name == "abbr":  # of the hAtom format, as SPIP and Blogger have it
        return "published" in tag.get_attribute_list("class")
    return tag.name == "time" and tag.has_attr("datetime") and not _is_in_prose(tag)


def _is_in_prose(tag: Tag) -> bool:
    """Return whether a time stands in a sentence: that of an event, not of the page."""
    block = tag.find_parent(["p", "li", "td", "blockquote", "figcaption"])
    return block is not None and has_sentence(block.get_text(" ")) and not _says_published(tag)


def _says_published(tag: Tag) -> bool:
    before = tag.find_previous(string=True)
    return before is not None and _PUBLISHED_ON.search(str(before)) is not None


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


def _without_source(title: str, source: str) -> str:
    """Remove the name of the site from the end of a title: "Léon XIV : un pape… | TF1 INFO"."""
    head, bar, tail = title.rpartition(" | ")
    if not bar:
        head, bar, tail = title.rpartition(" - ")
    return head.strip() if bar and source and tail.strip().casefold() == source.casefold() else title


def _address(page: BeautifulSoup, metas: Mapping[str, str]) -> str:
    """Return the address that a page says is its own, else the one that a program saved it from."""
    found = [str(link.get("href") or "") for link in page.find_all("link", rel="canonical")]
    saved = [said["url"] for said in map(_SAVED_FROM.search, _comments_at_top(page)) if said]
    return next(filter(None, map(web_address, [*found, _first(metas, ("og:url",)), *saved])), "")


def _day_in(address: str) -> Moment | None:
    """Return the day that an address names, as those of many sites do: /2024/11/07/le-pont."""
    found = _DAY_IN_ADDRESS.search(address)
    return to_moment("-".join(found.groups())) if found else None


def _comments_at_top(page: BeautifulSoup) -> Iterator[str]:
    """Yield the comments before and at the beginning of the first element of a page."""
    first = page.find(True)
    nodes = [*page.contents, *(first.contents if isinstance(first, Tag) else ())]
    yield from (str(node) for node in nodes if isinstance(node, Comment))
