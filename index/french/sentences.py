"""Where French sentences end: not after M., O.T.A.N., n° 5 or 12 nov. 2024."""

import re
from functools import lru_cache
from typing import Literal

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

_BLANK = re.compile(r"\s*")
_LONGEST = 8
"""Characters that tell an abbreviation: « Mlles. » with what is before and a line feed."""


def sentences(text: str) -> tuple[Span, ...]:
    """Cut a paragraph into sentences; without the white space between them they are the whole text."""
    stripped = text.strip()
    if not stripped:
        return ()
    start = text.index(stripped)
    found: list[Span] = []
    for end in sentence_ends(text, start, start + len(stripped)):
        found.append(Span(start, end))
        start = next_sentence(text, end)
    return tuple(found)


def sentence_ends(text: str, start: int, end: int) -> list[int]:
    """Give where the sentences of a paragraph end, which begins and ends without white space."""
    ends: list[int] = []
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if text[stop - 7 : stop - 1].isalnum() or not _is_inside(
            text, stop
        ):  # no abbreviation has six letters
            ends.append(stop - text[stop - 1].isspace())
    ends.append(end)
    return ends


def next_sentence(text: str, end: int) -> int:
    """Give where the sentence begins that comes after the end of one."""
    blank = _BLANK.match(text, end)
    return blank.end() if blank else end


def _is_inside(text: str, end: int) -> bool:
    """Tell whether the stop that ends here belongs to an abbreviation."""
    kind = _abbreviation(text[max(0, end - _LONGEST) : end])
    return kind == "always" or (kind == "before a figure" and text[end : end + 8].lstrip()[:1].isdigit())


@lru_cache(maxsize=4096)
def _abbreviation(tail: str) -> Literal["always", "before a figure", "never"]:
    """Tell where the last characters of a text, `_LONGEST` of them, are an abbreviation."""
    if _ABBREVIATION.search(tail):
        return "always"
    return "before a figure" if _BEFORE_FIGURE.search(tail) else "never"
