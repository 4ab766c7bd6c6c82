"""The marks that may begin an item, and the lines that each begins: ► Titre, **► Titre**, 3. ► Titre."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.errors import UsageError
from indexer.plain_text import one_line, to_plain

SIGNS = "►▶▸➤‣"
"""Signs that begin an item in every source, without being named."""
CAPITALS = "CAPITALS"
"""The name of the mark that is none: titles are lines in capitals."""

# Zero-width spaces and word joiners too, which pages leave behind. No pattern gives back what it took of
# these: a line of a million spaces is read once.
_BLANK = " \t\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000"
_AFTER = rf"[{_BLANK}]*+(?P<title>[^\n]*)"
_NARROW = "[ \u00a0\u202f]?"
# A figure in a box, or a symbol; several are a flag, a family.
_EMOJI = (
    rf"(?:[0-9#*]\ufe0f?\u20e3|[\u2190-\u2bff\U0001f000-\U0001faff](?<![{SIGNS}])[\ufe0f\u200d]?){{1,8}}+"
)
_LISTED = rf"(?:(?:[-+*•·–—#]{{1,6}}|\(?[0-9]{{1,3}}[.)°/]?|{_EMOJI})[{_BLANK}]++)?"
_TIMED = (
    rf"(?:(?P<time>(?:[01]?[0-9]|2[0-3]){_NARROW}(?:h{_NARROW}|:)(?:[0-5][0-9])?)[{_BLANK}]*+"
    rf"(?:[-–—:|][{_BLANK}]*+)?)?"
)
_BOLD = r"(?P<bold>\*{1,3}|_{1,3})?"
_BEFORE = rf"^[{_BLANK}]*+{_LISTED}{_BOLD}[{_BLANK}]*+{_TIMED}"
_SMALL, _LARGE = "a-zß-öø-ÿœ", "A-ZÀ-ÖØ-ÞŒŸ"
_CAPITAL_LINE = rf"(?=(?:[^\n{_SMALL}]*?[{_LARGE}]){{4}})[^\n{_SMALL}]+$"
_NEXT_LINE = re.compile(r"\s*+(?P<line>[^\n]+)")
_IN_BOLD = re.compile(r"(?P<bold>\*{1,3}|_{1,3})(?P<title>(?:(?!(?P=bold)).)+)(?P=bold)")


# The first one stands for all: I. for II. and III., a) for b).
_LETTERED = re.compile("(?P<before>\\(?)(?P<letter>[IAa])(?P<behind>[.)/°]| ?[-–—])")
_LETTERS = {"I": "[IVXLC]{1,7}", "A": "[A-Z]", "a": "[a-z]"}


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line that begins an item.

    Attributes:
        title: What follows the mark, or the next line if nothing does; empty if that is marked, too.
        start: First character of the line.
        end: Line feed behind the title, or the end of the text.
    """

    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """How the titles of a text begin.

    Attributes:
        name: What people call it: "►", "1.", "CAPITALS".
        pattern: Matches a marked line, in lines; its group `title` is what follows the mark.
        sign: What every text with this mark holds; may be empty.
    """

    name: str
    pattern: re.Pattern[str]
    sign: str = ""

    def lines(self, text: str) -> Iterator[MarkedLine]:
        """Yield the marked lines of a text, in order."""
        if self.sign not in text:
            return
        end = -1
        for found in self.pattern.finditer(text):
            if found.start() < end:
                continue  # the title of a mark alone
            title, end = self._without_closing(title_of(found)), found.end()
            following = None if title else _NEXT_LINE.match(text, end)
            if following and not self.pattern.match(text, text.rfind("\n", 0, following.start("line")) + 1):
                title, end = one_line(following["line"]), following.end()
            yield MarkedLine(title, found.start(), end)

    def _without_closing(self, title: str) -> str:
        """Take the sign off the end, too: *** Titre ***."""
        is_sign = not any(map(str.isalnum, self.name))
        return title.removesuffix(self.name).rstrip() if is_sign else title


def title_of(found: re.Match[str]) -> str:
    """Return the title of a marked line, without what sets it in bold, and with the time before its mark."""
    title, parts = found["title"], found.groupdict()
    if bold := parts.get("bold"):
        title = title.replace(bold, "", 1)
    title = one_line(title)
    in_bold = _IN_BOLD.fullmatch(title)
    title = in_bold["title"].strip() if in_bold else title
    return one_line(f"{parts['time']} {title}") if parts.get("time") else title


def _of_sign(sign: str) -> Mark:
    """Return the mark of one of `SIGNS`; more of them may follow, and U+FE0F, which makes it an emoji."""
    behind = rf"[\ufe0e\ufe0f{SIGNS}{_BLANK}]*+(?:[-–—:|][{_BLANK}]++(?![0-9]))?"  # but -3 °C
    pattern = rf"{_BEFORE}{sign}{behind}(?P<title>[^\n]*)"
    return Mark(sign, re.compile(pattern, re.MULTILINE), sign)


USUAL = tuple(map(_of_sign, SIGNS))
QUOTE = Mark(">", re.compile(rf"^>[{_BLANK}]+{_AFTER}", re.MULTILINE), ">")
"""What stands for ► where the encoding lacks it."""


def named_mark(text: str) -> Mark:
    """Return the mark that a user names: a sign or a text, a number for all of its form, or CAPITALS.

    Raises:
        UsageError: The text is blank.
    """
    name = one_line(to_plain(text)[0]).rstrip("\ufe0e\ufe0f")
    if not name.strip(" \u00a0\u200b\u2060"):
        raise UsageError("a mark is what the titles of a text begin with: give a sign, 1. or CAPITALS")
    if name.upper() == CAPITALS:
        lines = rf"^(?P<title>{_CAPITAL_LINE}(?:\n{_CAPITAL_LINE})*)"
        return Mark(CAPITALS, re.compile(lines, re.MULTILINE))
    usual = next((mark for mark in USUAL if mark.name == name), None)
    return usual or Mark(name, re.compile(_BEFORE + _written(name) + _AFTER, re.MULTILINE))


def _written(name: str) -> str:
    """Return the pattern of a named mark: any number for its digits, and nothing of its kind behind it."""
    if lettered := _LETTERED.fullmatch(name):
        letters = _LETTERS[lettered["letter"]]
        return rf"{re.escape(lettered['before'])}{letters}{re.escape(lettered['behind'])}(?=[{_BLANK}\n]|\Z)"
    pattern = "".join(
        r"[0-9]{1,3}" if part.isdigit() else re.escape(part) for part in re.split("([0-9]+)", name) if part
    )
    if name != name.strip("0123456789"):
        behind = rf"(?=[{_BLANK}\n]|\Z)"  # "1.5 million" begins no item
    else:
        behind = r"(?!\w)" if name[-1].isalnum() else rf"(?!{re.escape(name[-1])})"
    return rf"{pattern}{behind}[\ufe0e\ufe0f]?"
