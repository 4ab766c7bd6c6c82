"""Written prefixes: the bytes that the words of a term begin with in a text that `candidate_regions` folds.

How the words of a stem begin is said by `index.french.stemming.word_prefixes`; here it is written in bytes.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations, product

from index.french.folding import fold
from index.french.stemming import GLUED, NOUN, word_prefixes

OE, AE = 0x80, 0x81
"""The folded bytes of œ and æ."""

MAX_SPELLINGS = 16
"""Most spellings of a prefix; one with more is not searched for in bytes."""

_WRITTEN_SHORT = re.compile("oe|ae|saint")
_SHORT = {"oe": bytes([OE]), "ae": bytes([AE]), "saint": b"st"}
_CUT_SHORT = ("o", "a", "s", "sa", "sai", "sain")
_NUMBER = re.compile(r"(\d+)(?:,(\d+))?")


class TooManySpellingsError(ValueError):
    """A prefix has more spellings than are worth a search each."""


@lru_cache(maxsize=4096)
def of_stem(stem: str) -> frozenset[bytes]:
    """Return the written prefixes of a stem, without points, hyphens and apostrophes.

    Raises:
        TooManySpellingsError: A prefix has more than `MAX_SPELLINGS` spellings.
    """
    stem = stem.removesuffix(GLUED).removeprefix(NOUN)
    return of_form(stem).union(_spellings(word_prefixes(stem)))


@lru_cache(maxsize=4096)
def of_form(form: str) -> frozenset[bytes]:
    """Return the written prefixes of an exact or accented form; raises as `of_stem` does."""
    number = _NUMBER.fullmatch(form)
    return frozenset(_spellings(_numbers(number[1], number[2] or "") if number else [form]))


def of_prefix(prefix: str) -> Iterator[bytes]:
    """Yield the written prefixes of a folded prefix; raises as `of_stem` does.

    The prefix may end within letters that have a shorter spelling: « sai » begins St, « co » begins « cœur ».
    """
    if prefix[:1].isdigit():
        raise TooManySpellingsError(prefix)  # where spaces separate its thousands is not known
    yield from _spellings([prefix])
    for cut in _CUT_SHORT:
        whole = {"o": "oe", "a": "ae"}.get(cut, "saint")
        if prefix.endswith(cut):
            yield from _spellings([prefix.removesuffix(cut) + whole])


def _numbers(whole: str, decimals: str) -> Iterator[str]:
    """Yield the spellings of a number: each space between thousands or not; decimals after a comma or not.

    A decimal point is dropped from folded text, so that decimals follow directly.
    """
    spaces = range(len(whole) - 3, 0, -3)
    if len(spaces) > 3:
        raise TooManySpellingsError(whole)
    for count in range(len(spaces) + 1):
        for chosen in combinations(spaces, count):
            written = "".join(f" {digit}" if at in chosen else digit for at, digit in enumerate(whole))
            yield from (f"{written}{sign}{decimals}" for sign in ((",", "") if decimals else ("",)))


def _spellings(prefixes: Iterable[str]) -> Iterator[bytes]:
    """Yield all spellings of some prefixes; one with a letter outside ASCII when folded has none."""
    for prefix in prefixes:
        folded = fold(prefix)
        if not folded.isascii():
            continue
        short = _WRITTEN_SHORT.findall(folded)
        if 2 ** len(short) > MAX_SPELLINGS:
            raise TooManySpellingsError(prefix)
        between = [part.encode() for part in _WRITTEN_SHORT.split(folded)]
        for written in product(*((each.encode(), _SHORT[each]) for each in short)):
            yield b"".join(part + chosen for part, chosen in zip(between, (*written, b""), strict=True))
