"""Where French sentences end: not after M., O.T.A.N., n° 5 or 12 nov. 2024."""

import re

from index.text import Span

_END = re.compile(
    r"""
    (?<![.!?…]) [.!?…]+ \s? [»”")\]]*                         # a stop, perhaps with the quote it closes
    (?= \s+ [«“"(\[—–-]* \s? [A-ZÀ-ÖØ-ÞŒ0-9] )        # before a capital or a figure
  | (?<=[a-zà-öø-ÿœ]) [.!?…] (?=[A-ZÀ-ÖØ-ÞŒ][a-zà-öø-ÿœ])       # fin.Début
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"""
    (?<![^\W_]) (?: [^\W\d_] | (?:[^\W\d_]\.)+ [^\W\d_]          # an initial, an acronym
    | MM | Mmes? | Mlles? | Mgr | Me | Dr | Pr | St | Ste | art | al | av | apr | boul | bd | cf | chap | dép
    | éd | env | etc | ex | fig | hab | max | min | no | not | op | p | pp | réf | sq | suiv | tél | vol | vs
    | janv | févr | fév | avr | juil | sept | oct | nov | déc ) \. $
    """,
    re.VERBOSE | re.IGNORECASE,
)


def sentences(text: str) -> tuple[Span, ...]:
    """Cut a paragraph into sentences; without the white space between them they are the whole text."""
    found: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if not _ABBREVIATION.search(text, max(0, match.end() - 20), match.end()):
            _add(found, text, start, match.end())
            start = match.end()
    _add(found, text, start, len(text))
    return tuple(found)


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    """Keep a sentence, without the white space around it."""
    sentence = text[start:end]
    stripped = sentence.strip()
    if stripped:
        offset = start + sentence.index(stripped)
        found.append(Span(offset, offset + len(stripped)))
