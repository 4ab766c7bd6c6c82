"""One bulletin written as every kind of source that is read, to be read back item for item.

`make real` does so with real bulletins, `tests/indexer/readers/test_forms.py` with some of our own.
"""

import csv
import gzip
import io
import json
import mailbox
import tarfile
import textwrap
import zipfile
from base64 import encodebytes
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from html import escape
from typing import NamedTuple

from index import Document
from indexer.plain_text import one_line

Files = Mapping[str, bytes]
# Where Python folds a header between two encoded words, it may lose the space there.
_UNFOLDED = default.clone(max_line_length=998)


class Given(NamedTuple):
    """A bulletin: its source and day, and the title and paragraphs of each item."""

    source: str
    day: date
    items: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> "Given":
        """Return the bulletin of some documents, which all have its source and day."""
        listed = list(documents)
        [(source, day)] = {(each.source, each.date) for each in listed}
        assert day is not None
        return cls(source, day, tuple((each.title, each.body) for each in listed))

    def itself(self) -> "Given":
        """Return the bulletin."""
        return self

    @property
    def path(self) -> str:
        """Where it lies in an archive, without a suffix."""
        return f"{self.source}/{self.day}"

    def moments(self) -> Iterator[datetime]:
        """Yield a time of the day for each item, the last first."""
        start = datetime.combine(self.day, time(7), UTC)
        yield from (start + timedelta(minutes=5 * place) for place in range(len(self.items), 0, -1))


def to_text(given: Given, mark: str = "►") -> str:
    """Return a bulletin as it is written: marked titles, and an empty line between paragraphs."""
    return "\n\n".join(f"{mark} {title}\n\n{body}" for title, body in given.items) + "\n"


def text_in(charset: str, line_end: str = "\n") -> Callable[[Given], Files]:
    """Return what writes a text of another encoding, whose letters must all be in it."""

    def write(given: Given) -> Files:
        text = to_text(given, "►" if charset.startswith("utf") else ">")
        return {f"{given.path}.txt": text.replace("\n", line_end).encode(charset)}

    return write


def wrapped(given: Given) -> Files:
    """Write a text whose lines a program broke."""
    lines = (
        textwrap.fill(line, 72, break_on_hyphens=False, break_long_words=False)
        if not line.startswith("►")
        else line
        for line in to_text(given).split("\n")
    )
    return {f"{given.path}.txt": "\n".join(lines).encode()}


def _paragraphs(body: str) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in body.split("\n\n"))


def _page(given: Given, content: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Le journal</title>'
        f'<meta property="og:site_name" content="{escape(given.source)}">'
        f'<meta property="article:published_time" content="{given.day}T06:00:00+01:00"></head><body>'
        f'<nav><ul><li><a href="/">Accueil</a></li><li><a href="/sport">Sport</a></li></ul></nav>'
        f"<main><h1>Le journal</h1>\n{content}</main>"
        f"<footer><p>Tous droits réservés. Ce site est édité par une société de presse.</p></footer>"
        "</body></html>"
    )


def _headed(given: Given) -> str:
    return "".join(f"<h2>{escape(title)}</h2>\n{_paragraphs(body)}" for title, body in given.items)


def page(given: Given) -> Files:
    """Write a page with a heading an item."""
    return {"page.html": _page(given, _headed(given)).encode()}


def marked_page(given: Given) -> Files:
    """Write a page of marked paragraphs."""
    content = "".join(f"<p>► {escape(title)}</p>\n{_paragraphs(body)}" for title, body in given.items)
    return {"page.html": _page(given, content).encode()}


def broken_page(given: Given) -> Files:
    """Write a page of one paragraph with <br>."""
    content = "<br><br>\n".join(
        f"► <b>{escape(title)}</b><br>{'<br><br>'.join(map(escape, body.split(chr(10) * 2)))}"
        for title, body in given.items
    )
    return {"page.html": _page(given, f"<p>{content}</p>").encode()}


