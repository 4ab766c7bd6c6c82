"""Candidate regions: a byte search that narrows a text to the regions worth analysing.

The text is folded to one byte a character: lower case, no accents, œ and æ a byte each. A character that is
normalised in any other way is `ODD`, and the word around it is always a candidate. Nothing is cached.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.french.folding import fold
from index.french.normalisation import has_cut_line, has_initials, normalise
from index.french.stemming import MAX_TERM
from index.highlighting.written_prefixes import AE, OE

ODD = 0xFF
_CODE_PAGE = "cp1252"
"""It has all characters of French; a character that it lacks becomes a question mark, then `ODD`."""
_OTHER = ord(";")
_JOINTS = b"-'."
"""Signs within compounds and acronyms."""


class ContextWindow(NamedTuple):
    """Number of words before and after a word that may belong to the same match."""

    before: int
    after: int


ALONE = ContextWindow(0, 0)


class WrittenPrefix(NamedTuple):
    """A prefix to search for in the folded text, and the context to analyse around each word that begins so.

    Attributes:
        prefix: Folded bytes, from `index.highlighting.written_prefixes`.
        window: The context.
    """

    prefix: bytes
    window: ContextWindow = ALONE


Region = tuple[int, int]
"""Start and end in a text, each at a space or at an end of the text."""


def _byte(code: int) -> int:
    """Return the folded byte for a byte of the code page."""
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
_JOINED = re.compile(rb"%b[-'.]{1,2}(?=%b)" % (_LETTER, _LETTER))
_ODD = re.compile(rb"\xff+")
_LINE_END = re.compile(rb"%b[-;];(?=%b)" % (_LETTER, _LETTER))
"""A hyphen and a line end within a word."""
_ELIDED = re.compile(rb"-[a-z]+'")
"""An elided article within a compound (chef-d'œuvre), which is no part of the joined form."""


def candidate_regions(
    text: str, prefixes: Iterable[WrittenPrefix], widest: ContextWindow = ALONE
) -> list[Region]:
    """Return the regions of a text that may hold a word with one of some prefixes, in order and disjoint.

    Args:
        text: The text, as written.
        prefixes: The prefixes, each with the context that its regions include.
        widest: The context of words that the byte search cannot judge, such as those with an odd character.
    """
    if has_initials(text):  # S. N. C. F. is one word: what is around a word is not told by spaces
        return [(0, len(text))]
    folded = text.replace("?", "!").encode(_CODE_PAGE, "replace").translate(_FOLDED)
    unjoined = folded.translate(None, _JOINTS)
    found: list[Region] = []
    is_joined = False
    for prefix in prefixes:
        count = unjoined.count(prefix.prefix)
        if count:
            regions, seen = _regions_of_prefix(folded, prefix)
            found += regions
            is_joined = is_joined or count > seen
    offsets = [match.start() for match in _ELIDED.finditer(folded)]
    if has_cut_line(text):
        offsets += [match.start() for match in _LINE_END.finditer(folded)]
    if ODD in folded:
        offsets += [match.start() for match in _ODD.finditer(folded)]
    if is_joined:
        offsets += [match.start() for match in _JOINED.finditer(folded)]
    if offsets:
        found += _regions_around(folded, sorted(offsets), widest)
    return _united(found) if len(found) > 1 else found


def _regions_of_prefix(folded: bytes, written: WrittenPrefix) -> tuple[list[Region], int]:
    """Find the words that may begin with a prefix.

    Returns:
        Their regions, and the number of occurrences of the prefix, those within a word included.
    """
    prefix, window = written
    length = len(prefix)
    found: list[Region] = []
    seen = 0
    offset = folded.find(prefix)
    while offset >= 0:
        seen += 1
        start = folded.rfind(b" ", 0, offset) + 1
        end = offset + length
        if offset - start > MAX_TERM or not folded[start:offset].isalpha():
            end = folded.find(b" ", end)
            if end < 0 or folded[start - 2] in _DIGITS or folded[end - 1] in _DIGITS:
                start, end = _chunk(folded, start, offset + length)
            found.append(_widened(folded, start, end, window, found))
        offset = folded.find(prefix, end)
    return found, seen


def _regions_around(folded: bytes, offsets: Iterable[int], window: ContextWindow) -> list[Region]:
    """Return the regions around some offsets, which ascend; offsets within one chunk share a region."""
    found: list[Region] = []
    reached = 0
    for offset in offsets:
        if offset >= reached:
            start, reached = _chunk(folded, offset, offset + 1)
            found.append(_widened(folded, start, reached, window, found))
    return found


def _chunk(folded: bytes, start: int, end: int) -> Region:
    """Widen a range to the nearest spaces; a space between the thousands of a number does not count."""
    return _start(folded, start), _end(folded, end)


def _start(folded: bytes, offset: int) -> int:
    start = folded.rfind(b" ", 0, offset) + 1
    while start and _is_in_number(folded, start - 1):
        start = folded.rfind(b" ", 0, start - 1) + 1
    return start


def _end(folded: bytes, offset: int) -> int:
    end = folded.find(b" ", offset)
    while end >= 0 and _is_in_number(folded, end):
        end = folded.find(b" ", end + 1)
    return end if end >= 0 else len(folded)


def _is_in_number(folded: bytes, space: int) -> bool:
    """Return whether a space may separate the thousands of a number."""
    if folded[space - 1] not in _DIGITS:
        return False
    thousands = folded[space + 1 : space + 4]
    return len(thousands) == 3 and _DIGITS.issuperset(thousands)


def _widened(folded: bytes, start: int, end: int, window: ContextWindow, found: Sequence[Region]) -> Region:
    """Widen a region by the words of a context window; it never begins before the last region found ends."""
    if window is ALONE:
        return start, end
    floor = found[-1][1] if found else 0
    words = 0
    while words < window.before and start > floor:
        wider = _start(folded, start - 1)
        words += _has_word(folded[wider:start])
        start = wider
    words = 0
    while words < window.after and end < len(folded):
        wider = _end(folded, end + 1)
        words += _has_word(folded[end:wider])
        end = wider
    return start, end


def _has_word(folded: bytes) -> bool:
    return bool(folded.translate(None, _NO_WORD))


def _united(found: list[Region]) -> list[Region]:
    """Return regions in order, those that overlap or touch united."""
    united: list[Region] = []
    for start, end in sorted(found):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united
