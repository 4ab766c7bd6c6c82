"""Text and the places in it that matter; markup is made elsewhere, in one place."""

from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """Where something stands.

    Attributes:
        start: First character, counted from 0 in the NFC text.
        end: One past the last character; always greater than `start`.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text and what is to be marked in it.

    Attributes:
        text: Plain text, never markup.
        spans: In order, apart from each other.
    """

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Snippet(MarkedText):
    """A passage of a body, as it stands there.

    Attributes:
        is_cut_before: The passage begins inside a paragraph: show an ellipsis before it.
        is_cut_after: It ends inside a paragraph: show an ellipsis after it.
    """

    is_cut_before: bool = False
    is_cut_after: bool = False