def live_blog(given: Given) -> Files:
    """Write a live blog."""
    content = "".join(
        f'<article><time datetime="{moment.isoformat()}">{moment:%H:%M}</time>'
        f"<h2>{escape(title)}</h2>{_paragraphs(body)}</article>\n"
        for moment, (title, body) in zip(given.moments(), given.items, strict=True)
    )
    return {"direct.html": _page(given, content).encode()}


def _newsletter(given: Given) -> str:
    cells = "".join(
        f'<tr><td class="block"><table width="600"><tr><td><h2>{escape(title)}</h2>'
        f"{_paragraphs(body)}</td></tr></table></td></tr>\n"
        for title, body in given.items
    )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>'
        '<div style="display:none">L’essentiel de ce matin</div><table width="100%"><tr><td>'
        '<a href="https://exemple.fr/x">Voir ce message dans votre navigateur</a></td></tr>'
        f"{cells}<tr><td><p>Vous recevez cette lettre car vous y êtes abonné. "
        '<a href="https://exemple.fr/y">Se désabonner</a></p></td></tr></table></body></html>'
    )


def newsletter(given: Given) -> Files:
    """Write a newsletter of tables, saved as a page."""
    return {f"{given.path}.html": _newsletter(given).encode()}


def _message(given: Given, subject: str, moment: datetime) -> EmailMessage:
    message = EmailMessage(_UNFOLDED)
    message["From"], message["Subject"] = f"{given.source} <lettre@exemple.fr>", subject
    message["Date"] = format_datetime(moment)
    return message


def mail(given: Given) -> Files:
    """Write a mail with the text and its HTML."""
    message = _message(given, "Le journal", next(given.moments()))
    message.set_content(to_text(given), cte="quoted-printable")
    message.add_alternative(_newsletter(given), subtype="html", cte="quoted-printable")
    return {"journal.eml": message.as_bytes()}


def plain_mail(given: Given) -> Files:
    """Write a mail of plain text."""
    message = _message(given, "Le journal", next(given.moments()))
    message.set_content(to_text(given), cte="8bit")
    return {"journal.eml": message.as_bytes()}


def mbox(given: Given) -> Files:
    """Write a mailbox with a mail an item, as Python's own library does."""
    data = io.BytesIO()
    for moment, (title, body) in zip(given.moments(), given.items, strict=True):
        message = _message(given, title, moment)
        message.set_content(body, cte="quoted-printable")
        quoted = mailbox.mboxMessage(message).as_bytes(unixfrom=False).replace(b"\nFrom ", b"\n>From ")
        data.write(f"From lettre@exemple.fr {moment:%a %b %d %H:%M:%S %Y}\n".encode() + quoted + b"\n\n")
    return {"lettres.mbox": data.getvalue()}


def mhtml(given: Given) -> Files:
    """Write a page as a browser saves it in one file."""
    encoded = encodebytes(_page(given, _headed(given)).encode()).decode("ascii")
    text = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://exemple.fr/journal\nSubject: Le journal\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="----x"\n\n'
        f"------x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n{encoded}\n------x--\n"
    )
    return {"page.mhtml": text.replace("\n", "\r\n").encode()}


def rss(given: Given) -> Files:
    """Write RSS with the text as encoded HTML."""
    items = "".join(
        f"<item><title>{escape(title)}</title><guid>https://exemple.fr/{number}</guid>"
        f"<pubDate>{format_datetime(moment)}</pubDate>"
        f"<description>{escape(_paragraphs(body))}</description></item>\n"
        for number, (moment, (title, body)) in enumerate(zip(given.moments(), given.items, strict=True))
    )
    head = f'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>{escape(given.source)}</title>'
    return {"flux.xml": f"{head}{items}</channel></rss>".encode()}


def atom(given: Given) -> Files:
    """Write Atom with the text as XHTML."""
    entries = "".join(
        f"<entry><id>urn:{number}</id><title>{escape(title)}</title><published>{moment.isoformat()}</published>"
        f'<updated>{moment.isoformat()}</updated><content type="xhtml">'
        f'<div xmlns="http://www.w3.org/1999/xhtml">{_paragraphs(body)}</div></content></entry>\n'
        for number, (moment, (title, body)) in enumerate(zip(given.moments(), given.items, strict=True))
    )
    head = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(given.source)}</title>'
    return {"flux.atom": f"{head}{entries}</feed>".encode()}


