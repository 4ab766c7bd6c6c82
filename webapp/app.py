"""The application: its pages and their addresses, all read only."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec

from flask import Flask, Response
from jinja2 import StrictUndefined

from index.engines import DEFAULT_INDEX, Engine, open_engine
from index.engines.reading import Reading
from webapp import addresses, bulletin, errors, health, help, item, present, results, security

P = ParamSpec("P")


def create_app(
    index_url: str = DEFAULT_INDEX, trusted_hosts: Iterable[str] = (), own_names: Path | None = None
) -> Flask:
    """Make the WSGI application for an index, which may not exist yet.

    Args:
        index_url: URL of the index, such as `whoosh:var/index`.
        trusted_hosts: Host names that requests may use, besides those of the loopback interface.
        own_names: A reader's own file of names, see `index.vocabulary.synonyms`.

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
    errors.install(app)
    security.install(app, trusted_hosts)
    for rule, endpoint, page in (
        ("/", "search", _reading(engine, results.show)),
        ("/item/<id:document_id>", "item", _reading(engine, item.show)),
        ("/item", "item_by_parameter", _reading(engine, item.show_by_parameter)),
        ("/bulletin/<id:bulletin_id>", "bulletin", _reading(engine, bulletin.show)),
        ("/bulletin", "bulletin_by_parameter", _reading(engine, bulletin.show_by_parameter)),
        ("/help", "help", help.show),
        ("/healthz", "healthz", health.show_alive),
        ("/readyz", "readyz", partial(health.show_ready, engine)),
    ):
        app.add_url_rule(rule, endpoint, page)
    return app


def _reading(engine: Engine, show: Callable[Concatenate[Reading, P], Response]) -> Callable[P, Response]:
    """Return a view that answers each request from one build, even if another begins to serve meanwhile."""

    def view(*args: P.args, **kwargs: P.kwargs) -> Response:
        with engine.reading() as archive:
            return show(archive, *args, **kwargs)

    return view
