"""The tree of a page, within bounds: of its elements, their nesting and their attributes.

lxml and what we do with its tree take time and memory by the elements; and time that grows with the square of
the attributes of one element, which are counted before lxml sees them.
"""

import re
import warnings
from collections.abc import Mapping

from bs4 import BeautifulSoup, UnusualUsageWarning
from bs4.builder._lxml import LXMLTreeBuilder

from indexer.bulletin import BulletinError

DEEPEST = 250  # elements inside each other; real pages stay under 60
MOST_ELEMENTS = 30_000  # and comments; real pages stay under 10,000; these take 2 to 4 s and 80 MB
MOST_ATTRIBUTES = 1000  # of one element; 40,000 take 5 s, and twice as many four times as long

_ATTRIBUTE = r"""[\s/]*+=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?)?"""
_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{0,{MOST_ATTRIBUTES}}}+(?P<more>[\s/]*+[^\s/>])?")

_UNREAD = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b(?![^>]{0,200}ld\+json)[^>]{0,2000}>.*?(?:</\1|\Z)",
    re.DOTALL | re.IGNORECASE,
)
"""What is not read: a tenth of real pages have a script with a < before over 1,000 words, which is no tag."""


class PageError(BulletinError):
    """Why a page cannot be read: a clause to follow the name of its file."""


def to_tree(text: str) -> BeautifulSoup:
    """Parse a page.

    Raises:
        PageError: It has more elements, deeper nested ones or more attributes than real pages have.
    """
    if _has_crowded_tag(text):
        text = _UNREAD.sub(_emptied, text)
    if _has_crowded_tag(text):
        raise PageError(f"has an element with over {MOST_ATTRIBUTES:,} attributes; {_REMEDY}")
    with warnings.catch_warnings(category=UnusualUsageWarning, action="ignore"):  # XHTML, an address as text
        return BeautifulSoup(text, builder=_BoundedBuilder())


_REMEDY = "save its text as .txt"


def _has_crowded_tag(text: str) -> bool:
    return any(tag["more"] for tag in _TAG.finditer(text))


def _emptied(found: re.Match[str]) -> str:
    """Return a script or style without its content, and a comment as it is."""
    return f"<{found[1]}></{found[1]}" if found[1] else found[0]


class _BoundedBuilder(LXMLTreeBuilder):
    """Builds the tree from what lxml reads, and stops at a bound.

    Python's own parser reads the rest of a page again for each unclosed tag, comment or attribute.
    """

    def __init__(self) -> None:
        super().__init__()
        self._elements = self._depth = 0

    def start(
        self, tag: str | bytes, attrib: dict[str | bytes, str | bytes], nsmap: Mapping[str, str] = {}
    ) -> None:
        """Add an element."""
        self._count()
        self._depth += 1
        if self._depth > DEEPEST:
            raise PageError(f"has elements nested deeper than {DEEPEST:,}; {_REMEDY}")
        is_shown = tag == "template" and "shadowrootmode" in attrib  # as SingleFile saves it
        super().start("div" if is_shown else tag, attrib, dict(nsmap))

    def end(self, tag: str | bytes) -> None:
        """Close an element."""
        self._depth -= 1
        super().end(tag)

    def comment(self, text: str | bytes) -> None:
        """Add a comment."""
        self._count()
        super().comment(text)

    def _count(self) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise PageError(f"has more than {MOST_ELEMENTS:,} elements; {_REMEDY}")
