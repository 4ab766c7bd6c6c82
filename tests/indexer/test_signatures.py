"""Files that are no texts are known by their first bytes, and every text stays one."""

import gzip
import io
import re
import tarfile
import zipfile

import pytest

from indexer.signatures import binary_reason


def _zip(name: str, content: str = "x") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def _tar() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("2024-11-07.txt"))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"GIF89a\x01\x00", "a GIF image"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "a WebP image"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "a sound"),
        (b"ID3\x04\x00\x00", "a sound"),
        (b"\x00\x00\x00\x20ftypisom", "a sound or a film"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF document"),
        (b"\r\n%PDF-1.4", "a PDF document"),
        (b"{\\rtf1\\ansi\\deff0 Gr\\'e8ve}", "an RTF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "OLE, as .doc"),
        (_zip("notes.txt"), "a zip archive"),
        (_zip("word/document.xml"), "as .docx"),
        (_zip("mimetype", "application/vnd.oasis.opendocument.text"), "as .docx, .odt"),
        (gzip.compress(b"bulletin", mtime=0), "a gzip archive"),
        (_tar(), "a tar archive"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "a 7z archive"),
        (b"WARC/1.0\r\nWARC-Type: warcinfo", "a web archive (WARC)"),
        (b"!BDN\x00", "a mailbox of Outlook"),
        (b"AT&TFORM\x00\x00", "a DjVu document"),
        (b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X", "AppleDouble"),
        (b"-----BEGIN PGP MESSAGE-----\n\nhQEMA", "an encrypted text (PGP)"),
        (b"SQLite format 3\x00\x10\x00", "an SQLite database"),
        (b"\x7fELF\x02\x01\x01\x00", "a program"),
        (bytes(range(256)) * 4, "binary, not a text: 11 %"),
        (bytes(4096), "binary, not a text: 100 %"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_named_with_what_to_do(head: bytes, kind: str) -> None:
    reason = binary_reason(head)
    assert kind in reason
    assert re.search("; (?:take it out|unpack it|decrypt it|save its .* as \\.\\w+)", reason)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "► L’été à Nîmes\n\nDeux mots.",
        "BM et PK sont des initiales ; MZ aussi.",
        "II* MM RIFF ID3 GIF",
        "{ \\rtf est le début d’un RTF",
        "Il manque un\x00 caractère\x00.",
        "\x1b[1mTitre\x1b[0m\n" * 40,
        "Un titre\f\x0b\n" * 40,
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_a_text_of_any_encoding_stays_a_text(text: str, codec: str) -> None:
    assert binary_reason(text.encode(codec)) == ""


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "mac-roman", "cp850"])
def test_a_text_of_8_bits_stays_a_text(codec: str) -> None:
    assert binary_reason("> Grève générale : l'été sera chaud à Évry".encode(codec) * 20) == ""
