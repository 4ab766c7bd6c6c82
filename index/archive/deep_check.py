"""Whether an archive equals what its sources give, item by item."""

from collections.abc import Callable, Iterable, Iterator

from index.archive.comparison import Comparison, Difference
from index.archive.document import Document
from index.archive.spool import Spool
from index.archive.versions import versions_of


def compared(
    spool: Spool, find: Callable[[str], Document | None], documents: Iterable[Document]
) -> Comparison:
    """Compare the documents of a spool, which have their ids, with those of an archive.

    Args:
        spool: What the sources give.
        find: Returns a document of the archive.
        documents: All documents of the archive.
    """
    with_past: list[str] = []
    found = [*_of_sources(spool, find), *_of_archive(spool, documents, with_past)]
    found.sort(key=lambda each: each.kind)
    return Comparison(spool.count(), tuple(found), tuple(with_past), spool.left_out)


def _of_sources(spool: Spool, find: Callable[[str], Document | None]) -> Iterator[Difference]:
    for given in spool.documents():
        held = find(given.id)
        if held is None:
            yield Difference("missing", given.id, given.title)
            continue
        if _texts(held) != _texts(given):
            yield Difference("other text", given.id, given.title)
        if held.date != given.date:
            yield Difference("other date", given.id, given.title)
        if _place(held) != _place(given):
            yield Difference("other place", given.id, given.title)


def _of_archive(spool: Spool, documents: Iterable[Document], with_past: list[str]) -> Iterator[Difference]:
    given = set(spool.document_ids())
    for document in documents:
        if any(each.is_past for each in document.versions):
            with_past.append(document.id)
        if document.id not in given:
            yield Difference("added", document.id, document.title)


def _texts(document: Document) -> list[tuple[str, str]]:
    """Return the texts of a document that sources give, oldest first."""
    return [(each.title, each.body) for each in versions_of(document) if not each.is_past]


def _place(document: Document) -> tuple[object, ...]:
    return document.source, document.url, document.appearances
