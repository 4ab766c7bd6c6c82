"""What a cluster takes: time and bytes an item, memory, and the time of searches by shards and their size.

    python -m benchmarks.scaling [SIZE [COPIES ...]]

Prints the tables that docs/scaling.md extrapolates from. The first SIZE items of `make_scale.py`, 100,000
unless given, are indexed on one node, and the tenth part of them. The archive is then split into shards, and
searched COPIES times at once, 5 and 50 unless given: together with clones of itself, which are searched as
other items are, and take no indexing. Then two nodes join. All share the cores of this machine: read CPU
times, as wall-clock times hold other work, too.
"""

import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, quantiles
from tempfile import TemporaryDirectory

from benchmarks.scaling.growing_cluster import Cluster, cluster_of_one
from benchmarks.speed.items import items_file
from benchmarks.speed.ours import Ours
from benchmarks.speed.queries import choose
from index import Engine, open_engine, parse
from index.engines.opensearch.reader import Reader
from index.engines.reading import Reading
from index.results import Results
from indexer.pipeline import rebuild
from indexer.progress import Progress
from indexer.report import Report

WORK = Path(__file__).parents[2] / "var" / "scaling"
EVERY = 10
"""Of so many queries of `benchmarks.speed.queries` one is asked."""
SIZE, COPIES = 100_000, (5, 50)
"""Number of items, and times that an archive is searched together with itself, unless given."""
BUILT = (
    "| items | items a second | CPU an item, ms: the command | the node | bytes an item: shards | of them "
    "text | files beside | MB: the command | the node |",
    f"|{'---|' * 9}",
)
ASKED = (
    "| nodes | shards | items a shard | search, p50 / p95 | CPU, nodes + ours | page, p50 / p95 | its CPU | "
    "page of all items | its CPU |",
    f"|{'---|' * 9}",
)
"""Milliseconds."""
ALL = "-zzzz"
"""A query that every item matches."""
SAMPLE = 10_000
"""Items of a rebuild on one machine, to compare, and those that queries are chosen from."""


@dataclass(frozen=True)
class Spent:
    """Seconds of one request: wall, CPU of all nodes, CPU of this process."""

    wall: float
    nodes: float
    ours: float


# --- building ---


@dataclass(frozen=True)
class Archive:
    """Indexes that are searched together.

    Attributes:
        engine: Opens the archive that they were made of.
        indexes: Their names, in a list as the cluster reads it.
        shards: Number of their shards.
        items: Number of items a shard.
    """

    engine: Engine
    indexes: str
    shards: int
    items: int


def built(cluster: Cluster, size: int) -> Archive:
    """Index items, and print what that took."""
    engine = open_engine(f"opensearch+{cluster.nodes[0].url}/items-{size}")
    wall, ours, nodes = time.perf_counter(), time.process_time(), cluster.cpu()
    rebuild(engine, [items_file(WORK, size)], Report(), Progress(sys.stderr))
    wall, ours, nodes = time.perf_counter() - wall, time.process_time() - ours, cluster.cpu() - nodes
    shard, text = sizes(cluster, f"items-{size}")
    files = engine.info().size - shard
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    cpu = " | ".join(f"{seconds * 1000 / size:.2f}" for seconds in (ours, nodes))
    each = " | ".join(f"{number / size:,.0f}" for number in (shard, text, files))
    most = f"{memory >> 20:,} | {cluster.memory() >> 20:,}"
    print(f"| {size:,} | {size / wall:,.0f} | {cpu} | {each} | {most} |", flush=True)
    with engine.reading() as reading:
        assert isinstance(reading.searcher, Reader)
        return Archive(engine, reading.searcher.index, 1, size)


def sizes(cluster: Cluster, index: str) -> tuple[int, int]:
    """Return the bytes of the shards of an index, and those of them that hold stored texts."""
    path = f"{index}/_stats/segments,store?include_segment_file_sizes=true"
    of = ("_all", "primaries")
    store = cluster.number(path, *of, "store", "size_in_bytes")
    return store, cluster.number(path, *of, "segments", "file_sizes", "fdt", "size_in_bytes")


def merge(cluster: Cluster, archive: Archive) -> None:
    """Merge the segments of a shard, where it has several, which drops what was sent; print what is left."""
    cluster.ask("POST", f"{archive.indexes}/_forcemerge?max_num_segments=1")
    cluster.ask("POST", f"{archive.indexes}/_refresh")
    shard, text = (each / archive.items for each in sizes(cluster, archive.indexes))
    print(f"bytes an item, merged: {shard:,.0f}, of them text {text:,.0f}", flush=True)


# --- searching ---


