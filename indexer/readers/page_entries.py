"""Entries: the repeated elements that a page may be made of, as a live blog or an endless page is."""

import datetime
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from indexer.dates import to_day

_HEADINGS = ["h1", "h2", "h3", "h4"]
_TIME_OF_DAY = re.compile(r"\W*(?:[01]?\d|2[0-3])\s?(?:h|:)\s?[0-5]\d\b")


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the elements that a page is made of.

    Attributes:
        strings: `id()` of the strings in it.
        date: Day that its own <time> says; None where it says none.
    """

    strings: Set[int]
    date: datetime.date | None


def find_entries(page: BeautifulSoup, text: Mapping[int, int]) -> tuple[Entry, ...]:
    """Find elements of one name, class and parent that hold half of the text, each with a time or a heading.

    There are at least two of them; none are found on a page that is one article.

    Args:
        page: The page.
        text: Characters of text in each element that has any.
    """
    groups: dict[tuple[int, str, str], list[Tag]] = {}
    for tag in page.find_all(["article", "li", "div", "section"]):
        groups.setdefault((id(tag.parent), tag.name, str(tag.get("class"))), []).append(tag)
    half = text.get(id(page), 0) / 2
    for group in groups.values():
        told = [tag for tag in group if id(tag) in text]
        if len(told) > 1 and sum(text[id(tag)] for tag in told) >= half and all(map(_is_entry, told)):
            return tuple(_to_entry(tag) for tag in group if _is_entry(tag))
    return ()


def _is_entry(tag: Tag) -> bool:
    if tag.find("time", datetime=True) or _TIME_OF_DAY.match(tag.get_text(" ")):
        return True
    return tag.name == "article" and tag.find(_HEADINGS) is not None


def _to_entry(tag: Tag) -> Entry:
    time = tag.find("time", datetime=True)
    strings = frozenset(id(node) for node in tag.descendants if type(node) is NavigableString)
    return Entry(strings, to_day(str(time["datetime"])) if time else None)
