"""Growth of time, memory and size with the number of items: small plots, both axes logarithmic."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from xml.sax.saxutils import escape

from benchmarks.speed.tables import MB, NUMPY, OURS, TANTIVY, as_typed, percentile
from benchmarks.speed.worker import Figures

Points = list[tuple[float, float]]

WIDTH, HEIGHT, COLUMNS = 360, 250, 3
LEFT, RIGHT, TOP, BOTTOM = 56, 28, 30, 34
"""Margins of a plot, in pixels."""
COLOURS = {OURS: "#1f5fa8", NUMPY: "#5fa05f", TANTIVY: "#c4562b"}


@dataclass(frozen=True)
class Plot:
    """A plot: its title, and the points of each line by its name."""

    title: str
    lines: dict[str, Points]


def growth(all_figures: Sequence[Figures]) -> str:
    """Draw the figures of all sizes as SVG."""
    plots = list(_plots(sorted(all_figures, key=lambda figures: int(figures["items"]))))
    rows = math.ceil(len(plots) / COLUMNS)
    width, height = COLUMNS * WIDTH, rows * HEIGHT + 30
    drawn = [
        f'<g transform="translate({number % COLUMNS * WIDTH} {number // COLUMNS * HEIGHT})">{_plot(plot)}</g>'
        for number, plot in enumerate(plots)
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" font-family="sans-serif" font-size="11">'
    )
    background = '<rect width="100%" height="100%" fill="white"/>'
    return "\n".join([head, background, *drawn, *_legend(height - 12), "</svg>", ""])


def _plots(sizes: Sequence[Figures]) -> Iterator[Plot]:
    both, everyone = (OURS, TANTIVY), (OURS, NUMPY, TANTIVY)
    yield _over(sizes, "query, ms of CPU, p50", everyone, partial(_query, 0.5))
    yield _over(sizes, "query, ms of CPU, p99", everyone, partial(_query, 0.99))
    yield _over(sizes, "building, s of CPU", both, _building)
    yield _over(sizes, "size on disk, MB", both, _size)
    yield _over(sizes, "memory after all queries, MB", everyone, _memory)
    yield _over(sizes, "first answer of a process, ms", everyone, _first)


def _query(share: float, figures: Figures, name: str) -> float:
    times = figures["ask"][name]["search"]
    return percentile([times[number] for number in as_typed(figures)], share) / 1000


def _building(figures: Figures, name: str) -> float:
    return float(figures["build"][name]["cpu"] + figures["build"][name]["cpu_of_workers"])


def _size(figures: Figures, name: str) -> float:
    return float(figures["build"][name]["size"]) / MB


def _memory(figures: Figures, name: str) -> float:
    return float(figures["ask"][name]["memory"]["resident"]) / MB


def _first(figures: Figures, name: str) -> float:
    return float(figures["first"][name]["wall"])


def _over(
    sizes: Sequence[Figures], title: str, names: Sequence[str], value: Callable[[Figures, str], float]
) -> Plot:
    return Plot(title, {name: [(each["items"], value(each, name)) for each in sizes] for name in names})


def _plot(plot: Plot) -> str:
    points = [point for line in plot.lines.values() for point in line]
    x_axis, y_axis = (_decades([point[axis] for point in points]) for axis in (0, 1))

    def place(point: tuple[float, float]) -> tuple[float, float]:
        across, up = (
            (math.log10(value) - first) / (last - first)
            for value, (first, last) in zip(point, (x_axis, y_axis), strict=True)
        )
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    drawn = [f'<text x="{LEFT}" y="18" font-weight="bold">{escape(plot.title)}</text>']
    for decade in range(x_axis[0], x_axis[1] + 1):
        drawn.append(
            _grid(place((10**decade, 10 ** y_axis[0])), place((10**decade, 10 ** y_axis[1])), decade)
        )
    for decade in range(y_axis[0], y_axis[1] + 1):
        drawn.append(
            _grid(place((10 ** x_axis[0], 10**decade)), place((10 ** x_axis[1], 10**decade)), decade)
        )
    drawn += [_curve([place(point) for point in line], COLOURS[name]) for name, line in plot.lines.items()]
    return "".join(drawn)


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """Return the exponents of the powers of ten around some values, at least one apart."""
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return first, max(last, first + 1)


def _grid(start: tuple[float, float], end: tuple[float, float], decade: int) -> str:
    """Draw a line of the grid with its number: below a vertical line, left of a horizontal one."""
    upright = start[0] == end[0]
    at = f'x="{start[0]:.0f}" y="{start[1] + 16:.0f}" text-anchor="middle"'
    if not upright:
        at = f'x="{start[0] - 6:.0f}" y="{start[1] + 4:.0f}" text-anchor="end"'
    line = f'x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"'
    return f'<line {line} stroke="#ddd"/><text {at} fill="#555">{_number(decade)}</text>'


def _number(decade: int) -> str:
    return f"{10**decade:,}" if decade >= 0 else f"{10.0**decade:.{-decade}f}"


def _curve(places: Sequence[tuple[float, float]], colour: str) -> str:
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places)
    return f'<polyline points="{corners}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'


def _legend(y: int) -> Iterator[str]:
    for number, (name, colour) in enumerate(COLOURS.items()):
        x = LEFT + number * 180
        yield f'<rect x="{x}" y="{y - 9}" width="12" height="10" fill="{colour}"/>'
        yield f'<text x="{x + 18}" y="{y}">{escape(name)}</text>'
    yield f'<text x="{LEFT + 540}" y="{y}" fill="#555">across: items</text>'
