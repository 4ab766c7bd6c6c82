"""Pages that Safari saved in one file."""

import plistlib
from collections.abc import Callable

import pytest

HTML = (
    "<html><head><meta charset='utf-8'><title>Pont</title></head><body><article><h1>L’été du pont</h1>"
    "<p>Il est fermé depuis lundi, et rouvrira en mai, selon la préfecture.</p></article></body></html>"
)
URL = "https://radio.example.org/pont"


def _saved(charset: str) -> dict[str, object]:
    data = HTML.encode(charset)
    return {
        "WebMainResource": {
            "WebResourceData": data,
            "WebResourceURL": URL,
            "WebResourceTextEncodingName": charset,
        }
    }


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML], ids=["binary", "xml"])
@pytest.mark.parametrize(("name", "charset"), [("pont.webarchive", "utf-8"), ("pont", "windows-1252")])
def test_a_web_archive_is_read_as_a_page(
    take: Callable, form: plistlib.PlistFormat, name: str, charset: str
) -> None:
    [document] = take({f"Radio/{name}": plistlib.dumps(_saved(charset), fmt=form)}).documents
    assert (document.title, document.body[:26]) == ("L’été du pont", "Il est fermé depuis lundi,")
    assert (document.source, document.url) == ("Radio", URL)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"bplist00\xd1\x01",
        b"bplist00" + b"\xff" * 60,
        plistlib.dumps([]),
        plistlib.dumps({"WebMainResource": {}}),
    ],
    ids=["nothing", "cut off", "damaged", "a list", "no page"],
)
def test_what_is_no_web_archive_is_said(take: Callable, data: bytes) -> None:
    taken = take({"a.webarchive": data})
    assert taken.documents == []
    assert "a.webarchive: " in taken.said
