"""RIS, which reference managers read: a tag a line, so that no value may end its line.

See https://refdb.sourceforge.net/manual-0.9.6/sect1-ris-format.html.
"""

from collections.abc import Iterator
from datetime import date

from index.archive.document import to_iso
from index.exports.row import Row, one_line
from index.text import is_web_address


def entry(row: Row) -> str:
    """Return a row as an entry, with an empty line behind it; what is empty is left out."""
    lines = [("TY", "NEWS"), *((tag, one_line(value)) for tag, value in _tags(row)), ("ER", "")]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines) + "\r\n"


def with_slashes(day: date | None) -> str:
    """Return a day as 2024/11/07; empty for None."""
    return to_iso(day).replace("-", "/")


def _tags(row: Row) -> Iterator[tuple[str, str]]:
    day = with_slashes(row.date)
    wanted = (
        ("TI", row.title),
        ("T2", row.source),
        ("SE", row.bulletin),
        ("SP", "" if row.place is None else str(row.place)),
        ("DA", day),
        ("PY", day[:4]),
        ("UR", row.address),
        ("LK", row.url if is_web_address(row.url) else ""),
        ("AB", row.passage),
        ("N1", "date supposée" if row.date_origin == "weekday" else ""),
        ("ID", row.id),
    )
    return ((tag, value) for tag, value in wanted if value)
