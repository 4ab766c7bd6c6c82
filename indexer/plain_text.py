"""Plain text as every reader returns it: NFC, one line end, no control characters, tidy white space."""

import re
import unicodedata
from collections.abc import Iterable

# U+2029 separates paragraphs; the others end a line.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\u2028]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_WITHIN_WORDS = re.compile("(?<=\\w)[\x00-\x08\x0e-\x1f\x7f-\x9f]+(?=\\w)")
# Of Unicode's Stream-Safe Text Format (UAX 15): to normalise longer runs takes quadratic time.
MOST_MARKS = 30
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_TOO_MANY_MARKS = re.compile(f"([{_MARKS}]{{{MOST_MARKS}}})[{_MARKS}]+")
# All that the patterns above change; most texts hold none of it and need only this search.
_UNTIDY = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff{_MARKS}]")
# Without the five codes that windows-1252 leaves undefined.
_LETTERS = {
    chr(code): bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_ASTRAY = re.compile(f"[{''.join(_LETTERS)}]")
# White space other than one space or one no-break space.
_BLANKS = re.compile("[^\\S \u00a0\u202f]\\s*|[ \u00a0\u202f]\\s+")
NO_BREAK_SPACE = "\u00a0"
NARROW_NO_BREAK_SPACE = "\u202f"


def to_plain(text: str) -> tuple[str, tuple[str, ...]]:
    """Normalise a text to NFC, "\\n" as the only line end, no control characters and no lone surrogates.

    Control characters from 80 to 9F become the letters of windows-1252 that they were ("\\x9cuvre"), as in
    browsers; others part words.

    Returns:
        The text, and what was odd about it, each in a clause.
    """
    if not _UNTIDY.search(text):
        return unicodedata.normalize("NFC", text), ()
    text = _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")
    oddities: tuple[str, ...] = ()
    if _ASTRAY.search(text):
        text, count = _ASTRAY.subn(lambda found: _LETTERS[found[0]], text)
        oddities += (f"{counted(count, 'letter')} of windows-1252 in place of control characters",)
    text, count = _TOO_MANY_MARKS.subn(r"\1", text)
    if count:
        oddities += (
            f"{counted(count, 'character')} with more than {MOST_MARKS} combining marks, cut to that",
        )
    if count := len(_CONTROLS.findall(text)):
        text = _CONTROLS.sub("", _WITHIN_WORDS.sub(" ", text))
        oddities += (f"{counted(count, 'control character')} taken out",)
    return unicodedata.normalize("NFC", text), oddities


def counted(number: int, thing: str) -> str:
    """Return a number with its noun: "1 file", "2,000 files"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def one_line(text: str) -> str:
    """Collapse white space and line ends to single spaces.

    White space that holds a no-break space becomes one no-break space, a narrow one if all of them are:
    French typography needs it before « : ».
    """
    text = text.strip()
    spaced = text.replace(NO_BREAK_SPACE, " ").replace(NARROW_NO_BREAK_SPACE, " ")
    if "  " not in spaced and spaced.isprintable():  # other white space is not printable
        return text
    return _BLANKS.sub(_one_space, text)


def _one_space(blank: re.Match[str]) -> str:
    if NO_BREAK_SPACE in blank[0]:
        return NO_BREAK_SPACE
    return NARROW_NO_BREAK_SPACE if NARROW_NO_BREAK_SPACE in blank[0] else " "


def to_body(lines: Iterable[str]) -> str:
    """Join lines to paragraphs, with an empty line between two.

    If there is a blank line before the last line of text, blank lines separate paragraphs; otherwise each
    line is a paragraph.
    """
    tidy = [one_line(line) for line in lines]
    while tidy and not tidy[-1]:
        tidy.pop()
    if "" not in tidy:
        return "\n\n".join(tidy)
    text = "\n".join(tidy)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip("\n")


def has_letter_or_digit(text: str) -> bool:
    """Return whether a text holds a letter or a digit, so that it can be searched for."""
    return any(character.isalnum() for character in text)


def printable(text: str) -> str:
    """Return a text that a terminal can show: control characters and surrogates become escapes."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )
