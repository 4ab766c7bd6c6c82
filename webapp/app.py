"""The application: its pages and their addresses, all read only."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined

from index.engines import DEFAULT_INDEX, open_engine
from webapp import addresses, bulletin, errors, health, help, item, present, results, security


def create_app(
    index_url: str = DEFAULT_INDEX, trusted_hosts: Iterable[str] = (), own_names: Path | None = None
) -> Flask:
    """Make the WSGI application over an index, which may not exist yet.

    Args:
        index_url: Where the index is, such as `whoosh:var/index`.
        trusted_hosts: Names beside the loopback ones under which the pages may be asked for.
        own_names: A reader's own file of names, see `index.vocabulary.synonyms`.

    Raises:
        UsageError: No engine goes by that URL.
    """
    engine = open_engine(index_url, own_names)
    app = Flask("webapp")
    app.config["PROPAGATE_EXCEPTIONS"] = False  # a reader gets a page, the journal the traceback
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    app.jinja_env.undefined = StrictUndefined
    addresses.install(app)
    present.install(app)
    errors.install(app)
    security.install(app, trusted_hosts)
    for rule, endpoint, page in (
        ("/", "search", partial(results.show, engine)),
        ("/item/<id:document_id>", "item", partial(item.show, engine)),
        ("/item", "item_by_parameter", partial(item.show_by_parameter, engine)),
        ("/bulletin/<id:bulletin_id>", "bulletin", partial(bulletin.show, engine)),
        ("/bulletin", "bulletin_by_parameter", partial(bulletin.show_by_parameter, engine)),
        ("/help", "help", help.show),
        ("/healthz", "healthz", health.show_alive),
        ("/readyz", "readyz", partial(health.show_ready, engine)),
    ):
        app.add_url_rule(rule, endpoint, page)
    return app
