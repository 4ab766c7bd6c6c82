"""The figures of one size as Markdown."""

import math
from collections.abc import Callable, Iterator, Sequence
from statistics import median

from benchmarks.speed.grown import ADDITIONS
from benchmarks.speed.queries import CLASSES
from benchmarks.speed.worker import Figures

OURS, NUMPY, ONE_CORE, GROWN, TANTIVY, STOCK = (
    "bulletins",
    "bulletins, numpy alone",
    "bulletins, one core",
    "bulletins, added to",
    "tantivy",
    "whoosh3",
)
SHARES = (0.5, 0.95, 0.99)
PAGE_TIMES = ("page", "added", "counting", "drawing")
MB = 1_000_000


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least a share of the values do not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * share) - 1)]


def tables(figures: Figures) -> Iterator[str]:
    """Yield the lines of all tables of a size."""
    yield f"### {figures['items']:,} items"
    yield from ("", *_queries(figures), "", *_pages(figures), "", *_building(figures), "", *_living(figures))
    yield from ("", *_serving(figures), "")


# --- queries ---


def _queries(figures: Figures) -> Iterator[str]:
    asked = figures["ask"]
    names = [name for name in (OURS, NUMPY, TANTIVY) if name in asked]
    rivals = [name for name in names if name != TANTIVY] if TANTIVY in names else []
    yield _row("CPU ms: p50 / p95 / p99", "queries", *names, *(f"{name} ÷ tantivy" for name in rivals))
    yield _line(2 + len(names) + len(rivals))
    for label, numbers, what in _kinds(figures):
        times = {name: [asked[name][what][number] for number in numbers] for name in names}
        ratios = (_ratios(times[name], times[TANTIVY]) for name in rivals)
        yield _row(label, len(numbers), *(_three(times[name]) for name in names), *ratios)
    yield ""
    yield _agreement(asked)


def as_typed(figures: Figures) -> list[int]:
    """Return the numbers of the queries of all classes that were not corrected."""
    kinds, corrected = figures["kinds"], figures["ask"][OURS]["corrected"]
    return [number for number, kind in enumerate(kinds) if kind in CLASSES and not corrected[number]]


def _kinds(figures: Figures) -> Iterator[tuple[str, list[int], str]]:
    """Yield the label of each row, the numbers of its queries, and the figure that it shows."""
    kinds, corrected = figures["kinds"], figures["ask"][OURS]["corrected"]
    clean = as_typed(figures)
    for kind in CLASSES:
        yield kind, [number for number in clean if kinds[number] == kind], "search"
    yield "**all**", clean, "search"
    yield "that need correction", [number for number in range(len(kinds)) if corrected[number]], "search"
    yield "snippets of ten hits", clean, "snippets"


def _three(microseconds: Sequence[float]) -> str:
    return " / ".join(_short(percentile(microseconds, share) / 1000) for share in SHARES)


def _ratios(ours: Sequence[float], theirs: Sequence[float]) -> str:
    return " / ".join(f"{percentile(ours, share) / percentile(theirs, share):.2f}" for share in SHARES)


def _agreement(asked: dict[str, Figures]) -> str:
    """Return a sentence: on how many queries numpy alone and the kernel differ."""
    if NUMPY not in asked:
        return ""
    pairs = [zip(asked[name]["totals"], asked[name]["best"], strict=True) for name in (OURS, NUMPY)]
    differ = sum(one != other for one, other in zip(*pairs, strict=True))
    of = len(asked[OURS]["totals"])
    return f"Answers of numpy alone that differ from the kernel's (total or first hit): {differ} of {of}."


# --- pages ---


def _pages(figures: Figures) -> Iterator[str]:
    if "pages" not in figures:
        yield "Pages of results were not measured."
        return
    pages, kinds = figures["pages"], figures["kinds"]
    yield _row(
        "pages of results, CPU ms: p50 / p95 / p99",
        *("whole", "of it counts, timeline and filters", "those in the engine", "those in drawing"),
    )
    yield _line(5)
    for kind in (*CLASSES, "all"):
        numbers = [number for number, its in enumerate(kinds) if its == kind or kind == "all"]
        times = ([pages[what][number] for number in numbers] for what in PAGE_TIMES)
        yield _row(kind, *map(_three, times))


# --- building ---


