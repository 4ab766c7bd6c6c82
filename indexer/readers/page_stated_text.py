"""The text that a page states in its JSON-LD, for pages whose scripts would show it."""

from collections.abc import Iterator, Mapping

from bs4 import BeautifulSoup

from indexer.bulletin import Item
from indexer.dates import to_day
from indexer.plain_text import to_body, to_plain
from indexer.readers.html_text import has_tags, html_text
from indexer.readers.json_fields import web_address
from indexer.readers.page_linked_data import articles_of, text_of


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
    return Item(
        title=text_of(entry, "headline", "name"),
        body=_body(entry.get("articleBody")),
        date=to_day(text_of(entry, "datePublished")),
        url=web_address(text_of(entry, "url")),
    )


def _body(value: object) -> str:
    """Return the paragraphs of a text, which may be an object that holds it."""
    if isinstance(value, dict):
        value = value.get("text") or value.get("articleBody") or value.get("@value")
    if not isinstance(value, str):
        return ""
    return html_text(value) if has_tags(value) else to_body(to_plain(value)[0].split("\n"))
