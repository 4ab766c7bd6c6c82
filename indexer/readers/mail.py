"""Mails, mailboxes (mbox) and pages saved as .mhtml; a mail is a bulletin with the items of its text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import BinaryIO

from index.archive.document import Bulletin
from indexer.bulletin import BulletinError, Item, Received, bulletin_id
from indexer.dates import Moment, to_moment_as_sent
from indexer.decoding import UTF_8
from indexer.paths import MEBIBYTE, FileType, InputFile, PathMetadata, path_metadata
from indexer.plain_text import counted, one_line, printable
from indexer.readers.html_text import html_text
from indexer.readers.items import cut
from indexer.readers.json_fields import web_address
from indexer.readers.mail_parts import DEEPEST, Mail, Part, read_mail
from indexer.readers.mark_choice import best_mark
from indexer.readers.marks import Mark
from indexer.readers.mbox import LARGEST_MAIL, begins_mail, read_mails
from indexer.readers.notices import is_notice
from indexer.readers.reader import Event
from indexer.readers.webpage import marked_as_utf_8, read_page
from indexer.readers.wrapping import unwrap
from indexer.report import Noted, Skipped

_ADDRESS = re.compile(r"\bhttps?://\S+")
_WORD = re.compile(r"\w+")
_OF_APPLE = ".emlx"
_LINKED_TEXT = re.compile(
    r"<a\b[^<>]*>((?:[^<]|<(?!/?a\b)[^<>]*>){40,}?)</a\s*>",  # 40 characters: no button
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MailReader:
    """Reads mails.

    Attributes:
        marks: Marks that the user named, beside the usual ones.
    """

    kind = "mails"

    marks: Sequence[Mark] = ()
    _seen: set[bytes] = field(default_factory=set)  # 20 bytes for each mail

    def recognises(self, named: FileType, head: bytes) -> bool:
        """Return whether a file is named as a mail, or begins as one."""
        return named is FileType.MAIL or (named is not FileType.PAGE and begins_mail(head))

    def read(self, file: InputFile, stream: BinaryIO) -> Iterator[Event]:
        """Yield a bulletin for each mail, and what was odd about it."""
        if file.path.suffix.lower() == _OF_APPLE and (size := stream.readline(20).strip()).isdigit():
            stream = BytesIO(stream.read(int(size)))  # behind the mail stands what Apple Mail knows of it
        again = signed = number = 0
        metadata = path_metadata(file.path)
        for number, data in enumerate(read_mails(stream), start=1):
            where = f"mail {number}"
            if data is None:
                yield Skipped(file.path, f"is larger than {LARGEST_MAIL // MEBIBYTE} MiB", where)
                continue
            try:
                mail = read_mail(data)
                received = self._received(file, mail, metadata)
            except (BulletinError, RecursionError) as error:
                yield Skipped(file.path, f"cannot be read: {error}", where)
                continue
            if self._is_known(received):
                again += 1
                continue
            signed += any(part.signature for part in mail.parts if not part.html)
            yield from _oddities(file, mail, where)
            yield received
        if again:
            yield Noted(file.path, f"has {counted(again, 'mail')} that came before; one of each is kept")
        if signed:
            yield Noted(
                file.path, f"has {counted(signed, 'mail')} with a signature, which is no part of the text"
            )

    def _is_known(self, received: Received) -> bool:
        """Return whether the same mail came before."""
        key = bytes.fromhex(received.bulletin.id)
        is_known = key in self._seen
        self._seen.add(key)
        return is_known

    def _received(self, file: InputFile, mail: Mail, metadata: PathMetadata) -> Received:
        if _is_saved_page(file, mail):
            return _saved_page(file, mail, metadata, self.marks)
        subject = mail.header("Subject")
        sent = _sent(mail)
        day, at = sent or (metadata.date, metadata.time)
        source = mail.sender or metadata.source
        name = subject or metadata.name
        items = tuple(item for part in mail.parts for item in self._items(file, metadata, part, subject))
        texts = (text for item in items for text in (item.title, item.body))
        # Two mails of one Message-ID and text are one, and so are those without one that agree in all else.
        identifier = bulletin_id(source, day, name, mail.header("Message-ID"), *texts)
        bulletin = Bulletin(identifier, name, source, day, "", at, "given" if sent else "path")
        return Received(bulletin, items or (Item(subject, ""),), UTF_8)

    def _items(self, file: InputFile, metadata: PathMetadata, part: Part, subject: str) -> tuple[Item, ...]:
        """Return the items of a text: of its HTML, or of its plain text where that has much more."""
        text = unwrap(part.plain)
        plain = cut(text, best_mark(text, self.marks, takes_quotes=False)) if text.strip() else ()
        rich = _page_items(file, metadata, part.html, self.marks) if part.html.strip() else ()
        items = plain if _words(rich) * 2 < _words(plain) else rich
        return _titled(tuple(map(_without_notices, items)), subject)


def _page_items(
    file: InputFile, metadata: PathMetadata, html: str, marks: Sequence[Mark]
) -> tuple[Item, ...]:
    """Return the items of HTML as those of a page; all of its text where that finds none."""
    unlinked = _LINKED_TEXT.sub(
        r"\1", html
    )  # on pages such links lead elsewhere, in newsletters they are the text
    items = read_page(file, marked_as_utf_8(unlinked), metadata, marks).items
    return items if _words(items) else (Item("", html_text(html)),)


def _words(items: Sequence[Item]) -> int:
    return sum(len(_WORD.findall(_ADDRESS.sub("", f"{item.title} {item.body}"))) for item in items)


def _without_notices(item: Item) -> Item:
    """Leave out what a newsletter says of itself."""
    paragraphs = item.body.split("\n\n")
    kept = [text for text in paragraphs if not is_notice(text)]
    return item if len(kept) == len(paragraphs) else replace(item, body="\n\n".join(kept))


def _titled(items: tuple[Item, ...], subject: str) -> tuple[Item, ...]:
    """Give the subject to a text of one item, and to what stands before the first of several."""
    items = tuple(item for item in items if item.title or item.body)
    if not items:
        return ()
    first = items[0]
    if subject and (len(items) == 1 or not first.title):
        paragraphs = [*([first.title] if first.title else []), *first.body.split("\n\n")]
        body = "\n\n".join(paragraphs[paragraphs[0].casefold() == subject.casefold() :])
        first = replace(first, title=subject, body=body)
    return (first, *items[1:])


def _sent(mail: Mail) -> Moment | None:
    """Return when a mail was sent: as it says, else as those say who passed it on."""
    received = (header.rpartition(";")[2] for header in mail.headers("Received"))
    envelope = mail.message.get_unixfrom() or ""
    said = (mail.header("Date"), *received, envelope.removeprefix("From ").partition(" ")[2])
    return next(filter(None, map(to_moment_as_sent, said)), None)


def _is_saved_page(file: InputFile, mail: Mail) -> bool:
    """Return whether a browser made the mail."""
    is_named = file.path.suffix.lower() in (".mht", ".mhtml")
    is_page = is_named or bool(mail.header("Snapshot-Content-Location")) or "Saved by" in mail.sender
    return is_page and any(part.html for part in mail.parts)


def _saved_page(file: InputFile, mail: Mail, metadata: PathMetadata, marks: Sequence[Mark]) -> Received:
    """Read a page that a browser saved as a mail."""
    html = next((part.html for part in mail.parts if part.html), "")
    received = read_page(file, marked_as_utf_8(html), metadata, marks)
    located = (str(part.get("Content-Location", "")) for part in mail.message.walk())
    address = next(filter(None, map(web_address, (mail.header("Snapshot-Content-Location"), *located))), "")
    bulletin = replace(received.bulletin, url=received.bulletin.url or address)
    return replace(received, bulletin=bulletin, encoding=UTF_8)


def _oddities(file: InputFile, mail: Mail, where: str) -> Iterator[Noted]:
    """Say what a mail holds that is not read, and which date cannot be."""
    if mail.too_deep:
        parts = counted(mail.too_deep, "part")
        yield Noted(file.path, f"has {parts} nested deeper than {DEEPEST}, which are not read", where)
    if mail.attachments and not _is_saved_page(file, mail):  # of such a page these are its pictures
        names = printable(", ".join(map(one_line, mail.attachments)))[:500]
        yield Noted(file.path, f"has attachments that are not read: {names}", where)
    said = mail.header("Date")
    if said and not to_moment_as_sent(said):
        sent = _sent(mail)
        instead = f"{sent.day} is taken, when it was passed on" if sent else "it has no date"
        yield Noted(file.path, f"has the date {said[:40]!r}, which cannot be read; {instead}", where)
