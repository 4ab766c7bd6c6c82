"""The text of a page as blocks: paragraphs and headings, without markup, in reading order."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bs4.element import NavigableString, PageElement, Tag

from indexer.plain_text import one_line, to_body

ENOUGH = 80  # characters: from here on a block is prose, not a button or a caption

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SENTENCE_END = re.compile(r"[a-zà-ÿ)»”\"][.!?…][\s»”\")]*(?:$|\s)", re.IGNORECASE)
_BLOCKS = re.compile(
    "h[1-6]|address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption"
    "|figure|footer|form|header|hr|html|legend|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead"
    "|tr|ul"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or paragraph.

    Attributes:
        text: Text; a heading is one line, a paragraph keeps its line breaks as "\\n".
        level: 1 to 6 for a heading, 0 for other text.
        tag: Innermost block element that holds it.
        linked: Number of characters in links, estimated.
    """

    text: str
    level: int
    tag: Tag
    linked: int

    @property
    def has_sentence(self) -> bool:
        """Whether a sentence ends in the text."""
        return _SENTENCE_END.search(self.text) is not None

    @property
    def is_prose(self) -> bool:
        """Whether the text is prose: long enough, with a sentence, less than half of it links."""
        is_text = self.level == 0 and len(self.text) >= ENOUGH and self.linked * 2 < len(self.text)
        return is_text and self.has_sentence


@dataclass(slots=True)
class _Collected:
    """The block being read.

    Attributes:
        tag: Its block element.
        level: Level of the heading, 0 for other text.
        pieces: Texts so far.
        linked: Number of characters in links so far.
    """

    tag: Tag
    level: int = 0
    pieces: list[str] = field(default_factory=list)
    linked: int = 0

    def blocks(self) -> Iterator[Block]:
        """Yield the block, or several where empty lines cut it: two <br> separate paragraphs."""
        collected = "".join(self.pieces)
        body = to_body(["", *collected.split("\n")])
        share = self.linked / max(1, len(collected))
        for paragraph in body.split("\n\n") if body else ():
            text = one_line(paragraph) if self.level else paragraph
            yield Block(text, self.level, self.tag, round(share * len(text)))


@dataclass(frozen=True, slots=True)
class _Node:
    """A node still to be read, with what is known from the elements around it.

    Attributes:
        node: The node.
        block: Innermost block element around it.
        level: Level of the heading around it, 0 if there is none.
        is_link: It is in a link.
    """

    node: PageElement
    block: Tag
    level: int = 0
    is_link: bool = False

    def children(self, tag: Tag) -> list["_Node"]:
        """Return the children of an element, last first."""
        is_block = _BLOCKS.fullmatch(tag.name) is not None
        block = tag if is_block else self.block
        level = _HEADINGS.get(tag.name, self.level)
        is_link = self.is_link or tag.name == "a"
        return [_Node(child, block, level, is_link) for child in reversed(tag.contents)]


def to_blocks(root: Tag) -> Iterator[Block]:
    """Yield the blocks of an element in reading order."""
    pending = [_Node(root, root)]
    collected = _Collected(root)
    while pending:
        next_ = pending.pop()
        if next_.block is not collected.tag or _is_block(next_.node):
            yield from collected.blocks()
            collected = _Collected(next_.block, next_.level)
        if isinstance(next_.node, Tag):
            pending += next_.children(next_.node)
            collected.pieces.append("\n" * (next_.node.name == "br"))
        elif type(next_.node) is NavigableString:  # not a comment, a script or a style
            text = " ".join(next_.node.split("\n"))
            collected.pieces.append(text)
            collected.linked += len(text) * next_.is_link
    yield from collected.blocks()


def _is_block(node: PageElement) -> bool:
    return isinstance(node, Tag) and _BLOCKS.fullmatch(node.name) is not None


def prose_by_tag(root: Tag) -> Mapping[int, int]:
    """Return the number of characters of prose in each element of a tree that has any, by its `id()`."""
    prose: dict[int, int] = {}
    for block in to_blocks(root):
        if block.is_prose:
            prose[id(block.tag)] = prose.get(id(block.tag), 0) + len(block.text)
    elements = [root, *(node for node in root.descendants if isinstance(node, Tag))]
    for tag in reversed(elements):  # each before the one around it, so that each is visited once
        if tag.parent and id(tag) in prose:
            prose[id(tag.parent)] = prose.get(id(tag.parent), 0) + prose[id(tag)]
    return prose
