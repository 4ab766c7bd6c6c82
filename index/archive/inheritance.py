"""The ledgers that a new build inherits from earlier ones."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.archive.earlier_ledger import EARLIER_LEDGER, read_earlier_ledger
from index.archive.ledger import KnownBulletin, KnownItem, Ledger, LedgerError
from index.archive.manifest import NAME, is_whole
from index.archive.parts import LEDGER
from index.storage.regular_files import read_text


def inherited(builds: Sequence[Path], notes: list[str]) -> Iterator[KnownItem | KnownBulletin]:
    """Yield the rows of the ledgers of builds, in order; add a note for each that is lost, or if all are."""
    found = False
    for build in builds:
        names = _ledgers_of(build)
        for name in names:
            if not is_whole(build, name):
                notes.append(f"the ledger of ids in build {build.name!r} is missing or damaged, and left out")
                continue
            try:
                yield from _rows(build / name)
                found = True
            except LedgerError as error:
                notes.append(f"the ledger of ids in build {build.name!r} {error}; what came before is kept")
    if builds and not found:
        notes.append(
            "no ledger of ids is left: items and bulletins that were moved or renamed may get another id; "
            "all others keep theirs"
        )


def _ledgers_of(build: Path) -> list[str]:
    """Return the names of the ledgers of a build of this version or an earlier one, the newest part first.

    One name that is no file where the manifest names none.
    """
    try:
        values = json.loads(read_text(build / NAME))
        names = [f"{part}{LEDGER}" for part in values.get("parts", ())]
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        names = []
    return names or [EARLIER_LEDGER]


def _rows(ledger: Path) -> Iterator[KnownItem | KnownBulletin]:
    if ledger.name == EARLIER_LEDGER:
        return read_earlier_ledger(ledger.parent)
    return Ledger([ledger]).rows()
