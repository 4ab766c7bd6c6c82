"""Bytes → text: UTF-8, UTF-16 (little and big endian), UTF-32, and the encodings of 8 bits.

By rule where a rule can tell. Among the encodings of 8 bits what the text declares counts, then its letters
(`indexer.eight_bits`).
"""

import codecs
import re
from dataclasses import dataclass, replace

from indexer.damage import damage
from indexer.eight_bits import NAMES, WINDOWS, best_reading
from indexer.plain_text import to_plain

UTF_8 = "UTF-8"
MIXED = "UTF-8 mixed with windows-1252"

_ODD_BYTES = re.compile(rb"[\x80-\x9f]")
_UNDEFINED_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_HEAD = 1024  # bytes in which a text may declare its charset
_CHARSET = re.compile(
    rb"\b(?:charset|coding|encoding)[ \t]*[=:][ \t]*[\"']?([a-z0-9_.:-]{2,40})", re.IGNORECASE
)
_ALIASES = {"x-mac-roman": "mac-roman", "x-mac-roman-latin1": "mac-roman", "dos-850": "cp850"}
_DECLARABLE = re.compile(
    r"ascii|iso8859-\d+|cp(?:125\d|437|[78]\d\d)|koi8-[rut]|mac-\w+|hp-roman8|gb\w+|big5|euc_\w\w|shift_jis"
)
# The first begins like the third.
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16 BE"),
)
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
    found = _by_utf_8_mark(data) or _by_width(data) or _by_content(data)
    text, is_restored = _restore(found.text) if found.encoding.startswith(UTF_8) else (found.text, False)
    text, odd = to_plain(text)
    oddities = found.oddities + odd + damage(text)
    if is_restored:
        oddities += ("UTF-8 had been read as windows-1252 and written again; the letters were given back",)
    return Decoded(text, found.encoding, found.lacks_mark, oddities)


def decode_as(data: bytes, charset: str) -> Decoded | None:
    """Decode by a declared charset; None if it is none that counts, or the bytes hold UTF-8."""
    found = _declared(data, charset)
    if found is None:
        return None
    text, oddities = to_plain(found.text)
    return replace(found, text=text, oddities=found.oddities + oddities + damage(text))


def _declared(data: bytes, charset: str) -> Decoded | None:
    """Decode by a declared charset as `decode_as` does, without making the text plain."""
    try:
        name = codecs.lookup(_ALIASES.get(charset.lower(), charset)).name
    except (LookupError, ValueError):
        return None
    if not _DECLARABLE.fullmatch(name) or _SURE_UTF_8.search(data):
        return None
    if name in ("iso8859-1", "cp1252", "ascii"):
        found = _by_letters(data)
        if found.encoding in NAMES.values():
            return replace(found, oddities=(f"declares {charset}, but its letters are {found.encoding}",))
        return replace(found, oddities=())
    text = data.decode(name, "replace")
    return Decoded(text, NAMES.get(name, name), lacks_mark=True)


def decode_8_bits(data: bytes) -> Decoded:
    """Decode bytes that are not all UTF-8 by an encoding of 8 bits; UTF-8 sequences among them as UTF-8."""
    if not _SURE_UTF_8.search(data):
        said = _CHARSET.search(data[:_HEAD])
        return (_declared(data, said[1].decode("ascii")) if said else None) or _by_letters(data)
    lines = data.splitlines(keepends=True)
    return Decoded("".join(_decode_mixed(line) for line in lines), MIXED, lacks_mark=True)


def _by_letters(data: bytes) -> Decoded:
    """Decode by the encoding of 8 bits in which the letters are French."""
    reading = best_reading(data)
    doubts = (reading.doubt,) if reading.doubt else ()
    if reading.codec == WINDOWS:
        return Decoded(_from_1252(data), _name_of_8_bits(data), lacks_mark=True, oddities=doubts)
    text = data.decode(reading.codec)
    return Decoded(text, NAMES[reading.codec], lacks_mark=True, oddities=doubts)


def wide_codec(data: bytes) -> tuple[str, str] | None:
    """Return Python's name of the UTF-16 or UTF-32 that bytes begin with, and ours; None if it is neither."""
    marked = next(((codec, name) for mark, codec, name in _WIDE if data.startswith(mark)), None)
    if marked or not (side := _side_of_nuls(data)):
        return marked
    return f"utf-16-{side.lower()}", f"UTF-16 {side} without BOM"


def text_of_head(head: bytes) -> str:
    """Decode the beginning of a file for a look at it: as UTF-16 or UTF-32 if it is that, else as UTF-8."""
    codec, _ = wide_codec(head) or ("utf-8", UTF_8)
    return head.decode(codec, "replace")


def _by_utf_8_mark(data: bytes) -> Decoded | None:
    """Decode by the byte order mark of UTF-8; None if there is none."""
    if not data.startswith(codecs.BOM_UTF8):
        return None
    found = _by_content(data.removeprefix(codecs.BOM_UTF8))
    is_utf_8 = found.encoding == UTF_8
    return Decoded(found.text, f"{UTF_8} with BOM", oddities=found.oddities) if is_utf_8 else found


def _by_width(data: bytes) -> Decoded | None:
    """Decode UTF-16 or UTF-32; None if it is neither."""
    found = wide_codec(data)
    if found is None:
        return None
    codec, name = found
    return Decoded(data.decode(codec, "replace"), name) if codec == "utf-32" else _utf_16(data, codec, name)


def _side_of_nuls(data: bytes) -> str:
    """Return the byte order of UTF-16, LE or BE, by its NULs; empty if it is not that.

    In UTF-16 nearly every letter of French has a NUL, always on the same side.
    """
    pairs = len(data) // 2
    first, second = data[0::2].count(0), data[1::2].count(0)
    if second * 2 > pairs and first * 10 < second:
        return "LE"
    return "BE" if first * 2 > pairs and second * 10 < first else ""


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
