"""Gathering the documents of a new build in a spool, under the ids that earlier builds gave them.

An engine reads the spool to write its files, and deletes nothing: the spool is gone when the context ends.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.archive.builds import database_errors
from index.archive.document import Document
from index.archive.holdings import Refusal, Refusals
from index.archive.inheritance import inherited
from index.archive.removals import NO_REMOVALS, Removals, left_out_note
from index.archive.source_files import SourceFiles
from index.archive.spool import BY_CHARACTERS, Sizing, Spool
from index.archive.standing_versions import Find, carry_over
from index.errors import (
    EmptyInputError,
    IndexDamagedError,
    IndexMissingError,
    IndexOutdatedError,
    SearchError,
)
from index.storage.temporary_files import temporary_files_in

MOST_REFUSALS = 1000


@contextmanager
def gathered(
    build: Path,
    documents: Iterable[Document],
    before: Sequence[Path],
    notes: list[str],
    sizing: Sizing = BY_CHARACTERS,
    removals: Removals = NO_REMOVALS,
    find: Find | None = None,
    files: SourceFiles | None = None,
) -> Iterator[tuple[Spool, Refusals]]:
    """Yield a spool of all documents with their final ids, and the refusals.

    Args:
        build: Folder of the new build.
        documents: Read once.
        before: Builds whose ledgers are inherited; where several know an id, the first one counts.
        notes: Receives a sentence for each ledger that is missing or damaged, and if something is left out.
        sizing: How large documents are, and may be.
        removals: What was removed for good.
        find: Returns a document of the archive before, of which earlier versions are carried over.
        files: The files that the documents come from; exports among them tell what was removed, too.

    Raises:
        EmptyInputError: No document was taken in.
        SearchError: SQLite could not write, here or in the body of the context.
    """
    with gathering(build, documents, sizing) as (spool, refusals):
        spool.assign_ids(inherited(before, notes))
        if files:
            removals = removals.with_more(files.all_removals)
        notes += left_out_note(spool.leave_out(removals, exports=files.removals if files else ()))
        if find:
            notes += _carried_over(spool, find)
        spool.compose()
        if not spool.count():
            raise EmptyInputError(
                "there is nothing to index in what was given; the index in place, if any, is untouched"
            )
        yield spool, refusals


def _carried_over(spool: Spool, find: Find) -> Iterator[str]:
    """Carry earlier versions over from the archive before; yield a note where that is damaged."""
    try:
        carry_over(spool, find)
    except IndexDamagedError as error:
        yield _unread_note(error)


def find_before(open_find: Callable[[], Find]) -> tuple[Find | None, list[str]]:
    """Return what finds a document of the archive before, and a note where that cannot be read.

    Args:
        open_find: Opens the archive; raises `IndexMissingError` where there is none.
    """
    try:
        return open_find(), []
    except IndexMissingError:
        return None, []
    except (IndexDamagedError, IndexOutdatedError) as error:
        return None, [_unread_note(error)]


def _unread_note(error: SearchError) -> str:
    """Return a sentence for an archive before that cannot be read."""
    return f"the index before cannot be read ({error}): earlier versions of items that only it has are lost"


@contextmanager
def gathering(build: Path, documents: Iterable[Document], sizing: Sizing) -> Iterator[tuple[Spool, Refusals]]:
    """Yield a spool of documents under the ids that they came with, and the refusals.

    Until the context ends, SQLite keeps its temporary files in the build. Raises `SearchError` where it could
    not write.
    """
    with database_errors(), temporary_files_in(build), Spool(build, sizing) as spool:
        yield spool, _added(spool, documents)


def _added(spool: Spool, documents: Iterable[Document]) -> Refusals:
    """Add documents to a spool; return the refusals, of which the first ones are kept, each once."""
    kept: dict[tuple[str, str], Refusal] = {}
    count = 0
    for document in documents:
        if refusal := spool.add(document):
            count += 1
            if len(kept) < MOST_REFUSALS:
                kept.setdefault((refusal.id, refusal.reason), refusal)
    return Refusals(tuple(kept.values()), count)
