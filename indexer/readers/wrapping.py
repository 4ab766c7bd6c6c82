"""Lines that a program broke at a width become paragraphs again, and words cut at a line end become whole.

A text is hard-wrapped where most of its lines are so long that the next word would not have fitted, and its
sentences go on in the next line. Lines of poems are not; lists, tables, headings and dialogues keep theirs.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from index.french.lexicon import look_up
from indexer.readers.marks import SIGNS

_NARROWEST, _WIDEST = 50, 120  # characters; verses of twelve syllables have 45
_FULL, _GOES_ON, _SMALL, _LONGER = 0.6, 0.3, 0.6, 0.1  # shares of lines
_NUMBER = r"\(?(?:[12]?\d|30)[.)°/]\s"  # « les années 80. » is no item
_SIGN = rf"[\W\dh]{{0,12}}[{SIGNS}]|[>•■●◆*+#–—-]\s|[a-z]\)\s"
_NAME = "[A-ZÀ-Þ][\\w’'.-]*"
_PERSON = rf"{_NAME}(?: (?:{_NAME}|de|du|des|d’\w+)){{0,3}}"  # Anne Le Gall
_ROLE = "(?:L[ea]s?|Une?|L[’'])(?: ?[\\w’'.-]+){1,3}"  # Le maire de Brest
_SPEAKER = rf"(?:{_PERSON}|{_ROLE})[ \u00a0\u202f]?:(?:\s|$)"
_BEGINS_ITEM = re.compile(rf"\s*(?:{_SIGN}|{_NUMBER})")
_BEGINS_NUMBERED = re.compile(rf"\s*{_NUMBER}")
_BEGINS_TURN = re.compile(rf"\s*{_SPEAKER}")
_TABLE = re.compile(r"\t|\S {3,}\S|\|.*\|")
_SENTENCE_END = re.compile(r"[.!?…:;][»”\")\s]*$")
_UNBROKEN = re.compile(r"\s*(?P<word>[^ \t]*)")  # no-break spaces do not end it
_SOFT = "\u00ad¬"
_CUT_LINE = re.compile(rf"(?P<before>-?)(?P<head>[^\W\d_]+)(?P<hyphen>[-‐{_SOFT}])$")
_FIRST_WORD = re.compile(r"\s*(?P<tail>[^\W\d_]+)")
_MOST_LINES = 5_000  # that tell the width
_SYLLABLE = 3  # letters behind a hyphen that are no t of « a-t-on »


def unwrap(text: str) -> str:
    """Return a text whose paragraphs are lines, and in which no word is cut at a line end."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    width = wrap_width(lines)
    is_cut = any(line.rstrip().endswith(("-", "‐", *_SOFT)) for line in lines)
    if not width and not is_cut:
        return text
    return "\n".join(_paragraphs(lines, _Layout(width, _has_turns(lines, width)), _word_test(text)))


def wrap_width(lines: list[str]) -> int:
    """Return the width that lines are wrapped at, in characters; 0 if they are not."""
    pairs = [
        _Pair(line.rstrip(), following)
        for line, following in pairwise(lines[:_MOST_LINES])
        if line.strip() and following.strip() and not _is_apart(line, following)
    ]
    width = max((len(line) for pair in pairs for line in pair.breakable()), default=0)
    full = [pair for pair in pairs if pair.is_full(width)]
    going_on = sum(pair.goes_on for pair in full)
    within = sum(not _SENTENCE_END.search(pair.line) for pair in full)
    is_prose = len(full) >= _FULL * len(pairs) and going_on >= max(_GOES_ON * len(full), _SMALL * within)
    longer = sum(
        len(line.rstrip()) > width and " " in line.strip() and not _BEGINS_ITEM.match(line)
        for line in lines[:_MOST_LINES]
    )
    if not going_on or not is_prose or not _NARROWEST <= width <= _WIDEST:
        return 0
    return width if longer <= _LONGER * len(lines[:_MOST_LINES]) else 0


