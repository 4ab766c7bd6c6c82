"""The versions of an item on its page: when each came, and what changed from one to another."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from index.archive.document import Document
from index.exports.addresses import item_path
from webapp.addresses import page_address
from webapp.changes import Paragraph, changes

BEFORE, AFTER = "avant", "apres"
"""Parameters that name two versions, from 1, the oldest."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version in the list.

    Attributes:
        number: Its number, from 1, the oldest.
        document: The version.
        since_before: Address of what changed since the one before; empty for the oldest.
        until_newest: Address of what changed from it to the newest; empty where that is said already.
    """

    number: int
    document: Document
    since_before: str
    until_newest: str


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of an item, and what changed between two of them.

    Attributes:
        listed: All versions, the newest first.
        before: Number of the older one of two.
        after: Number of the other one.
        title: What changed in the title; empty where nothing did.
        body: Paragraphs of the body that changed, and how many did not between them.
    """

    listed: tuple[Version, ...]
    before: int
    after: int
    title: Paragraph
    body: tuple[Paragraph | int, ...]

    @property
    def is_same(self) -> bool:
        """No word changed."""
        return not self.title and all(isinstance(each, int) for each in self.body)


def versions(document: Document) -> Versions | None:
    """Return what the page of an item shows of its versions; None where it has one text."""
    texts = document.versions
    if len(texts) < 2:
        return None
    before, after = _asked(len(texts))
    one, other = texts[before - 1], texts[after - 1]
    title = [each for each in changes(one.title, other.title) if not isinstance(each, int)]
    listed = [_version(document.id, texts, number) for number in range(len(texts), 0, -1)]
    body = tuple(changes(one.body, other.body))
    return Versions(tuple(listed), before, after, title[0] if title else (), body)


def _version(document_id: str, texts: Sequence[Document], number: int) -> Version:
    def address(before: int, after: int) -> str:
        pair = f"{BEFORE}={before}&{AFTER}={after}"
        return page_address(item_path(document_id), pair) + "#versions"

    newest = len(texts)
    since_before = address(number - 1, number) if number > 1 else ""
    until_newest = address(number, newest) if number < newest - 1 else ""
    return Version(number, texts[number - 1], since_before, until_newest)


def _asked(count: int) -> tuple[int, int]:
    """Return the numbers of the two versions that the request names; of the last two without any."""
    try:
        pair = int(request.args.get(BEFORE, "")), int(request.args.get(AFTER, ""))
    except ValueError:
        pair = (0, 0)
    before, after = sorted(pair)
    return (before, after) if 1 <= before < after <= count else (count - 1, count)
