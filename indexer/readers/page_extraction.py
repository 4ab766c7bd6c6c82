"""Which strings of a page does trafilatura take for its text?

It gets a copy of the tree whose strings begin with their number, and the numbers in what it returns are those
it took: its text would have lost what the page says of headings, lines and links.
"""

import re
from collections.abc import Set

import lxml.html
from bs4.element import NavigableString, PageElement, Tag
from lxml.etree import SubElement
from lxml.html import HtmlElement

from indexer.readers.page_blocks import is_never_read

_FIRST, _DIGITS = 0x1D000, 246  # the Byzantine musical symbols: no letters, and on no page of news
_NUMBER = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + _DIGITS - 1)}]{{2}}")
_NAME = re.compile("[a-z][a-z0-9]*")
_ATTRIBUTE = re.compile("class|id|role|itemprop|rel|type|href|src|data-component")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def taken_strings(page: Tag, nameless: Set[int], *, is_fast: bool) -> Set[int]:
    """Return the `id()` of the strings that are text; none where trafilatura finds none.

    Args:
        page: Tree, with at most `_DIGITS`² strings; what is hidden is taken out already.
        nameless: `id()` of the elements whose class and id are not to be believed.
        is_fast: Only the rules of trafilatura; else its other two ways are compared, too.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415 - .4 s, which no search may wait for

    tree, strings = _numbered(page, nameless)
    found = bare_extraction(tree, include_comments=False, fast=is_fast)
    if found is None or isinstance(found, dict):
        return set()
    texts = (mark for text in found.body.itertext() for mark in _NUMBER.findall(text))
    return {strings[number] for mark in texts if (number := _number(mark)) < len(strings)}


def _numbered(page: Tag, nameless: Set[int]) -> tuple[HtmlElement, list[int]]:
    """Copy a tree; return the copy, and the `id()` of each numbered string."""
    strings: list[int] = []
    root = lxml.html.Element("html")
    pending: list[tuple[PageElement, HtmlElement]] = [(child, root) for child in reversed(page.contents)]
    while pending:
        node, parent = pending.pop()
        if isinstance(node, Tag):
            if not is_never_read(node):
                made = (
                    root if node.name == "html" else _copied(node, parent, is_nameless=id(node) in nameless)
                )
                pending += [(child, made) for child in reversed(node.contents)]
        elif type(node) is NavigableString:
            _append(parent, _marked(node, strings))
    return root, strings


def _copied(tag: Tag, parent: HtmlElement, *, is_nameless: bool) -> HtmlElement:
    made = SubElement(parent, _plain_name(tag))
    for name, value in tag.attrs.items():
        if _ATTRIBUTE.fullmatch(name) and not (is_nameless and name in ("class", "id")):
            made.set(name, _ILLEGAL.sub("", " ".join(value) if isinstance(value, list) else str(value)))
    return made


def _plain_name(tag: Tag) -> str:
    return tag.name if _NAME.fullmatch(tag.name) else "span"


def _marked(string: NavigableString, strings: list[int]) -> str:
    text = _ILLEGAL.sub("", string)
    if not any(map(str.isalnum, text)):
        return text
    strings.append(id(string))
    number, start = len(strings) - 1, len(text) - len(text.lstrip())
    return text[:start] + chr(_FIRST + number // _DIGITS) + chr(_FIRST + number % _DIGITS) + text[start:]


def _number(mark: str) -> int:
    return (ord(mark[0]) - _FIRST) * _DIGITS + ord(mark[1]) - _FIRST


def _append(parent: HtmlElement, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
