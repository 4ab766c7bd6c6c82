"""The application: its pages and their addresses, all read only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec

from flask import Flask, Response, request
from jinja2 import StrictUndefined

from index.budget import Budget, limited
from index.engines import DEFAULT_INDEX, Engine, open_engine
from index.engines.reading import Reading
from webapp import (
    addresses,
    bulletin,
    compare,
    day,
    drawing,
    errors,
    health,
    help,
    item,
    present,
    results,
    security,
    source,
)
from webapp.turns import Turns

P = ParamSpec("P")


BUDGET = 0.5
"""Seconds of CPU that the answer to one request may take."""
WAITING = 8
"""Most long searches of a process that wait for their turn."""


def create_app(
    index_url: str = DEFAULT_INDEX,
    trusted_hosts: Iterable[str] = (),
    own_names: Path | None = None,
    budget: float = BUDGET,
) -> Flask:
    """Make the WSGI application for an index, which may not exist yet.

    Args:
        index_url: URL of the index, such as `whoosh:var/index`.
        trusted_hosts: Host names that requests may use, besides those of the loopback interface.
        own_names: A reader's own file of names, see `index.vocabulary.synonyms`.
        budget: Seconds of CPU that the answer to one request may take, see `index.budget`.

    Raises:
        UsageError: The URL names no engine.
    """
    engine = open_engine(index_url, own_names)
    app = Flask("webapp")
    app.config["PROPAGATE_EXCEPTIONS"] = False  # readers get a page, and the log the traceback
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    app.jinja_env.undefined = StrictUndefined
    addresses.install(app)
    present.install(app)
    drawing.install(app)
    errors.install(app)
    security.install(app, trusted_hosts)
    reading = _Views(engine, budget, Turns(WAITING)).reading
    for rule, endpoint, page in (
        ("/", "search", reading(results.show)),
        ("/comparer", "compare", reading(compare.show)),
        ("/item/<id:document_id>", "item", reading(item.show)),
        ("/item", "item_by_parameter", reading(item.show_by_parameter)),
        ("/bulletin/<id:bulletin_id>", "bulletin", reading(bulletin.show)),
        ("/bulletin", "bulletin_by_parameter", reading(bulletin.show_by_parameter)),
        ("/jour/<id:written>", "day", reading(day.show)),
        ("/jour", "day_by_parameter", day.show_by_parameter),
        ("/source/<id:name>", "source", reading(source.show)),
        ("/source", "source_by_parameter", reading(source.show_by_parameter)),
        ("/help", "help", help.show),
        ("/healthz", "healthz", health.show_alive),
        ("/readyz", "readyz", partial(health.show_ready, engine)),
    ):
        app.add_url_rule(rule, endpoint, page)
    return app


@dataclass(frozen=True, slots=True)
class _Views:
    """Makes the views that read the index.

    Attributes:
        engine: The engine of the index.
        budget: Seconds of CPU of a request.
        turns: Turns of the long searches.
    """

    engine: Engine
    budget: float
    turns: Turns

    def reading(self, show: Callable[Concatenate[Reading, P], Response]) -> Callable[P, Response]:
        """Return a view that answers each request from one build, within its budget."""

        def view(*args: P.args, **kwargs: P.kwargs) -> Response:
            is_given_up = request.environ.get("waitress.client_disconnected")
            with self.engine.reading() as archive:
                archive.synonyms()  # what the first request opens and reads is not counted
                with self.turns.one() as wait, limited(Budget(self.budget, wait, is_given_up)):
                    return show(archive, *args, **kwargs)

        return view
