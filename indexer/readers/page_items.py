"""Cut the text of a page into items: at its marks, its entries or its headings."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.archive.date_origin import DateOrigin
from indexer.bulletin import Item, too_long
from indexer.readers.items import cut, split_title
from indexer.readers.mark_choice import best_mark
from indexer.readers.marks import Mark
from indexer.readers.page_blocks import Block
from indexer.readers.page_entries import Entry
from indexer.readers.page_text import PageText, in_paragraphs
from indexer.readers.page_tree import PageError


@dataclass(frozen=True, slots=True)
class _Start:
    """Where an item begins: its title, the first block of its body, its own day and time."""

    title: str
    body: int
    date: datetime.date | None = None
    time: datetime.time | None = None


def to_items(text: PageText, title: str, marks: Sequence[Mark] = ()) -> tuple[Item, ...]:
    """Cut the text of a page into items.

    Lines of the mark that cuts it best begin items; without any, the entries that the page is made of;
    without these, repeated headings of one level, most of them followed by text; otherwise the page is one
    item. What comes before the first item is an item with the title of the page.
    """
    mark = best_mark(in_paragraphs(text.blocks), marks)
    items = _marked(text.blocks, mark, title) if mark else _unmarked(text, title)
    return items if items[0].body or len(items) == 1 else items[1:]


def _marked(blocks: Sequence[Block], mark: Mark, title: str) -> tuple[Item, ...]:
    """Cut the lines of a page as those of a text."""
    first, *others = cut(in_paragraphs(blocks), mark)
    if first.title:
        return (first, *others)
    body = "\n".join(line for line in first.body.split("\n") if line != title).strip("\n")
    return (replace(first, title=title, body=body), *others)


def _unmarked(text: PageText, title: str) -> tuple[Item, ...]:
    starts = _entries(text.blocks, text.entries, title) or _repeated_headings(text.blocks)
    numbers = sorted(starts)
    first = numbers[0] if numbers else len(text.blocks)
    items = [_to_item(_Start(title, 0), text.blocks[:first], title)]
    for number, following in pairwise([*numbers, len(text.blocks)]):
        items.append(_to_item(starts[number], text.blocks[starts[number].body : following], title))
    return tuple(items)


def _entries(blocks: Sequence[Block], entries: Sequence[Entry], title: str) -> dict[int, _Start]:
    found: dict[int, _Start] = {}
    entry_of = {string: entry for entry in entries for string in entry.strings}
    last: Entry | None = None
    for number, block in enumerate(blocks):
        entry = next((entry_of[string] for string in block.strings if string in entry_of), last)
        if entry is not None and entry is not last:
            found[number] = _entry_start(blocks, number, entry, title)
        last = entry
    return found


def _entry_start(blocks: Sequence[Block], number: int, entry: Entry, title: str) -> _Start:
    """Return the start of an entry: its first heading is its title, and a heading is no part of its body."""
    for place in range(number, min(number + 4, len(blocks))):
        if blocks[place].level and not entry.strings.isdisjoint(blocks[place].strings):
            body = place + 1 if place == number else number
            return _Start(blocks[place].text, body, entry.date, entry.time)
    return _Start(title, number, entry.date, entry.time)


def _repeated_headings(blocks: Sequence[Block]) -> dict[int, _Start]:
    """Return the headings of the highest level with two or more, at least half followed by text, by block."""
    for level in range(1, 7):
        found = {n: _Start(block.text, n + 1) for n, block in enumerate(blocks) if block.level == level}
        followed = [number for number in found if number + 1 < len(blocks) and not blocks[number + 1].level]
        if len(followed) >= 2 and len(followed) * 2 >= len(found):
            return found
    return {}


def _to_item(start: _Start, blocks: Sequence[Block], page_title: str) -> Item:
    head, rest = split_title(start.title)
    texts = (
        "\n".join(line for line in block.text.split("\n") if line not in (start.title, page_title))
        for block in blocks
    )
    body = "\n\n".join(filter(None, [rest, *texts]))
    if reason := too_long(len(body)):
        raise PageError(reason)
    origin: DateOrigin = "page" if start.date else "given"
    return Item(head, body, date=start.date, time=start.time, date_origin=origin)
