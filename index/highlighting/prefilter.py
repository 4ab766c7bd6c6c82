"""Where in a text the words may stand that a query looks for: some searches in bytes, before any analysis.

The text is folded to one byte a character: lower case, no accents, œ and æ a byte each. A character that is
normalised in any other way is `ODD`, and the words around it may be anything. Nothing is remembered.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.french.normalisation import normalise
from index.french.stemming import MAX_TERM, fold
from index.highlighting.written_prefixes import AE, OE

ODD = 0xFF
_CODE_PAGE = "cp1252"
"""It has all that French is written with; what it lacks becomes a question mark."""
_OTHER = ord(";")
_JOINTS = b"-'."
"""What stands within compounds and acronyms."""


class ContextWindow(NamedTuple):
    """How many words before and after one may belong to what is looked for with it."""

    before: int
    after: int


ALONE = ContextWindow(0, 0)


class WrittenPrefix(NamedTuple):
    """How a written word begins that is looked for, as `index.highlighting.written_prefixes` gives it."""

    beginning: bytes
    reach: ContextWindow = ALONE


Region = tuple[int, int]
"""Start and end of a piece of a text: it ends with it or before a space, and begins likewise."""


def _byte(code: int) -> int:
    """Give the folded byte for one of the code page."""
    character = bytes([code]).decode(_CODE_PAGE, "replace")
    text = normalise(character).text
    if character == "?" or len(text) != 1:
        return {"oe": OE, "ae": AE}.get(text, ODD)
    folded = fold(text)
    if len(folded) == 1 and folded.isascii():
        return ord(folded.replace("&", "-"))
    return ODD if text.isalnum() else _OTHER


_FOLDED = bytes(map(_byte, range(256)))
_NO_WORD = bytes(code for code in range(256) if code not in (OE, AE, ODD) and not chr(code).isalnum())
_DIGITS = frozenset((*b"0123456789", ODD))
_LETTER = rb"[a-z0-9\x80\x81]"
_JOINED = re.compile(rb"%b[-'.](?=%b)" % (_LETTER, _LETTER))
_ODD = re.compile(rb"\xff+")
_ELIDED = re.compile(rb"-[a-z]+'")
"""Within a compound (chef-d'œuvre) the elided article is no part of the joined form."""


def candidate_regions(
    text: str, needles: Iterable[WrittenPrefix], widest: ContextWindow = ALONE
) -> list[Region]:
    """Give all pieces of a text that may hold what is looked for, in order and apart, with the words around.

    Args:
        widest: How far what is looked for may reach around any word.
    """
    folded = text.replace("?", "!").encode(_CODE_PAGE, "replace").translate(_FOLDED)
    unjoined = folded.translate(None, _JOINTS)
    found: list[Region] = []
    is_joined = False
    for needle in needles:
        count = unjoined.count(needle.beginning)
        if count:
            pieces, seen = _beginning(folded, needle)
            found += pieces
            is_joined = is_joined or count > seen
    places = [match.start() for match in _ELIDED.finditer(folded)]
    if ODD in folded:
        places += [match.start() for match in _ODD.finditer(folded)]
    if is_joined:
        places += [match.start() for match in _JOINED.finditer(folded)]
    if places:
        found += _around(folded, sorted(places), widest)
    return _united(found) if len(found) > 1 else found


def _beginning(folded: bytes, needle: WrittenPrefix) -> tuple[list[Region], int]:
    """Find the words that begin so, or may; count the places looked at, also those within a longer word."""
    beginning, reach = needle
    length = len(beginning)
    found: list[Region] = []
    seen = 0
    place = folded.find(beginning)
    while place >= 0:
        seen += 1
        start = folded.rfind(b" ", 0, place) + 1
        end = place + length
        if place - start > MAX_TERM or not folded[start:place].isalpha():
            end = folded.find(b" ", end)
            if end < 0 or folded[start - 2] in _DIGITS or folded[end - 1] in _DIGITS:
                start, end = _chunk(folded, start, place + length)
            found.append(_widened(folded, start, end, reach, found))
        place = folded.find(beginning, end)
    return found, seen


def _around(folded: bytes, places: Iterable[int], reach: ContextWindow) -> list[Region]:
    found: list[Region] = []
    reached = 0
    for place in places:
        if place >= reached:
            start, reached = _chunk(folded, place, place + 1)
            found.append(_widened(folded, start, reached, reach, found))
    return found


def _chunk(folded: bytes, start: int, end: int) -> Region:
    """Give what stands between spaces, those within a number left out, from before `start` to after `end`."""
    return _start(folded, start), _end(folded, end)


def _start(folded: bytes, place: int) -> int:
    start = folded.rfind(b" ", 0, place) + 1
    while start and _is_in_number(folded, start - 1):
        start = folded.rfind(b" ", 0, start - 1) + 1
    return start


def _end(folded: bytes, place: int) -> int:
    end = folded.find(b" ", place)
    while end >= 0 and _is_in_number(folded, end):
        end = folded.find(b" ", end + 1)
    return end if end >= 0 else len(folded)


def _is_in_number(folded: bytes, space: int) -> bool:
    """Tell whether a space may stand before thousands."""
    if folded[space - 1] not in _DIGITS:
        return False
    thousands = folded[space + 1 : space + 4]
    return len(thousands) == 3 and _DIGITS.issuperset(thousands)


def _widened(folded: bytes, start: int, end: int, reach: ContextWindow, found: Sequence[Region]) -> Region:
    """Take in the words before and after; not further back than what was found before."""
    if reach is ALONE:
        return start, end
    floor = found[-1][1] if found else 0
    words = 0
    while words < reach.before and start > floor:
        wider = _start(folded, start - 1)
        words += _has_word(folded[wider:start])
        start = wider
    words = 0
    while words < reach.after and end < len(folded):
        wider = _end(folded, end + 1)
        words += _has_word(folded[end:wider])
        end = wider
    return start, end


def _has_word(folded: bytes) -> bool:
    return bool(folded.translate(None, _NO_WORD))


def _united(found: list[Region]) -> list[Region]:
    """Make one of those that share characters, in order."""
    united: list[Region] = []
    for start, end in sorted(found):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united
