"""CSV that a spreadsheet opens, and runs nothing of: a cell is a text, whatever it begins with.

See https://owasp.org/www-community/attacks/CSV_Injection. Where a comma is the decimal sign, as in France,
a spreadsheet parts the cells at semicolons: in a file with commas what follows one is guarded as well.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from index.archive.document import to_clock, to_iso
from index.exports.row import Row, one_line
from index.query.keywords import ORIGIN_WORDS

BYTE_ORDER_MARK = "\ufeff"
"""What tells a spreadsheet that a file is in UTF-8."""
COLUMNS = (
    "date",
    "source",
    "bulletin",
    "place",
    "title",
    "passage",
    "address",
    "url",
    "id",
    "time",
    "date_origin",
)
_SIGNS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"  # the last four are wide forms, read as the first four
_FORMULA = re.compile(rf"(?:\A|(?<=;))(?=\"*[{_SIGNS}])")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


_FRENCH_WORDS = {
    "place": "rang", "title": "titre", "address": "adresse permanente", "url": "adresse d’origine",
    "id": "identifiant", "time": "heure", "date_origin": "provenance de la date", "first": "du", "last": "au",
    "number": "nombre", "held": "archive", "share": "part (%)",
    **{str(origin): word for origin, word in ORIGIN_WORDS.items()},
}  # fmt: skip
"""Names of columns, and what says a date; the others are the same in both languages."""


class Dialect(NamedTuple):
    """What parts the cells of a line, the sign of decimals, and words that stand for the English ones."""

    delimiter: str
    decimal: str
    words: Mapping[str, str] = {}


STANDARD = Dialect(",", ".")
FRENCH = Dialect(";", ",", _FRENCH_WORDS)
"""What Excel in France reads at a double click; the lines of the standard one it puts into one column."""


def head(columns: Iterable[str], dialect: Dialect = STANDARD) -> str:
    """Return the line of the names of columns."""
    return csv_line((dialect.words.get(name, name) for name in columns), dialect)


def csv_line(cells: Iterable[str], dialect: Dialect = STANDARD) -> str:
    """Return a line of CSV, guarded; numbers stay numbers."""
    written = io.StringIO()
    csv.writer(written, delimiter=dialect.delimiter, lineterminator="\n").writerow(map(_guarded, cells))
    return written.getvalue()


def cells_of(row: Row, dialect: Dialect = STANDARD) -> tuple[str, ...]:
    """Return the cells of a row, in the order of `COLUMNS`."""
    place = "" if row.place is None else str(row.place)
    day, time = to_iso(row.date), to_clock(row.time)
    before = (day, row.source, row.bulletin, place, row.title, row.passage, row.address, row.url, row.id)
    return (*before, time, dialect.words.get(row.date_origin, row.date_origin))


def entry(row: Row, dialect: Dialect = STANDARD) -> str:
    """Return a row as a line of CSV."""
    return csv_line(cells_of(row, dialect), dialect)


def _guarded(cell: str) -> str:
    shown = one_line(cell)
    if shown[:1].isalpha() and ";" not in shown:  # as nearly all are
        return shown
    return shown if _NUMBER.fullmatch(shown) else _FORMULA.sub("'", shown)
