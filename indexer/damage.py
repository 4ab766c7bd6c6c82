"""What in a text shows that letters were lost or garbled before it came; it is said, and stays as it is."""

import re

from indexer.plain_text import counted

_REPLACEMENT = "\ufffd"
_CONTINUED = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xC0))
_BEGINNINGS = ("Ã", "Â", "â€", "Å“", "√", "‚Ä", "├")
# « é » in UTF-8 as windows-1252, Mac OS Roman and code page 850 read it, then œ, ’ and spaces.
_GARBLED = re.compile(
    f"Ã[{_CONTINUED}]|Â[\xa0«»°²³·]|â€[{_CONTINUED}]|Å“|√[©®†ß¢ªÆ¥ºπâ]|‚Ä[ôúùì¶î]|├[®áùçóÂ¬╗ó]"
)
_QUOTED = "=C3="  # most letters of French with an accent in UTF-8, and nothing else, begin so
_IN_WORD = re.compile(r"(?<=[a-zA-Z])\?(?=[a-z])(?!\w{1,20}=)")  # but in addresses: page?id=3
_ACCENTED = re.compile("[à-ÿœ]")
_FEWEST_LOST = 3
_AROUND = 12  # characters shown before and behind


def damage(text: str) -> tuple[str, ...]:
    """Return what was lost or garbled in a text, each in a clause."""
    found = []
    if count := text.count(_REPLACEMENT):
        line = text.count("\n", 0, text.index(_REPLACEMENT)) + 1
        found.append(
            f"{counted(count, 'replacement character')} (U+FFFD) for letters that were lost before, "
            f"first in line {line}"
        )
    if _QUOTED in text:
        quoted = counted(text.count(_QUOTED), "letter")
        found.append(
            f"{quoted} written as in a quoted-printable mail (=C3=A9); save the mail itself, as .eml"
        )
    if text.count("?") >= _FEWEST_LOST and (count := _lost_to_question_marks(text)):
        found.append(f"{counted(count, 'question mark')} inside words, as where letters were lost before")
    if any(beginning in text for beginning in _BEGINNINGS):
        found += _garbled_lines(text)
    return tuple(found)


def _lost_to_question_marks(text: str) -> int:
    """Return how many letters a program wrote as question marks; 0 where the text has more with accents."""
    count = len(_IN_WORD.findall(text))
    return count if count >= _FEWEST_LOST and count > len(_ACCENTED.findall(text)) else 0


def _garbled_lines(text: str) -> list[str]:
    numbers = [number for number, line in enumerate(text.split("\n"), 1) if _GARBLED.search(line)]
    first = _GARBLED.search(text)
    if first is None:
        return []
    shown = text[max(0, first.start() - _AROUND) : first.end() + _AROUND].split("\n")
    passage = max(shown, key=lambda part: bool(_GARBLED.search(part)))
    return [
        f"{counted(len(numbers), 'garbled line')} (mojibake, as of UTF-8 read as windows-1252), "
        f"kept as it came, first line {numbers[0]}: {passage!r}"
    ]
