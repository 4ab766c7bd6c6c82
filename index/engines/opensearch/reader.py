"""A build on a cluster opened for reading: its documents there, its files here."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from itertools import chain, islice, product
from pathlib import Path

from index.archive.catalogue import Catalogue
from index.archive.document import Document, by_place, from_iso, is_encodable, to_iso
from index.archive.manifest import Manifest
from index.archive.parts import CATALOGUE, VOCABULARY
from index.archive.removals import Removals
from index.archive.stamp import Stamp
from index.archive.stored_document import to_document
from index.engines.opensearch import requests
from index.engines.opensearch.answers import Explanation, Found
from index.engines.opensearch.cluster import Cell, Cluster
from index.engines.opensearch.mapping import EARLIER, FINGERPRINT, JSON, RESULTS_AT_ONCE
from index.engines.opensearch.rows import key
from index.engines.reading import Explained, Scored, Streamed
from index.engines.reading import Found as FoundPage
from index.errors import REBUILD, IndexDamagedError, SearchError
from index.french.folding import fold
from index.lazy import cached_property
from index.query import Query
from index.query.weighing import TermExplanation, WeightedTerm
from index.ranking import norm
from index.results import BulletinTally, Counts, Order, Tally
from index.timeline import CountsBySource, Timeline, Unit, counts_by_source, extent_of, number_of
from index.vocabulary.prefixes import MAX_EXPANSIONS, PrefixWords
from index.vocabulary.spelling import Pair
from index.vocabulary.vocabulary import Vocabulary

_AT_ONCE = 200
_WEIGHT = re.compile(r"weight\((\w+):(\S+) in \d+\)")
"""How Lucene begins to explain what a term brings."""
_MOST_KNOWN = 10_000
"""Pairs of words whose counts are kept."""
_NAMES = ("source_forms", "bulletin_forms")


@dataclass(frozen=True)
class Reader:
    """A build opened for reading, by one request at a time; see `index.engines.of_builds.BuildReader`.

    Attributes:
        cluster: The cluster.
        index: Index of its documents.
        build: The folder of its files.
        manifest: Its manifest.
        catalogue: Its bulletins.
        vocabulary: Its words.
        removals: What was removed from it for good.
        stamp: State of its files when they were opened.
    """

    cluster: Cluster
    index: str
    build: Path
    manifest: Manifest
    catalogue: Catalogue
    vocabulary: Vocabulary
    removals: Removals
    stamp: Stamp
    _together: dict[Pair, int] = field(default_factory=dict, init=False, repr=False)

    @property
    def is_untouched(self) -> bool:
        """False where a file that it reads has changed on the disk since it was opened."""
        return self.stamp.is_current

    def errors(self) -> AbstractContextManager[None]:
        """Raise `IndexDamagedError` for any foreign exception: damaged files and answers may raise any."""
        return _reading_errors(self.index)

    def forget(self) -> None:
        """Keep all that is known: it is of the build, and not of a request."""

    # --- searches ---

    def search(self, query: Query, limit: int, offset: int, order: Order) -> FoundPage:
        """Count the matching documents, and fetch `limit` of them after the first `offset`."""
        if offset + limit > RESULTS_AT_ONCE:
            total, scored = self.stream(query, offset + limit, order)
            return FoundPage(total, list(islice(scored, offset, None)))
        body = self._ordered(query, order) | {"from": offset, "size": limit}
        total, found = self.cluster.search(self.index, body)
        return FoundPage(total, list(map(_scored, found)))

    def stream(self, query: Query, limit: int, order: Order) -> Streamed:
        """Count the matching documents, and yield the first `limit` of them."""
        found = self.cluster.walk(self.index, self._ordered(query, order), _AT_ONCE)
        return Streamed(self.count(query), map(_scored, islice(found, limit)))

    def _ordered(self, query: Query, order: Order) -> JSON:
        return {"query": requests.scored(query), "sort": requests.sorting(order), "track_scores": True}

    def count(self, query: Query) -> int:
        """Count the matching documents."""
        return self._count(requests.matching(query))

    def count_all(self) -> int:
        """Count all documents."""
        return self._count(requests.EVERYTHING)

    def _count(self, query: JSON) -> int:
        return self.cluster.search(self.index, {"query": query, "size": 0}).total

    def alike(self, stems: Mapping[str, float], limit: int) -> Sequence[Scored]:
        """Find the documents that score highest for the weighted stems, best first."""
        body: JSON = {"query": requests.alike(stems), "sort": requests.sorting("relevance"), "size": limit}
        return list(map(_scored, self.cluster.search(self.index, body).found))

    def explain(self, query: Query, documents: Sequence[Document]) -> Sequence[Explained]:
        """Return what each term of a query adds to the score of each of some documents, most first."""
        keys = [key(each.id) for each in documents]
        asked, terms = requests.named(query, keys)
        body: JSON = {"query": asked, "explain": True, "size": len(keys), "_source": False}
        found = {each["_id"]: each for each in self.cluster.search(self.index, body).found} if keys else {}
        return [tuple(_explanations(found[each], terms)) for each in keys]

    # --- counts ---

    def counts(self, query: Query) -> Counts:
        """Count the matching documents by source, bulletin and day."""
        return Counts.of(self.tally(query), self.bulletin_tally(query))

    def tally(self, query: Query) -> Tally:
        """Count the matching documents by source and day together."""
        cells = self.cluster.cells(self.index, requests.matching(query), ("source", "date"))
        return {(source, from_iso(day)): count for (source, day), count in cells}

    def bulletin_tally(self, query: Query) -> BulletinTally:
        """Count the matching documents by bulletin, source and day together."""
        cells = self.cluster.cells(self.index, requests.matching(query), ("bulletin", "source", "date"))
        return {(bulletin, source, from_iso(day)): count for (bulletin, source, day), count in cells}

    def timeline(self, query: Query) -> Timeline:
        """Count the matching documents by period and source, in the finest unit that leaves few periods."""
        cells = cache(partial(self._cells, requests.matching(query)))

        def count(unit: Unit) -> CountsBySource:
            return _by_source(unit, cells(_field_of(unit)))

        return Timeline.fitting(lambda unit: extent_of(count(unit)), count)

    def holdings(self, unit: Unit, first: date | None, last: date | None) -> Timeline:
        """Count all documents of the periods from one day to another, by period and source."""
        within = range(number_of(unit, first), number_of(unit, last) + 1) if first and last else None
        counted = _by_source(unit, self._cells(requests.EVERYTHING, _field_of(unit)))
        return Timeline.of(unit, counted, within)

    def _cells(self, query: JSON, name: str) -> list[Cell]:
        """Count the documents that match by source and by a field of their days or months."""
        return list(self.cluster.cells(self.index, query, ("source", name)))

    # --- documents ---

    def get(self, document_id: str) -> Document:
        """Fetch a document; raises `UnknownIdError`."""
        found = self.find(document_id)
        if found is None:
            raise self.removals.unknown(document_id)
        return found

    def find(self, document_id: str) -> Document | None:
        """Fetch a document by its id, or that of a version; None where there is none."""
        if not is_encodable(document_id):
            return None
        stored = self.cluster.get(self.index, key(document_id))
        of_a_version = () if stored else self._walk(requests.term("version_ids", document_id))
        return to_document(stored) if stored else next(iter(of_a_version), None)

    def published(self, source: str, day: date) -> Iterator[Document]:
        """Yield the documents of a source that have a version of a day."""
        yield from self._walk(requests.published(source, to_iso(day)))

    def documents(self) -> Iterator[Document]:
        """Yield all documents, newest first, undated last, then by id."""
        yield from self._walk(requests.EVERYTHING)

    def _walk(self, query: JSON) -> Iterator[Document]:
        """Yield the documents that match, newest first."""
        body: JSON = {"query": query, "sort": requests.sorting("newest")}
        for found in self.cluster.walk(self.index, body):
            yield to_document(found["_source"]["stored"])

    def documents_of(self, bulletin_id: str) -> Iterator[Document]:
        """Yield the documents of a bulletin by their place in it, then by id."""
        yield from by_place(self._walk(requests.term("bulletin", bulletin_id)), bulletin_id)

    # --- terms ---

    def words_beginning(self, prefix: str) -> PrefixWords:
        """Find the words that begin with a folded prefix, most documents first."""
        counted = dict(self.vocabulary.counts_beginning(prefix))
        for word, count in self._words_of_names:
            if word.startswith(prefix):
                counted[word] = counted.get(word, 0) + count
        best = sorted(counted.items(), key=lambda each: (-each[1], each[0].encode()))
        return PrefixWords(tuple(word for word, _ in best[:MAX_EXPANSIONS]), len(best))

    @cached_property
    def _words_of_names(self) -> Sequence[tuple[str, int]]:
        """The folded words of the names of sources and bulletins, with their numbers of documents."""
        every = requests.EVERYTHING
        found = chain.from_iterable(self.cluster.cells(self.index, every, (name,)) for name in _NAMES)
        return [(word, count) for (word,), count in found if word and fold(word) == word]

    def together(self, ones: Sequence[str], others: Sequence[str]) -> Sequence[int]:
        """Count the documents that hold each of some exact forms with each of some others."""
        pairs = list(product(ones, others))
        self.foresee(pairs)
        return [self._together[each] for each in pairs]

    def foresee(self, pairs: Iterable[Pair]) -> None:
        """Count the documents that hold both words of each pair, in one request, where that is not known."""
        asked = dict.fromkeys(pairs)
        if missing := [each for each in asked if each not in self._together]:
            if len(self._together) > _MOST_KNOWN:
                self._together.clear()
                missing = list(asked)
            counts = self.cluster.counts(self.index, list(map(requests.holding, missing)))
            self._together.update(zip(missing, counts, strict=True))


def open_build(cluster: Cluster, index: str, folder: Path) -> Reader:
    """Open a build for reading; raises `IndexDamagedError` or `IndexOutdatedError`."""
    manifest = Manifest.read(folder, FINGERPRINT)
    stamp = Stamp(folder, manifest.files)
    manifest.verify(folder)
    catalogue = Catalogue(manifest.with_kind(folder, CATALOGUE))
    vocabulary = Vocabulary(manifest.with_kind(folder, VOCABULARY))
    return Reader(cluster, index, folder, manifest, catalogue, vocabulary, Removals.read(folder), stamp)


@contextmanager
def _reading_errors(index: str) -> Iterator[None]:
    try:
        yield
    except SearchError:
        raise
    except Exception as error:
        raise IndexDamagedError(f"the index {index!r} cannot be read ({error!r}); {REBUILD}") from error


def _field_of(unit: Unit) -> str:
    """Return the field that a unit is counted by."""
    return "date" if unit == "day" else "month"


def _by_source(unit: Unit, cells: Iterable[Cell]) -> CountsBySource:
    """Sum counts by source and day, or month, by source, then period."""

    def number(period: str) -> int | None:
        day = from_iso(period if unit == "day" or not period else f"{period}-01")
        return number_of(unit, day) if day else None

    return counts_by_source(((source, number(period)), count) for (source, period), count in cells)


def _scored(found: Found) -> Scored:
    document, score = to_document(found["_source"]["stored"]), float(found["_score"] or 0.0)
    if "inner_hits" not in found or requests.NEWEST in found.get("matched_queries", ()):
        return Scored(document, score)
    (last,) = found["inner_hits"][EARLIER]["hits"]["hits"]
    return Scored(document, score, last["_nested"]["offset"])


def _explanations(found: Found, terms: Sequence[WeightedTerm]) -> Sequence[TermExplanation]:
    """Return what the terms add to the score of a document that was found with its explanation."""
    statistics = dict(_statistics(found["_explanation"]))
    held = (terms[int(name)] for name in found.get("matched_queries", ()))
    explained = (_explained(term, statistics[term.field, term.term]) for term in held)
    return sorted(explained, key=lambda each: -each.score)


class _Statistics(dict[str, float]):
    """The numbers of an explanation: freq, n, N, dl and avgdl."""


def _statistics(explanation: Explanation) -> Iterator[tuple[tuple[str, str], _Statistics]]:
    """Yield field and term of each weight of an explanation, with its numbers."""
    if found := _WEIGHT.match(explanation["description"]):
        yield (found[1], found[2]), _Statistics(_numbers(explanation))
        return
    for detail in explanation["details"]:
        yield from _statistics(detail)


def _numbers(explanation: Explanation) -> Iterator[tuple[str, float]]:
    yield explanation["description"].partition(",")[0], float(explanation["value"])
    for detail in explanation["details"]:
        yield from _numbers(detail)


def _explained(wanted: WeightedTerm, numbers: _Statistics) -> TermExplanation:
    length = norm(int(numbers["dl"]), numbers["avgdl"])
    return TermExplanation(wanted, int(numbers["freq"]), int(numbers["n"]), numbers["idf"], length)
