"""Pages as text, and what stands on them."""

import html
import re
from collections.abc import Callable

from flask.testing import FlaskClient


def reader(client: FlaskClient) -> Callable[[str], str]:
    """Return a reader of the address of a page that is there: its HTML, with plain spaces."""

    def read(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        return re.sub("[\u202f\u00a0]|&nbsp;|&#8239;", " ", answer.text)

    return read


def total(text: str) -> int:
    """Return the number of results that the heading says."""
    found = re.search(r"<h1>(?:aucune|([\d ]+)) brèves?", text, re.IGNORECASE)
    assert found
    return int((found[1] or "0").replace(" ", ""))


def links(text: str, label: str) -> list[str]:
    """Return the addresses of the links with a text."""
    found = re.findall(r'<a (?:class="all" )?href="([^"]*)"[^>]*>(.*?)</a>', text)
    plain = ((address, re.sub(r"<[^>]*>", "", inner).strip()) for address, inner in found)
    return [html.unescape(address) for address, inner in plain if inner == label]
