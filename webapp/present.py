"""The only place where HTML is made from text and spans, and where French typography and dates are.

Texts of the archive and queries are escaped, and never altered otherwise.
"""

import re
from collections.abc import Iterator
from datetime import date

from flask import Flask
from markupsafe import Markup, escape

from index.archive.document import Appearance, Bulletin, Document
from index.french.dates import written
from index.text import MarkedText, Snippet, is_web_address

NARROW = "\u202f"  # inside « », before ; ! ? and between thousands
WIDE = "\u00a0"  # before a colon, between a number and its noun, inside a date
HEADING_CHARACTERS = 90  # about one line of the page in its title size
LONG_CHARACTERS = 160  # a title as long as this is set in smaller type
_CUT = Markup('<span class="cut">…</span>')
_SURROGATES = re.compile("[\ud800-\udfff]")
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def install(app: Flask) -> None:
    """Give the templates their filters."""
    app.jinja_env.filters.update(
        marked=marked,
        described=described,
        passage=passage,
        number=number,
        count=count,
        day=day,
        weekday=weekday,
        bulletin_name=bulletin_name,
        heading=heading,
        shortened=shortened,
        is_long=is_long,
        is_web_address=is_web_address,
    )


def marked(text: MarkedText) -> Markup:
    """Write a text with its spans as `<mark>`."""
    return Markup("").join(_wrapped(text, Markup("<mark>{}</mark>")))


def described(text: MarkedText) -> Markup:
    """Write how a query was described, the words searched set apart."""
    return Markup("").join(_wrapped(text, Markup('<bdi class="words">{}</bdi>')))


def passage(snippet: Snippet) -> Markup:
    """Write a snippet, with an ellipsis where it was cut."""
    before = _CUT + " " if snippet.is_cut_before else Markup("")
    after = " " + _CUT if snippet.is_cut_after else Markup("")
    return before + marked(snippet) + after


def _wrapped(text: MarkedText, wrapping: Markup) -> Iterator[Markup]:
    """Escape each slice, then wrap those that are spans."""
    position = 0
    for span in text.spans:
        yield escape(text.text[position : span.start])
        yield wrapping.format(text.text[span.start : span.end])
        position = span.end
    yield escape(text.text[position:])


def encodable(html: str) -> str:
    """Replace lone surrogates, which no encoding can write."""
    return _SURROGATES.sub("\ufffd", html)


def number(value: int) -> str:
    """Write 48212 as 48 212."""
    return f"{value:,}".replace(",", NARROW)


def count(value: int, noun: str) -> str:
    """Write a number and its noun; in French 0 and 1 are singular."""
    return f"{number(value)}{WIDE}{noun}{'s' if value > 1 else ''}"


def day(value: date) -> str:
    """Write 7 novembre 2024, or 1er mai 2025."""
    return written(value).replace(" ", WIDE)


def weekday(value: date) -> str:
    """Write jeudi 7 novembre 2024."""
    return f"{_DAYS[value.weekday()]} {day(value)}"


def bulletin_name(bulletin: Bulletin) -> str:
    """Call a bulletin by its name, otherwise by its day."""
    if bulletin.name.strip():
        return bulletin.name
    return f"Bulletin du {day(bulletin.date)}" if bulletin.date else "Bulletin sans nom"


def heading(document: Document) -> str:
    """Give the title; the beginning of the body where there is none."""
    return document.title.strip() or shortened(" ".join(document.body.split())) or "Sans titre"


def shortened(text: str, limit: int = HEADING_CHARACTERS) -> str:
    """Cut a text before the word that passes the limit, with an ellipsis."""
    if len(text) <= limit:
        return text
    words, _, rest = text[: limit + 1].rpartition(" ")
    # A word that fills the line by itself is cut inside.
    return (words if len(rest) < limit // 2 else text[:limit]).rstrip() + "…"


def is_long(text: str) -> bool:
    """It is set in smaller type where it is a heading."""
    return len(text) >= LONG_CHARACTERS


def paragraphs(body: str) -> tuple[str, ...]:
    """Cut a body at its empty lines."""
    return tuple(part.strip("\n") for part in body.split("\n\n") if part.strip())


def places(appearances: tuple[Appearance, ...], bulletin_id: str) -> tuple[int, ...]:
    """Say where in a bulletin a document stands."""
    return tuple(sorted(one.place for one in appearances if one.bulletin.id == bulletin_id))
