"""How a bulletin is called: by its own name, or by its day, source and order where that is an identifier."""

import re

from flask import Flask, g

from index.archive.catalogue import Catalogue
from index.archive.document import Bulletin, Document
from webapp.dates import weekday
from webapp.languages import say
from webapp.present import shortened

_HEXADECIMAL = re.compile(r"(?<![^\W_])(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{8,}(?![^\W_])", re.IGNORECASE)
_PREFIXED = re.compile(r"[a-z]{1,4}(?=[a-f]*\d)[\da-f]{8,}", re.IGNORECASE)
_UUID = re.compile(r"[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}", re.IGNORECASE)
_FILE = re.compile(
    r"\.(?:txt|md|html?|xml|json|jsonl|csv|pdf|docx?|odt|rtf|srt|vtt|mp[34]|m4a|wav|ts|mkv|gz|zip)", re.I
)
_ADDRESS = re.compile(r"(?:https?|ftp|file|urn|tag|doi):\S+", re.IGNORECASE)
_TIME = re.compile(
    r"(?<!\d)\d{1,2}\s?(?:h(?:eures?)?\s?|[:/-](?=\d\d?(?!\d)))(?:\d{2}(?!\d))?", re.IGNORECASE
)
_DATE = re.compile(
    r"(?<!\d)(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4})(?!\d)(?:T[\d:.]+Z?)?"
)
_LONG_NUMBER = re.compile(r"\d{6,}")
_NUMBERS = re.compile(r"[\d\s._/:#-]*\d[\d\s._/:#-]*")
_LETTER = re.compile(r"[^\W\d_]")
_SEPARATORS = re.compile(r"[-._/]")
_CHANGES = re.compile(r"\d(?=[^\W\d_])|[^\W\d_](?=\d)")
_SHORT_HEXADECIMAL = re.compile(r"(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{3,7}", re.IGNORECASE)
_MANY_DIGITS = 5
_MANY_CHANGES = 3
_ORDER = "bulletin_order"


def install(app: Flask) -> None:
    """Register the filters of the templates."""
    app.jinja_env.filters.update(bulletin_name=bulletin_name, name_beside=name_beside, is_named=is_named)


def set_catalogue(catalogue: Catalogue) -> None:
    """Set the catalogue that bulletins of this request are found in."""
    g.catalogue = catalogue


def bulletin_name(bulletin: Bulletin) -> str:
    """Return what a bulletin is called: Bulletin du samedi 22 août 2026, France 2, 1er de 2."""
    return bulletin.name if is_named(bulletin) else "".join(_called(bulletin))


def name_beside(bulletin: Bulletin, document: Document) -> tuple[str, str, str]:
    """Return the name of a bulletin in three parts, for the margin of an item of it.

    The second part is empty, or only repeats the day and the source that stand there.
    """
    if is_named(bulletin) or (bulletin.date, bulletin.source) != (document.date, document.source):
        return shortened(bulletin_name(bulletin)), "", ""
    return _called(bulletin)


def _called(bulletin: Bulletin) -> tuple[str, str, str]:
    """Return what a bulletin without a name is called: what it is, its day and source, its order."""
    dated = say(" du {day}", day=weekday(bulletin.date)) if bulletin.date else say(" sans date")
    source, order = ((each and f", {each}") for each in (bulletin.source, _order(bulletin)))
    return say("Bulletin"), f"{dated}{source}", order


def is_named(bulletin: Bulletin) -> bool:
    """Return whether a bulletin has a name that readers know it by."""
    return bool(bulletin.name.strip()) and not is_identifier(bulletin.name.strip())


def is_identifier(name: str) -> bool:
    """Return whether a name is made for programs: a digest, a number, the name of a file."""
    if _UUID.search(name) or _HEXADECIMAL.search(name) or _ADDRESS.fullmatch(name):
        return True
    return _is_mostly_digits(name) if re.search(r"\s", name) else _is_opaque(name)


def _is_mostly_digits(name: str) -> bool:
    """Return whether a name of several words has fewer letters than digits, times and dates aside."""
    rest = _TIME.sub("", _DATE.sub("", name))
    letters = len(_LETTER.findall(rest))
    digits = sum(character.isdigit() for character in rest)
    is_a_date = not letters and not digits and bool(_DATE.search(name))
    return is_a_date or (digits >= _MANY_DIGITS and digits >= letters) or bool(_NUMBERS.fullmatch(rest))


def _is_opaque(name: str) -> bool:
    """Return whether a name without spaces is made for programs."""
    if "_" in name or name.endswith("==") or _PREFIXED.fullmatch(name):
        return True
    if _DATE.search(name) or _LONG_NUMBER.search(name):
        return True
    if (ending := re.search(r"\.\w+$", name)) and _FILE.fullmatch(ending[0]):
        return True
    rest = _TIME.sub("", name)
    parts = _SEPARATORS.split(rest)
    if any(len(_CHANGES.findall(part)) >= _MANY_CHANGES for part in parts):
        return True
    if len(parts) > 1 and any(_SHORT_HEXADECIMAL.fullmatch(part) for part in parts):
        return True
    return _is_mostly_digits(name)


def _order(bulletin: Bulletin) -> str:
    """Return which of the bulletins of its source and day it is; empty where it is the only one."""
    order, total = g.catalogue.order_of_day(bulletin) if bulletin.date else (1, 1)
    if total == 1:
        return ""
    if order == 1:
        return say("1er de {total}", total=total)
    return say("{order}e de {total}", order=order, total=total)
