"""BibTeX: an entry an item, in UTF-8, every character that TeX or BibTeX would read as a sign written out."""

import re
from collections.abc import Iterator

from index.archive.document import digest
from index.exports.row import Row, one_line
from index.text import is_web_address

# BibTeX counts braces even behind a backslash: each is written as a command, so that they always pair up.
_SIGNS = {
    ord("\\"): r"{\textbackslash}",
    ord("{"): r"{\textbraceleft}",
    ord("}"): r"{\textbraceright}",
    ord("^"): r"{\textasciicircum}",
    ord("~"): r"{\textasciitilde}",
    ord('"'): r"{\textquotedbl}",
    **{ord(sign): f"\\{sign}" for sign in "%&#$_"},
}
# Keys of BibTeX are the same in capitals and small letters.
_PLAIN = re.compile(r"[0-9a-z][0-9a-z-]{0,60}")


def entry(row: Row) -> str:
    """Return a row as an entry, with an empty line behind it; what is empty is left out."""
    fields = "".join(f",\n  {name} = {{{value}}}" for name, value in _fields(row) if value)
    return f"@misc{{{key(row.id)}{fields}\n}}\n\n"


def key(identifier: str) -> str:
    """Return the key of an id: of two ids never the same one."""
    if _PLAIN.fullmatch(identifier):
        return f"b:{identifier}"
    return f"d:{digest((identifier,))}"


def _fields(row: Row) -> Iterator[tuple[str, str]]:
    title, day = _written(row.title), row.date
    yield "title", title and f"{{{title}}}"  # its capitals stay as they are
    yield "organization", _written(row.source)
    yield "howpublished", _written(row.bulletin)
    yield "pages", "" if row.place is None else str(row.place)
    if day:
        yield "date", day.isoformat()
        yield "year", f"{day.year:04}"
        yield "month", str(day.month)
    yield "url", row.address
    if is_web_address(row.url):
        yield "note", _written(row.url)
    yield "addendum", "date supposée" if row.date_origin == "weekday" else ""
    yield "abstract", _written(row.passage)
    yield "identifier", _written(row.id)


def _written(text: str) -> str:
    return one_line(text).translate(_SIGNS)
