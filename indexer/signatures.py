"""What a file is by its first bytes, whatever its name says: images, documents and archives are no texts."""

import re

from indexer.decoding import wide_codec
from indexer.other_kinds import advice

HEAD = 4096
"""Bytes that are looked at."""

_DOCUMENT = advice(".doc")
_ARCHIVE = advice(".7z")
_OTHER = "take it out"
_SIGNATURES = (
    (rb"\x89PNG\r\n\x1a\n", "a PNG image", _OTHER),
    (rb"\xff\xd8\xff", "a JPEG image", _OTHER),
    (rb"GIF8[79]a", "a GIF image", _OTHER),
    (rb"II\*\x00|MM\x00\*", "a TIFF image", _OTHER),
    (rb"BM.{4}\x00\x00\x00\x00", "a BMP image", _OTHER),
    (rb"RIFF.{4}WEBP", "a WebP image", _OTHER),
    (rb".{4}ftyp(?:heic|heix|mif1|avif)", "an image", _OTHER),
    (rb"RIFF.{4}(?:WAVE|AVI )|ID3[\x02-\x04]|\xff[\xf2\xf3\xfb]|OggS\x00|fLaC\x00|.{4}ftyp|\x1aE\xdf\xa3",
     "a sound or a film", _OTHER),
    (rb"\s{0,1024}%PDF-", "a PDF document", _DOCUMENT),
    (rb"%!PS", "a PostScript document", _DOCUMENT),
    (rb"\s{0,1024}\{\\rtf", "an RTF document", _DOCUMENT),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of Microsoft Office (OLE, as .doc)", _DOCUMENT),
    (rb"\xdb\xa5-\x00|\x31\xbe\x00\x00", "a document of an old word processor", _DOCUMENT),
    (rb"PK\x03\x04.{26}(?:mimetypeapplication/(?:vnd\.oasis|epub)|word/|xl/|ppt/|\[Content_Types\])",
     "a document that is a zip archive (as .docx, .odt, .epub)", _DOCUMENT),
    (rb"PK(?:\x03\x04|\x05\x06|\x07\x08)", "a zip archive", _ARCHIVE),
    (rb"\x1f\x8b\x08", "a gzip archive", _ARCHIVE),
    (rb"BZh[1-9]1AY&SY", "a bzip2 archive", _ARCHIVE),
    (rb"\xfd7zXZ\x00", "an xz archive", _ARCHIVE),
    (rb"\x28\xb5\x2f\xfd", "a zstd archive", _ARCHIVE),
    (rb"7z\xbc\xaf\x27\x1c", "a 7z archive", _ARCHIVE),
    (rb"Rar!\x1a\x07", "a RAR archive", _ARCHIVE),
    (rb".{257}ustar[\x00 ]", "a tar archive", _ARCHIVE),
    (rb"SQLite format 3\x00", "an SQLite database", _OTHER),
    (rb"WARC/[01]\.", "a web archive (WARC)", advice(".warc")),
    (rb"!BDN", "a mailbox of Outlook", advice(".pst")),
    (rb"AT&TFORM", "a DjVu document", _DOCUMENT),
    (rb"\x00\x05\x16[\x00\x07]\x00", "what macOS keeps beside a file (AppleDouble)", _OTHER),
    (rb"\s{0,1024}-----BEGIN PGP MESSAGE-----", "an encrypted text (PGP)", "decrypt it"),
    (rb"bplist00", "a property list of macOS", _OTHER),
    (rb"\x7fELF|MZ..[\x00-\x20]\x00|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe", "a program", _OTHER),
)  # fmt: skip
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), kind, todo) for pattern, kind, todo in _SIGNATURES)
# Of control characters, what texts hold, and what terminals get (escape), aside.
_CONTROLS = bytes({*range(9), *range(0x0E, 0x20), 0x7F} - {0x1B})
_FEWEST_CONTROLS, _LARGEST_SHARE = 16, 0.05


def binary_reason(head: bytes) -> str:
    """Return why a file that begins so is no text, a clause with what to do; empty if it may be one."""
    for pattern, kind, todo in _PATTERNS:
        if pattern.match(head):
            return f"is {kind}, not a text; {todo}"
    count = len(head) - len(head.translate(None, _CONTROLS))
    if count < _FEWEST_CONTROLS or count < _LARGEST_SHARE * len(head) or wide_codec(head):
        return ""
    share = round(100 * count / len(head))
    return f"is binary, not a text: {share} % of its first bytes are control characters; {_OTHER}"
