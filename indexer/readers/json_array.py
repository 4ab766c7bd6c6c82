"""A JSON array, or JSON values one after another, → documents: each value is read as a line of JSON Lines."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from indexer.decoding import text_of_head
from indexer.paths import MEBIBYTE, FileType, InputFile
from indexer.readers.jsonlines import LONGEST_LINE, Places, read_object, unread_keys
from indexer.readers.reader import Event
from indexer.readers.transcoding import in_utf_8
from indexer.report import Skipped

_PIECE = MEBIBYTE  # bytes that are decoded at a time
_BETWEEN = re.compile(r"[\s\ufeff,]*")
_ARRAY = re.compile(r"[\s\ufeff]*\[\s*\{")
_DECODER = json.JSONDecoder()


def _as_1252(error: UnicodeError) -> tuple[str, int]:
    """Read a byte that is not UTF-8 as windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1


codecs.register_error("bulletins-1252", _as_1252)


@dataclass(frozen=True, slots=True)
class ArrayReader:
    """Reads JSON arrays.

    Attributes:
        places: Items of each bulletin so far.
    """

    kind = "JSON arrays"

    places: Places

    def recognises(self, named: FileType, head: bytes) -> bool:
        """Return whether a file is named as JSON, or begins as an array of objects."""
        return named is FileType.VALUES or _ARRAY.match(text_of_head(head)) is not None

    def read(self, file: InputFile, stream: BinaryIO) -> Iterator[Event]:
        """Yield the documents; a value that is no item is skipped with its reason."""
        number, unread = 0, set[str]()
        content, _ = in_utf_8(stream)
        try:
            for number, text in enumerate(_values(content), start=1):
                yield from read_object(file, f"item {number}", text, self.places, unread)
        except (ValueError, RecursionError) as error:
            yield Skipped(
                file.path, f"is not JSON ({error}); what came before is kept", f"after item {number}"
            )
        yield from unread_keys(file, unread)


def _values(stream: BinaryIO) -> Iterator[str]:
    """Yield the text of each value of an array, or of each value where there is no array around them.

    Raises:
        ValueError: What follows is no JSON, or a value is too long.
    """
    data, size = stream.read(_PIECE), _PIECE
    decoder = codecs.getincrementaldecoder("utf-8")("bulletins-1252")
    text = decoder.decode(data).lstrip("\ufeff \t\r\n")
    is_array = text.startswith("[")
    place = int(is_array)
    while True:
        if between := _BETWEEN.match(text, place):
            place = between.end()
        if is_array and text.startswith("]", place):
            if text[place + 1 :].strip():
                raise ValueError("it goes on after its array")
            return
        try:
            _, end = _DECODER.raw_decode(text, place)
            is_whole = end < len(text) or not data
        except ValueError:
            if not data or len(text) - place > LONGEST_LINE:
                if place < len(text):
                    raise
                if is_array:
                    raise ValueError("it ends inside its array") from None
                return
            is_whole = False
        if is_whole:
            yield text[place:end]
            place = end
        else:
            data = stream.read(size)
            text, place = text[place:] + decoder.decode(data, final=not data), 0
            size = max(_PIECE, len(text))  # so that a long value is tried a few times only
