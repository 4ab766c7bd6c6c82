"""Cut the text of a page into items: at its marks, its entries or its headings."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.bulletin import Item, too_long
from indexer.readers.items import marked_title, split_title
from indexer.readers.page_blocks import Block
from indexer.readers.page_entries import Entry
from indexer.readers.page_text import PageText
from indexer.readers.page_tree import PageError


@dataclass(frozen=True, slots=True)
class _Start:
    """Where an item begins: its title, the first block of its body, and its own day."""

    title: str
    body: int
    date: datetime.date | None = None


def to_items(text: PageText, title: str) -> tuple[Item, ...]:
    """Cut the text of a page into items.

    Marked lines begin items; without any, the entries that the page is made of; without these, repeated
    headings of one level, most of them followed by text; otherwise the page is one item. What comes before
    the first item is an item with the title of the page.
    """
    blocks = [part for block in text.blocks for part in _at_marks(block)]
    starts = _marked(blocks) or _entries(blocks, text.entries, title) or _repeated_headings(blocks)
    numbers = sorted(starts)
    first = numbers[0] if numbers else len(blocks)
    items = [_to_item(_Start(title, 0), blocks[:first], title)]
    for number, following in pairwise([*numbers, len(blocks)]):
        items.append(_to_item(starts[number], blocks[starts[number].body : following], title))
    return tuple(items if items[0].body or len(items) == 1 else items[1:])


def _at_marks(block: Block) -> Iterator[Block]:
    """Yield a block, or its parts where marked lines begin inside it, as behind <br> and in <pre>."""
    lines = block.text.split("\n")
    starts = [number for number, line in enumerate(lines) if marked_title(line) is not None]
    if not starts:
        yield block
        return
    cuts = sorted({0, len(lines), *starts, *(number + 1 for number in starts)})
    for start, end in pairwise(cuts):
        yield replace(block, text="\n".join(lines[start:end]))


def _marked(blocks: Sequence[Block]) -> dict[int, _Start]:
    """Return the marked blocks; a mark alone takes the next block as its title."""
    found: dict[int, _Start] = {}
    for number, block in enumerate(blocks):
        title = marked_title(block.text)
        if title:
            found[number] = _Start(title, number + 1)
        elif title is not None and number + 1 < len(blocks) and "\n" not in blocks[number + 1].text:
            found[number] = _Start(blocks[number + 1].text, number + 2)
    return found


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
            return _Start(blocks[place].text, place + 1 if place == number else number, entry.date)
    return _Start(title, number, entry.date)


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
    return Item(head, body, date=start.date)
