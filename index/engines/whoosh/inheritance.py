"""The ledger that a new build inherits from the builds before it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from index.engines.whoosh.manifest import is_whole
from index.ledger import LEDGER, Known, KnownItem, LedgerError, read_ledger


def inherited(builds: Sequence[Path], notes: list[str]) -> Iterator[Known]:
    """Read the ledgers of whole builds, the one that counts most first; adds to `notes` what was lost."""
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


def ledger_faults(build: Path, documents: Iterator[tuple[str, str]]) -> Iterator[str]:
    """Compare the ledger of a build with its documents, given as pairs of id and text digest."""
    try:
        known = {(row.id, row.text) for row in read_ledger(build) if isinstance(row, KnownItem)}
    except LedgerError as error:
        yield f"its ledger {error}"
        return
    unknown = [identifier for identifier, text in documents if (identifier, text) not in known]
    if unknown:
        yield f"its ledger lacks {len(unknown)} documents, such as {unknown[0]!r}"
