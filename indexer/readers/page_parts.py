"""The content of a page: its surroundings are removed, the element with the prose is found."""

import re
from collections.abc import Mapping, Set
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import Tag

from indexer.readers.items import MARKS, marked_title
from indexer.readers.page_blocks import Block, prose_by_tag, to_blocks

_NEVER_READ = re.compile("script|style|noscript|template|iframe|object|embed|select|textarea|svg|canvas")
_AROUND = re.compile("nav|footer|aside|form|button")
_ROLES = re.compile("navigation|banner|contentinfo|complementary|search|dialog|alertdialog|menu|menubar")
_SURROUNDINGS = frozenset(
    line.strip()
    for line in (Path(__file__).parent / "data" / "surroundings.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
)
_SEE_ALSO = re.compile(
    r"(?:[àa] )?(?:lire|voir|d[ée]couvrir|[ée]couter)(?: aussi| [ée]galement)|[àa] lire\b"
    r"|sur le m[êe]me sujet|dans la m[êe]me rubrique|(?:nos|les) autres (?:articles|sujets)|les plus lus",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ROOTS = frozenset(("html", "body", "main", "article"))


def leave_out_surroundings(page: BeautifulSoup) -> None:
    """Remove navigation, adverts, share bars and the like from a page.

    A class or an id is only a hint: an element that holds half of the prose stays, whatever its name.
    """
    _take_out(page.find_all(_is_never_read))
    prose = prose_by_tag(page)
    half = prose.get(id(page), 0) / 2
    headers = _kept_headers(page)
    suspects = [tag for tag in page.find_all(name=True) if _is_surrounding(tag, headers)]
    _take_out([tag for tag in suspects if not prose.get(id(tag), 0) or prose[id(tag)] < half])


def _take_out(tags: list[Tag]) -> None:
    """Remove elements, the last ones first: to find each among its siblings takes time by their number."""
    taken = {id(tag) for tag in tags}
    for parent in {id(tag.parent): tag.parent for tag in tags if tag.parent}.values():
        for number, child in reversed([*enumerate(parent.contents)]):
            if id(child) in taken:
                child.extract(number)


def _kept_headers(page: BeautifulSoup) -> set[int]:
    """Return the `id()` of all headers that are content: of an article, or around an h1."""
    within, headed = set[int](), set[int]()
    for tag in page.find_all(name=True):
        if tag.name in ("article", "main") or id(tag.parent) in within:
            within.add(id(tag))
    for heading in page.find_all("h1"):
        for tag in heading.parents:
            if id(tag) in headed:
                break  # so that each element is visited once, however they are nested
            headed.add(id(tag))
    return within | headed


def _is_never_read(tag: Tag) -> bool:
    return _NEVER_READ.fullmatch(tag.name) is not None


def _is_surrounding(tag: Tag, kept_headers: Set[int]) -> bool:
    if _AROUND.fullmatch(tag.name) or tag.has_attr("hidden") or _ROLES.fullmatch(str(tag.get("role"))):
        return True
    if tag.name == "header":
        return id(tag) not in kept_headers
    if tag.name in _ROOTS:
        return False
    classes = [*tag.get_attribute_list("class"), tag.get("id")]
    names = " ".join(str(name) for name in classes if name)
    words = [word.lower() for word in _WORDS.findall(names)]
    return not _SURROUNDINGS.isdisjoint(words) or _SEE_ALSO.search(" ".join(words)) is not None


def _is_named_content(tag: Tag) -> bool:
    is_named = tag.get("role") == "main" or tag.get("itemprop") == "articleBody"
    return is_named or tag.name in ("main", "article")


def find_main_part(page: BeautifulSoup) -> Tag:
    """Find the smallest element that holds nearly all the prose of the content.

    An element that the page itself names as its content is preferred if it holds half of the prose.
    """
    prose = prose_by_tag(page)
    named = page.find_all(_is_named_content)
    part: Tag = max(named, key=lambda tag: prose.get(id(tag), 0), default=page)
    if prose.get(id(part), 0) * 2 < prose.get(id(page), 0) or not prose:
        part = page
    while child := _main_child(part, prose):
        part = child
    return part


def _main_child(part: Tag, prose: Mapping[int, int]) -> Tag | None:
    """Return the child that holds nine tenths of the prose; None if a heading is beside it."""
    if any(isinstance(child, Tag) and child.name in ("h1", "h2", "h3") for child in part.contents):
        return None
    least = prose.get(id(part), 0) * 9
    children = (child for child in part.contents if isinstance(child, Tag) and child.name != "p")
    return next((child for child in children if prose.get(id(child), 0) * 10 >= least > 0), None)


def content_blocks(part: Tag) -> list[Block]:
    """Return the headings and paragraphs of the content, without page numbers and links to other pages."""
    blocks = [
        block
        for block in to_blocks(part)
        if any(map(str.isalpha, block.text)) and not _leads_elsewhere(block)
    ]
    is_named = any(_is_named_content(tag) for tag in (part, *part.parents))
    return blocks if is_named else _without_fringe(blocks)


def _without_fringe(blocks: list[Block]) -> list[Block]:
    """Leave out blocks without a sentence before and after the text; for pages that name no content."""
    marked = [number for number, block in enumerate(blocks) if marked_title(block.text)]
    kept = marked + [number for number, block in enumerate(blocks) if block.level or block.has_sentence]
    end = len(blocks) if marked else max(kept, default=len(blocks)) + 1
    return blocks[min(kept, default=0) : end]


def _leads_elsewhere(block: Block) -> bool:
    is_link = block.linked * 5 > len(block.text) * 4
    return (is_link and block.level == 0 and block.tag.name != "p") or (
        len(block.text) < 200 and _SEE_ALSO.match(block.text.lstrip(f"{MARKS}→>»- ")) is not None
    )
