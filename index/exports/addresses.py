"""The permanent address of an item, below that of the page; the page answers at it, and exports name it."""

import re
from collections.abc import Sequence
from functools import lru_cache, partial
from urllib.parse import quote, quote_plus

# Browsers resolve . and .. in a path before they ask (WHATWG URL, "dot-segments"), however quoted.
_UNFIT_FOR_A_PATH = re.compile(r"\A\Z|(?:\A|/)\.{1,2}(?:/|\Z)")
_SAFE = "!$'()*,/:;?@"
# A page has some forty addresses with the same query in them.
_quoted = lru_cache(256)(partial(quote_plus, safe=_SAFE, errors="replace"))


def path_of(page: str, identifier: str, parameter: str = "id") -> str:
    """Return the address of an item, a bulletin or a source; its id is a part of the path, or a parameter."""
    if _UNFIT_FOR_A_PATH.search(identifier):
        return f"/{page}?{written([(parameter, identifier)])}"
    return f"/{page}/{quote(identifier, safe='/', errors='replace')}"


def item_path(document_id: str) -> str:
    """Return the address of an item."""
    return path_of("item", document_id)


def written(parameters: Sequence[tuple[str, str]]) -> str:
    """Return the parameters of an address, quoted no more than is needed."""
    return "&".join([f"{name}={_quoted(value)}" for name, value in parameters])
