"""Speed of the product beside its peers: run by `make bench`, which writes the tables into RESULTS.md.

For each size: all engines index the same items of `make_scale.py` and answer the same queries, each in a
process of its own, in turn, in several rounds; then pages of results, first answers, adding, and the server
under load are measured. Figures and indexes are kept in var/bench; with --keep, indexes that exist are not
built again.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.publishing import publish
from benchmarks.speed import queries as chosen
from benchmarks.speed import running
from benchmarks.speed.asking import asked_in_turn
from benchmarks.speed.growth import growth
from benchmarks.speed.items import items_file, later_items
from benchmarks.speed.ours import Ours
from benchmarks.speed.running import ROOT, Contender, contenders
from benchmarks.speed.serving import serve
from benchmarks.speed.tables import GROWN, NUMPY, ONE_CORE, OURS, STOCK, TANTIVY, tables
from benchmarks.speed.worker import Figures

SIZES = [10_000, 100_000]
PICTURE = ROOT / "benchmarks" / "growth.svg"
SMALL = 100_000
"""Most items for which an index is built several times, and on one core alone, too."""
BULLETIN, BULLETINS = 5, 200
"""Items of each bulletin that is added, and number of such bulletins."""


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__.split("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="numbers of items")
    parser.add_argument(
        "--work", type=Path, default=ROOT / "var" / "bench", help="folder of indexes and figures"
    )
    parser.add_argument("--runs", type=int, default=3, help="rounds of processes that answer all queries")
    parser.add_argument(
        "--passes", type=int, default=3, help="times that each asks all, after one to warm up"
    )
    parser.add_argument("--builds", type=int, default=3, help="times that each index is built")
    parser.add_argument("--stock-up-to", type=int, default=10_000, help="items up to which whoosh3 is built")
    parser.add_argument("--keep", action="store_true", help="do not build again what was built before")
    parser.add_argument(
        "--write", action="store_true", help="write the tables into RESULTS.md, with the plot"
    )
    return parser.parse_args()


def main() -> int:
    """Measure every size and print its tables."""
    given = arguments()
    given.work.mkdir(parents=True, exist_ok=True)
    for size in given.sizes:
        say(f"{size:,} items")
        figures = measure(given, size)
        file_of(given.work, size).write_text(json.dumps(figures), "utf-8")
        print("\n".join(tables(figures)), flush=True)
    if given.write:
        publish_all(given.work)
    return 0


def measure(given: argparse.Namespace, size: int) -> Figures:
    """Measure everything at one size."""
    work, everyone = given.work, contenders(given.work)
    items = items_file(work, size)
    asked = chosen.choose(items_file(work, chosen.SAMPLE))
    file = chosen.write(asked, work / "queries.json")
    built = builds(given, size, items, everyone)
    sides = [everyone[name] for name in (OURS, NUMPY, TANTIVY)]
    say("queries, in turn")
    answered = running.ask(sides, work, size, file, runs=given.runs, passes=given.passes)
    say("pages of results, and searches after additions")
    alike = [everyone[name] for name in (OURS, GROWN)]
    if not (given.keep and everyone[GROWN].folder(work, size).exists()):
        running.build(everyone[GROWN], work, size, items)
    typed = list(map(Ours().typed, asked))
    pages = asked_in_turn([(each, each.folder(work, size)) for each in alike], typed, given.passes + 1)
    say("first answers")
    opened = running.first(sides, work, size, file, range(0, len(asked), chosen.EACH))
    say("adding")
    later = later_items(work, size, BULLETIN * BULLETINS)
    added = {name: running.add(everyone[name], work, size, later, BULLETIN) for name in (OURS, TANTIVY)}
    say("serving")
    served = serve(everyone[OURS].folder(work, size), asked, work)
    kinds = [query.kind for query in asked]
    return {
        "items": size,
        "kinds": kinds,
        "build": built,
        "ask": answered,
        "pages": pages[OURS],
        "grown": pages[GROWN],
        "first": opened,
        "add": added,
        "serve": served,
    }


def builds(
    given: argparse.Namespace, size: int, items: Path, everyone: dict[str, Contender]
) -> dict[str, Figures]:
    """Build every index, in turn, several times if it is small; with --keep only those that do not exist.

    Returns:
        The figures of each contender, by name.
    """
    work, names = given.work, list(to_build(size, given.stock_up_to))
    files = {name: everyone[name].folder(work, size).with_suffix(".json") for name in names}
    wanted = [name for name in names if not (given.keep and files[name].exists())]
    builds_of: dict[str, list[Figures]] = {name: [] for name in wanted}
    for number in range(given.builds if size <= SMALL else 1):
        for name in wanted:
            if name != STOCK or number == 0:
                say(f"building: {name}")
                builds_of[name].append(running.build(everyone[name], work, size, items))
    for name in wanted:
        files[name].write_text(json.dumps(running.middle_build(builds_of[name])), "utf-8")
    return {name: json.loads(files[name].read_text("utf-8")) for name in names}


def to_build(size: int, stock_up_to: int) -> Iterator[str]:
    """Yield the names of the contenders that are built at a size."""
    yield OURS
    if size <= SMALL:
        yield ONE_CORE
    yield TANTIVY
    if size <= stock_up_to:
        yield STOCK


def file_of(work: Path, size: int) -> Path:
    """Return the file of the figures of a size."""
    return work / f"figures-{size}.json"


def publish_all(work: Path) -> None:
    """Write the tables of all sizes measured so far into RESULTS.md, and the plot beside it."""
    read: list[Figures] = [json.loads(file.read_text("utf-8")) for file in work.glob("figures-*.json")]
    every = sorted(read, key=lambda figures: int(figures["items"]))
    PICTURE.write_text(growth(every), "utf-8")
    lines = [line for figures in every for line in tables(figures)]
    publish("make bench", lines)


def say(step: str) -> None:
    """Print the step that begins, on standard error."""
    print(step, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
