"""Bytes → text, by rule: UTF-8, UTF-16 (little and big endian), windows-1252, latin-1.

No guessing by statistics: French bulletins come in these five encodings, and a rule can be explained.
"""

import codecs
import re
from dataclasses import dataclass

from indexer.plain_text import to_plain

UTF_8 = "UTF-8"
MIXED = "UTF-8 mixed with windows-1252"

_ODD_BYTES = re.compile(rb"[\x80-\x9f]")
_UNDEFINED_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
# UTF-8 sequences that windows-1252 text does not form by chance. "É»" and "é\xa0»" are well-formed UTF-8,
# too, which is why other first bytes do not count.
_SURE_UTF_8 = re.compile(
    rb"[\xc2-\xc5\xcc\xcd][\x80-\xbf]|[\xe2\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded bytes.

    Attributes:
        text: NFC text with "\\n" as the only line end and without control characters.
        encoding: Encoding as people name it: "windows-1252".
        lacks_mark: The encoding has no ►, so that "> " may replace it.
        oddities: What was odd about the bytes, each in a clause.
    """

    text: str
    encoding: str
    lacks_mark: bool = False
    oddities: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Find the encoding of bytes and decode them; never fails."""
    found = _by_mark(data) or _by_nuls(data) or _by_content(data)
    text, is_restored = _restore(found.text) if found.encoding.startswith(UTF_8) else (found.text, False)
    text, odd = to_plain(text)
    oddities = found.oddities + odd
    if is_restored:
        oddities += ("UTF-8 had been read as windows-1252 and written again; the letters were given back",)
    return Decoded(text, found.encoding, found.lacks_mark, oddities)


def decode_as(data: bytes, charset: str) -> Decoded | None:
    """Decode by a declared 8-bit charset; None if it is another charset or the bytes hold UTF-8."""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return None
    if name not in ("iso8859-1", "cp1252", "iso8859-15", "ascii"):
        return None
    if _SURE_UTF_8.search(data):
        return None
    text, oddities = to_plain(data.decode(name) if name == "iso8859-15" else _from_1252(data))
    return Decoded(text, _name_of_8_bits(data), lacks_mark=True, oddities=oddities)


def decode_8_bits(data: bytes) -> Decoded:
    """Decode bytes that are not all UTF-8 as windows-1252 or latin-1; UTF-8 sequences among them as UTF-8."""
    if not _SURE_UTF_8.search(data):
        return Decoded(_from_1252(data), _name_of_8_bits(data), lacks_mark=True)
    lines = data.splitlines(keepends=True)
    return Decoded("".join(_decode_mixed(line) for line in lines), MIXED, lacks_mark=True)


def is_utf_16(data: bytes) -> bool:
    """Return whether bytes begin like UTF-16 or UTF-32, with a byte order mark or without."""
    return data.startswith(_WIDE_MARKS) or _by_nuls(data) is not None


def _by_mark(data: bytes) -> Decoded | None:
    """Decode by the byte order mark; None if there is none."""
    if data.startswith(codecs.BOM_UTF8):
        found = _by_content(data.removeprefix(codecs.BOM_UTF8))
        is_utf_8 = found.encoding == UTF_8
        return Decoded(found.text, f"{UTF_8} with BOM", oddities=found.oddities) if is_utf_8 else found
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):  # the first begins like UTF-16
        return Decoded(data.decode("utf-32", "replace"), "UTF-32")
    if data.startswith(codecs.BOM_UTF16_LE):
        return _utf_16(data[2:], "utf-16-le", "UTF-16 LE")
    if data.startswith(codecs.BOM_UTF16_BE):
        return _utf_16(data[2:], "utf-16-be", "UTF-16 BE")
    return None


def _by_nuls(data: bytes) -> Decoded | None:
    """Decode UTF-16 without a byte order mark; None if it is not that.

    In UTF-16 nearly every letter of French has a NUL, always on the same side.
    """
    pairs = len(data) // 2
    first, second = data[0::2].count(0), data[1::2].count(0)
    if second * 2 > pairs and first * 10 < second:
        return _utf_16(data, "utf-16-le", "UTF-16 LE without BOM")
    if first * 2 > pairs and second * 10 < first:
        return _utf_16(data, "utf-16-be", "UTF-16 BE without BOM")
    return None


def _utf_16(data: bytes, codec: str, name: str) -> Decoded:
    is_cut = len(data) % 2 == 1
    text = data[: len(data) - is_cut].decode(codec, "surrogatepass")
    return Decoded(text, name, oddities=("ends inside a character, which was left out",) if is_cut else ())


def _by_content(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), UTF_8, lacks_mark=data.isascii())
    except UnicodeDecodeError as error:
        is_cut = error.reason == "unexpected end of data" and not data[: error.start].isascii()
        if not is_cut:
            return decode_8_bits(data)
        whole = data[: error.start].decode("utf-8")
        return Decoded(whole, UTF_8, oddities=("ends inside a character, which was left out",))


def _decode_mixed(line: bytes) -> str:
    """Decode a line of a mixed file: as UTF-8 if all of it is, otherwise sequence by sequence."""
    if _SURE_UTF_8.search(line) or line.isascii():
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            pass
    text, end = [], 0
    for piece in _SURE_UTF_8.finditer(line):
        text += [_from_1252(line[end : piece.start()]), piece[0].decode("utf-8", "replace")]
        end = piece.end()
    return "".join([*text, _from_1252(line[end:])])


def _from_1252(data: bytes) -> str:
    """Decode windows-1252; its five undefined bytes become the control characters they are in latin-1."""
    if not _UNDEFINED_IN_1252.search(data):
        return data.decode("cp1252")
    return "".join(_LETTERS_1252[byte] for byte in data)


def _name_of_8_bits(data: bytes) -> str:
    """Return "latin-1" for bytes without any from 80 to 9F that windows-1252 defines, else "windows-1252"."""
    return "windows-1252" if set(_ODD_BYTES.findall(data)) - _UNDEFINED else "latin-1"


def _restore(text: str) -> tuple[str, bool]:
    """Restore UTF-8 that was read as windows-1252 and written again, even twice; the whole text or nothing.

    Returns:
        The text, and whether it was restored.
    """
    is_restored = False
    while not text.isascii():
        try:
            text = bytes(_BYTES_1252[character] for character in text).decode("utf-8")
        except (KeyError, UnicodeDecodeError):
            break
        is_restored = True
    return text, is_restored


_UNDEFINED = {bytes([byte]) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_LETTERS_1252 = [
    chr(byte) if bytes([byte]) in _UNDEFINED else bytes([byte]).decode("cp1252") for byte in range(256)
]
# Some programs read latin-1 in place of windows-1252: its control characters stand for the same bytes.
_BYTES_1252 = {chr(byte): byte for byte in range(256)} | {
    letter: byte for byte, letter in enumerate(_LETTERS_1252)
}
