"""Parity: every query of the evaluation sets on both engines, over the whole corpora.

    python -m benchmarks.parity [STEP]

Run by `make parity`, which starts a node, indexes each set on it and on this machine, compares what both
answer, and writes the table into RESULTS.md. Queries are taken in the language of the page; the logs of
queries, which have no documents of their own, are asked of the largest set. A step of 10 asks every tenth.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from benchmarks.publishing import publish
from benchmarks.relevance import CORPORA, WORK, Corpus, documents, indexed
from benchmarks.shared import VISIBLE
from index import Engine, Query, open_engine, parse
from index.engines.opensearch.files import CACHE
from index.engines.reading import Reading
from index.results import Results
from tests.cluster.nodes import FAST_JVM, Node, running

_ORANGESUM, _BODIES, _WHOLE, _PIAF = CORPORA
SETS = (_ORANGESUM, replace(_WHOLE, kinds=_BODIES.kinds + _WHOLE.kinds), _PIAF)
"""Those of `make eval`, with each corpus once."""
HITS = 100
"""Hits of each query that are compared, with their scores and order."""
WHOLE = 20
"""Of so many queries one has all of its documents compared, by their ids."""
NEAR = 1e-4
"""How far the scores of two engines may lie from each other."""
EQUAL = 2e-5
"""Two items may change places whose scores differ less: Lucene has seven digits of each term's."""
HEAD = (
    "| set and kind | queries | found, each | queries that differ | largest difference of a score | "
    "near ties that change places, queries | ms of wall, cluster | ms, one machine |",
    f"|{'---|' * 8}",
)


@dataclass
class Row:
    """What became of the queries of one kind.

    Attributes:
        name: Set and kind.
        queries: Number of queries.
        found: Number of all their documents.
        differing: Numbers of queries by what is not the same.
        worst: Largest difference of a score.
        swapped: Queries in which items of nearly equal scores change places.
        seconds: Time of the cluster, and of this machine, until the hits are there.
    """

    name: str
    queries: int = 0
    found: int = 0
    differing: Counter[str] = field(default_factory=Counter)
    worst: float = 0.0
    swapped: int = 0
    seconds: list[float] = field(default_factory=lambda: [0.0, 0.0])

    def ask(self, readings: tuple[Reading, Reading], typed: str) -> None:
        """Compare what a cluster and this machine answer to a query."""
        found, expected = (self._search(number, each, typed) for number, each in enumerate(readings))
        differences = [*_differences(found, expected), *_differing_counts(readings, parse(typed))]
        if (
            self.queries % WHOLE == 0
            and len({_all_ids(each, typed, expected.total) for each in readings}) > 1
        ):
            differences.append("all documents")
        for each in differences:
            print(f"{self.name}: {each} of {typed!r}", flush=True)
        self.differing.update(differences)
        scores, same = _scores(found), _scores(expected)
        self.worst = max([self.worst, *(abs(scores[each] - same[each]) for each in scores.keys() & same)])
        self.swapped += list(scores) != list(same)
        self.found += expected.total
        self.queries += 1

    def _search(self, number: int, reading: Reading, typed: str) -> Results:
        start = time.perf_counter()
        results = reading.search(parse(typed), HITS)
        self.seconds[number] += time.perf_counter() - start
        return results

    def __str__(self) -> str:
        """Return the line of the table."""
        differing = ", ".join(f"{count} in {what}" for what, count in self.differing.items()) or "none"
        milliseconds = " | ".join(f"{each * 1000 / self.queries:.0f}" for each in self.seconds)
        return (
            f"| {self.name} | {self.queries:,} | {self.found / self.queries:,.0f} | {differing} | "
            f"{self.worst:.1e} | {self.swapped:,} | {milliseconds} |"
        )


def _differences(found: Results, expected: Results) -> Iterator[str]:
    """Yield what is not the same in two answers."""
    if found.total != expected.total:
        yield "total"
    if (found.query, found.suggestion) != (expected.query, expected.suggestion):
        yield "query as rewritten"
    scores, same = _scores(found), _scores(expected)
    if any(abs(scores[each] - same[each]) > NEAR for each in scores.keys() & same):
        yield "scores"
    # The last hits may give their places to items of nearly the same score.
    last = min(same.values(), default=0.0)
    if any(abs(same.get(each, scores.get(each, 0.0)) - last) > EQUAL for each in scores.keys() ^ same):
        yield "documents"
    if any(one < other - EQUAL for one, other in pairwise(same.get(each, last) for each in scores)):
        yield "order"


def _scores(results: Results) -> dict[str, float]:
    return {hit.id: hit.score for hit in results.hits}


def _differing_counts(readings: tuple[Reading, Reading], query: Query) -> Iterator[str]:
    cluster, machine = readings
    if cluster.counts(query) != machine.counts(query):
        yield "counts"
    if cluster.timeline(query) != machine.timeline(query):
        yield "timeline"


def _all_ids(reading: Reading, typed: str, total: int) -> frozenset[str]:
    return frozenset(hit.id for hit in reading.stream(parse(typed), total + 1).hits)


def files(corpus: Corpus) -> Iterator[tuple[str, Path]]:
    """Yield the name of each kind of queries that a set is asked, and its file."""
    for kind in corpus.kinds:
        yield f"{corpus.name} {kind}", VISIBLE / corpus.name / f"queries.{kind}.jsonl"
    if corpus.has_titles:
        for path in sorted((VISIBLE / "querylogs").glob("*.jsonl")):
            yield f"{corpus.name}, log {path.stem}", path


def compared(corpus: Corpus, node: Node, step: int) -> Iterator[Row]:
    """Compare all kinds of queries of a set."""
    machine = indexed(corpus)
    with node.archive(f"{corpus.name}-{'whole' if corpus.has_titles else 'body'}") as url:
        cluster = open_engine(url)
        rebuild(cluster, corpus)
        with cluster.reading() as one, machine.reading() as other:
            for name, path in files(corpus):
                row = Row(name)
                for line in path.read_text("utf-8").splitlines()[::step]:
                    row.ask((one, other), json.loads(line)["text"])
                print(row, flush=True)
                yield row


def rebuild(cluster: Engine, corpus: Corpus) -> None:
    """Index a set on the cluster, and say how long that took."""
    start = time.perf_counter()
    report = cluster.rebuild(documents(corpus))
    seconds = time.perf_counter() - start
    print(f"{corpus.name}: {report.documents:,} items on the cluster in {seconds:.0f} s", flush=True)


def main() -> int:
    """Index, search, compare, and write the table."""
    if not VISIBLE.is_dir():
        print(f"no evaluation data at {VISIBLE}: it lies beside the project")
        return 1
    WORK.mkdir(parents=True, exist_ok=True)
    os.environ[CACHE] = str(WORK / "cache")
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with running(1, FAST_JVM) as (node,):
        rows = [row for corpus in SETS for row in compared(corpus, node, step)]
    asked = f"One query in {step} was asked, of whole corpora." if step > 1 else "Every query was asked."
    publish("make parity", [asked, "", *HEAD, *map(str, rows), ""])
    return int(any(row.differing for row in rows))


if __name__ == "__main__":
    sys.exit(main())