def _building(figures: Figures) -> Iterator[str]:
    built: dict[str, Figures] = figures["build"]
    yield _row("building", *built)
    yield _line(1 + len(built))
    items = figures["items"]
    rows: dict[str, Callable[[Figures], str]] = {
        "items per CPU second": lambda each: f"{items / _cpu(each):,.0f}",
        "of the index alone": lambda each: f"{items / _index_cpu(each):,.0f}" if _parts(each) else "",
        "CPU s": lambda each: _short(_cpu(each)),
        "wall s": lambda each: _short(each["wall"]),
        "most memory / anonymous, all processes, MB": lambda each: (
            f"{each['most_memory'] / MB:,.0f} / {each['most_anonymous'] / MB:,.0f}"
        ),
        "size on disk, MB": lambda each: f"{each['size'] / MB:,.0f}",
        "of it the index": lambda each: f"{each['index_size'] / MB:,.0f}" if _parts(each) else "",
    }
    for label, cell in rows.items():
        yield _row(label, *map(cell, built.values()))
    yield ""
    yield f"CPU seconds of a rebuild by part: {_said_parts(built[OURS])}."
    if ONE_CORE in built:
        gain = built[ONE_CORE]["wall"] / built[OURS]["wall"]
        yield f"Both cores are {gain:.2f} times as fast as one (wall)."
    if TANTIVY in built:
        yield f"tantivy's index has {built[TANTIVY]['segments']} segments."


def _cpu(built: Figures) -> float:
    return float(built["cpu"] + built["cpu_of_workers"])


def _parts(built: Figures) -> dict[str, float]:
    return dict(built.get("parts", {}))


def _index_cpu(built: Figures) -> float:
    """Return the CPU seconds of analysing and writing the index, in this process and in its workers."""
    return _parts(built).get("index", 0.0) + float(built["cpu_of_workers"])


def _said_parts(built: Figures) -> str:
    parts = sorted(_parts(built).items(), key=lambda part: -part[1])
    if built["cpu_of_workers"]:
        parts.append(("worker processes", built["cpu_of_workers"]))
    return ", ".join(f"{name} {seconds:.1f}" for name, seconds in parts)


# --- opening and adding ---


def _living(figures: Figures) -> Iterator[str]:
    names = list(figures["first"])
    yield _row("open index", *names)
    yield _line(1 + len(names))
    rows: dict[str, Callable[[str], str]] = {
        "first answer of a new process, ms wall / CPU": lambda name: (
            f"{figures['first'][name]['wall']:.0f} / {figures['first'][name]['cpu']:.0f}"
        ),
        "memory after all queries / of it anonymous / peak, MB": lambda name: _memory(
            figures["ask"][name]["memory"]
        ),
        "adding five items until found, ms p50 / p99": lambda name: _adding(figures["add"].get(name)),
    }
    for label, cell in rows.items():
        yield _row(label, *map(cell, names))
    if "grown" in figures:
        yield from ("", _grown(figures["grown"]["search"], figures["pages"]["search"], figures["items"]))


def _grown(after_additions: Sequence[float], after_rebuild: Sequence[float], items: int) -> str:
    """Return a sentence: how much slower a search is after additions than after a rebuild."""
    pairs = zip(after_additions, after_rebuild, strict=True)
    return (
        f"A search after {min(ADDITIONS, items // 2):,} single additions, CPU ÷ after a rebuild: "
        f"{_ratios(after_additions, after_rebuild)} at p50 / p95 / p99, "
        f"{median(one / other for one, other in pairs):.2f} the median query."
    )


def _memory(memory: dict[str, int]) -> str:
    return " / ".join(f"{memory[key] / MB:,.0f}" for key in ("resident", "anonymous", "peak"))


def _adding(added: Figures | None) -> str:
    if added is None:
        return ""
    if "error" in added:
        return f"not measured: {added['error']}"
    times = added["milliseconds"]
    return f"{percentile(times, 0.5):.0f} / {percentile(times, 0.99):.0f} ({len(times)} times)"


# --- the server ---


def _serving(figures: Figures) -> Iterator[str]:
    served = figures["serve"]
    if "error" in served:
        yield f"`bulletins serve` was not measured: {served['error']['reason']}."
        return
    yield _row("`bulletins serve`, connections", "requests a second", "p50 ms", "p99 ms", "errors", "MB")
    yield _line(6)
    for connections, each in served.items():
        rate = each["requests"] / each["seconds"]
        cells = (f"{rate:,.0f}", f"{each['p50']:.1f}", f"{each['p99']:.1f}", each["errors"])
        yield _row(connections, *cells, f"{each['memory'] / MB:,.0f}")
    search = figures["ask"][OURS]["search"]
    mean = sum(search) / len(search) / 1000
    yield ""
    yield f"The search alone takes {_short(mean)} ms of CPU on average: {1000 / mean:,.0f} a second and core."


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _line(columns: int) -> str:
    return f"|{'---|' * columns}"


def _short(value: float) -> str:
    """Return a number with three significant digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
