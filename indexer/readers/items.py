"""Cut a text into its items: each begins at a marked line.

► L’OTAN veut discuter…          the title
Le secrétaire général…           the body, up to the next mark
"""

import re
from itertools import islice

from indexer.bulletin import MOST_ITEMS, BulletinError, Item, too_long
from indexer.plain_text import to_body
from indexer.readers.mark_choice import LONGEST_TITLE
from indexer.readers.marks import Mark

_SENTENCE_END = re.compile(r"[.!?…][»”\")]?\s")


def cut(text: str, mark: Mark | None) -> tuple[Item, ...]:
    """Cut a text at the lines of a mark.

    Text before the first of them becomes an item without a title, and so does a text without a mark.

    Raises:
        BulletinError: There are too many items, or one is too long.
    """
    lines = list(islice(mark.lines(text), MOST_ITEMS + 1)) if mark else []
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
