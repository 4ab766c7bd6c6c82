"""Entities of HTML in plain text, which some programs leave behind: &eacute; &#233; &nbsp;."""

import html
import re
from html.entities import html5

from indexer.plain_text import counted

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}));")


def read_entities(text: str) -> tuple[str, str]:
    """Return a text with the characters that entities stand for, read once.

    Returns:
        The text, and a clause that says so; empty if there are none.
    """
    if "&" not in text:
        return text, ""
    read, count = _ENTITY.subn(_character, text)
    if read == text:
        return text, ""
    return read, f"{counted(count, 'character')} written as entities of HTML, such as &eacute;"


def _character(entity: re.Match[str]) -> str:
    name = entity["name"]
    return entity[0] if name and f"{name};" not in html5 else html.unescape(entity[0])
