"""Entries: the repeated elements that a page may be made of, as a live blog or an endless page is."""

import datetime
from collections.abc import Mapping, Set
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from indexer.dates import to_day

_HEADINGS = ["h1", "h2", "h3", "h4"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the elements that a page is made of.

    Attributes:
        strings: `id()` of the strings in it.
        date: Day that its own <time> says; None where it says none.
    """

    strings: Set[int]
    date: datetime.date | None


def find_entries(page: BeautifulSoup, prose: Mapping[int, int]) -> tuple[Entry, ...]:
    """Find elements of one name, class and parent that hold half of the prose, each with a heading or a time.

    There are at least two of them; none are found on a page that is one article.
    """
    groups: dict[tuple[int, str, str], list[Tag]] = {}
    for tag in page.find_all(["article", "li", "div", "section"]):
        if prose.get(id(tag)):
            groups.setdefault((id(tag.parent), tag.name, str(tag.get("class"))), []).append(tag)
    half = prose.get(id(page), 0) / 2
    for group in groups.values():
        if len(group) > 1 and sum(prose[id(tag)] for tag in group) >= half and all(map(_is_entry, group)):
            return tuple(_to_entry(tag) for tag in group)
    return ()


def _is_entry(tag: Tag) -> bool:
    if tag.find("time", datetime=True):
        return True
    return tag.name == "article" and tag.find(_HEADINGS) is not None


def _to_entry(tag: Tag) -> Entry:
    time = tag.find("time", datetime=True)
    strings = frozenset(id(node) for node in tag.descendants if type(node) is NavigableString)
    return Entry(strings, to_day(str(time["datetime"])) if time else None)