@dataclass(frozen=True, slots=True)
class _Pair:
    """A line of text and the next one."""

    line: str
    following: str

    def breakable(self) -> Iterator[str]:
        """Yield those that are more than one word: an address may be longer than any line."""
        for line in (self.line, self.following.rstrip()):
            if " " in line.strip():
                yield line

    def is_full(self, width: int) -> bool:
        """Return whether the next word would not have fitted."""
        word = len(_UNBROKEN.match(self.following)["word"])  # type: ignore[index]
        return len(self.line) + 1 + word > width or _CUT_LINE.search(self.line) is not None

    @property
    def goes_on(self) -> bool:
        """Whether a sentence goes on in the next line, with a small letter as nothing but prose does."""
        is_small = not self.following.lstrip()[0].isupper()
        return bool(_CUT_LINE.search(self.line)) or (is_small and not _SENTENCE_END.search(self.line))


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a text is broken.

    Attributes:
        width: That its lines are wrapped at; 0 if they are not.
        has_turns: It is a dialogue, whose turns begin lines; elsewhere « Résultat : » does so by chance.
    """

    width: int
    has_turns: bool


def _has_turns(lines: list[str], width: int) -> bool:
    """Return whether a turn of a dialogue begins behind a line that had room for its first word."""
    return any(
        _BEGINS_TURN.match(following) and line.strip() and not _Pair(line.rstrip(), following).is_full(width)
        for line, following in pairwise(lines)
        if not _BEGINS_ITEM.match(line)
    )


def _is_apart(line: str, following: str, *, has_turns: bool = True) -> bool:
    """Return whether two lines are no prose that goes on: a list, a table, a title, a dialogue."""
    if _TABLE.search(line.strip()) or _TABLE.search(following.strip()):
        return True
    is_item = _BEGINS_ITEM.match(line) is not None
    is_turn = (has_turns or is_item) and _BEGINS_TURN.match(following) is not None
    if _BEGINS_NUMBERED.match(following) or is_turn:  # or by chance: on France / 2.
        return is_item or _SENTENCE_END.search(line) is not None
    if _BEGINS_ITEM.match(following):
        return True
    if " " not in line.strip():  # an address
        return True
    is_indented = len(following) - len(following.lstrip()) > len(line) - len(line.lstrip())
    if is_item:  # what begins an item goes on with a small letter, deeper or not
        return not following.lstrip()[0].islower()
    return is_indented or (line.isupper() and not following.isupper())


def _paragraphs(lines: list[str], layout: _Layout, is_word: Callable[[str], bool]) -> Iterator[str]:
    """Yield the lines of a text, those together that are one paragraph."""
    joined = [lines[0]]
    for line, following in pairwise(lines):
        hyphen = _hyphen_left_out(line, following, is_word)
        if hyphen is not None:
            joined[-1] = joined[-1].rstrip().removesuffix(hyphen)
            joined.append(following.lstrip())
        elif layout.width and _is_wrapped(line, following, layout):
            joined[-1] = joined[-1].rstrip()
            joined += [" ", following.lstrip()]
        else:
            yield "".join(joined)
            joined = [following]
    yield "".join(joined)


def _is_wrapped(line: str, following: str, layout: _Layout) -> bool:
    if not line.strip() or not following.strip() or _is_apart(line, following, has_turns=layout.has_turns):
        return False
    return _Pair(line.rstrip(), following).is_full(layout.width)


def _hyphen_left_out(line: str, following: str, is_word: Callable[[str], bool]) -> str | None:
    """Return the hyphen that a word loses which goes on in the next line.

    It is empty where it belongs to the word (porte-parole), and None where no word goes on.
    """
    cut, behind = _CUT_LINE.search(line.rstrip()), _FIRST_WORD.match(following)
    if not cut or not behind:
        return None
    head, tail = cut["head"], behind["tail"]
    may_be_syllables = tail.islower() or (head + tail).isupper()
    is_syllable = len(head) >= (_SYLLABLE if cut["before"] else 2)
    if cut["hyphen"] in _SOFT or (may_be_syllables and is_syllable and is_word(head + tail)):
        return cut["hyphen"]
    return ""


def _word_test(text: str) -> Callable[[str], bool]:
    """Return a function that tells whether the language or this text knows a word."""

    @cache
    def words_here() -> frozenset[str]:
        return frozenset(re.findall(r"[^\W\d_]+", text.lower()))

    def is_word(word: str) -> bool:
        entry = look_up(word.lower())
        return (entry is not None and entry.is_word) or word.lower() in words_here()

    return is_word
