"""How fast this checkout is beside another one of the project, such as the commit before.

    git worktree add ../before COMMIT && make -C ../before .venv/run .venv/kernel
    make bench-before BEFORE=../before

Both build the same items, in turn, and answer the same queries, each query by both before the next, so that
whatever else the machine does slows both. Ratios are of CPU time, this checkout's ÷ the other's; the indexes
lie in var/bench-before.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.speed import queries as chosen
from benchmarks.speed import running
from benchmarks.speed.answering import TIMES
from benchmarks.speed.asking import asked_in_turn
from benchmarks.speed.items import items_file
from benchmarks.speed.ours import Ours
from benchmarks.speed.queries import CLASSES
from benchmarks.speed.running import ROOT, Contender
from benchmarks.speed.tables import percentile
from benchmarks.speed.worker import Figures

NOW, BEFORE = "this checkout", "before"
SHARES = (0.5, 0.95, 0.99)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed.before", description=__doc__.split("\n")[0]
    )
    parser.add_argument("before", type=Path, help="the other checkout, with an environment of its own")
    parser.add_argument("--size", type=int, default=100_000, help="number of items")
    parser.add_argument("--builds", type=int, default=3, help="times that each index is built")
    parser.add_argument(
        "--rounds", type=int, default=9, help="times that all queries are asked, the first unmeasured"
    )
    parser.add_argument(
        "--work", type=Path, default=ROOT / "var" / "bench-before", help="folder of the indexes"
    )
    return parser.parse_args()


def main() -> int:
    """Build, ask and compare."""
    given = arguments()
    given.work.mkdir(parents=True, exist_ok=True)
    sides = [_contender(NOW, ROOT), _contender(BEFORE, given.before.resolve())]
    items = items_file(given.work, given.size)
    builds: dict[str, list[Figures]] = {side.name: [] for side in sides}
    for number in range(given.builds):
        for side in sides if number % 2 == 0 else reversed(sides):
            builds[side.name].append(running.build(side, given.work, given.size, items))
    asked = chosen.choose(items_file(given.work, chosen.SAMPLE))
    typed = list(map(Ours().typed, asked))
    folders = [(side, side.folder(given.work, given.size)) for side in sides]
    answered = asked_in_turn(folders, typed, given.rounds)
    print("\n".join([*_build_rows(builds), "", *_query_rows([query.kind for query in asked], answered)]))
    return 0


def _contender(name: str, root: Path) -> Contender:
    python = root / ".venv" / "bin" / "python"
    return Contender(name, name.replace(" ", "-"), (str(python), "-m", "benchmarks.speed.ours"), root=root)


def _build_rows(builds: dict[str, list[Figures]]) -> Iterator[str]:
    """Yield the medians of the builds, with the ratios pair by pair."""
    yield f"| building | {NOW} | {BEFORE} | ratio, median (least to most) |"
    yield "|---|---|---|---|"
    for label, key in (("CPU s", "cpu"), ("size on disk, MB", "size"), ("most memory, MB", "most_memory")):
        scale = 1 if key == "cpu" else 1e6
        now, before = ([_amount(each, key) / scale for each in builds[name]] for name in (NOW, BEFORE))
        ratios = sorted(one / other for one, other in zip(now, before, strict=True))
        spread = f"{median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f})"
        yield f"| {label} | {median(now):.1f} | {median(before):.1f} | {spread} |"


def _amount(figures: Figures, key: str) -> float:
    return float(figures[key] + figures["cpu_of_workers"] if key == "cpu" else figures[key])


def _query_rows(kinds: list[str], answered: dict[str, Figures]) -> Iterator[str]:
    """Yield the times of each class, and whether both answered the same."""
    yield f"| CPU µs: p50 / p95 / p99 | {NOW} | {BEFORE} | ratios | ratio, median of queries |"
    yield "|---|---|---|---|---|"
    for what in TIMES:
        for kind in (*CLASSES, "all"):
            numbers = [number for number, its in enumerate(kinds) if kind in (its, "all")]
            now, before = ([answered[name][what][number] for number in numbers] for name in (NOW, BEFORE))
            at = [(percentile(now, share), percentile(before, share)) for share in SHARES]
            cells = (
                " / ".join(f"{one:.0f}" for one, _ in at),
                " / ".join(f"{other:.0f}" for _, other in at),
                " / ".join(f"{one / other:.2f}" for one, other in at),
                f"{median(one / other for one, other in zip(now, before, strict=True)):.3f}",
            )
            yield f"| {what}, {kind} | {' | '.join(cells)} |"
    now_said, before_said = (
        list(zip(answered[name]["total"], answered[name]["best"], strict=True)) for name in (NOW, BEFORE)
    )
    differ = sum(one != other for one, other in zip(now_said, before_said, strict=True))
    yield ""
    yield f"Answers that differ (total or first hit): {differ} of {len(now_said)}."


if __name__ == "__main__":
    sys.exit(main())
