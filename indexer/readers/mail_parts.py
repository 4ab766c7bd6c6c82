"""What a mail holds: its headers and texts decoded, the names of its attachments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from indexer.decoding import decode
from indexer.plain_text import one_line, to_plain

DEEPEST = 20  # parts inside each other
_LONGEST_HEADER = 10_000  # characters; the rest is left out
_FOLD = re.compile(r"\r?\n(?=[ \t])")
_WORD = re.compile(r"=\?[^?\s]+\?[bqBQ]\?[^?]*\?=")
_BOUNDARY = re.compile(r"^--([^\s\"][^\n\"]{0,68}?)[ \t\r]*\n(?=content-)", re.IGNORECASE | re.MULTILINE)
_TEXTS = ("text", "multipart")  # of several parts whose boundary nobody finds, all is text
_QUOTES = re.compile(r">*")
SIGNATURE = "-- "
_LONGEST_SIGNATURE = 1000  # characters; more is text, as some letters have "-- " between their parts


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a mail, as HTML and as plain text, of which one may be empty.

    Attributes:
        html: The HTML.
        plain: The plain text without its signature.
        signature: What stands below "-- ", or empty.
    """

    html: str = ""
    plain: str = ""
    signature: str = ""


@dataclass(slots=True)
class Mail:
    """A mail.

    Attributes:
        message: Its headers and parts, as they were parsed.
        parts: Its texts in order.
        attachments: Names of what else it holds.
        too_deep: Number of parts that are nested deeper than `DEEPEST`, and not read.
    """

    message: "Message[str, str]"
    parts: list[Part] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    too_deep: int = 0

    def header(self, name: str) -> str:
        """Return the first header of a name on one line, decoded; empty if there is none."""
        return next(self.headers(name), "")

    def headers(self, name: str) -> Iterator[str]:
        """Yield all headers of a name, decoded, in order."""
        for key, value in self.message.raw_items():
            if key.lower() == name.lower():
                yield decode_words(str(value))

    @property
    def sender(self) -> str:
        """Name of the sender, or the address."""
        raw = next((str(value) for key, value in self.message.raw_items() if key.lower() == "from"), "")
        name, address = parseaddr(_FOLD.sub("", _as_letters(raw[:_LONGEST_HEADER])))
        return decode_words(name).strip(" '\"") or address


def read_mail(data: bytes) -> Mail:
    """Parse a mail."""
    mail = Mail(message_from_bytes(data))
    mail.parts = _parts(mail.message, mail, DEEPEST)
    return mail


def decode_words(value: str) -> str:
    """Return the text of a header on one line: unfolded, encoded words and bytes of any encoding decoded."""
    text = _FOLD.sub("", _as_letters(value[:_LONGEST_HEADER]))
    if not _WORD.search(text):
        return one_line(to_plain(text)[0])
    try:
        pieces = decode_header(text)
    except (ValueError, MessageError):
        return one_line(to_plain(text)[0])
    return one_line(
        to_plain(
            "".join(
                _decode(piece, charset) if isinstance(piece, bytes) else piece for piece, charset in pieces
            )
        )[0]
    )


def _as_letters(value: str) -> str:
    """Decode the bytes of a header that are not ASCII, which the parser keeps as surrogates."""
    return value if value.isascii() else decode(value.encode("utf-8", "surrogateescape")).text


def _decode(data: bytes, charset: str | None) -> str:
    """Decode by the declared charset; as UTF-8 where the bytes are that, and by our rule where none fits."""
    found = decode(data)
    if not charset or found.encoding.startswith("UTF-8"):
        return found.text
    try:
        return to_plain(data.decode(charset))[0]
    except (LookupError, ValueError):
        return found.text


def _parts(part: "Message[str, str]", mail: Mail, depth: int) -> list[Part]:
    part = _with_found_boundary(part)
    kind, children = part.get_content_type(), part.get_payload()
    if part.is_multipart() and isinstance(children, list):
        inside = [child for child in children if isinstance(child, Message)]
        if depth == 0:
            mail.too_deep += len(inside)
            return []
        inner = [_parts(child, mail, depth - 1) for child in inside]
        return (
            _one_of(inner) if kind == "multipart/alternative" else [one for parts in inner for one in parts]
        )
    if part.get_content_disposition() == "attachment" or part.get_content_maintype() not in _TEXTS:
        is_picture_in_text = part.get_content_maintype() == "image" and part["Content-ID"]
        mail.attachments += [] if is_picture_in_text else [_name(part)]
        return []
    return [_text_part(part, kind)]


def _with_found_boundary(part: "Message[str, str]") -> "Message[str, str]":
    """Return a part of several as the boundary in it parts it, where it declares none or another one."""
    if part.get_content_maintype() != "multipart" or part.is_multipart():
        return part
    text = str(part.get_payload())
    found = _BOUNDARY.search(text)
    if not found:
        return part
    head = f'Content-Type: {part.get_content_type()}; boundary="{found[1]}"\n\n'
    parsed = message_from_bytes((head + text).encode("utf-8", "surrogateescape"))
    return parsed if parsed.is_multipart() else part


def _one_of(alternatives: list[list[Part]]) -> list[Part]:
    """Return one text of several forms of it."""
    parts = [part for parts in alternatives for part in parts]
    html = next((part.html for part in parts if part.html.strip()), "")
    plain = next((part for part in parts if part.plain.strip()), Part())
    return [Part(html, plain.plain, plain.signature)]


def _name(part: "Message[str, str]") -> str:
    name = part.get_filename()
    return decode_words(name) if name else part.get_content_type()


def _text_part(part: "Message[str, str]", kind: str) -> Part:
    data = part.get_payload(decode=True)
    charset = part.get_content_charset()
    text = _decode(data, charset) if isinstance(data, bytes) else ""
    if kind == "text/html":
        return Part(html=text)
    if str(part.get_param("format", "")).lower() == "flowed":
        text = unflow(text, deletes_space=str(part.get_param("delsp", "")).lower() == "yes")
    plain, signature = split_signature(text)
    return Part(plain=plain, signature=signature)


def split_signature(text: str) -> tuple[str, str]:
    """Split a text before its signature: a line "-- " and a few lines."""
    before, separator, signature = text.rpartition(f"\n{SIGNATURE}\n")
    if not separator or len(signature) > _LONGEST_SIGNATURE:
        return text, ""
    return before, signature.strip()


def unflow(text: str, *, deletes_space: bool) -> str:
    """Join the lines of a text as RFC 3676 says: one that ends in a space goes on in the next.

    Args:
        text: The text.
        deletes_space: The space at the end of a line is no part of the text (DelSp).
    """
    lines: list[str] = []
    quoted = None  # depth of quotes of the line that goes on
    for line in text.split("\n"):
        depth = len(_QUOTES.match(line)[0])  # type: ignore[index]
        content = line[depth:].removeprefix(" ")
        is_signature = content == SIGNATURE
        if quoted == depth and not is_signature:
            lines[-1] += content
        else:
            lines.append(f"{'>' * depth}{' ' * bool(depth)}{content}")
        goes_on = content.endswith(" ") and not is_signature
        quoted = depth if goes_on else None
        if goes_on and deletes_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)
