"""Agreement of the index with slow, plain implementations, at a size that tests cannot afford.

Whoosh's own queries must match the same documents as in an index of Whoosh's standard codec with the same
fields; searches must find the same documents with the same scores as a plain scorer that counts in every
document.

    python -m benchmarks.agreement ITEMS.jsonl FOLDER

FOLDER gets both indexes; the one of the standard codec takes ten minutes to build at 100,000 items.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from random import Random

from whoosh import query as q
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from index import Document, Query, parse
from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from index.engines.whoosh.schema import schema, to_fields
from index.engines.whoosh.search.searcher import IndexSearcher
from index.engines.whoosh.search.segment_reader import open_segments
from index.french.analysis import analyse
from index.query.weighing import WeightedTerm, weigh
from index.ranking import FIELDS, idf, norm, saturation
from tests.index.plain_fields import frequencies

EACH = 40
"""Queries of each kind."""
LIMIT = 20
"""Hits of a search that are compared."""

Counts = dict[tuple[str, str], dict[int, int]]
"""Frequencies of a term by document number, by field and term."""


def main() -> int:
    """Build both indexes unless they exist, run all queries, and print the differences."""
    items, folder = Path(sys.argv[1]), Path(sys.argv[2])
    ours = ArraysIndex(FileStorage(str(_built(items, folder, "ours"))), schema())
    standard = FileStorage(str(_built(items, folder, "standard"))).open_index(schema=schema())
    differing = 0
    with ours.searcher() as one, standard.searcher() as other:
        documents = one.doc_count()
        for kind, queries in _whoosh_queries(one.reader(), Random(6)):
            wrong = sum(_ids(one, query) != _ids(other, query) for query in queries)
            print(f"| {kind} | {len(queries)} | {wrong} |", flush=True)
            differing += wrong
    worst = _worst_score(IndexSearcher(open_segments(ours.opened())), items, documents)
    print(f"| scores of searches, largest difference | {2 * EACH} | {worst:.1e} |")
    return int(differing > 0 or worst > 1e-5)


def _built(items: Path, folder: Path, name: str) -> Path:
    """Build an index with our codec or Whoosh's unless it exists, and return its folder."""
    target, marker = folder / name, folder / f"{name}.done"
    if not marker.exists():
        target.mkdir(parents=True, exist_ok=True)
        storage = FileStorage(str(target))
        index = ArraysIndex.create(storage, schema()) if name == "ours" else storage.create_index(schema())
        with index.writer(limitmb=512) as writer:
            for document in _documents(items):
                writer.add_document(**to_fields(document))
        marker.touch()
    return target


def _documents(items: Path) -> Iterator[Document]:
    with items.open(encoding="utf-8") as file:
        for line in file:
            item = json.loads(line)
            day = date.fromisoformat(item["date"])
            yield Document(item["id"], item["title"], item["body"], item["source"], day)


# --- Whoosh's own queries ---


def _whoosh_queries(reader: IndexReader, random: Random) -> Iterator[tuple[str, list[q.Query]]]:
    """Yield queries of each kind, made of terms of the index, frequent ones among them."""
    known = {field: [text.decode() for text in reader.lexicon(field)] for field in ("forms", "stems", "date")}
    frequent = [
        term for term in known["forms"] if reader.doc_frequency("forms", term) > reader.doc_count() / 50
    ]

    def word(field: str = "forms") -> q.Query:
        candidates = known[field] if field != "forms" or random.random() < 0.4 else frequent
        return q.Term(field, random.choice(candidates))

    def words() -> list[q.Query]:
        return [word() for _ in range(random.randint(2, 4))]

    def days() -> q.Query:
        first, last = sorted(random.sample(known["date"], 2))
        return q.TermRange("date", first, last)

    makers = {
        "Term": lambda: word(random.choice(("forms", "stems"))),
        "And": lambda: q.And(words()),
        "Or": lambda: q.Or(words()),
        "And with Not": lambda: q.And([word(), q.Not(word())]),
        "AndMaybe": lambda: q.AndMaybe(word(), word()),
        "Require": lambda: q.Require(word(), word()),
        "Phrase": lambda: q.Phrase("forms", random.sample(frequent, 2), slop=random.randint(1, 4)),
        "Prefix": lambda: q.Prefix("forms", random.choice(known["forms"])[:4]),
        "Wildcard": lambda: q.Wildcard("forms", f"{random.choice(known['forms'])[:3]}*e"),
        "FuzzyTerm": lambda: q.FuzzyTerm("forms", random.choice(frequent), prefixlength=2),
        "TermRange of days": days,
        "Every": lambda: q.And([q.Every(), days()]),
    }
    for kind, make in makers.items():
        yield kind, [make() for _ in range(EACH)]


