"""Where French sentences end: not after M., O.T.A.N., n° 5 or 12 nov. 2024."""

import re
from functools import lru_cache

from index.text import Span

_END = re.compile(
    r"""
    [.!?…] (?:                               # one class first: the text between is passed over at once
      (?<![.!?…][.!?…]) [.!?…]* \s? [»”")\]]*            # a stop, perhaps with the quote it closes
      (?= \s+ [«“"(\[—–-]* \s? [A-ZÀ-ÖØ-ÞŒ0-9] )       # before a capital or a figure
    | (?<=[a-zà-öø-ÿœ][.!?…]) (?=[A-ZÀ-ÖØ-ÞŒ][a-zà-öø-ÿœ])      # fin.Début
    )
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"""
    (?<![^\W_]) (?: [A-ZÀ-ÖØ-Þ] | (?:[^\W\d_]\.)+ [^\W\d_]           # an initial, an acronym
    | MM | Mmes? | Mlles? | Mgr | Me | Dr | Pr | St | Ste | apr | av | bd | boul | cf | dép | éd | env | etc
    | réf | suiv | tél | vs ) \. $
    """,
    re.VERBOSE,
)
# These are words, too, or end a sentence: « un vol. Le suspect », « à 20 h. Le maire ».
_BEFORE_FIGURE = re.compile(
    r"""
    (?<![^\W_]) (?: al | art | chap | ex | fig | max | min | no | not | op | pp? | sq | vol
    | janv | févr | fév | avr | juil | sept | oct | nov | déc ) \. $
    """,
    re.VERBOSE | re.IGNORECASE,
)

_LONGEST = 8
"""Characters that tell an abbreviation: « Mlles. » with what is before and a line feed."""


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Cut a paragraph of a text into sentences; without the white space between them they are the whole of it."""
    end = len(text) if end is None else end
    found: list[Span] = []
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if not _is_inside(text, stop):
            _add(found, text, start, stop)
            start = stop
    _add(found, text, start, end)
    return tuple(found)


def _is_inside(text: str, end: int) -> bool:
    """Tell whether the stop that ends here belongs to an abbreviation."""
    if text[end - 1] not in ".\n" or text[max(0, end - 7) : end - 1].isalnum() and end >= 7:
        return False  # no abbreviation has six letters
    tail = text[max(0, end - _LONGEST) : end]
    if _is_abbreviated(tail):
        return True
    is_figure = text[end : end + 8].lstrip()[:1].isdigit()
    return is_figure and _BEFORE_FIGURE.search(tail) is not None


@lru_cache(maxsize=4096)
def _is_abbreviated(tail: str) -> bool:
    return _ABBREVIATION.search(tail) is not None


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    """Keep a sentence, without the white space around it."""
    sentence = text[start:end]
    stripped = sentence.strip()
    if stripped:
        offset = start + sentence.index(stripped)
        found.append(Span(offset, offset + len(stripped)))
