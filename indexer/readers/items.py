"""Cut a text into its items: each begins at a marked line.

► L’OTAN veut discuter…          the title
Le secrétaire général…           the body, up to the next mark
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from indexer.bulletin import MOST_ITEMS, BulletinError, Item, too_long
from indexer.plain_text import one_line, to_body

MARKS = "►▶▸➤‣"
LONGEST_TITLE = 300  # characters; the longest of 60,000 real titles has 179

_BLANK = r"\s\u200b\u2060"
_MARKED = re.compile(rf"[{_BLANK}]*[{MARKS}][\ufe0e\ufe0f{MARKS}{_BLANK}]*(?P<title>.*)", re.DOTALL)
_MAY_BEGIN = re.compile(f"[{MARKS}]")
_MAY_BEGIN_OR_QUOTE = re.compile(rf"[{MARKS}]|^>\s", re.MULTILINE)
_QUOTED = re.compile(r">\s+(?P<title>.*)", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?…][»”\")]?\s")


def marked_title(line: str, *, takes_quotes: bool = False) -> str | None:
    """Return the title after the mark at the start of a line; None if there is no mark.

    Args:
        line: One line. A mark further on is text.
        takes_quotes: "> " is a mark, too: for texts whose encoding lacks ►.
    """
    found = _MARKED.fullmatch(line) or (_QUOTED.fullmatch(line) if takes_quotes else None)
    return one_line(found["title"]) if found else None


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line that begins an item.

    Attributes:
        title: What follows the mark.
        start: First character of the line.
        end: Its line feed, or the end of the text.
    """

    title: str
    start: int
    end: int


def marked_lines(text: str, *, takes_quotes: bool = False) -> Iterator[MarkedLine]:
    """Yield the marked lines of a text; the others are not even copied."""
    end = -1
    for mark in (_MAY_BEGIN_OR_QUOTE if takes_quotes else _MAY_BEGIN).finditer(text):
        if mark.start() <= end:
            continue  # a mark further on in a line is text
        start, end = text.rfind("\n", 0, mark.start()) + 1, text.find("\n", mark.start())
        end = len(text) if end < 0 else end
        title = marked_title(text[start:end], takes_quotes=takes_quotes)
        if title is not None:
            yield MarkedLine(title, start, end)


def cut(text: str, *, takes_quotes: bool = False) -> tuple[Item, ...]:
    """Cut a text at its marked lines.

    Text before the first mark becomes an item without a title, and so does a text without marks.

    Raises:
        BulletinError: There are too many items, or one is too long.
    """
    lines = list(islice(marked_lines(text, takes_quotes=takes_quotes), MOST_ITEMS + 1))
    if len(lines) > MOST_ITEMS:
        raise BulletinError(f"has more than {MOST_ITEMS:,} items; cut it into several files")
    ends = [line.start for line in lines[1:]] + [len(text)]
    items = [_to_item(line.title, text[line.end + 1 : end]) for line, end in zip(lines, ends, strict=False)]
    preamble = text[: lines[0].start] if lines else text
    return (*((_to_item("", preamble),) if not lines or preamble.strip() else ()), *items)


def _to_item(title: str, text: str) -> Item:
    if reason := too_long(len(text)):
        raise BulletinError(reason)
    head, rest = split_title(title)
    body = to_body(text.removesuffix("\n").split("\n") if text else ())
    return Item(head, f"{rest}\n\n{body}".strip() if rest else body)


def split_title(title: str) -> tuple[str, str]:
    """Split a marked line that is too long for a title after its first sentence, or between two words.

    Returns:
        The title, and the rest; empty for a line of up to `LONGEST_TITLE` characters.
    """
    if len(title) <= LONGEST_TITLE:
        return title, ""
    sentence = _SENTENCE_END.search(title, 1, LONGEST_TITLE)
    end = sentence.end() if sentence else title.rfind(" ", 1, LONGEST_TITLE)
    end = end if end > 0 else LONGEST_TITLE
    return title[:end].rstrip(), title[end:].lstrip()
