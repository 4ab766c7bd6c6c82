"""Which addresses may be linked to."""

import pytest

from index.text import is_web_address


@pytest.mark.parametrize("url", ["https://a.example/x?y", "HTTP://a.example"])
def test_web_addresses_are_followed(url: str) -> None:
    assert is_web_address(url)


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "java\nscript:x", "data:text/html,x", "//a.example", "http:x", " https://a.example",
     "https://a.example/\u0000", "https://a.example/\n", "https://a.example/a b", "http://[", "ftp://a.example"],
)  # fmt: skip
def test_other_addresses_are_not_followed(url: str) -> None:
    assert not is_web_address(url)
