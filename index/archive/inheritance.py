"""The ledgers that a new build inherits from earlier ones."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from index.archive.ledger import LEDGER, Known, LedgerError, read_ledger
from index.archive.manifest import is_whole


def inherited(builds: Sequence[Path], notes: list[str]) -> Iterator[Known]:
    """Yield the lines of the ledgers of builds, in order; add a note for each that is lost, or if all are."""
    found = False
    for build in builds:
        if not is_whole(build, LEDGER):
            notes.append(f"the ledger of ids in build {build.name!r} is missing or damaged, and left out")
            continue
        try:
            yield from read_ledger(build)
            found = True
        except LedgerError as error:
            notes.append(f"the ledger of ids in build {build.name!r} {error}; what came before is kept")
    if builds and not found:
        notes.append(
            "no ledger of ids is left: items and bulletins that were moved or renamed may get another id; "
            "all others keep theirs"
        )
