"""CSV → documents: one item a row, whose fields are found by the names of the columns.

    titre;texte;date;média
    Le pont;Il est fermé.;07/11/2024;Radio

The text is decoded and read in pieces, so that a table may be of any size.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from indexer.bulletin import LONGEST_ITEM, BulletinError, is_searchable
from indexer.decoding import UTF_8, decode, text_of_head
from indexer.paths import MEBIBYTE, FileType, InputFile, PathMetadata, path_metadata
from indexer.plain_text import counted, printable
from indexer.readers.json_fields import LineError, check_fields
from indexer.readers.jsonlines import Places, line_document
from indexer.readers.page_tree import PageError
from indexer.readers.reader import Event
from indexer.readers.table_columns import COLUMNS, Columns, to_columns, to_fields, unread_date
from indexer.readers.transcoding import in_utf_8
from indexer.report import Noted, Skipped

DELIMITERS = ";,\t|"
_SEPARATOR = re.compile(r'"?sep=(?P<delimiter>[^"\r\n])"?\r?\n', re.IGNORECASE)
_PIECE = MEBIBYTE  # bytes that are decoded at a time, up to the end of a line
_LONGEST_HEADER = 10_000  # characters of it and the row below, in a file that is not named as a table
_HEADER_WITHIN = 10  # lines: some exports begin with what they are
_MOST_ODD = 20  # clauses about encodings that are kept
csv.field_size_limit(2 * LONGEST_ITEM)


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads CSV.

    Attributes:
        places: Items of each bulletin so far.
    """

    kind = "tables"

    places: Places

    def recognises(self, named: FileType, head: bytes) -> bool:
        """Return whether a file is named as a table, says how its cells are separated, or names columns."""
        if named is FileType.TABLE or _SEPARATOR.match(head[:10].decode("latin-1")):
            return True
        return named in (FileType.TEXT, FileType.OPEN) and _begins_table(text_of_head(head).lstrip("\ufeff"))

    def read(self, file: InputFile, stream: BinaryIO) -> Iterator[Event]:
        """Yield the documents, and what was odd about the rows."""
        odd: dict[str, None] = {}
        content, _ = in_utf_8(stream)
        lines = _lines(content, odd)
        first = next(lines, "")
        said = _SEPARATOR.match(first)
        above, below = _header(chain([] if said else [first], lines))
        if above:
            yield Noted(file.path, f"has lines above its columns, which are not read: {above}")
        table = _Table(file, path_metadata(file.path), self.places)
        delimiter = said["delimiter"] if said else _delimiter(next(iter(below[:1]), ""))
        yield from table.read(chain(below, lines), delimiter)
        for clause in odd:
            yield Noted(file.path, clause)


def _begins_table(text: str) -> bool:
    """Return whether a text begins with names of columns only, most of them known, and a row as long."""
    header, row = (*text[:_LONGEST_HEADER].splitlines(), "", "")[:2]
    if not any(delimiter in header for delimiter in DELIMITERS):
        return False
    delimiter = _delimiter(header)
    columns = _columns(header, delimiter)
    is_named = "body" in columns.places and len(columns.places) >= max(2, len(columns.names) / 2)
    return is_named and len(next(csv.reader([row], delimiter=delimiter), [])) == len(columns.names)


def _header(lines: Iterator[str]) -> tuple[str, list[str]]:
    """Return what stands above the row that names the columns, and the first lines from there on."""
    first = list(islice(lines, _HEADER_WITHIN))
    filled = [number for number, line in enumerate(first) if line.strip()]
    place = next((number for number in filled if _names_text(first[number])), min(filled, default=0))
    return printable(" ".join(line.strip() for line in first[:place]).strip())[:200], first[place:]


def _names_text(line: str) -> bool:
    return any("body" in _columns(line, delimiter).places for delimiter in DELIMITERS)


def _columns(header: str, delimiter: str) -> Columns:
    return to_columns(next(csv.reader([header], delimiter=delimiter), []))


