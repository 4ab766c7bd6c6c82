"""One result as it is taken away: the same columns in every format."""

import datetime
from collections.abc import Callable
from typing import NamedTuple

from index.as_json import printable
from index.results import Hit
from index.text import Snippet

Address = Callable[[str], str]
"""From the id of an item to its permanent address."""
_APART = " […] "
_OF_EARLIER = "[version antérieure] "


class Row(NamedTuple):
    """One result; texts are plain, without marks.

    Attributes:
        date: Day the item first appeared; None where unknown.
        source: Who published it first; may be empty.
        bulletin: Name of the first bulletin it appeared in; may be empty.
        place: Its place in that bulletin, from 1; None where it came without one.
        title: Its title; may be empty.
        passage: The passages of its body that answer the query, on one line; of an earlier version where only
            that one does, and told so.
        address: Its permanent address.
        url: Address of its publication; empty where unknown.
        id: Its permanent id.
        time: Time of its day at which it first appeared; None where unknown.
        date_origin: Where its date is from.
    """

    date: datetime.date | None
    source: str
    bulletin: str
    place: int | None
    title: str
    passage: str
    address: str
    url: str
    id: str
    time: datetime.time | None = None
    date_origin: str = ""


def to_row(hit: Hit, address: Address) -> Row:
    """Return a hit as it is taken away; its passage is cut here, which is the dear part."""
    document = hit.document
    place = document.appearances[0].place if document.appearances else None
    return Row(
        document.date,
        document.source,
        document.bulletin_name,
        place,
        document.title,
        _OF_EARLIER * (hit.earlier is not None) + _APART.join(map(_passage, hit.snippets)),
        address(document.id),
        document.url,
        document.id,
        document.time,
        document.origin,
    )


def remark(sentence: str) -> Row:
    """Return a row that says something of the others, as its title: that some are missing."""
    return Row(None, "", "", None, sentence, "", "", "", "")


def one_line(text: str) -> str:
    """Return a text without what could end its line, or steer what shows it."""
    return text if text.isprintable() else printable(" ".join(text.splitlines()))


def _passage(snippet: Snippet) -> str:
    before = "… " if snippet.is_cut_before else ""
    after = " …" if snippet.is_cut_after else ""
    return f"{before}{' '.join(snippet.text.split())}{after}"
