"""The text of a page as blocks: paragraphs, headings and rows of tables, without markup, in reading order."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bs4.element import NavigableString, PageElement, Tag

from indexer.plain_text import one_line
from indexer.readers.wrapping import unwrap

ENOUGH = 80  # characters: from here on a block is prose, not a button or a caption

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SENTENCE_END = re.compile(r"[a-zà-ÿ)»”\"][.!?…][\s»”\")]*(?:$|\s)", re.IGNORECASE)
_BLOCKS = re.compile(
    "h[1-6]|address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption"
    "|figure|footer|form|header|hr|html|legend|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead"
    "|tr|ul"
)
_NEVER_READ = re.compile(
    "script|style|noscript|template|iframe|object|embed|select|textarea|svg|canvas|audio|video"
)


def has_sentence(text: str) -> bool:
    """Return whether a sentence ends in a text."""
    return _SENTENCE_END.search(text) is not None


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a row.

    Attributes:
        text: Text; a heading is one line, a paragraph keeps its line breaks as "\\n".
        level: 1 to 6 for a heading, 0 for other text.
        tag: Innermost block element that holds it.
        linked: Number of characters in links, estimated.
        strings: `id()` of each string of the tree that it is made of.
    """

    text: str
    level: int
    tag: Tag
    linked: int
    strings: tuple[int, ...] = ()

    @property
    def has_sentence(self) -> bool:
        """Whether a sentence ends in the text."""
        return has_sentence(self.text)

    @property
    def is_link(self) -> bool:
        """Whether the text is a link, or nearly all of it."""
        return self.linked * 5 > len(self.text) * 4

    @property
    def is_prose(self) -> bool:
        """Whether the text is prose: long enough, with a sentence, less than half of it links."""
        is_text = self.level == 0 and len(self.text) >= ENOUGH and self.linked * 2 < len(self.text)
        return is_text and self.has_sentence


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of one line: the string of the tree that it comes from, or 0; and whether it is in a link."""

    text: str
    string: int = 0
    is_link: bool = False


@dataclass(slots=True)
class _Collected:
    """The block being read: its lines so far.

    Attributes:
        tag: Its block element.
        level: Level of the heading, 0 for other text.
        lines: Pieces of each line.
    """

    tag: Tag
    level: int = 0
    lines: list[list[_Piece]] = field(default_factory=lambda: [[]])

    def blocks(self) -> Iterator[Block]:
        """Yield the block, or several where empty lines cut it: two <br> separate paragraphs."""
        paragraph: list[list[_Piece]] = []
        for line in [*self.lines, []]:
            if any(piece.text.strip() for piece in line):
                paragraph.append(line)
            elif paragraph:
                yield self._block(paragraph)
                paragraph = []

    def _block(self, lines: list[list[_Piece]]) -> Block:
        texts = [one_line("".join(piece.text for piece in line)) for line in lines]
        pieces = [piece for line in lines for piece in line if piece.string and piece.text.strip()]
        linked = sum(len(piece.text.strip()) for piece in pieces if piece.is_link)
        text = (" " if self.level else "\n").join(texts)
        return Block(text, self.level, self.tag, linked, tuple(piece.string for piece in pieces))


@dataclass(frozen=True, slots=True)
class _Node:
    """A node still to be read, with what is known from the elements around it.

    Attributes:
        node: The node.
        block: Innermost block element around it.
        level: Level of the heading around it, 0 if there is none.
        is_link: It is in a link.
        keeps_lines: Line ends are kept: it is in <pre>.
    """

    node: PageElement
    block: Tag
    level: int = 0
    is_link: bool = False
    keeps_lines: bool = False

    def children(self, tag: Tag) -> list["_Node"]:
        """Return the children of an element, last first."""
        block = tag if is_block(tag) else self.block
        level = _HEADINGS.get(tag.name, self.level)
        is_link = self.is_link or tag.name == "a"
        keeps_lines = self.keeps_lines or tag.name == "pre"
        return [_Node(child, block, level, is_link, keeps_lines) for child in reversed(tag.contents)]


def is_block(node: PageElement) -> bool:
    """Return whether a node is a block element; a cell of figures or words is part of its row."""
    if not isinstance(node, Tag) or not _BLOCKS.fullmatch(node.name):
        return False
    return node.name not in ("td", "th") or any(map(is_block, node.contents))


def is_never_read(tag: Tag) -> bool:
    """Return whether an element holds no text of the page: a script, a list to choose from."""
    return _NEVER_READ.fullmatch(tag.name) is not None


def to_blocks(root: Tag) -> Iterator[Block]:
    """Yield the blocks of an element in reading order."""
    pending = [_Node(root, root)]
    collected = _Collected(root)
    while pending:
        next_ = pending.pop()
        node = next_.node
        if next_.block is not collected.tag or is_block(node):
            yield from collected.blocks()
            collected = _Collected(next_.block, next_.level)
        if isinstance(node, Tag):
            if not is_never_read(node):
                _begin(collected, node)
                pending += next_.children(node)
        elif type(node) is NavigableString:  # not a comment, a script or a style
            _add(collected, next_, node)
    yield from collected.blocks()


def _begin(collected: _Collected, tag: Tag) -> None:
    if tag.name == "br":
        collected.lines.append([])
    elif tag.name in ("td", "th"):
        collected.lines[-1].append(_Piece(" "))


def _add(collected: _Collected, around: _Node, string: NavigableString) -> None:
    lines = unwrap(string).splitlines() if around.keeps_lines else [" ".join(string.split("\n"))]
    for number, line in enumerate(lines):
        if number:
            collected.lines.append([])
        collected.lines[-1].append(_Piece(line, id(string), around.is_link))
    if around.keeps_lines and string.endswith("\n"):
        collected.lines.append([])


def prose_by_tag(root: Tag, blocks: Iterable[Block]) -> Mapping[int, int]:
    """Return the number of characters of prose in each element of a tree that has any, by its `id()`."""
    return _by_tag(root, ((block.tag, len(block.text)) for block in blocks if block.is_prose))


def sentences_by_tag(root: Tag, blocks: Iterable[Block]) -> Mapping[int, int]:
    """Return the same of blocks with a sentence, however short."""
    return _by_tag(root, ((block.tag, len(block.text)) for block in blocks if block.has_sentence))


def _by_tag(root: Tag, counted: Iterable[tuple[Tag, int]]) -> Mapping[int, int]:
    sums: dict[int, int] = {}
    for tag, count in counted:
        sums[id(tag)] = sums.get(id(tag), 0) + count
    elements = [root, *(node for node in root.descendants if isinstance(node, Tag))]
    for tag in reversed(elements):  # each before the one around it, so that each is visited once
        if tag.parent and id(tag) in sums:
            sums[id(tag.parent)] = sums.get(id(tag.parent), 0) + sums[id(tag)]
    return sums