def _lines(stream: BinaryIO, odd: dict[str, None]) -> Iterator[str]:
    """Yield the lines of a table, each with its end; `odd` takes what its encodings are."""
    rest = ""
    for text in _texts(stream, odd):
        *lines, rest = f"{rest}{text}".split("\n")
        yield from (f"{line}\n" for line in lines)
        if len(rest) > 2 * LONGEST_ITEM:
            raise BulletinError(
                f"has a line of over {2 * LONGEST_ITEM:,} characters; what came before is kept"
            )
    yield rest


def _texts(stream: BinaryIO, odd: dict[str, None]) -> Iterator[str]:
    """Yield the text of a table in pieces, each up to the end of a line."""
    while data := stream.read(_PIECE) + stream.readline(_PIECE):
        decoded = decode(data)
        clauses = decoded.oddities + ((f"is {decoded.encoding}",) if decoded.encoding != UTF_8 else ())
        odd.update(dict.fromkeys(islice(clauses, max(0, _MOST_ODD - len(odd)))))
        yield decoded.text


def _delimiter(header: str) -> str:
    """Return what separates the cells of a table: what finds most of its fields, then most of its columns."""

    def found(delimiter: str) -> tuple[int, int]:
        columns = _columns(header, delimiter)
        return len(columns.places), len(columns.names)

    return max(DELIMITERS, key=found)


@dataclass(slots=True)
class _Table:
    """A table that is being read.

    Attributes:
        file: The file.
        metadata: What its path says; a row without source or date takes them from it.
        places: Items of each bulletin so far.
    """

    file: InputFile
    metadata: PathMetadata
    places: Places

    def read(self, lines: Iterator[str], delimiter: str) -> Iterator[Event]:
        """Yield the documents of the rows below the header."""
        rows = csv.reader(lines, delimiter=delimiter)
        try:
            columns = to_columns(next(rows, []))
            if not any(columns.names):
                raise BulletinError("holds no letter or digit")
            if "body" not in columns.places:
                raise BulletinError(_without_text(columns))
            if unread := columns.unread:
                yield Noted(
                    self.file.path, f"has columns that are not read: {printable(', '.join(unread))[:500]}"
                )
            for number, row in enumerate(rows, start=2):
                yield from self._row(columns, row, f"row {number}", delimiter)
        except csv.Error as error:
            reason = f"cannot be read ({error}): is a quote not closed? what came before is kept"
            yield Skipped(self.file.path, reason, f"line {rows.line_num}")

    def _row(self, columns: Columns, row: list[str], where: str, delimiter: str) -> Iterator[Event]:
        if not any(row):
            return
        if len(row) > len(columns.names):
            row, oddity = _joined(columns, row, delimiter)
            yield Noted(self.file.path, oddity, where)
        filled = columns.filled(row)
        cells = {key: row[place].strip() for key, place in filled.items() if place < len(row)}
        try:
            values = to_fields({"body": "", **cells}, self.metadata)
            fields = check_fields(values)
        except (LineError, PageError) as error:
            yield Skipped(self.file.path, str(error), where)
            return
        for oddity in (*fields.oddities, *unread_date(cells, values)):
            yield Noted(self.file.path, oddity, where)
        if not is_searchable(fields.item):
            yield Skipped(self.file.path, "holds no letter or digit", where)
            return
        yield line_document(fields, self.places)


def _without_text(columns: Columns) -> str:
    names = printable(", ".join(columns.names))[:500]
    wanted = ", ".join(COLUMNS["body"][:4])
    return f"has no column named {wanted}, which would hold the text; its columns: {names}"


def _joined(columns: Columns, row: list[str], delimiter: str) -> tuple[list[str], str]:
    """Return a row of no more cells than the table has columns, and what was odd about it."""
    last = len(columns.names) - 1
    more = counted(len(row) - len(columns.names), "cell")
    if columns.places["body"] == last:
        joined = [*row[:last], delimiter.join(row[last:])]
        return joined, f"has {more} more than columns, which belong to its text"
    unread = printable(" | ".join(row[last + 1 :]))[:200]
    return row[: last + 1], f"has {more} more than columns, which are not read: {unread}"
