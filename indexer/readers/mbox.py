"""The mails of a file: of one that is a mail, or of a mailbox (mbox), read as a stream.

A mailbox begins each mail with a line "From …"; where such a line stands in a text, most programs put ">"
before it, but not all. So a mail begins only where headers follow.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from indexer.paths import MEBIBYTE

LARGEST_MAIL = 32 * MEBIBYTE  # with its attachments; it is read whole
_LONGEST_LINE = MEBIBYTE
_MOST_HEADERS = 40  # lines that are looked at ahead; some mails have more

_FROM = re.compile(rb"From ")
_STRAY = re.compile(rb">*From ")
_ESCAPED = re.compile(rb">+From ")
_ENVELOPE = re.compile(rb"From \S+.* \d\d:\d\d.* \d{4}\b")
_HEADER = re.compile(rb"[!-9;-~]{1,100}:(?=[ \t\r\n]|\S)")
_FOLDED = re.compile(rb"[ \t]+\S|>?From ")
_OF_MAIL = re.compile(
    rb"(?:from|to|subject|date|message-id|received|return-path|delivered-to|mime-version|content-type|reply-to"
    rb"|sender|envelope-to|list-[a-z]+|x-[a-z-]+):",
    re.IGNORECASE,
)
_SENT = re.compile(rb"(?:date|message-id|received|mime-version|return-path|delivered-to):", re.IGNORECASE)


def begins_mail(head: bytes) -> bool:
    """Return whether a file begins as a mail or as a mailbox."""
    lines = head.lstrip(b"\xef\xbb\xbf\r\n").splitlines(keepends=True)[:_MOST_HEADERS]
    if lines and (_FROM.match(lines[0]) or _ESCAPED.match(lines[0])):
        return _begins_headers(lines[1:])
    return _begins_headers(lines) and _has_both(lines)


def _has_both(lines: list[bytes]) -> bool:
    """Return whether headers tell who sent a mail, and say that it was sent."""
    named = b"".join(lines).partition(b"\n\n")[0].replace(b"\r", b"")
    return re.search(rb"(?im)^from:", named) is not None and any(map(_SENT.match, lines))


def _begins_headers(lines: list[bytes]) -> bool:
    """Return whether lines are headers up to the first empty one, and at least one is of those of mails."""
    is_mail = False
    for line in lines:
        if not line.strip():
            break
        if not _HEADER.match(line) and not _FOLDED.match(line):
            return False
        is_mail = is_mail or _OF_MAIL.match(line) is not None
    return is_mail


def read_mails(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield the mails of a file as they were before they came into it; None for one that is too large."""
    lines = _Lines(stream)
    line = lines.skip_empty()
    is_mailbox = _FROM.match(line) is not None
    mail, is_after_empty = _Mail(), False
    while line:
        if is_mailbox and mail.size and lines.begins_mail(line, is_after_empty):
            yield mail.whole()
            mail = _Mail()
        mail.add(line[1:] if is_mailbox and _ESCAPED.match(line) else line)
        is_after_empty = not line.strip()
        line = lines.next()
    if mail.size:
        yield mail.whole()


@dataclass(slots=True)
class _Mail:
    """The lines of a mail so far; those of one that is too large are only counted."""

    size: int = 0
    _lines: list[bytes] = field(default_factory=list)
    _is_in_headers: bool = True

    def add(self, line: bytes) -> None:
        """Add a line, but none that begins a mail among the headers of one."""
        self._is_in_headers = self._is_in_headers and bool(line.strip())
        is_stray = self._is_in_headers and self.size and _STRAY.match(line)
        self.size += len(line)
        if self.size <= LARGEST_MAIL and not is_stray:
            self._lines.append(line)

    def whole(self) -> bytes | None:
        """Return the mail; None if it is too large."""
        return b"".join(self._lines) if self.size <= LARGEST_MAIL else None


class _Lines:
    """The lines of a stream, some of which are looked at ahead."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ahead: deque[bytes] = deque()

    def next(self) -> bytes:
        """Return the next line with its end; empty at the end of the stream."""
        return self._ahead.popleft() if self._ahead else self._stream.readline(_LONGEST_LINE)

    def skip_empty(self) -> bytes:
        """Return the first line that is not empty, without a byte order mark."""
        line = self.next().removeprefix(b"\xef\xbb\xbf")
        while line and not line.strip():
            line = self.next()
        return line

    def begins_mail(self, line: bytes, is_after_empty: bool) -> bool:  # noqa: FBT001
        """Return whether a line of a mailbox begins the next mail: headers follow it."""
        if not _FROM.match(line) or not (is_after_empty or _ENVELOPE.match(line)):
            return False
        self._look_ahead()
        return _begins_headers(list(self._ahead))

    def _look_ahead(self) -> None:
        """Read lines up to the first empty one."""
        while len(self._ahead) < _MOST_HEADERS and not any(not line.strip() for line in self._ahead):
            line = self._stream.readline(_LONGEST_LINE)
            if not line:
                return
            self._ahead.append(line)
