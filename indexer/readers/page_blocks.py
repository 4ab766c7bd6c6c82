"""A page's text, block by block, as a reader sees it: paragraphs and headings, without markup."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bs4.element import NavigableString, PageElement, Tag

from indexer.plain_text import one_line, to_body

DEEPEST = 1000  # elements inside each other; real pages stay under 60
ENOUGH = 80  # characters: from here on a block is prose, not a button or a caption

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SENTENCE_END = re.compile(r"[a-zà-ÿ)»”\"][.!?…][\s»”\")]*(?:$|\s)", re.IGNORECASE)
_BLOCKS = re.compile(
    "h[1-6]|address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption"
    "|figure|footer|form|header|hr|html|legend|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead"
    "|tr|ul"
)


class PageError(Exception):
    """Why a page cannot be read; goes on from its name."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or paragraph.

    Attributes:
        text: One line; of a paragraph, each line break is kept as "\\n".
        level: 1 to 6 for a heading, 0 for other text.
        tag: The element it stands in directly.
        linked: How many of its characters are links.
    """

    text: str
    level: int
    tag: Tag
    linked: int

    @property
    def has_sentence(self) -> bool:
        """Whether a sentence ends in it."""
        return _SENTENCE_END.search(self.text) is not None

    @property
    def is_prose(self) -> bool:
        """Whether it reads as sentences: long enough, and not just links."""
        is_text = self.level == 0 and len(self.text) >= ENOUGH and self.linked * 2 < len(self.text)
        return is_text and self.has_sentence


@dataclass(slots=True)
class _Collected:
    """Text of the block being read, and where it stands."""

    tag: Tag
    level: int = 0
    pieces: list[str] = field(default_factory=list)
    linked: int = 0

    def blocks(self) -> Iterator[Block]:
        """Make the block, cut at empty lines: two <br> separate paragraphs."""
        collected = "".join(self.pieces)
        body = to_body(["", *collected.split("\n")])
        share = self.linked / max(1, len(collected))
        for paragraph in body.split("\n\n") if body else ():
            text = one_line(paragraph) if self.level else paragraph
            yield Block(text, self.level, self.tag, round(share * len(text)))


@dataclass(frozen=True, slots=True)
class _Place:
    """A node still to be read, and what it stands in."""

    node: PageElement
    depth: int
    block: Tag
    level: int = 0
    is_link: bool = False

    def inside(self, tag: Tag) -> list["_Place"]:
        """List the places inside an element, last first."""
        if self.depth >= DEEPEST:
            raise PageError(f"has elements nested deeper than {DEEPEST:,}")
        is_block = _BLOCKS.fullmatch(tag.name) is not None
        block = tag if is_block else self.block
        level = _HEADINGS.get(tag.name, self.level)
        is_link = self.is_link or tag.name == "a"
        return [_Place(child, self.depth + 1, block, level, is_link) for child in reversed(tag.contents)]


def to_blocks(root: Tag) -> Iterator[Block]:
    """Go through an element in reading order.

    Raises:
        PageError: Elements are nested deeper than `DEEPEST`.
    """
    pending = [_Place(root, 0, root)]
    collected = _Collected(root)
    while pending:
        place = pending.pop()
        if place.block is not collected.tag or _ends_a_block(place.node):
            yield from collected.blocks()
            collected = _Collected(place.block, place.level)
        if isinstance(place.node, Tag):
            pending += place.inside(place.node)
            collected.pieces.append("\n" * (place.node.name == "br"))
        elif type(place.node) is NavigableString:  # not a comment, a script or a style
            text = " ".join(place.node.split("\n"))
            collected.pieces.append(text)
            collected.linked += len(text) * place.is_link
    yield from collected.blocks()


def _ends_a_block(node: PageElement) -> bool:
    return isinstance(node, Tag) and _BLOCKS.fullmatch(node.name) is not None


def prose_by_tag(blocks: list[Block]) -> Mapping[int, int]:
    """Count the characters of prose in each element, by its `id()`."""
    prose: dict[int, int] = {}
    for block in blocks:
        if block.is_prose:
            for tag in (block.tag, *block.tag.parents):
                prose[id(tag)] = prose.get(id(tag), 0) + len(block.text)
    return prose
