"""Which texts are addresses of the web."""

import pytest

from index.text import is_web_address


@pytest.mark.parametrize("url", ["https://a.example/x?y", "HTTP://a.example"])
def test_web_addresses_are_known(url: str) -> None:
    assert is_web_address(url)


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "java\nscript:x", "data:text/html,x", "//a.example", "http:x", " https://a.example",
     "https://a.example/a b", "http://[", "ftp://a.example"],
)  # fmt: skip
def test_other_texts_are_no_web_addresses(url: str) -> None:
    assert not is_web_address(url)
