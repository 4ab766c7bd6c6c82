"""Estimate of the memory that a document takes while it is written: of what the tables take, not of its text.

The figures are from runs of the hardest texts: one-letter words, endless compounds, words that all differ.
It counts in bytes of UTF-8, at a nanosecond each.
"""

import string

from index.archive.document import Document

APPEARANCE = 1500
"""Bytes that an appearance of a document in a bulletin takes."""
_DOCUMENT = 1500
_WORD = 130
"""Bytes that a word takes: the text, its occurrence in arrays, and its postings in all fields."""
_BYTE = 6
_LONG = 16_000
"""Characters from which on also that counts which passes with the text: 6 MB for one of that length."""
_CHARACTER_OF_LONG = 50
_LONGEST_FORM = 340
"""Bytes for each character of the longest form, whose words are all in memory at once."""
_FORM = 800
"""Bytes that a distinct form takes."""

_LETTERS = frozenset(string.ascii_letters.encode() + bytes(range(0x80, 0xC0)) + b"\xc3\xc4\xc5")
"""Bytes of letters, what continues a character, first bytes of French letters; others may end a word."""
_CLASSES = bytes(
    ord("a" if byte in _LETTERS else "1" if chr(byte) in string.digits else " ") for byte in range(256)
)
_COMPATIBILITY = b"\xef"
"""First byte of characters of which some become four words, such as « ﷺ »."""


def footprint(document: Document) -> int:
    """Return an estimate, from above, of the bytes that a document takes while it is written."""
    found = _DOCUMENT + APPEARANCE * len(document.appearances)
    return found + _of_text(document.title) + _of_text(document.body)


def _of_text(text: str) -> int:
    data = text.encode("utf-8", "surrogatepass")
    classes = data.translate(_CLASSES)
    words = 1 + classes.count(b" a") + classes.count(b"1") + 4 * data.count(_COMPATIBILITY)
    found = _WORD * words + _BYTE * len(data)
    if len(text) > _LONG:
        forms = text.split()
        longest = max(map(len, forms), default=0)
        found += _CHARACTER_OF_LONG * len(text) + _LONGEST_FORM * longest + _FORM * len(set(forms))
    return found
