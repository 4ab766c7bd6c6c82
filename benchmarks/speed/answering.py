"""Answers queries one by one for `benchmarks.speed.asking`, which may ask two checkouts in turn.

    python answering.py FOLDER

It is run by its path with PYTHONPATH set to the checkout that answers, and uses nothing but `index` and
`webapp`. Each line of standard input is a query as JSON; its answer is a line: the CPU µs of each of `TIMES`,
the total and the first hit.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Mapping
from itertools import count
from urllib.parse import quote_plus

from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from index import open_engine, parse
from index.engines.reading import Reading
from index.timeline import Timeline
from webapp import results
from webapp.app import create_app
from webapp.narrowing import narrowing
from webapp.server import COLLECTIONS

LIMIT = 10
"""Hits of a search, each with its stored fields."""
TIMES = ("search", "snippets", "page", "added", "counting", "drawing")
"""What is timed: a search, its snippets; a page of results, and what counts, timeline and filters add to it,
in the engine and in drawing."""
_NOTHING = Timeline.of("year", {})


class Pages:
    """The pages of results of an archive, with and without their counts, timeline and filters.

    Args:
        index_url: URL of the index.
    """

    def __init__(self, index_url: str) -> None:
        gc.set_threshold(*COLLECTIONS)  # as the server does
        self._whole, self._bare = create_app(index_url), create_app(index_url)
        loader = self._bare.jinja_loader
        assert loader
        self._bare.jinja_loader = ChoiceLoader([DictLoader({"narrowing.html": ""}), loader])
        self._order = [self._whole, self._bare]
        self._is_bare, self._counting, self._asked = False, 0, count()
        for method in (Reading.timeline, Reading.holdings, Reading.totals):
            setattr(Reading, method.__name__, self._timed(method))
        setattr(results, narrowing.__name__, lambda *given: None if self._is_bare else narrowing(*given))

    def times(self, text: str) -> Mapping[str, float]:
        """Return the times of a page of results."""
        self._counting, self._order = 0, self._order[::-1]  # the second of both finds the caches warm
        took = {app: self._time(app, text) for app in self._order}
        page, counting = took[self._whole], self._counting / 1000
        added = page - took[self._bare]
        return {"page": page, "added": added, "counting": counting, "drawing": added - counting}

    def _time(self, app: Flask, text: str) -> float:
        self._is_bare = app is self._bare
        with app.test_request_context(f"/?q={quote_plus(text)}&asked={next(self._asked)}"):  # none is kept
            start = time.process_time_ns()
            app.full_dispatch_request().get_data()
            return (time.process_time_ns() - start) / 1000

    def _timed(self, counting: Callable[..., object]) -> Callable[..., object]:
        """Return a method of a reading that counts, or on a bare page one that does nothing."""

        def timed(archive: Reading, *asked: object) -> object:
            if self._is_bare:
                return [None] if counting.__name__ == "totals" else _NOTHING
            start = time.process_time_ns()
            found = counting(archive, *asked)
            self._counting += time.process_time_ns() - start
            return found

        return timed


def main() -> None:
    """Answer all queries of standard input."""
    url = f"whoosh:{sys.argv[1]}"
    engine, pages = open_engine(url), Pages(url)
    for line in sys.stdin:
        text = json.loads(line)
        start = time.process_time_ns()
        found = engine.search(parse(text), LIMIT)
        hits = [(hit.document.id, hit.document.title, hit.document.body) for hit in found.hits]
        searched = time.process_time_ns()
        snippets = [hit.snippets for hit in found.hits]
        ended = time.process_time_ns()
        answer = {
            "search": (searched - start) / 1000,
            "snippets": (ended - searched) / 1000,
            **pages.times(text),
            "total": found.total,
            "best": hits[0][0] if snippets else "",
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
