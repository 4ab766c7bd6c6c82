"""Numbers on what was answered, in the text format of Prometheus, without queries, addresses and ids.

They lie in memory that all processes of a server share, since it is made before they are forked: whichever
process is asked tells the numbers of all. A process that is killed has added what it answered.
"""

import mmap
import threading
import time
from collections.abc import Iterator
from datetime import datetime

from flask import Flask, Response, g, request, request_finished, request_started

from index.engines import Engine
from index.errors import SearchError
from webapp.turns import alone, anonymous_file

Sample = tuple[str, str]
"""Name of a family of numbers, and what names one of them: the rest of its name, and its labels."""

CUT = "bulletins_cut_total", ""
TOO_BUSY = "bulletins_too_busy_total", ""
SECONDS = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0)
"""Bounds of the histogram."""
_STATUSES = (200, 303, 304, 400, 404, 405, 410, 422, 500, 503, 504)
FAMILIES = {
    "bulletins_requests_total": ("counter", "Answers by page and status."),
    "bulletins_request_seconds": ("histogram", "Seconds until an answer began, by page."),
    "bulletins_cut_total": (
        "counter",
        "Answers that were cut: their time was spent, or their reader had gone.",
    ),
    "bulletins_too_busy_total": ("counter", "Long searches that got no turn."),
    "bulletins_documents": ("gauge", "Items in the index."),
    "bulletins_built_timestamp_seconds": ("gauge", "When the index was built."),
}


class Metrics:
    """The numbers of one application."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._file = anonymous_file()

    def install(self, app: Flask) -> None:
        """Count the requests of an application, once all of its addresses are known."""
        self._endpoints = {*app.view_functions, "none"}
        samples = [CUT, TOO_BUSY]
        for each in sorted(self._endpoints):
            samples += (_request(each, status) for status in (*_STATUSES, 0))
            samples += (sample for sample, _ in _observed(each, 0.0))
        self._places = {sample: place for place, sample in enumerate(samples)}
        self._values = memoryview(mmap.mmap(-1, 8 * len(samples))).cast("d")
        request_started.connect(_begin, app)
        request_finished.connect(self._end, app, weak=False)

    def add(self, *samples: tuple[Sample, float]) -> None:
        """Add to some numbers."""
        with self._turn, alone(self._file):
            for sample, number in samples:
                self._values[self._places[sample]] += number

    def show(self, engine: Engine) -> Response:
        """Answer `/metrics`."""
        values = {sample: self._values[place] for sample, place in self._places.items()}
        text = "".join(f"{line}\n" for line in _lines({**values, **_of_index(engine)}))
        response = Response(text, content_type="text/plain; version=0.0.4; charset=utf-8")
        response.cache_control.no_store = True
        return response

    def _end(self, _app: Flask, response: Response) -> None:
        endpoint = request.endpoint if request.endpoint in self._endpoints else "none"
        status = response.status_code if response.status_code in _STATUSES else 0
        seconds = time.perf_counter() - g.begun
        self.add((_request(endpoint, status), 1), *_observed(endpoint, seconds))


def _begin(_app: Flask) -> None:
    g.begun = time.perf_counter()


def _request(endpoint: str, status: int) -> Sample:
    return "bulletins_requests_total", f'{{endpoint="{endpoint}",status="{status or "other"}"}}'


def _observed(endpoint: str, seconds: float) -> Iterator[tuple[Sample, float]]:
    """Yield what an answer adds to the histogram of its page; all samples of that for 0 seconds."""
    name, label = "bulletins_request_seconds", f'endpoint="{endpoint}"'
    for bound in (*SECONDS, float("inf")):
        if seconds <= bound:
            yield (name, f'_bucket{{{label},le="{bound}"}}'.replace("inf", "+Inf")), 1
    yield (name, f"_sum{{{label}}}"), seconds
    yield (name, f"_count{{{label}}}"), 1


def _of_index(engine: Engine) -> dict[Sample, float]:
    """Return the numbers of the index that serves; none where it cannot be read."""
    try:
        info = engine.info()
    except SearchError:
        return {}
    built = datetime.fromisoformat(info.built).timestamp()
    return {("bulletins_documents", ""): info.documents, ("bulletins_built_timestamp_seconds", ""): built}


def _lines(values: dict[Sample, float]) -> Iterator[str]:
    """Yield the lines of all numbers; of those by page the ones that are not 0."""
    for family, (kind, said) in FAMILIES.items():
        yield f"# HELP {family} {said}"
        yield f"# TYPE {family} {kind}"
        for (name, rest), value in values.items():
            if name == family and (value or not rest):
                yield f"{name}{rest} {value:.15g}"
