"""Cut a text into its items: each begins at a marked line.

► L’OTAN veut discuter…          the title
Le secrétaire général…           the body, up to the next mark
"""

import re

from indexer.bulletin import Item
from indexer.plain_text import one_line, to_body

MARKS = "►▶▸➤‣"
LONGEST_TITLE = 300  # characters; the longest of 60,000 real titles has 179

_BLANK = r"\s\u200b\u2060"
_MARKED = re.compile(rf"[{_BLANK}]*[{MARKS}][\ufe0e\ufe0f{MARKS}{_BLANK}]*(?P<title>.*)", re.DOTALL)
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


def cut(text: str, *, takes_quotes: bool = False) -> tuple[Item, ...]:
    """Cut a text at its marked lines.

    Text before the first mark becomes an item without a title, and so does a text without marks.
    """
    entries: list[tuple[str, list[str]]] = [("", [])]
    for line in text.split("\n"):
        title = marked_title(line, takes_quotes=takes_quotes)
        if title is None:
            entries[-1][1].append(line)
        else:
            entries.append((title, []))
    has_preamble = len(entries) == 1 or any(line.strip() for line in entries[0][1])
    return tuple(_to_item(title, lines) for title, lines in entries[0 if has_preamble else 1 :])


def _to_item(title: str, lines: list[str]) -> Item:
    head, rest = split_title(title)
    body = to_body(lines)
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
