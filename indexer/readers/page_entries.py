"""Entries: the elements alike or the timed paragraphs that a live blog or an endless page is made of."""

import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from indexer.dates import to_moment
from indexer.readers.page_blocks import Block

_HEADINGS = ["h1", "h2", "h3", "h4"]
_TIME_OF_DAY = re.compile(r"\W*(?P<hour>[01]?\d|2[0-3])\s?(?:h|:)\s?(?P<minute>[0-5]\d)\b")
# 14 h 32 - Le pont, 14:32 | Le pont, 14h32 Le pont; but no "14 h 32, le pont" of a sentence.
_AFTER_TIME = re.compile(r"[^\S\n]*(?:[-–—:|.•/]|\n|$)|\s+[A-ZÀ-Þ«“\"]")
_HALF_A_DAY = 12 * 60  # minutes
_SENTENCE_WITHIN = 4  # blocks of an update: its time, its title and who wrote it may stand before its text


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the elements that a page is made of.

    Attributes:
        strings: `id()` of the strings in it.
        date: Day that its own <time> says; None where it says none.
        time: Time that this says, or that it begins with; None where neither does.
    """

    strings: Set[int]
    date: datetime.date | None
    time: datetime.time | None = None


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
    day, at = (to_moment(str(time["datetime"])) if time else None) or (None, None)
    begins = _TIME_OF_DAY.match(tag.get_text(" "))
    return Entry(strings, day, at or (_clock(_minutes(begins)) if begins else None))


def find_updates(page: BeautifulSoup, blocks: Sequence[Block]) -> tuple[Entry, ...]:
    """Find the updates of a live blog of plain paragraphs, each from one that begins with a time to the next.

    There are at least two of them, each with a sentence; their times only rise or only fall, and they hold
    half of the text.

    Args:
        page: The page.
        blocks: The blocks of its text.
    """
    times = {
        number: time for number, block in enumerate(blocks) if (time := _time_of_update(block)) is not None
    }
    if len(times) < 2 or not _are_in_order([*times.values()]):
        return ()
    around = _common_parent([blocks[number].tag for number in times])
    parts = [
        [block for block in blocks[start:end] if any(parent is around for parent in block.tag.parents)]
        for start, end in pairwise([*times, len(blocks)])
    ]
    held = sum(len(block.text) for part in parts for block in part if block.has_sentence)
    are_texts = all(any(block.has_sentence for block in part[:_SENTENCE_WITHIN]) for part in parts)
    if not are_texts or held * 2 < sum(len(block.text) for block in blocks if block.has_sentence):
        return ()
    days = _days(page)
    return tuple(
        Entry(
            frozenset(string for block in part for string in block.strings),
            next((days[string] for string in part[0].strings if string in days), None),
            _clock(minutes),
        )
        for part, minutes in zip(parts, times.values(), strict=True)
    )


def _days(page: BeautifulSoup) -> Mapping[int, datetime.date]:
    """Return the day of each string in a <time>, by its `id()`."""
    return {
        id(string): moment.day
        for time in page.find_all("time", datetime=True)
        if (moment := to_moment(str(time["datetime"])))
        for string in time.descendants
    }


def _time_of_update(block: Block) -> int | None:
    """Return the minute of the day that a block begins with, as an update does."""
    found = _TIME_OF_DAY.match(block.text)
    if found is None or not _AFTER_TIME.match(block.text, found.end()):
        return None
    return _minutes(found)


def _minutes(found: re.Match[str]) -> int:
    return int(found["hour"]) * 60 + int(found["minute"])


def _clock(minutes: int) -> datetime.time:
    return datetime.time(*divmod(minutes, 60))


def _are_in_order(minutes: Sequence[int]) -> bool:
    """Return whether times of day only rise or only fall, over midnight, too."""
    steps = [(after - before) % (2 * _HALF_A_DAY) for before, after in pairwise(minutes)]
    return all(step <= _HALF_A_DAY for step in steps) or all(
        step == 0 or step >= _HALF_A_DAY for step in steps
    )


def _common_parent(tags: Sequence[Tag]) -> Tag | None:
    """Return the innermost element around all of some."""
    held = Counter(id(parent) for tag in tags for parent in tag.parents)
    return next((parent for parent in tags[0].parents if held[id(parent)] == len(tags)), None)
