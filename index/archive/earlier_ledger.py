"""The ledger of builds before format 8: a text file of JSON Lines, of which a rebuild still takes the ids.

{"ledger": 1}
{"item": "0b5e…", "text": "93ac…", "source": "Radio Estuaire"}
{"bulletin": "77d1…", "date": "2024-11-07", "name": "Journal de 8 h", "items": ["0b5e…", "41f0…"]}
"""

import io
import json
from collections.abc import Iterator
from pathlib import Path

from index.archive.ledger import KnownBulletin, KnownItem, LedgerError
from index.storage.regular_files import open_regular

EARLIER_LEDGER = "ledger.jsonl"
_VERSION = '{"ledger": 1}\n'


def read_earlier_ledger(build: Path) -> Iterator[KnownItem | KnownBulletin]:
    """Yield the rows of the ledger of a build.

    Raises:
        LedgerError: It is missing, or a line is not as it was written.
    """
    try:
        with io.TextIOWrapper(open_regular(build / EARLIER_LEDGER), "utf-8", newline="\n") as file:
            _expect_version(file.readline())
            for number, line in enumerate(file, 2):
                yield _known(line, number)
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"cannot be read: {error}") from error


def _expect_version(line: str) -> None:
    if line != _VERSION:
        raise LedgerError(f"begins with {line[:40]!r}, not with version 1")


def _known(line: str, number: int) -> KnownItem | KnownBulletin:
    try:
        values = json.loads(line)
        if "item" in values:
            return KnownItem(str(values["item"]), str(values["text"]), str(values["source"]))
        items = tuple(map(str, values["items"]))
        return KnownBulletin(str(values["bulletin"]), str(values["date"]), str(values["name"]), items)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise LedgerError(f"line {number} is {line[:40]!r} ({error!r})") from error
