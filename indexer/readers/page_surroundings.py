"""What stands around the text of a page, by its own words: hidden elements, names, navigation.

A name is only a hint: whole articles stand in elements called "newsletter-item" or "has-social-share".
"""

import re
from collections.abc import Iterable, Mapping, Set
from types import MappingProxyType

from bs4 import BeautifulSoup
from bs4.element import Tag

from indexer.readers.page_blocks import Block, sentences_by_tag, to_blocks

_AROUND = frozenset(("nav", "footer", "aside", "form", "button", "menu", "dialog"))
_ROLES = re.compile("navigation|banner|contentinfo|complementary|search|dialog|alertdialog|menu|menubar")
_NONE: Mapping[int, int] = MappingProxyType({})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NAMES_OF_SURROUNDINGS = re.compile(
    "comments?|commentaires?|kommentare?|pied|sidebar|widget|related|share|sharing|social|sociable|breadcrumbs?|footer"
    "|cookies?|consent|promo|newsletter|alert|caption|pub|ads?|adverts?"
    "|publicit[ey]s?|aussi|savoir"
)
_NAMES_OF_AUTHORS = re.compile("authors?|auteurs?|autor(?:e[ns]?)?")  # with a <time>: the head of an article
_NAMES_OF_COLUMNS = re.compile("right|rechts|droite|destra|derecha")
_DISTRUSTED = re.compile(
    "newsletter|soci|shar|menu|nav|widget|related|banner|footer|sidebar|cookie|consent|author|tags|button|meta|embed"
    "|slide|overlay|option|premium|message|comment|promo|teaser|hid(?:e|den)|bar|captions?|pub|ads?|bottom|popular"
    "|more|next|rating|permission|attachment|icon|infos?|syndication|viral|bread|modal|expand|blurred|stories|user"
)
"""Beginnings of the words in a class or id for which trafilatura throws an element away."""


def take_out_hidden(page: BeautifulSoup) -> None:
    """Take hidden elements out of a page, unless they hold all of its text: a script would show it."""
    hidden = page.find_all(_is_hidden)
    within = {id(tag) for tag in hidden}
    if not hidden:
        return
    for tag in page.find_all(name=True):
        if id(tag.parent) in within:
            within.add(id(tag))
    if any(block.has_sentence and id(block.tag) not in within for block in to_blocks(page)):
        _take_out(hidden)


def _is_hidden(tag: Tag) -> bool:
    if tag.has_attr("hidden") or tag.get("aria-hidden") == "true":
        return True
    return _HIDDEN.search(str(tag.get("style", ""))) is not None


def _take_out(tags: list[Tag]) -> None:
    """Remove elements, the last ones first: to find each among its siblings takes time by their number."""
    taken = {id(tag) for tag in tags}
    for parent in {id(tag.parent): tag.parent for tag in tags if tag.parent}.values():
        for number, child in reversed([*enumerate(parent.contents)]):
            if id(child) in taken:
                child.extract(number)


def name_words(tag: Tag) -> list[str]:
    """Return the words of the class and the id of an element: "hasSidebar c-pub" has four."""
    names = " ".join(str(name) for name in (*tag.get_attribute_list("class"), tag.get("id")) if name)
    return _words(names)


def _words(names: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(names)]


class Surroundings:
    """Which elements of a page stand in its surroundings, by their own kind or by a name.

    A name counts unless `trusted` holds it: elements of one name that hold half of the prose together, as
    long as they hold a heading, or nothing beside them has a sentence. A long footer is no text of a short
    article.

    Args:
        page: The page.
        blocks: Its blocks.
        prose: Characters of prose in each element; a form around most of it and the title is all of the page.
    """

    def __init__(
        self, page: BeautifulSoup, blocks: Iterable[Block] = (), prose: Mapping[int, int] = _NONE
    ) -> None:
        self._structural = _structural_tags(page, prose)
        inside = [block for block in blocks if not self.hold_structurally(block.tag)]
        self.trusted = _trusted(page, prose, sentences_by_tag(page, inside))
        self._named = set[int]()
        for tag in page.find_all(name=True):
            if id(tag.parent) in self._named or (id(tag) not in self.trusted and _is_named(tag)):
                self._named.add(id(tag))

    def hold(self, tag: Tag) -> bool:
        """Return whether an element stands in surroundings."""
        return self.hold_structurally(tag) or id(tag) in self._named

    def hold_structurally(self, tag: Tag) -> bool:
        """Return whether an element stands in navigation, a footer or the like, whatever their names."""
        return id(tag) in self._structural


def _structural_tags(page: BeautifulSoup, prose: Mapping[int, int]) -> Set[int]:
    half = prose.get(id(page), 0) / 2
    titled = _around(page, ["h1"])
    found, in_content = set[int](), set[int]()
    for tag in page.find_all(name=True):
        if tag.name in ("article", "main") or id(tag.parent) in in_content:
            in_content.add(id(tag))
        is_own = tag.name in _AROUND or _ROLES.fullmatch(str(tag.get("role"))) is not None
        if tag.name == "header":  # that of a site, not of an article
            is_own = id(tag) not in in_content | titled
        if tag.name == "form":
            is_own = prose.get(id(tag), 0) <= half or id(tag) not in titled
        if is_own or id(tag.parent) in found:
            found.add(id(tag))
    return found


def _around(page: BeautifulSoup, names: list[str]) -> Set[int]:
    """Return the `id()` of the elements around those of some names."""
    found = set[int]()
    for inner in page.find_all(names):
        for tag in inner.parents:
            if id(tag) in found:
                break  # so that each element is visited once, however they are nested
            found.add(id(tag))
    return found


def _trusted(page: BeautifulSoup, prose: Mapping[int, int], sentences: Mapping[int, int]) -> Set[int]:
    """Return the `id()` of elements whose class and id must not cost the page its text."""
    groups: dict[tuple[str, str], list[Tag]] = {}
    for tag in page.find_all(name=True):
        if prose.get(id(tag)) and any(map(_DISTRUSTED.match, name_words(tag))):
            groups.setdefault((tag.name, str(tag.get("class"))), []).append(tag)
    half, headed = prose.get(id(page), 0) / 2, _around(page, ["h1", "h2", "h3"])
    trusted = set[int]()
    for group in groups.values():
        members = {id(tag) for tag in group}
        is_all = sum(sentences.get(member, 0) for member in members) >= sentences.get(id(page), 0)
        if sum(prose[member] for member in members) >= half and (is_all or not headed.isdisjoint(members)):
            trusted |= members
    return trusted


def _is_named(tag: Tag) -> bool:
    if tag.name in ("html", "body", "main", "article"):
        return False
    words = name_words(tag)
    if any(map(_NAMES_OF_SURROUNDINGS.fullmatch, words)):
        return True
    if any(map(_NAMES_OF_AUTHORS.fullmatch, words)) and tag.find("time") is None:
        return True
    return bool(tag.get("id")) and any(map(_NAMES_OF_COLUMNS.fullmatch, _words(str(tag["id"]))))
