"""Where is the list of items in an object that an export wraps around it?

{"status": "ok", "articles": [{"title": …, "content": …}, …]}    {"hits": {"hits": [{"_source": {…}}]}}
"""

import json
import re

from indexer.paths import NO_PATH
from indexer.readers.json_names import names_a_text, with_known_names
from indexer.readers.page_tree import PageError

_KEY = re.compile(r'[\s,{}]*"(?P<key>(?:[^"\\]|\\.){0,200})"\s*:\s*', re.DOTALL)
_OBJECTS = re.compile(r"\[\s*(?=\{)")
_OF_ONE_ITEM = frozenset(("comments", "commentaires", "replies", "appearances", "versions"))
_DECODER = json.JSONDecoder()
_MOST_KEYS = 1_000


def find_list(text: str) -> int | None:
    """Return the place of the first item of the first list of items; None where there is none.

    A list is one of items where the first of them has a text. Before it only its name and other values may
    stand, none of them a text as items have: then the object is an item itself.

    Args:
        text: The beginning of an object, or what follows a list in it.
    """
    place = 0
    for _ in range(_MOST_KEYS):
        key = _KEY.match(text, place)
        if not key:
            return None
        place, is_text = key.end(), text.startswith('"', key.end())
        if is_text and names_a_text(key["key"]):
            return None
        if text.startswith("{", place):
            continue  # its own keys follow
        objects = _OBJECTS.match(text, place)
        if objects and key["key"].casefold() not in _OF_ONE_ITEM and _begins_item(text, objects.end()):
            return objects.end()
        try:
            _, place = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            return None
    return None


def _begins_item(text: str, place: int) -> bool:
    try:
        value, _ = _DECODER.raw_decode(text, place)
        return isinstance(with_known_names(value, NO_PATH)[0].get("body"), str)
    except (ValueError, RecursionError, PageError):
        return False
