"""Ends of French sentences: not after M., O.T.A.N., n° 5 or 12 nov. 2024."""

import re
from functools import lru_cache
from typing import Literal

from index.text import Span

_END = re.compile(
    r"""
    [.!?…] (?:                               # a class first: the text between is skipped
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
# Abbreviations only before a figure: else they are words that end a sentence, « un vol. Le suspect ».
_BEFORE_FIGURE = re.compile(
    r"""
    (?<![^\W_]) (?: al | art | chap | ex | fig | max | min | no | not | op | pp? | sq | vol
    | janv | févr | fév | avr | juil | sept | oct | nov | déc ) \. $
    """,
    re.VERBOSE | re.IGNORECASE,
)

_BLANK = re.compile(r"\s*")
_LONGEST = 8
"""Characters needed to recognise an abbreviation: « Mlles. », the character before and a line feed."""


def sentences(text: str) -> tuple[Span, ...]:
    """Cut a paragraph into sentences, which are all of it but the white space between them."""
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
    """Return the ends of the sentences in [start, end), which begins and ends without white space."""
    ends: list[int] = []
    for match in _END.finditer(text, start, end):
        stop = match.end()
        is_long_word = text[stop - 7 : stop - 1].isalnum()  # no abbreviation has six letters
        if is_long_word or not _is_abbreviation(text, stop):
            ends.append(stop - text[stop - 1].isspace())
    ends.append(end)
    return ends


def next_sentence(text: str, end: int) -> int:
    """Return where the next sentence begins after the end of one."""
    blank = _BLANK.match(text, end)
    return blank.end() if blank else end


def _is_abbreviation(text: str, end: int) -> bool:
    """Return whether the stop that ends here belongs to an abbreviation."""
    kind = _abbreviation(text[max(0, end - _LONGEST) : end])
    return kind == "always" or (kind == "before a figure" and text[end : end + 8].lstrip()[:1].isdigit())


@lru_cache(maxsize=4096)
def _abbreviation(tail: str) -> Literal["always", "before a figure", "never"]:
    """Return where the last characters of a text, at most `_LONGEST`, are an abbreviation."""
    if _ABBREVIATION.search(tail):
        return "always"
    return "before a figure" if _BEFORE_FIGURE.search(tail) else "never"