def _rows(given: Given) -> list[dict[str, str]]:
    return [
        {"title": title, "body": body, "date": str(given.day), "source": given.source}
        for title, body in given.items
    ]


def json_lines(given: Given) -> Files:
    """Write JSON Lines."""
    return {
        "journal.jsonl": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(given)).encode()
    }


def json_array(given: Given) -> Files:
    """Write a JSON array."""
    return {"journal.json": json.dumps(_rows(given), indent=1).encode()}


def table(delimiter: str, charset: str, first: str = "") -> Callable[[Given], Files]:
    """Return what writes a table."""

    def write(given: Given) -> Files:
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=delimiter)
        writer.writerow(["titre", "texte", "date", "média"])
        writer.writerows(row.values() for row in _rows(given))
        return {"journal.csv": (first + text.getvalue()).encode(charset)}

    return write


def packed_zip(given: Given) -> Files:
    """Write a zip archive of texts, one an item."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _one_each(given):
            archive.writestr(name, content)
    return {"archive.zip": data.getvalue()}


def packed_tar(given: Given) -> Files:
    """Write a compressed tar archive of texts, one an item."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for name, content in _one_each(given):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return {"archive.tar.gz": data.getvalue()}


def _one_each(given: Given) -> Iterator[tuple[str, bytes]]:
    for number, item in enumerate(given.items):
        yield f"{given.path}-{number:03}.txt", to_text(given._replace(items=(item,))).encode()


def packed_text(given: Given) -> Files:
    """Write a compressed text."""
    return {f"{given.path}.txt.gz": gzip.compress(to_text(given).encode())}


def _with_clocks(given: Given) -> Given:
    items = zip(given.moments(), given.items, strict=True)
    return given._replace(
        items=tuple((title, f"{moment:%H:%M}\n\n{body}") for moment, (title, body) in items)
    )


class Form(NamedTuple):
    """A kind of source.

    Attributes:
        write: Writes the files of a bulletin.
        charset: The encoding whose letters it holds; empty where it holds all.
        shown: What of a bulletin must come back.
    """

    write: Callable[[Given], Files]
    charset: str = ""
    shown: Callable[[Given], Given] = Given.itself

    def held(self, given: Given) -> Given:
        """Return a bulletin without the letters that cannot be written so."""
        if not self.charset:
            return given
        texts = (
            tuple(text.encode(self.charset, "ignore").decode(self.charset) for text in it)
            for it in given.items
        )
        return given._replace(items=tuple((one_line(title), body) for title, body in texts))


FORMS: Mapping[str, Form] = {
    "text": Form(text_in("utf-8")),
    "text, UTF-8 with BOM and CRLF": Form(text_in("utf-8-sig", "\r\n")),
    "text, UTF-16": Form(text_in("utf-16", "\r\n")),
    "text, windows-1252": Form(text_in("cp1252", "\r\n"), "cp1252"),
    "text, Mac OS Roman": Form(text_in("mac-roman", "\r"), "mac-roman"),
    "text, broken lines": Form(wrapped),
    "page": Form(page),
    "page, marked": Form(marked_page),
    "page, one paragraph": Form(broken_page),
    "page in one file": Form(mhtml),
    "live blog": Form(live_blog, shown=_with_clocks),
    "newsletter": Form(newsletter),
    "mail": Form(mail),
    "mail, plain": Form(plain_mail),
    "mailbox": Form(mbox),
    "RSS": Form(rss),
    "Atom": Form(atom),
    "JSON Lines": Form(json_lines),
    "JSON array": Form(json_array),
    "table with ;": Form(table(";", "utf-8-sig")),
    "table, sep=": Form(table(";", "cp1252", "sep=;\r\n"), "cp1252"),
    "zip": Form(packed_zip),
    "tar.gz": Form(packed_tar),
    "gz": Form(packed_text),
}
