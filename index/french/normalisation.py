"""Normalisation: one spelling for what only looks different, with the offsets of the original text.

Step 1 of the chain: one apostrophe, before NFKC would split ´ into a space and an accent; then NFKC, one
hyphen, no soft hyphens or zero-width characters, œ→oe, æ→ae, lower case.
"""

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.text import Span

SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Characters that become a simple space."""

# One character for one character: these change no offset.
_SAME_LENGTH = str.maketrans(
    dict.fromkeys("’‘‛ʻʼʹˈ′`´＇՚ꞌ", "'")
    | dict.fromkeys("‐‑‒–−﹣－", "-")
    | dict.fromkeys(SPACES, " ")
    | {"…": ";", "ς": "σ", "º": "°", "×": "x"}  # a…b is no acronym, 4×4 is 4x4
)
_LOOKALIKE = re.compile(f"[{''.join(map(chr, _SAME_LENGTH))}]")
_DROPPED = re.compile(
    "[\u00ad\u034f\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
)
_COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
# Characters that NFKC leaves alone and whose lower case is one character: nearly all of a French text.
_PLAIN = "\x00-\x7f¡-§©«¬®°±¶·»¿À-ÅÇ-åç-\u012f—“”„†‡•€►"
_HASHTAG = re.compile(r"#\w{3,}")
_INNER_CAPITAL = re.compile(r"(?<=[a-zà-öø-ÿ])[A-ZÀ-ÖØ-Þ](?=[a-zà-öø-ÿ])")
_HYPHENS = "-‐\u00ad¬"
_LINE_END = re.compile(rf"(?<=[^\W\d_])[{_HYPHENS}]\n(?=[a-zà-öø-ÿœ])")
_INITIAL = "[A-ZÀ-ÖØ-Þ]\\."
_INITIALS = re.compile(rf"(?<![\w.])(?:{_INITIAL} ){{2,}}{_INITIAL}(?!\w)")
"""An acronym with spaces: S. N. C. F.; two initials are mostly those of a person."""
_MAY_BE_INITIALS = re.compile(rf"\.[ {SPACES}]{_INITIAL}[ {SPACES}]{_INITIAL}")
_ODD = re.compile(
    rf"{_LINE_END.pattern}|{_INITIALS.pattern}|[{_PLAIN}]?[{_COMBINING}]+|[^{_PLAIN}][{_COMBINING}]*"
)
_NOT_PLAIN = re.compile(f"[^{_PLAIN}]")
_NOT_SINGLE = re.compile(f"[^{_PLAIN}{''.join(map(chr, _SAME_LENGTH))}]")
_FRACTION = "\u2044"
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


CUT = "¬"
"""Stands for a hyphen at the end of a line, within a word that goes on in the next one."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text and where each of its characters comes from.

    Attributes:
        text: Text that the tokenizer reads.
        starts: For each character of `text`, the first character of the original that it comes from.
        ends: For each character of `text`, one past the last.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> Span:
        """Return the span in the original text of the normalised characters [start, end)."""
        return Span(self.starts[start], self.ends[end - 1])


def normalise(text: str) -> Normalised:
    """Normalise any text, lone surrogates and NUL included; never raises."""
    found = _normalised(text)
    return _with_parts_of_hashtags(text, found) if "#" in text else found


def _normalised(text: str) -> Normalised:
    text = _LOOKALIKE.sub(_spelt_one_way, text)
    has_odd = has_cut_line(text) or has_initials(text) or _NOT_PLAIN.search(text)
    if not has_odd or _ODD.search(text) is None:
        return Normalised(text.lower(), range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts, ends = array("i"), array("i")  # lists would take 80 bytes a character

    def keep_plain(start: int, end: int) -> None:
        pieces.append(text[start:end].lower())
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))

    read = 0
    for match in _ODD.finditer(text):
        start, end = match.span()
        keep_plain(read, start)
        piece = _odd(match[0])
        pieces.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
        read = end
    keep_plain(read, len(text))
    return Normalised("".join(pieces), starts, ends)


def _with_parts_of_hashtags(text: str, found: Normalised) -> Normalised:
    """Return a text with hyphens before the capitals within hashtags: #BalanceTonPorc."""
    cuts = {
        tag.start() + capital.start()
        for tag in _HASHTAG.finditer(text)
        for capital in _INNER_CAPITAL.finditer(tag[0])
    }
    if not cuts:
        return found
    characters: list[tuple[str, int, int]] = []
    for character, start, end in zip(found.text, found.starts, found.ends, strict=True):
        if start in cuts:
            characters.append(("-", start, end))
            cuts.discard(start)
        characters.append((character, start, end))
    letters, starts, ends = zip(*characters, strict=True)
    return Normalised("".join(letters), starts, ends)


def rejoined(text: str) -> str:
    """Return a text in which no word goes on in the next line or after a space, as `normalise` reads it."""
    if has_initials(text):
        text = _with_initials_joined(text)
    if not has_cut_line(text):
        return text
    return _LINE_END.sub(lambda found: CUT if found[0][0] in "-‐" else "", text)


def _with_initials_joined(text: str) -> str:
    """Return a text without the spaces of S. N. C. F., of whatever width they are."""
    pieces: list[str] = []
    read = 0
    for found in _INITIALS.finditer(_LOOKALIKE.sub(_spelt_one_way, text)):
        pieces += text[read : found.start()], found[0].replace(" ", "")
        read = found.end()
    return "".join([*pieces, text[read:]])


def has_cut_line(text: str) -> bool:
    """Return whether a line ends with a hyphen; much faster than a pattern tells."""
    return any(f"{hyphen}\n" in text for hyphen in _HYPHENS)


def has_initials(text: str) -> bool:
    """Return whether a text may have `_INITIALS`; much faster than the pattern."""
    return _MAY_BE_INITIALS.search(text) is not None


def is_one_for_one(text: str) -> bool:
    """Return whether each character of a text is normalised by itself, into one character."""
    return _NOT_SINGLE.search(text) is None and not has_initials(text)


@lru_cache(maxsize=4096)
def _odd(piece: str) -> str:
    """Normalise one character with its combining marks, to none, one or several characters.

    A mark that composes with no base (the dot that « İ » leaves) would cut the word: it is dropped.
    """
    if piece[1:3] == ". ":
        return piece.replace(" ", "").lower()
    if piece.endswith("\n") and len(piece) > 1:
        return CUT if piece[0] == "-" else ""
    lowered = unicodedata.normalize("NFKC", _DROPPED.sub("", piece)).lower()
    composed = unicodedata.normalize("NFKC", lowered).translate(_SAME_LENGTH).translate(_LIGATURES)
    if _FRACTION in composed:
        composed = f" {composed}"  # 1½ is no eleven
    return "".join(character for character in composed if not unicodedata.combining(character))


def _spelt_one_way(lookalike: re.Match[str]) -> str:
    return lookalike[0].translate(_SAME_LENGTH)
