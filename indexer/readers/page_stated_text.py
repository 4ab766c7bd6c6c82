"""The text that a page states in its JSON-LD, for pages whose scripts would show it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bs4 import BeautifulSoup

from indexer.bulletin import Item
from indexer.dates import to_moment
from indexer.plain_text import to_body, to_plain
from indexer.readers.html_text import has_tags, html_text
from indexer.readers.json_fields import web_address
from indexer.readers.page_blocks import ENOUGH
from indexer.readers.page_linked_data import articles_of, text_of

_WORD = re.compile(r"\w+")


def stated_items(page: BeautifulSoup) -> tuple[Item, ...]:
    """Return the updates of a live blog, else its only article; none where the page states no text."""
    articles = articles_of(page)
    updates = tuple(item for article in articles for item in _updates(article))
    texts = tuple(item for article in articles if (item := _to_item(article)).body)
    return updates or (texts if len(texts) == 1 else ())


def _updates(article: Mapping[str, object]) -> Iterator[Item]:
    stated = article.get("liveBlogUpdate")
    for update in stated if isinstance(stated, list) else [stated]:
        if isinstance(update, dict) and (item := _to_item(update)).body:
            yield item


def _to_item(entry: Mapping[str, object]) -> Item:
    day, at = to_moment(text_of(entry, "datePublished")) or (None, None)
    return Item(
        title=text_of(entry, "headline", "name"),
        body=_body(entry.get("articleBody")),
        date=day,
        url=web_address(text_of(entry, "url")),
        time=at,
        date_origin="page" if day else "given",
    )


def _body(value: object) -> str:
    """Return the paragraphs of a text, which may be an object that holds it."""
    if isinstance(value, dict):
        value = value.get("text") or value.get("articleBody") or value.get("@value")
    if not isinstance(value, str):
        return ""
    return html_text(value) if has_tags(value) else to_body(to_plain(value)[0].split("\n"))


def says_more(stated: Sequence[Item], shown: Sequence[Item]) -> bool:
    """Return whether what a page states is over twice as long as what it shows, and holds it."""
    if sum(len(item.body) for item in shown) * 2 >= sum(len(item.body) for item in stated):
        return False
    known = " ".join(word for item in stated for word in _WORD.findall(item.body))
    paragraphs = (text for item in shown for text in item.body.split("\n\n") if len(text) >= ENOUGH)
    beginnings = (_WORD.findall(text[:ENOUGH])[:-1] for text in paragraphs)  # the last word may be cut
    return all(" ".join(words) in known for words in beginnings)
