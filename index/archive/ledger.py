"""The ledger: all ids that were ever given, inherited from build to build so that links last.

A text file of JSON Lines: its version, then a line for each item and each bulletin that was ever indexed in
this folder, whether or not it still is:

    {"ledger": 1}
    {"item": "0b5e…", "text": "93ac…", "source": "Radio Estuaire"}
    {"bulletin": "77d1…", "date": "2024-11-07", "name": "Journal de 8 h", "items": ["0b5e…", "41f0…"]}

`text` is a digest of title and body, so the ledger holds no text. Lines are sorted: items first, then by id.
"""

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import SearchError
from index.storage.regular_files import open_regular

VERSION = 1
LEDGER = "ledger.jsonl"


class LedgerError(SearchError):
    """A ledger cannot be trusted; the message ends a sentence that begins with the ledger."""


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item with its id.

    Attributes:
        id: Its permanent id.
        text: `text_digest` of its text, as last seen.
        source: Its source, as last seen.
    """

    id: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class KnownBulletin:
    """A bulletin with its id.

    Attributes:
        id: Its permanent id.
        date: ISO date, as last seen; empty where it had none.
        name: Its name, as last seen.
        items: Ids of its items, as last seen, sorted.
    """

    id: str
    date: str
    name: str
    items: tuple[str, ...]


Known = KnownItem | KnownBulletin


def write_ledger(build: Path, rows: Iterable[Known]) -> None:
    """Write the ledger of a build; rows are sorted already."""
    with (build / LEDGER).open("w", encoding="utf-8", newline="\n") as file:
        file.write(_line({"ledger": VERSION}))
        for row in rows:
            match row:
                case KnownItem():
                    file.write(_line({"item": row.id, "text": row.text, "source": row.source}))
                case KnownBulletin():
                    values = {"bulletin": row.id, "date": row.date, "name": row.name, "items": row.items}
                    file.write(_line(values))


def read_ledger(build: Path) -> Iterator[Known]:
    """Yield the rows of the ledger of a build.

    Raises:
        LedgerError: It is missing, or a line is not as `write_ledger` writes it.
    """
    try:
        with io.TextIOWrapper(open_regular(build / LEDGER), "utf-8", newline="\n") as file:
            _expect_version(file.readline())
            for number, line in enumerate(file, 2):
                yield _known(line, number)
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"cannot be read: {error}") from error


def _line(values: Mapping[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False) + "\n"


def _expect_version(line: str) -> None:
    if line != _line({"ledger": VERSION}):
        raise LedgerError(f"begins with {line[:40]!r}, not with version {VERSION}")


def _known(line: str, number: int) -> Known:
    try:
        values = json.loads(line)
        if "item" in values:
            return KnownItem(str(values["item"]), str(values["text"]), str(values["source"]))
        items = tuple(map(str, values["items"]))
        return KnownBulletin(str(values["bulletin"]), str(values["date"]), str(values["name"]), items)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise LedgerError(f"line {number} is {line[:40]!r} ({error!r})") from error