def _ids(searcher: Searcher, query: q.Query) -> set[str]:
    stored = searcher.reader().stored_fields
    return {str(stored(number)["id"]) for number in searcher.docs_for_query(query)}


# --- scores ---


def _worst_score(searcher: IndexSearcher, items: Path, documents: int) -> float:
    """Return the largest difference of a score; a million if the documents or their number differ."""
    queries = [parse(text) for text in _texts(items, Random(7))]
    wanted: set[tuple[str, str]] = {(term.field, term.term) for query in queries for term in weigh(query)}
    counts, lengths = _counted(items, wanted)
    order = {number: rank for rank, number in enumerate(_newest_first(items))}
    worst = 0.0
    for query in queries:
        total, found = searcher.best(query, LIMIT)
        scores = _plain_scores(query, counts, lengths, documents)
        expected = sorted(scores.items(), key=lambda row: (-round(row[1], 9), order[row[0]]))[:LIMIT]
        same = total == len(scores) and [number for number, _ in found] == [number for number, _ in expected]
        if not same:
            print(f"{query.text!r}: {total} found, {len(scores)} expected; {found[:3]}, {expected[:3]}")
        differences = [abs(one - other) for (_, one), (_, other) in zip(found, expected, strict=False)]
        worst = max(worst, *differences, 0.0 if same else 1e6)
    return worst


def _texts(items: Path, random: Random) -> Iterator[str]:
    """Yield up to six consecutive words, stop words among them, from the body of each of some items."""
    for document in random.sample(list(_documents(items)), 2 * EACH):
        words = [document.body[token.span.start : token.span.end] for token in analyse(document.body)]
        start = random.randrange(max(1, len(words) - 8))
        yield " ".join(words[start : start + 6])


def _counted(items: Path, wanted: set[tuple[str, str]]) -> tuple[Counts, Mapping[str, list[int]]]:
    """Return the frequencies of some terms in every document, and the lengths of all documents by field."""
    counts: Counts = defaultdict(dict)
    lengths: dict[str, list[int]] = {field: [] for field in FIELDS}
    for number, document in enumerate(_documents(items)):
        title, body = analyse(document.title), analyse(document.body)
        for field in FIELDS:
            by_term = frequencies(title, body, field)
            lengths[field].append(sum(by_term.values()))
            for term, frequency in by_term.items():
                if (field, term) in wanted:
                    counts[field, term][number] = frequency
    return counts, lengths


def _plain_scores(
    query: Query, counts: Counts, lengths: Mapping[str, list[int]], documents: int
) -> dict[int, float]:
    """Score every document that holds a term of the query other than a light one."""
    averages = {field: sum(of_field) / documents for field, of_field in lengths.items()}
    scores: dict[int, float] = defaultdict(float)
    terms = weigh(query)
    for wanted in terms:
        for number, share in _shares(wanted, counts, lengths, averages):
            scores[number] += wanted.weight * share * idf(documents, len(counts[wanted.field, wanted.term]))
    finding = [each for each in terms if not each.is_light]
    found = {number for each in finding for number in counts[each.field, each.term]}
    return {number: score for number, score in scores.items() if number in found}


def _shares(
    wanted: WeightedTerm, counts: Counts, lengths: Mapping[str, list[int]], averages: Mapping[str, float]
) -> Iterable[tuple[int, float]]:
    field = wanted.field
    for number, frequency in counts[field, wanted.term].items():
        yield number, saturation(float(frequency), norm(lengths[field][number], averages[field]))


def _newest_first(items: Path) -> list[int]:
    """Return the document numbers in the order of equal scores: newest first, then by id."""
    keys = [(-(each.date or date.min).toordinal(), each.id) for each in _documents(items)]
    return sorted(range(len(keys)), key=keys.__getitem__)


if __name__ == "__main__":
    sys.exit(main())
