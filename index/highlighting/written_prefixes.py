"""How the written words begin that a term stands for, as bytes of a text that `candidate_regions` folds.

A stem is how its words begin, folded, but for the endings that Snowball changes (`_CHANGED`, see version
3.1 of https://snowballstem.org/algorithms/french/stemmer.html) and for the words of `data/stems.txt`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations, product

from index.french.stemming import fold, words_of_root

OE, AE = 0x80, 0x81
"""The bytes of œ and æ."""

MAX_SPELLINGS = 16
"""Ways to write one beginning; what has more is not looked for in bytes."""

_CHANGED = {
    "iqu": ("ic",),
    "ent": ("enc", "emm"),
    "ant": ("amm",),
    "eux": ("eus",),
    "abl": ("abil",),
    "al": ("aux",),
    "i": ("y",),
}
"""How the words go on where the end of a stem is not written in them: amical, amicaux."""

_WRITTEN_SHORT = re.compile("oe|ae|saint")
_SHORT = {"oe": bytes([OE]), "ae": bytes([AE]), "saint": b"st"}
_CUT_SHORT = ("o", "a", "s", "sa", "sai", "sain")
_NUMBER = re.compile(r"(\d+)(?:,(\d+))?")


class TooManySpellingsError(ValueError):
    """There are more ways to write it than are worth a search each."""


@lru_cache(maxsize=4096)
def of_stem(stem: str) -> frozenset[bytes]:
    """Give how the words of a stem may begin, without points, hyphens and apostrophes.

    Raises:
        TooManySpellingsError: There are more than `MAX_SPELLINGS`.
    """
    changed = [
        stem.removesuffix(end) + each
        for end, written in _CHANGED.items()
        if stem.endswith(end)
        for each in written
    ]
    return of_form(stem).union(_spellings(changed), _spellings(words_of_root(stem)))


@lru_cache(maxsize=4096)
def of_form(form: str) -> frozenset[bytes]:
    """Give how an exact or accented form may begin; raises as `of_stem` does."""
    number = _NUMBER.fullmatch(form)
    return frozenset(_spellings(_numbers(number[1], number[2] or "") if number else [form]))


def of_prefix(prefix: str) -> Iterator[bytes]:
    """Give how words may begin that begin with a folded prefix; raises as `of_stem` does.

    The prefix may end within what is written shorter: « sai » begins St, « co » begins « cœur ».
    """
    if prefix[:1].isdigit():
        raise TooManySpellingsError(prefix)  # where its thousands are parted is not known
    yield from _spellings([prefix])
    for cut in _CUT_SHORT:
        whole = {"o": "oe", "a": "ae"}.get(cut, "saint")
        if prefix.endswith(cut):
            yield from _spellings([prefix.removesuffix(cut) + whole])


def _numbers(whole: str, decimals: str) -> Iterator[str]:
    """Write a number with and without spaces between its thousands, and with a decimal point left out."""
    spaces = range(len(whole) - 3, 0, -3)
    if len(spaces) > 3:
        raise TooManySpellingsError(whole)
    for count in range(len(spaces) + 1):
        for places in combinations(spaces, count):
            written = "".join(f" {digit}" if place in places else digit for place, digit in enumerate(whole))
            yield from (f"{written}{sign}{decimals}" for sign in ((",", "") if decimals else ("",)))


def _spellings(beginnings: Iterable[str]) -> Iterator[bytes]:
    """Write beginnings in all ways; one with letters that no folded text has is written in none."""
    for beginning in beginnings:
        folded = fold(beginning)
        if not folded.isascii():
            continue
        short = _WRITTEN_SHORT.findall(folded)
        if 2 ** len(short) > MAX_SPELLINGS:
            raise TooManySpellingsError(beginning)
        between = [part.encode() for part in _WRITTEN_SHORT.split(folded)]
        for written in product(*((each.encode(), _SHORT[each]) for each in short)):
            yield b"".join(part + also for part, also in zip(between, (*written, b""), strict=True))
