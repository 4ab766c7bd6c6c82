"""Texts with the spans of them that matter, and addresses that may be linked to; markup is made in webapp."""

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit


def is_capitalised(word: str) -> bool:
    """Return whether a word is written as a name: with a capital, and not all in capitals."""
    return word[:1].isupper() and not word.isupper()


class Span(NamedTuple):
    """A stretch of a text.

    Attributes:
        start: First character, counted from 0 in the NFC text.
        end: One past the last character; always greater than `start`.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text and the spans to mark in it.

    Attributes:
        text: Plain text, never markup.
        spans: In order, none overlaps another.
    """

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Snippet(MarkedText):
    """A passage of a body, word for word.

    Attributes:
        is_cut_before: The passage begins inside a paragraph: show an ellipsis before it.
        is_cut_after: It ends inside a paragraph: show an ellipsis after it.
    """

    is_cut_before: bool = False
    is_cut_after: bool = False


def is_web_address(url: str) -> bool:
    """Return whether a text is an address of the web: http or https, with a host, without spaces."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and " " not in url
