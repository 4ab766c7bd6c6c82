"""Other spellings of what is written together or apart: G20 and G 20, 49.3 and 49-3, 39 19 and 3919.

Compounds need none: their joined form and their parts are looked up (`index.query.tree:Clause.is_bound`).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from index.french.stemming import STOP_WORDS, terms
from index.query.tree import Alternative, Clause

_RUNS = re.compile(r"\d+|[^\W\d_]+")
_MOST_RUNS = 4
_LONGEST_RUN = 5
"""Letters or figures of the longest word that is joined with its neighbours: 20 h 30, COP 28."""
_TIME = re.compile(r"(\d{1,2})h(\d\d)?")
_SHORT_NUMBER = re.compile(r"(3\d)(\d\d)")
"""Four figures that are said and written in twos: telephone numbers of services begin with 3."""
_ARTICLE = re.compile(r"(\d\d)\.(\d)")
"""Articles of a constitution or a code: 49.3, which is also written 49-3; 49,3 is a number."""
_YEAR = 4
"""Figures of a number that may be a year, and is not written with a comma."""
_THOUSANDS = re.compile(r"([1-9]\d{0,2})(\d{3})")


def with_other_spellings(clause: Clause) -> Clause:
    """Return a word or phrase with its other spellings as alternatives."""
    if clause.kind not in ("word", "phrase") or clause.slop is not None:
        return clause
    parts = [each.exact for each in clause.words]
    found = [*_apart(parts[0], clause.text)] if len(parts) == 1 else [*_together(parts, clause)]
    others = (Alternative(" ".join(words), tuple(map(terms, words)), 1.0) for words in found)
    return replace(clause, alternatives=(*clause.alternatives, *others)) if found else clause


def _apart(word: str, typed: str) -> Iterator[tuple[str, ...]]:
    """Yield the words that one word may be written as; « a 13 » is no A13 but in « il a 13 ans »."""
    if not any(map(str.isdecimal, word)):
        return
    runs = tuple(_RUNS.findall(word))
    if 1 < len(runs) <= _MOST_RUNS and "," not in word and runs[0] not in STOP_WORDS:
        yield runs
    if article := _ARTICLE.fullmatch(typed):
        yield article[1], article[2]
    if time := _TIME.fullmatch(word):
        yield (time[1], time[2]) if time[2] else (time[1], "heures")
    if number := _SHORT_NUMBER.fullmatch(word):
        yield number[1], number[2]
    if (number := _THOUSANDS.fullmatch(word)) and (len(word) > _YEAR or typed != word):
        yield (f"{number[1]},{number[2]}",)


def _together(parts: list[str], clause: Clause) -> Iterator[tuple[str, ...]]:
    """Yield the words that several words may be written as, where some have figures.

    The joined form of a compound is looked up anyway.
    """
    if not any(map(str.isdecimal, parts)) or max(map(len, parts)) > _LONGEST_RUN:
        return
    if len(parts) == 2 and all(map(str.isdecimal, parts)):
        yield (",".join(parts),)
    joined = "".join(parts)
    if (
        clause.is_phrase
        and len(parts) <= _MOST_RUNS
        and (not joined.isdecimal() or _SHORT_NUMBER.fullmatch(joined))
    ):
        yield (joined,)
