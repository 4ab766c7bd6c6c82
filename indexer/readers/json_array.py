"""A JSON array, or JSON values one after another, → documents: each value is read as a line of JSON Lines."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BufferedReader
from typing import BinaryIO

from indexer.decoding import text_of_head
from indexer.paths import MEBIBYTE, FileType, InputFile
from indexer.readers.json_wrapping import find_list
from indexer.readers.jsonlines import LONGEST_LINE, Objects, Places
from indexer.readers.reader import HEAD, Event
from indexer.readers.transcoding import in_utf_8
from indexer.report import Skipped

_PIECE = MEBIBYTE  # bytes that are decoded at a time
_BETWEEN = re.compile(r"[\s\ufeff,]*")
_ARRAY = re.compile(r'[\s\ufeff]*(?:\[\s*\{|\{[ \t]*[\r\n]\s*")')  # or an object on several lines
_OBJECT = re.compile(r'[\s\ufeff]*\{\s*"(?:[^"\\\n]|\\.){1,100}"\s*:')
_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org')
_TITLE = re.compile(r'"title"\s*:\s*(?P<title>"(?:[^"\\\n]|\\.)*")')
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
        """Return whether a file is named as JSON, or begins as objects in an array, or on several lines."""
        text = text_of_head(head)
        if named is FileType.VALUES or _ARRAY.match(text):
            return True
        return named is not FileType.LINES and _OBJECT.match(text) is not None and not _begins_lines(text)

    def read(self, file: InputFile, stream: BinaryIO) -> Iterator[Event]:
        """Yield the documents; a value that is no item is skipped with its reason."""
        content, _ = in_utf_8(stream)
        number, objects = 0, Objects(file, self.places, _title_of_feed(content))
        try:
            for number, text in enumerate(_values(content), start=1):
                yield from objects.read(f"item {number}", text)
        except (ValueError, RecursionError) as error:
            yield Skipped(
                file.path, f"is not JSON ({error}); what came before is kept", f"after item {number}"
            )
        yield from objects.unread_keys()


def _title_of_feed(stream: BinaryIO) -> str:
    """Return the title of a JSON Feed, which stands before its items; empty for all else."""
    head = text_of_head(stream.peek(HEAD)) if isinstance(stream, BufferedReader) else ""
    title = _TITLE.search(head.partition('"items"')[0]) if _FEED.search(head) else None
    try:
        return str(json.loads(title["title"])) if title else ""
    except ValueError:
        return ""


def _begins_lines(text: str) -> bool:
    """Return whether the first line of a text is an object of its own."""
    line = text.lstrip("\ufeff \t\r\n").partition("\n")[0]
    try:
        return find_list(line) is None and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _values(stream: BinaryIO) -> Iterator[str]:
    """Yield the text of each value of an array, or of each value where there is no array around them.

    Of an object that wraps lists of items (`{"total": 2, "articles": […]}`) the items are yielded.

    Raises:
        ValueError: What follows is no JSON, or a value is too long.
    """
    text = _Text(stream)
    text.read(_PIECE)
    start = find_list(text.ahead()) if text.ahead().startswith("{") else None
    if start is None and not text.ahead().startswith("["):
        yield from iter(partial(text.value, in_array=False), None)
        return
    if start is None:
        text.place += 1
        yield from iter(partial(text.value, in_array=True), None)
        if text.ahead()[1:].strip():
            raise ValueError("it goes on after its array")
    while start is not None:
        text.place += start
        yield from iter(partial(text.value, in_array=True), None)
        text.read(LONGEST_LINE)
        start = find_list(text.ahead().removeprefix("]"))
        text.place += start is not None


@dataclass(slots=True)
class _Text:
    """The text of a file, as far as it is read and not yet used.

    Attributes:
        stream: Its bytes.
        text: What is read.
        place: From here on it is not used.
    """

    stream: BinaryIO
    text: str = ""
    place: int = 0
    _is_all: bool = False
    _decoder: codecs.IncrementalDecoder = field(
        default_factory=partial(codecs.getincrementaldecoder("utf-8"), "bulletins-1252")
    )

    def ahead(self) -> str:
        """Return what is read and not used, without white space before it."""
        self._skip()
        return self.text[self.place :]

    def read(self, size: int) -> None:
        """Read so many bytes more."""
        data = self.stream.read(size)
        self.text, self.place = self.text[self.place :] + self._decoder.decode(data, final=not data), 0
        self._is_all = not data

    def value(self, *, in_array: bool) -> str | None:
        """Return the text of the next value; None at the end of the array, or of all.

        Raises:
            ValueError: What follows is no JSON, or a value is too long.
        """
        while True:
            self._skip()
            if in_array and self.text.startswith("]", self.place):
                return None
            try:
                _, end = _DECODER.raw_decode(self.text, self.place)
            except ValueError:
                if self._is_over():
                    self._check_end(in_array=in_array)
                    return None
                end = len(self.text)
            if end < len(self.text) or self._is_all:
                value, self.place = self.text[self.place : end], end
                return value
            self.read(
                max(_PIECE, len(self.text) - self.place)
            )  # so that a long value is tried a few times only

    def _skip(self) -> None:
        if between := _BETWEEN.match(self.text, self.place):
            self.place = between.end()

    def _is_over(self) -> bool:
        return self._is_all or len(self.text) - self.place > LONGEST_LINE

    def _check_end(self, *, in_array: bool) -> None:
        if self.place < len(self.text):
            _DECODER.raw_decode(self.text, self.place)  # says what is wrong
        if in_array:
            raise ValueError("it ends inside its array")