def split(cluster: Cluster, whole: Archive, parts: int) -> Archive:
    """Return an archive of one shard split into several, unless it is there already."""
    target = f"split-{parts}"
    found = Archive(whole.engine, target, parts, whole.items // parts)
    if cluster.ask("GET", f"_cat/indices?format=json&index={target}*"):
        return found
    settings = {"index.number_of_shards": parts, "index.blocks.write": None}
    cluster.ask("PUT", f"{whole.indexes}/_split/{target}?wait_for_active_shards=1", {"settings": settings})
    cluster.settle()
    cluster.ask("POST", f"{target}/_forcemerge?only_expunge_deletes=true")
    cluster.ask("POST", f"{target}/_refresh")
    return found


def copied(cluster: Cluster, whole: Archive, copies: int) -> Archive:
    """Return an archive as many times, beside clones of itself, which are made unless they are there."""
    names = [f"copy-{number}" for number in range(1, copies)]
    settings = {"index.auto_expand_replicas": "false", "index.number_of_replicas": 0}
    for name in names:
        if cluster.ask("GET", f"_cat/indices?format=json&index={name}*") == []:
            cluster.ask("PUT", f"{whole.indexes}/_clone/{name}", {"settings": settings})
    cluster.settle()
    return Archive(whole.engine, ",".join((whole.indexes, *names)), copies, whole.items)


def asked(cluster: Cluster, archive: Archive, typed: Sequence[str]) -> None:
    """Ask all queries of an archive, and print what they took."""
    with archive.engine.reading() as held:
        assert isinstance(held.searcher, Reader)
        reading = replace(held, searcher=replace(held.searcher, index=archive.indexes))
        for text in typed:  # to warm up
            page(reading, text)
        searches = [spent(cluster, search, reading, text) for text in typed]
        pages = [spent(cluster, page, reading, text) for text in typed]
        whole = [spent(cluster, page, reading, ALL) for _ in range(3)][1:]
    times = " | ".join(map(_times, (searches, pages, whole)))
    print(f"| {len(cluster.nodes)} | {archive.shards} | {archive.items:,} | {times} |", flush=True)


def search(reading: Reading, text: str) -> Results:
    """Find the ten best."""
    return reading.search(parse(text), 10)


def page(reading: Reading, text: str) -> None:
    """Do what a page of results does: search, count matches and the archive by period, cut snippets."""
    results = search(reading, text)
    timeline = reading.timeline(parse(text))
    reading.holdings(timeline.unit, timeline.periods)
    for hit in results.hits:
        assert hit.snippets is not None


def spent(cluster: Cluster, ask: Callable[[Reading, str], object], reading: Reading, text: str) -> Spent:
    """Ask once."""
    wall, ours, nodes = time.perf_counter(), time.process_time(), cluster.cpu()
    ask(reading, text)
    return Spent(time.perf_counter() - wall, cluster.cpu() - nodes, time.process_time() - ours)


def _times(all_spent: Sequence[Spent]) -> str:
    """Return the cells of some requests: wall-clock time, mean CPU of the nodes and of this process."""
    walls = quantiles([each.wall for each in all_spent], n=20, method="inclusive")
    cpu = (mean(each.nodes for each in all_spent), mean(each.ours for each in all_spent))
    figures = (walls[9], walls[18], *cpu)
    p50, p95, nodes, ours = (f"{seconds * 1000:,.0f}" for seconds in figures)
    return f"{p50} / {p95} | {nodes} + {ours}"


# --- this machine ---


def speed() -> str:
    """Say how fast this machine is: what others take is to be read beside it."""
    start = time.process_time()
    total = 0
    for number in range(3_000_000):
        total += number
    additions = time.process_time() - start
    with TemporaryDirectory(dir=WORK) as folder:
        start = _cpu_of_all()
        rebuild(open_engine(f"whoosh:{folder}"), [items_file(WORK, SAMPLE)], Report(), Progress(sys.stderr))
        ours = (_cpu_of_all() - start) * 1000 / SAMPLE
    return f"3 million additions in Python {additions:.2f} s; a rebuild here {ours:.2f} ms of CPU an item"


def _cpu_of_all() -> float:
    """Return the seconds of CPU of this process and of those that it waited for."""
    return sum(os.times()[:4])


def main() -> None:
    """Measure and print."""
    size, *some = map(int, sys.argv[1:] or (SIZE,))
    with cluster_of_one(WORK) as cluster:
        typed = [Ours().typed(each) for each in choose(items_file(WORK, SAMPLE))[::EVERY]]
        print(speed(), *BUILT, sep="\n", flush=True)
        small, whole = built(cluster, size // 10), built(cluster, size)
        print(*ASKED, sep="\n", flush=True)
        for archive in (small, whole, split(cluster, whole, 3)):
            asked(cluster, archive, typed)
        for copies in some or COPIES:
            asked(cluster, copied(cluster, whole, copies), typed)
        cluster.ask("DELETE", "copy-*")
        cluster.join()
        cluster.join()
        for archive in (whole, split(cluster, whole, 3), copied(cluster, whole, 3)):
            cluster.settle()
            asked(cluster, archive, typed)
        merge(cluster, whole)


if __name__ == "__main__":
    main()
