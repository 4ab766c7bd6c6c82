"""The text of a page, as blocks: what trafilatura takes, and what it is known to miss or to take too much.

What each rule brings on real pages stands in benchmarks/RESULTS.md; what it is for, in tests/indexer/readers.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bs4 import BeautifulSoup
from bs4.element import Tag

from indexer.plain_text import has_letter_or_digit
from indexer.readers.mark_choice import best_mark
from indexer.readers.marks import USUAL, Mark
from indexer.readers.notices import is_call, is_notice, is_of_advertising, is_of_page, is_see_also
from indexer.readers.page_blocks import Block, has_sentence, prose_by_tag, sentences_by_tag, to_blocks
from indexer.readers.page_dateline import is_dateline
from indexer.readers.page_entries import Entry, find_entries, find_updates
from indexer.readers.page_extraction import taken_strings
from indexer.readers.page_linked_titles import linked_titles
from indexer.readers.page_surroundings import Surroundings, take_out_hidden

_CREDIT = re.compile(
    r"©|\b(?:photo|foto|bild|image|cr[ée]dit|credit)s?\s*[:/©]|\b(?:istock|getty|shutterstock)\b",
    re.IGNORECASE,
)
_LONGEST_LABEL = 40  # characters
_SHORTEST_LEAD = 40  # characters
_LEAD_WITHIN = 12  # blocks after the title: date, author, picture stand between them


@dataclass(frozen=True, slots=True)
class PageText:
    """What was found on a page.

    Attributes:
        blocks: Blocks of its text, in reading order.
        entries: Entries that the page is made of, as a live blog is; mostly none.
        oddities: What was odd about it, each in a clause.
    """

    blocks: list[Block]
    entries: tuple[Entry, ...]
    oddities: tuple[str, ...]


def in_paragraphs(blocks: Iterable[Block]) -> str:
    """Return blocks as a plain text, with an empty line between two."""
    return "\n\n".join(block.text for block in blocks)


def find_text(page: BeautifulSoup, marks: Sequence[Mark] = ()) -> PageText:
    """Find the text of a page; the hidden elements of the page are taken out.

    Args:
        page: The page.
        marks: Marks that the user named, beside the usual ones.
    """
    take_out_hidden(page)
    blocks = [*_readable(to_blocks(page), {mark.name for mark in (*USUAL, *marks)})]
    prose = prose_by_tag(page, blocks)
    around = Surroundings(page, blocks, prose)
    inside = [block for block in blocks if not around.hold(block.tag)]
    entries = find_entries(page, sentences_by_tag(page, inside)) or find_updates(page, inside)
    choice = _Choice(blocks, around)
    choice.take_best(page)
    choice.take_lead()
    choice.take_beside(page)
    choice.take_listed()
    choice.take_headings()
    choice.take_marked(marks)
    choice.take_entries(entries)
    titles = choice.take_linked_titles()
    choice.leave_links(titles)
    choice.leave_labels()
    choice.leave_datelines()
    choice.leave_section(page)
    choice.leave_surroundings()
    return PageText(choice.kept_blocks(), entries, choice.oddities())


def _readable(blocks: Iterable[Block], signs: Set[str]) -> Iterator[Block]:
    """Yield the blocks that have a letter or a digit, each with the sign that stands alone before it."""
    sign = ""
    for block in blocks:
        if has_letter_or_digit(block.text):
            yield replace(block, text=f"{sign} {block.text}") if sign else block
            sign = ""
        elif block.text.rstrip("\ufe0e\ufe0f") in signs:
            sign = block.text


@dataclass(slots=True)
class _Choice:
    """Which blocks of a page are kept.

    Attributes:
        blocks: All blocks that have a letter or a digit.
        around: What stands around the text.
        kept: Whether each block is kept.
    """

    blocks: Sequence[Block]
    around: Surroundings
    kept: list[bool] = field(default_factory=list)

    def take_best(self, page: BeautifulSoup) -> None:
        """Take what trafilatura takes: by its rules alone, or by its other ways, too, if that is little."""
        self.kept = self._taken(taken_strings(page, self.around.trusted, is_fast=True))
        if self._prose(self.kept) * 2 < self._prose([True] * len(self.blocks)):
            other = self._taken(taken_strings(page, self.around.trusted, is_fast=False))
            if self._prose(other) > self._prose(self.kept):
                self.kept = other
        if not any(self.kept):
            self.kept = [not self._is_around(block) for block in self.blocks]
        if not any(self.kept):
            self.kept = [True] * len(self.blocks)

    def _taken(self, strings: Set[int]) -> list[bool]:
        return [
            sum(string in strings for string in block.strings) * 2 >= len(block.strings)
            for block in self.blocks
        ]

    def _prose(self, kept: Sequence[bool]) -> int:
        """Return the characters of prose outside navigation and the like."""
        return sum(
            len(block.text)
            for block, is_kept in zip(self.blocks, kept, strict=True)
            if is_kept and block.is_prose and not self._is_around(block)
        )

    def _first_prose(self) -> int:
        """Return the number of the first kept block of prose; 0 where there is none."""
        return next((n for n, block in enumerate(self.blocks) if self.kept[n] and block.is_prose), 0)

    def _is_around(self, block: Block) -> bool:
        return self.around.hold(block.tag)

    def _is_content(self, number: int) -> bool:
        """Return whether a block stands in an element that is there for the text of a page."""
        tag = self.blocks[number].tag
        return any(around.name in ("main", "article") for around in (tag, *tag.parents))

    def take_lead(self) -> None:
        """Take the paragraphs between the title and the first one taken: many leads stand apart."""
        first = self._first_prose()
        titles = [number for number in range(first) if self.blocks[number].level == 1]
        for number in range(titles[-1] + 1, min(first, titles[-1] + _LEAD_WITHIN)) if titles else ():
            block = self.blocks[number]
            is_text = block.has_sentence and len(block.text) >= _SHORTEST_LEAD
            is_text = is_text and not _CREDIT.search(block.text)
            if is_text and block.linked * 2 < len(block.text) and not self._is_around(block):
                self.kept[number] = block.tag.name not in ("li", "figure")

    def take_beside(self, page: BeautifulSoup) -> None:
        """Take each paragraph between two taken ones in the same element, whatever its class.

        Where less than two thirds of the prose is taken, those before and after them, too.
        """
        is_little = self._prose(self.kept) * 3 < self._prose([True] * len(self.blocks)) * 2
        flows: dict[int, list[int]] = {}
        children = Counter(id(tag.parent) for tag in page.find_all(name=True))
        for number, block in enumerate(self.blocks):
            if block.is_prose:
                flows.setdefault(id(_flow(block.tag, children)), []).append(number)
        for numbers in flows.values():
            taken = [number for number in numbers if self.kept[number]]
            for number in numbers:
                if taken and (is_little or taken[0] < number < taken[-1]):
                    self.kept[number] = True

    def take_listed(self) -> None:
        """Take each list that a taken paragraph introduces."""
        for number in range(1, len(self.blocks)):
            block, before = self.blocks[number], self.blocks[number - 1]
            is_next = before.tag.name == "li" and before.tag.parent is block.tag.parent
            if block.tag.name == "li" and self.kept[number - 1] and (is_next or before.text.endswith(":")):
                self.kept[number] = self.kept[number] or not self._is_around(block)

    def take_headings(self) -> None:
        """Take each heading whose text is taken."""
        for number in reversed(range(len(self.blocks) - 1)):
            block = self.blocks[number]
            if block.level and self.kept[number + 1] and not block.is_link and not self._is_around(block):
                self.kept[number] = True

    def take_marked(self, marks: Sequence[Mark]) -> None:
        """Take all from the first line of the mark that cuts the page best to the last."""
        inside = [
            n
            for n, block in enumerate(self.blocks)
            if not (self._is_around(block) or is_see_also(block.text))
        ]
        mark = best_mark(in_paragraphs(self.blocks[number] for number in inside), marks)
        marked = [number for number in inside if mark and mark.pattern.search(self.blocks[number].text)]
        for number in inside:
            if len(marked) > 1 and marked[0] <= number <= marked[-1]:
                self.kept[number] = True

    def take_entries(self, entries: Sequence[Entry]) -> None:
        """Take all of the entries that the page is made of."""
        within = {string for entry in entries for string in entry.strings}
        for number, block in enumerate(self.blocks):
            if not within.isdisjoint(block.strings) and not self._is_around(block):
                self.kept[number] = True

    def take_linked_titles(self) -> Set[int]:
        """Take the links that are titles; return their numbers."""
        titles = linked_titles(self.blocks, self.kept, self.around)
        for number in titles:
            self.kept[number] = True
        return titles

    def leave_links(self, titles: Set[int]) -> None:
        """Leave out what leads elsewhere: links that nothing introduces, "À lire aussi : …"; no titles."""
        if all(block.is_link or block.level for block in self.kept_blocks()):
            return  # a page of links, as many newsletters are
        linked_headings = sum(block.level > 0 and block.is_link for block in self.kept_blocks())
        before: Block | None = None
        for number, block in enumerate(self.blocks):
            if not self.kept[number]:
                continue
            if number in titles:
                before = block
                continue
            if block.level:
                leads_elsewhere = block.is_link and linked_headings == 1
            else:
                leads_elsewhere = block.is_link and not _is_introduced(block, before)
            self.kept[number] = not (leads_elsewhere or is_see_also(block.text) or self._is_of_page(number))
            before = block if self.kept[number] else before

    def _is_of_page(self, number: int) -> bool:
        """Return whether a page speaks of itself in a block: what it sells, how to follow or share it."""
        block = self.blocks[number]
        if block.level == 0 and is_of_advertising(block.text):
            return True
        if number and block.linked * 2 > len(block.text) and is_of_advertising(self.blocks[number - 1].text):
            return True
        behind = self.blocks[number + 1 : number + 2]
        has_button = any(after.is_link and len(after.text) <= _LONGEST_LABEL for after in behind)
        if is_call(block.text) and (block.linked > 0 or has_button):
            return True
        return (block.linked > 0 and is_notice(block.text)) or (block.level != 1 and is_of_page(block.text))

    def leave_labels(self) -> None:
        """Leave out what only names the links behind it, which are left out themselves."""
        for number in range(len(self.blocks) - 2):
            block, behind = self.blocks[number], range(number + 1, number + 3)
            if _is_label(block) and all(self.blocks[n].is_link and not self.kept[n] for n in behind):
                self.kept[number] = False

    def leave_datelines(self) -> None:
        """Leave out the line above the text that only says when it was published; several are a chronicle."""
        first = self._first_prose()
        days = [n for n, block in enumerate(self.blocks) if self.kept[n] and is_dateline(block.text)]
        if len(days) == 1 and days[0] < first and self.blocks[days[0]].level != 1:
            self.kept[days[0]] = False

    def leave_section(self, page: BeautifulSoup) -> None:
        """Leave out the heading that names a part of the site, above that which is the title of the page."""
        title = page.title.get_text() if page.title else ""
        kept = [number for number, is_kept in enumerate(self.kept) if is_kept]
        for number, following in pairwise(kept):
            above, below = self.blocks[number], self.blocks[following]
            if above.level == below.level == 1 and below.text in title and above.text not in title:
                self.kept[number] = False

    def leave_surroundings(self) -> None:
        """Leave out navigation, footers and the like, and before and after the text what is named so."""
        structural = [self.around.hold_structurally(block.tag) for block in self.blocks]
        if any(is_kept and not is_out for is_kept, is_out in zip(self.kept, structural, strict=True)):
            self.kept = [
                is_kept and not is_out for is_kept, is_out in zip(self.kept, structural, strict=True)
            ]
        sentences = [n for n, block in enumerate(self.blocks) if self.kept[n] and block.has_sentence]
        prose = [number for number in sentences if self.blocks[number].is_prose]
        text = [number for number in prose if not self._is_around(self.blocks[number])]
        if not text and not any(map(self._is_content, prose)):  # a short text beside longer surroundings
            text = [n for n in sentences if not self._is_around(self.blocks[n]) and self._is_content(n)]
        elif len(text) * 2 < len(prose):
            return
        if not text:
            return
        for number, block in enumerate(self.blocks):
            if not text[0] < number < text[-1] and self._is_around(block):
                self.kept[number] = False

    def kept_blocks(self) -> list[Block]:
        """Return the blocks that are kept."""
        return [block for block, is_kept in zip(self.blocks, self.kept, strict=True) if is_kept]

    def oddities(self) -> tuple[str, ...]:
        """Say where more prose was left out than kept, for a name or by trafilatura."""
        kept = left = 0
        for block, is_kept in zip(self.blocks, self.kept, strict=True):
            if block.is_prose and is_kept:
                kept += len(block.text)
            elif block.is_prose and not self.around.hold_structurally(block.tag):
                left += len(block.text)
        if left <= kept:
            return ()
        whole = kept + left
        return (f"{left:,} of the {whole:,} characters of its paragraphs were left out as no text of it",)


def _flow(tag: Tag, children: Mapping[int, int]) -> Tag:
    """Return the element that holds a paragraph beside others: above those that hold nothing else."""
    parent = tag.parent
    while parent is not None and parent.parent is not None and children[id(parent)] == 1:
        parent = parent.parent
    return parent or tag


def _is_introduced(block: Block, before: Block | None) -> bool:
    if before is None:
        return False
    return before.text.endswith(":") or (
        block.tag.name == "li" and before.is_link and before.tag.name == "li"
    )


def _is_label(block: Block) -> bool:
    """Return whether a block may name what follows it; a line of text may be a signature."""
    is_name = block.level > 1 or block.text.endswith("?")
    return is_name and len(block.text) <= _LONGEST_LABEL and not has_sentence(block.text.rstrip(" ?"))
