"""Entities and tags of HTML in plain text, which some programs leave behind: &eacute; &#233; <b> <br>."""

import html
import re
from html.entities import html5

from indexer.plain_text import counted

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}));")


_TAG = re.compile(
    r"<(?:/?(?:b|strong|i|em|u|s|span|font|a|sup|sub|small)|(?P<block>br|/?(?:p|div|li|ul|ol|h[1-6]|blockquote|center)))"
    r"(?:\s[^<>\n]{0,300})?\s?/?>",
    re.IGNORECASE,
)
_FEWEST_TAGS = 4  # fewer may be what a text speaks of


def read_tags(text: str) -> tuple[str, str]:
    """Return a text without the tags of HTML in it; those that end a line are line ends.

    Returns:
        The text, and a clause that says so; empty where there are few, or none that ends.
    """
    if "</" not in text and "<br" not in text:
        return text, ""
    read, count = _TAG.subn(_end_of_line, text)
    if count < _FEWEST_TAGS:
        return text, ""
    return read, f"{counted(count, 'tag')} of HTML, such as <b>, taken out"


def _end_of_line(tag: re.Match[str]) -> str:
    """Return a line end for a tag that makes one, where none stands beside it."""
    before, behind = tag.string[max(0, tag.start() - 1) : tag.start()], tag.string[tag.end() : tag.end() + 1]
    return "\n" if tag["block"] and before not in ("", "\n") and behind not in ("", "\n") else ""


def read_entities(text: str) -> tuple[str, str]:
    """Return a text with the characters that entities stand for, read once.

    Returns:
        The text, and a clause that says so; empty if there are none.
    """
    if "&" not in text:
        return text, ""
    read, count = _ENTITY.subn(_character, text)
    if read == text:
        return text, ""
    return read, f"{counted(count, 'character')} written as entities of HTML, such as &eacute;"


def _character(entity: re.Match[str]) -> str:
    name = entity["name"]
    return entity[0] if name and f"{name};" not in html5 else html.unescape(entity[0])
