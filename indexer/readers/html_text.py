"""The text of a piece of HTML: of an item in a feed, of a cell in a table, of a title."""

import html
import re

from bs4.element import Tag

from indexer.plain_text import one_line, to_body, to_plain
from indexer.readers.page_blocks import to_blocks
from indexer.readers.page_tree import to_tree

_TAG = re.compile(
    r"</?(?:a|abbr|article|b|blockquote|br|center|cite|code|div|em|figure|figcaption|font|h[1-6]|hr|i|iframe|img|"
    r"li|ol|p|pre|section|small|span|strong|sub|sup|table|tbody|td|tr|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}[0-9]{0,2});", re.IGNORECASE)
_UNSHOWN = ("script", "style", "template", "noscript", "iframe", "object")


def has_tags(text: str) -> bool:
    """Return whether a text holds tags of HTML."""
    return _TAG.search(text) is not None


def html_text(markup: str) -> str:
    """Return the paragraphs of a piece of HTML, with an empty line between two.

    HTML that was encoded twice, so that its tags would be seen as text, is read as HTML.

    Raises:
        PageError: It is too large a tree.
    """
    if not has_tags(markup) and _TAG.match(html.unescape(markup).lstrip()):
        markup = html.unescape(markup)
    if not has_tags(markup) and not _ENTITY.search(markup):
        return to_plain(markup)[0].strip()
    tree = to_tree(f"<body>{markup}")
    for tag in tree.find_all(_UNSHOWN):
        tag.extract()
    return "\n\n".join(to_plain(block.text)[0] for block in to_blocks(tree) if block.text)


def text_of(tag: Tag) -> str:
    """Return the paragraphs of an element, with an empty line between two."""
    paragraphs = (to_plain(block.text)[0] for block in to_blocks(tag))
    return to_body(["", *"\n\n".join(filter(None, paragraphs)).split("\n")])


def html_line(markup: str) -> str:
    """Return the text of a piece of HTML on one line, as titles are written."""
    return one_line(html_text(markup))
