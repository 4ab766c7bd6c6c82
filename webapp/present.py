"""Presentation: HTML from text and spans, typography and numbers; made nowhere else.

Texts of the archive and queries are escaped, and never altered otherwise.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol
from flask import Flask
from markupsafe import Markup, escape

from index.archive.date_origin import DateOrigin
from index.archive.document import Appearance, Bulletin, Document
from index.text import MarkedText, Snippet, Span, is_web_address
from webapp.languages import FRENCH, language, noun, say

NARROW = "\u202f"  # inside « », before ; ! ? and between thousands
WIDE = "\u00a0"  # before a colon, between a number and its noun, inside a date
HEADING_CHARACTERS = 90  # about one line of the page in its title size
LONG_CHARACTERS = 160  # a title as long as this is set in smaller type
_CUT = '<span class="cut">…</span>'
_SIGNS = (" :", " ;", " !", " ?", " »", " %", " €", " °", "« ")
"""Signs that a space parts from the word that they belong to."""
_END = r"(?:<mark>[^<]{1,30}</mark>|&#?\w+;|[^\s<>])"
_LOOSE = re.compile(rf"{_END}(?: +[:;!?»%€°])+|« +{_END}")
"""Such a sign in HTML, with the character next to it: Chromium breaks a line before a space, else."""
_UNFIT_FOR_HTML = re.compile("[\0\ud800-\udfff]")
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zs", "Zl", "Zp"}
"""Categories of characters that no address shows as they are."""


def install(app: Flask) -> None:
    """Register the filters and the function of the templates."""
    app.jinja_env.globals.update(counted=counted)
    app.jinja_env.filters.update(
        tied=tied,
        marked=marked,
        described=described,
        number=number,
        percent=percent,
        date_origin=date_origin,
        source_name=source_name,
        heading=heading,
        shortened=shortened,
        beginning=beginning,
        is_long=is_long,
        is_quoted=is_quoted,
        is_safe_link=is_safe_link,
    )


def tied(text: str) -> Markup:
    """Return a text as HTML with every character, in which no line begins with a colon or ends with «."""
    return Markup(_tied(str(escape(text))))  # noqa: S704  escaped here


def _tied(html: str) -> str:
    if not any(sign in html for sign in _SIGNS):
        return html
    return _LOOSE.sub(r'<span class="tied">\g<0></span>', html)


def marked(text: MarkedText) -> Markup:
    """Return a text with its spans in `<mark>`."""
    return Markup(marks(text))  # noqa: S704  escaped there


def marks(text: MarkedText) -> str:
    """Return what `marked` does as plain text, for what is written as text."""
    return _wrapped(text, "<mark>", "</mark>")


def described(text: MarkedText) -> Markup:
    """Return the description of a query, with the words searched in elements of their own."""
    return Markup(_wrapped(text, f'<bdi class="words"{in_french()}>', "</bdi>"))  # noqa: S704  escaped there


def in_french() -> str:
    """Return the attribute of an element with French words, on a page in another language."""
    return "" if language() is FRENCH else ' lang="fr"'


def passage(snippet: Snippet) -> str:
    """Return a snippet as HTML with its marks, and where it was cut an ellipsis, never on its own line."""
    before = f"{_CUT}{WIDE}" if snippet.is_cut_before else ""
    after = f"{WIDE}{_CUT}" if snippet.is_cut_after else ""
    return f"{before}{marks(snippet)}{after}"


def _wrapped(text: MarkedText, opening: str, closing: str) -> str:
    """Return a text escaped, with its spans between two tags; as plain text, for `Markup` is slow to join."""
    parts: list[str] = []
    position = 0
    for span in text.spans:
        before, within = text.text[position : span.start], text.text[span.start : span.end]
        parts += (escape(before), opening, escape(within), closing)
        position = span.end
    return _tied("".join((*parts, escape(text.text[position:]))))


def encoded(text: str) -> bytes:
    """Encode a text in UTF-8; lone surrogates, which it lacks, and NUL, which HTML forbids, are replaced."""
    try:
        return text.replace("\0", "\ufffd").encode()
    except UnicodeEncodeError:
        return _UNFIT_FOR_HTML.sub("\ufffd", text).encode()


def number(value: int) -> str:
    """Return 48212 as 48 212, in English as 48,212."""
    return str(value) if 0 <= value < 1000 else f"{value:,}".replace(",", _signs(language().locale).group)


def percent(value: float) -> str:
    """Return 12.345 as 12,3 %, and what is below 10 with two decimals or more; in English as 12.3%.

    Nothing and all of it have no decimals, and what is small is not written as nothing.
    """
    signs = _signs(language().locale)
    if value in (0, 100):
        return f"{value:.0f}{signs.percent}"
    decimals = 1 if value >= 10 else 2
    while not round(value, decimals):
        decimals += 1
    return f"{value:.{decimals}f}".replace(".", signs.decimal) + signs.percent


class _Signs(NamedTuple):
    """The signs within numbers; to let Babel write each number takes 20 times as long."""

    group: str
    decimal: str
    percent: str


@cache
def _signs(locale: str) -> _Signs:
    percent = Locale.parse(locale).percent_formats[None].suffix[0].replace(WIDE, NARROW)
    return _Signs(get_group_symbol(locale), get_decimal_symbol(locale), percent)


def counted(value: int, one: str, many: str) -> str:
    """Return a number with its noun: 12 sources; in French 0 and 1 are singular.

    Args:
        value: The number.
        one: The French noun.
        many: Its plural.
    """
    return f"{number(value)}{WIDE}{noun(value, one, many)}"


def quoted(text: str) -> str:
    """Return a text in quotation marks, unless it is in such ones."""
    return text if is_quoted(text) else say("«\u202f{text}\u202f»", text=text)


def is_quoted(text: str) -> bool:
    """Return whether a text is in quotation marks, which pages would write twice."""
    return text.startswith("«") and text.endswith("»") and text.count("«") == 1


def origin_labels() -> Mapping[DateOrigin, str]:
    """Return what the filters of dates by their origin are called."""
    return {
        "given": say("date donnée"),
        "page": say("date de la page"),
        "path": say("date du chemin"),
        "text": say("date du texte"),
        "weekday": say("date supposée"),
        "none": say("sans date"),
    }


def date_origin(dated: Document | Bulletin) -> str:
    """Return how the date of an item or a bulletin was found; empty where it was given, or there is none."""
    if dated.origin == "page":
        return say("date lue dans la page")
    if dated.origin == "path":
        return say("date lue dans le chemin du fichier")
    if dated.origin == "text":
        return say("date lue dans le texte")
    supposed = dated.origin == "weekday"
    return say("date supposée, d’après le jour de la semaine dans le texte") if supposed else ""


def source_name(name: str) -> str:
    """Return the name of a source; what came without one is named so."""
    return name or say("sans source")


def heading(document: Document) -> str:
    """Return the title of a document; without one, the beginning of its body."""
    return document.title.strip() or shortened(" ".join(document.body.split())) or "Sans titre"


def shortened(text: str, limit: int = HEADING_CHARACTERS) -> str:
    """Cut a text before the word that passes the limit, with an ellipsis."""
    if len(text) <= limit:
        return text
    words, _, rest = text[: limit + 1].rpartition(" ")
    # A word that fills the line by itself is cut inside.
    return (words if len(rest) < limit // 2 else text[:limit]).rstrip() + "…"


def beginning(text: MarkedText, limit: int) -> MarkedText:
    """Cut a text as `shortened` does, with its spans."""
    cut = shortened(text.text, limit)
    if cut == text.text:
        return text
    end = len(cut) - 1
    return MarkedText(cut, tuple(Span(start, min(last, end)) for start, last in text.spans if start < end))


def is_long(text: str) -> bool:
    """Return whether a text is too long for a heading in large type."""
    return len(text) >= LONG_CHARACTERS


def places_in(bulletin_id: str, appearances: tuple[Appearance, ...]) -> tuple[int, ...]:
    """Return the places of a document in a bulletin, ascending."""
    return tuple(sorted(each.place for each in appearances if each.bulletin.id == bulletin_id))


def is_safe_link(url: str) -> bool:
    """Return whether an address may be linked to: one of the web that leads where it seems to lead.

    No backslash, which browsers read as a slash; no name or password before the host; no white space, and no
    character that is not seen or turns the direction of writing.
    """
    seems_other = "\\" in url or any(unicodedata.category(each) in _UNSEEN for each in url)
    return is_web_address(url) and not seems_other and "@" not in urlsplit(url).netloc
