"""What the fields of an index hold of a document.

Title and body lie in one field of forms: a title from 0 on, a body from BODY_FROM on, so that a position says
in which of them it is and no phrase runs from one into the other. What does not fit of a title lies behind
the body: it counts as body, and no phrase runs over the cut.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np

from index.archive.document import Document
from index.french.analysis import Token
from index.french.form_table import Integers
from index.french.occurrences import Occurrences
from index.french.tokenizer import PARAGRAPH_GAP


def source_names(document: Document) -> str:
    """Write the names of all who published a document, one a paragraph."""
    return _paragraphs([document.source, *(each.bulletin.source for each in document.appearances)])


def bulletin_names(document: Document) -> str:
    """Write the names of the bulletins of a document, one a paragraph."""
    return _paragraphs(each.bulletin.name for each in document.appearances)


def bulletin_ids(document: Document) -> list[str]:
    """Name the bulletins of a document by their ids."""
    return [appearance.bulletin.id for appearance in document.appearances]


def _paragraphs(names: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(names))


BODY_FROM = 1024


TITLE_ROOM = BODY_FROM - PARAGRAPH_GAP
"""Positions of a title that lie before the body."""


Position = TypeVar("Position", int, Integers)


def placed(title: Sequence[Token], body: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """Give the words of a document with their places, in the order of these."""
    end = behind(body[-1].position if body else -1)
    yield from ((token, token.position) for token in title if token.position < TITLE_ROOM)
    yield from ((token, BODY_FROM + token.position) for token in body)
    yield from ((token, end + token.position) for token in title if token.position >= TITLE_ROOM)


def behind(last: Position) -> Position:
    """Say what is added to the positions of a long title, beside a body whose last position is `last`."""
    return BODY_FROM + last + 1 + PARAGRAPH_GAP - TITLE_ROOM


def places(words: Occurrences) -> Integers:
    """Give the places of the words of documents, whose title and body are two texts each."""
    in_body = words.texts % 2 == 1
    at: Integers = words.positions + BODY_FROM * in_body
    late = ~in_body & (words.positions >= TITLE_ROOM)
    if late.any():
        at[late] += behind(_last(words, words.texts[late] + 1))
    return at


def _last(words: Occurrences, texts: Integers) -> Integers:
    """Give the last position in each of some texts, -1 where it has none."""
    last = np.searchsorted(words.texts, texts, side="right") - 1
    found: Integers = np.where(words.texts[last] == texts, words.positions[last], -1)
    return found
