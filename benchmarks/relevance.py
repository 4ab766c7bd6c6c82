"""Relevance: nDCG@10 and recall@100 on the visible evaluation sets, beside the peers.

Run by `make eval`, which writes the tables into RESULTS.md. Each set is indexed by the engine of the product,
as the README of the data describes; queries are taken as words only. Indexes are kept in var/eval, and built
again if another version made them.
"""

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.publishing import publish
from benchmarks.shared import SHARED, VISIBLE
from index import Document, Engine, open_engine
from index.cli.run_files import read_queries, trec
from index.errors import SearchError
from index.query import plain

ROOT = Path(__file__).parent.parent
RUNS = SHARED / "eval" / "peer_runs"
WORK = ROOT / "var" / "eval"
Scores = dict[str, list[float]]
"""The figures of a run by name: one each, or an interval."""

PROCESSES = 2
HITS = 100
PEERS = {
    "whoosh3-or": "whoosh3 OR",
    "tantivy": "tantivy",
    "fts5": "SQLite FTS5",
    "opensearch-fold": "OpenSearch + asciifolding",
}
PROTOTYPE = "prototype"


@dataclass(frozen=True)
class Corpus:
    """An evaluation set, with or without its titles, and the kinds of queries to run on it."""

    name: str
    kinds: tuple[str, ...]
    has_titles: bool = False


CORPORA = (
    Corpus("orangesum", ("title", "title_inflected", "title_noaccent", "title_typo", "lead", "heading")),
    Corpus("tvnews", ("title", "title_inflected", "title_noaccent", "title_typo", "lead")),
    Corpus("tvnews", ("topic", "topic_noaccent"), has_titles=True),
    Corpus("piaf", ("question",)),
)


@dataclass(frozen=True)
class Cell:
    """The figures of one kind of queries.

    Attributes:
        name: Set and kind.
        ndcg: nDCG@10 of each run, by the name of the run.
        recall: Recall@100 of each run, by the name of the run.
        best: Peer with the highest nDCG@10.
        against: Difference of nDCG@10 to the best peer, with its 95 % interval and p, as text.
    """

    name: str
    ndcg: dict[str, float]
    recall: dict[str, float]
    best: str
    against: str


def documents(corpus: Corpus) -> Iterator[Document]:
    """Yield the documents of a set; without titles where the titles are the queries."""
    with gzip.open(VISIBLE / corpus.name / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            day = date.fromisoformat(row["date"]) if row.get("date") else None
            title = row["title"] if corpus.has_titles else ""
            yield Document(row["id"], title, row["body"], row.get("source") or "", day)


def indexed(corpus: Corpus) -> Engine:
    """Open the index of a set, and build it unless there is one of this version."""
    place = WORK / f"{corpus.name}-{'whole' if corpus.has_titles else 'body'}"
    engine = open_engine(f"whoosh:{place}")
    try:
        engine.info()
    except SearchError:
        start = time.perf_counter()
        report = engine.rebuild(documents(corpus))
        print(f"{place.name}: {report.documents} items in {time.perf_counter() - start:.0f} s", flush=True)
    return engine


def run(corpus: Corpus) -> None:
    """Search for every query of a set and write the run files."""
    engine = indexed(corpus)
    for kind in corpus.kinds:
        ids = set((RUNS / corpus.name / kind / "asked.txt").read_text("utf-8").split())
        lines = (VISIBLE / corpus.name / f"queries.{kind}.jsonl").read_text("utf-8").splitlines()
        asked = [each for each in read_queries(lines, plain) if each.id in ids]
        start = time.perf_counter()
        text = "".join(trec(each, engine.search(each.query, HITS), str) for each in asked)
        each_ms = (time.perf_counter() - start) * 1000 / len(asked)
        run_file(corpus.name, kind).write_text(text, "utf-8")
        print(f"{corpus.name} {kind}: {len(asked)} queries, {each_ms:.0f} ms each", flush=True)


def run_file(name: str, kind: str) -> Path:
    """Return the file of a run."""
    return WORK / f"{name}.{kind}.trec"


def evaluate(name: str, kind: str, file: Path, *more: str) -> Scores:
    """Score a run by `../shared/eval/evaluate.py`."""
    asked = RUNS / name / kind / "asked.txt"
    command = [sys.executable, SHARED / "eval" / "evaluate.py", VISIBLE / name, kind, file]
    done = subprocess.run(
        [*map(str, command), "--queries", str(asked), "--json", *more], capture_output=True, check=True
    )
    scored: dict[str, float | list[float]] = json.loads(done.stdout)
    return {name: value if isinstance(value, list) else [value] for name, value in scored.items()}


def cell(name: str, kind: str) -> Cell:
    """Score the product and every peer on one kind, and compare it with the best of them."""
    files = {each: RUNS / name / kind / f"{each}.trec.gz" for each in (*PEERS, PROTOTYPE)}
    scored = {each: evaluate(name, kind, file) for each, file in files.items()}
    ndcg = {each: values["nDCG@10"][0] for each, values in scored.items()}
    best = max(PEERS, key=lambda peer: ndcg[peer])
    ours = evaluate(name, kind, run_file(name, kind), "--base", str(files[best]))
    difference, low, high = ours["nDCG@10 difference"]
    recall = {each: values["R@100"][0] for each, values in scored.items()}
    return Cell(
        f"{name} {kind}",
        {"bulletins": ours["nDCG@10"][0], **ndcg},
        {"bulletins": ours["R@100"][0], **recall},
        best,
        f"{difference:+.3f} [{low:+.3f}, {high:+.3f}] p {ours['nDCG@10 p'][0]:.3f}",
    )


def tables(cells: list[Cell]) -> Iterator[str]:
    """Yield the lines of the tables, as Markdown."""
    runs = {"bulletins": "**bulletins**", **PEERS, PROTOTYPE: "prototype"}
    yield f"| nDCG@10 | {' | '.join(runs.values())} | against the best peer |"
    yield f"|---|{'---|' * len(runs)}---|"
    for each in cells:
        figures = " | ".join(f"{each.ndcg[name]:.3f}" for name in runs)
        yield f"| {each.name} | {figures} | {each.against} {PEERS[each.best]} |"
    yield f"| **mean** | {' | '.join(f'{mean(each.ndcg[name] for each in cells):.4f}' for name in runs)} | |"
    yield ""
    yield f"| recall@100 | {' | '.join(runs.values())} |"
    yield f"|---|{'---|' * len(runs)}"
    for each in cells:
        yield f"| {each.name} | {' | '.join(f'{each.recall[name]:.3f}' for name in runs)} |"
    yield f"| **mean** | {' | '.join(f'{mean(each.recall[name] for each in cells):.4f}' for name in runs)} |"


def mean(values: Iterator[float]) -> float:
    """Return the mean of one or more figures."""
    found = list(values)
    return sum(found) / len(found)


def main() -> int:
    """Index, search, score, and write the tables."""
    if not RUNS.is_dir():
        print(f"no evaluation data at {RUNS}: it lies beside the project")
        return 1
    WORK.mkdir(parents=True, exist_ok=True)
    names = [corpus.name for corpus in CORPORA for _ in corpus.kinds]
    kinds = [kind for corpus in CORPORA for kind in corpus.kinds]
    with ProcessPoolExecutor(PROCESSES) as pool:
        list(pool.map(run, CORPORA))
        lines = list(tables(list(pool.map(cell, names, kinds))))
    publish("make eval", [*lines, ""])
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
