"""Writing all of a build: its documents to the cluster, its files beside them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from index.archive.addition import Addition
from index.archive.catalogue import Catalogue, write_catalogue
from index.archive.document import Document
from index.archive.holdings import SourceCount
from index.archive.ledger import write_ledger
from index.archive.manifest import Manifest, files_of
from index.archive.parts import CATALOGUE, LEDGER, VOCABULARY
from index.archive.removals import Removals
from index.archive.spool import SettledDocuments, Sizing, Spool
from index.archive.stored_document import to_document, to_stored
from index.engines import OnProgress, no_progress
from index.engines.opensearch.address import shards
from index.engines.opensearch.builds import Draft
from index.engines.opensearch.cluster import Cluster
from index.engines.opensearch.mapping import FINGERPRINT, JSON, index_body
from index.engines.opensearch.reader import Reader
from index.engines.opensearch.requests import EVERYTHING
from index.engines.opensearch.rows import key, rows
from index.errors import SearchError
from index.french.form_table import FormTable
from index.french.occurrences import occurrences
from index.vocabulary.vocabulary_writer import VocabularyWriter
from index.vocabulary.word_counts import WordCounter, day_number, words_of

PART = "archive"
"""Name of the one part that a build has here."""
_AT_ONCE = 200_000
"""Characters that are analysed at once."""
_MOST_REMEMBERED = 200 << 20
"""Bytes of the form table after which all forms are forgotten."""
_LONGEST = 10_000_000
"""Characters of a document: with its terms it must fit into one request."""
_SAMPLED = 50
"""Documents that are read back at most when a build is written."""


class Files(NamedTuple):
    """The files of a build."""

    vocabulary: Path
    catalogue: Path
    ledger: Path

    @classmethod
    def of(cls, folder: Path) -> "Files":
        """Return those of a folder."""
        return cls(*(folder / f"{PART}{kind}" for kind in (VOCABULARY, CATALOGUE, LEDGER)))


def sizing() -> Sizing:
    """Return how large documents are, and how large one may be."""
    return Sizing(_characters, 100, _LONGEST, _refusal)


def _characters(document: Document) -> int:
    return len(document.title) + len(document.body) + 100 * len(document.appearances)


def _refusal(size: int) -> str:
    return f"it has {size} characters, and a cluster takes {_LONGEST}; cut it into several"


def write_spool(cluster: Cluster, draft: Draft, spool: Spool, on_progress: OnProgress) -> None:
    """Write the documents of a spool, and their words."""
    spool.settle()
    total = spool.count()
    documents = SettledDocuments(draft.folder).read(range(total))
    write_documents(cluster, draft, documents, total, on_progress)


def write_documents(
    cluster: Cluster,
    draft: Draft,
    documents: Iterable[Document],
    total: int,
    on_progress: OnProgress = no_progress,
) -> None:
    """Write documents into a new index, and their words into a new vocabulary."""
    cluster.create(draft.index, index_body(shards()))
    sample: list[Document] = []
    with VocabularyWriter(Files.of(draft.folder).vocabulary) as words:
        written = cluster.write(draft.index, _rows(documents, words, sample, _Progress(on_progress, total)))
    verify_written(cluster, draft.index, written, sample)
    on_progress(total, total)


def write_changes(cluster: Cluster, draft: Draft, before: Reader, added: Addition) -> None:
    """Write a clone of the documents of another build, with the changes of an addition."""
    cluster.clone(before.index, draft.index)
    sample: list[Document] = []
    gone = [before.get(identifier) for identifier in added.deleted]
    written = set(added.spool.document_ids())
    with VocabularyWriter(Files.of(draft.folder).vocabulary) as words:
        words.add_file(Files.of(before.build).vocabulary)
        for first in range(0, len(gone), _SAMPLED):
            words.subtract(words_of(gone[first : first + _SAMPLED]))
        cluster.write(draft.index, ((key(each.id), None) for each in gone if each.id not in written))
        cluster.write(draft.index, _rows(added.spool.documents(), words, sample, _Progress(no_progress, 0)))
    expected = before.manifest.documents + added.counts.new - added.counts.gone
    verify_written(cluster, draft.index, expected, sample)


def write_archive(draft: Draft, before: Reader, added: Addition) -> None:
    """Write bulletins and ledger of another build with the changes of an addition."""
    now, old = Files.of(draft.folder), Files.of(before.build)
    write_catalogue(now.catalogue, added.bulletins, added.places, before.catalogue, [old.catalogue])
    write_ledger(now.ledger, added.known, [old.ledger])


def finish(cluster: Cluster, draft: Draft, removals: Removals) -> Manifest:
    """Write the manifest of a build whose documents and other files are there; return it."""
    removals.write(draft.folder)
    first, last = (_day(cluster, draft.index, order) for order in ("asc", "desc"))
    sources = _sources(cluster, draft.index)
    bulletins = Catalogue([Files.of(draft.folder).catalogue]).count()
    built = datetime.now(UTC).isoformat(timespec="seconds")
    total = sum(each.documents for each in sources)
    files = files_of(draft.folder)
    manifest = Manifest(FINGERPRINT, total, bulletins, first, last, built, sources, (PART,), files)
    manifest.write(draft.folder)
    return manifest


def verify_written(cluster: Cluster, index: str, expected: int, sample: Sequence[Document]) -> None:
    """Compare what the cluster holds with what was written; raises `SearchError`."""
    cluster.refresh(index)
    found = cluster.search(index, {"query": EVERYTHING, "size": 0}).total
    if found != expected:
        raise SearchError(
            f"the cluster holds {found} documents, {expected} were written; the index in place stays"
        )
    for document in sample:
        stored = cluster.get(index, key(document.id))
        if stored is None or to_document(stored) != to_document(to_stored(document)):
            raise SearchError(
                f"the cluster does not give back the item {document.id!r} as it was written; "
                "the index in place stays"
            )


class _Progress:
    """Counts documents and tells of them."""

    def __init__(self, on_progress: OnProgress, total: int) -> None:
        self._tell, self._total, self._done = on_progress, total, 0

    def __call__(self, documents: int) -> None:
        """Tell of what was written before these documents."""
        self._tell(self._done, self._total)
        self._done += documents


def _rows(
    documents: Iterable[Document], words: VocabularyWriter, sample: list[Document], on_slice: _Progress
) -> Iterator[tuple[str, JSON]]:
    """Yield each document with its key and its fields; gather words, and some documents to read back."""
    forms = FormTable()
    counter = WordCounter(forms)
    for some in _slices(documents):
        on_slice(len(some))
        if forms.size > _MOST_REMEMBERED:
            words.add(counter.counts())
            forms = FormTable()
            counter = WordCounter(forms)
        found = occurrences(forms, [text for each in some for text in (each.title, each.body)])
        counter.add([each.title for each in some], found, map(day_number, some))
        words.add(counter.titles())
        if len(sample) < _SAMPLED:
            sample.append(some[-1])
        yield from zip((key(each.id) for each in some), rows(some, found, forms), strict=True)
    words.add(counter.counts())


def _slices(documents: Iterable[Document]) -> Iterator[list[Document]]:
    some: list[Document] = []
    size = 0
    for document in documents:
        some.append(document)
        size += len(document.title) + len(document.body) + 1
        if size > _AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _day(cluster: Cluster, index: str, order: str) -> str:
    """Return the first day of an order; empty where no document is dated."""
    body: JSON = {
        "query": {"exists": {"field": "date"}},
        "sort": [{"date": {"order": order}}],
        "size": 1,
    }
    found = cluster.search(index, body).found
    return str(found[0]["sort"][0]) if found else ""


def _sources(cluster: Cluster, index: str) -> tuple[SourceCount, ...]:
    """Return the sources of an index, largest first."""
    counts: dict[str, int] = {}
    years: dict[str, int] = {}
    for (source, month), count in cluster.cells(index, EVERYTHING, ("source", "month")):
        counts[source] = counts.get(source, 0) + count
        if month:
            years[source] = min(int(month[:4]), years.get(source, int(month[:4])))
    largest = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return tuple(SourceCount(source, years.get(source), count) for source, count in largest)
