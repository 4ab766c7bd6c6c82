"""The application: its pages and their addresses, all read only."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http.client import OK
from pathlib import Path
from secrets import token_hex
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from flask import Flask, Response, request
from jinja2 import StrictUndefined
from werkzeug.http import quote_etag

from index.archive.document import digest
from index.budget import Budget, limited
from index.engines import DEFAULT_INDEX, Engine, open_engine
from index.engines.reading import Reading
from index.exports.formats import FORMATS
from index.french.dates import today_in_paris
from webapp import (
    addresses,
    bulletin,
    bulletin_names,
    citation,
    compare,
    compression,
    dates,
    day,
    drawing,
    errors,
    exports,
    feed,
    health,
    help,
    hit_list,
    item,
    item_words,
    languages,
    opensearch,
    present,
    rendering,
    results,
    security,
    source,
    wording,
)
from webapp.api import openapi
from webapp.api.endpoints import ENDPOINTS
from webapp.defaults import BUDGET, ITEM_WORD
from webapp.kept_answers import KeptAnswers
from webapp.metrics import CUT, TOO_BUSY, Metrics
from webapp.turns import TooBusyError, Turns

P = ParamSpec("P")

OF_AN_EXPORT = 20
"""Budgets of a page that an export may take: ten thousand passages take some seconds."""
WAITING = 32
"""Most long searches of a process that wait for their turn: waiting costs no CPU, asking again does."""


def create_app(
    index_url: str = DEFAULT_INDEX,
    trusted_hosts: Iterable[str] = (),
    own_names: Path | None = None,
    budget: float = BUDGET,
    public_address: str = "",
    item_word: str = ITEM_WORD,
) -> Flask:
    """Make the WSGI application for an index, which may not exist yet.

    Args:
        index_url: URL of the index, such as `whoosh:var/index`.
        trusted_hosts: Host names that requests may use, besides those of the loopback interface.
        own_names: A reader's own file of names, see `index.vocabulary.synonyms`.
        budget: Seconds of CPU that the answer to one request may take, see `index.budget`.
        public_address: What permanent addresses begin with, as `https://archive.example.org`; requests may
            use its host. Without it they begin as the address of the request.
        item_word: What the pages call an item, see `webapp.item_words`.

    Raises:
        UsageError: The URL names no engine, or the word for an item is unknown.
    """
    engine = open_engine(index_url, own_names)
    app = Flask("webapp")
    app.config["PROPAGATE_EXCEPTIONS"] = False  # readers get a page, and the log the traceback
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    app.jinja_env.undefined = StrictUndefined
    app.config[addresses.PUBLIC_ADDRESS] = public_address.rstrip("/")
    languages.install(app)
    addresses.install(app)
    present.install(app)
    dates.install(app)
    bulletin_names.install(app)
    item_words.install(app, item_word)
    wording.install(app)
    drawing.install(app)
    hit_list.install(app)
    rendering.install(app)
    errors.install(app)
    compression.install(app)
    security.install(app, (*trusted_hosts, urlsplit(public_address).hostname or ""))
    metrics = Metrics()
    turns = Turns(WAITING, engine.searches_at_once)
    views = _Views(engine, budget, turns, metrics, KeptAnswers(), token_hex())
    reading, streaming = views.reading, replace(views, seconds=budget * OF_AN_EXPORT).streaming
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
        ("/feed.atom", "feed", reading(feed.show)),
        ("/api/openapi.json", "api_document", openapi.show),
        ("/opensearch.xml", "opensearch", opensearch.show),
        ("/suggestions", "suggestions", reading(opensearch.suggest)),
        ("/help", "help", help.show),
        ("/healthz", "healthz", health.show_alive),
        ("/readyz", "readyz", partial(health.show_ready, engine)),
        ("/metrics", "metrics", partial(metrics.show, engine)),
    ):
        app.add_url_rule(rule, endpoint, page)
    app.add_url_rule("/api/", "api", redirect_to="api/openapi.json")
    for each in ENDPOINTS:
        app.add_url_rule(each.rule, f"api_{each.name}", reading(each.show))
    for suffix in citation.SUFFIXES:
        app.add_url_rule(
            f"/citation.{suffix}", f"citation_{suffix}", reading(partial(citation.show, suffix=suffix))
        )
    for suffix, dialect in exports.TABLES.items():
        table = streaming(partial(exports.show_table, dialect=dialect))
        app.add_url_rule(f"/resultats/tableau.{suffix}", f"table_{suffix}", table)
    for suffix in FORMATS:
        app.add_url_rule(
            f"/resultats.{suffix}", f"export_{suffix}", streaming(partial(exports.show, suffix=suffix))
        )
    metrics.install(app)
    return app


@dataclass(frozen=True, slots=True)
class _Views:
    """Makes the views that read the index.

    Attributes:
        engine: The engine of the index.
        seconds: Seconds of CPU of a request.
        turns: Turns of the searches.
        metrics: Where it is counted what became of a request.
        kept: The last answers.
        start: What tells this start of the server from others: another version may answer otherwise.
    """

    engine: Engine
    seconds: float
    turns: Turns
    metrics: Metrics
    kept: KeptAnswers
    start: str

    def reading(self, show: Callable[Concatenate[Reading, P], Response]) -> Callable[P, Response]:
        """Return a view that answers each request from one build, within its budget."""

        def view(*args: P.args, **kwargs: P.kwargs) -> Response:
            with self.turns.one() as wait, self.engine.reading() as archive:
                tag = self._tag(archive)
                if request.if_none_match.contains_weak(tag):
                    return Response(status=304, headers={"ETag": quote_etag(tag, weak=True)})
                key = f"{tag} {compression.is_accepted()}"
                if kept := self.kept.get(key):
                    return kept
                bulletin_names.set_catalogue(archive.catalogue)
                archive.synonyms()  # what the first request opens and reads is not counted
                with self._budget(wait) as budget, limited(budget):
                    response = show(archive, *args, **kwargs)
                if budget.was_spent:
                    response.cache_control.no_store = True
                is_kept = response.status_code == OK and not response.cache_control.no_store
                if is_kept and "ETag" not in response.headers:
                    response.set_etag(tag, weak=True)
                    self.kept.keep(key, compression.compress(response))
                return response

        return view

    def _tag(self, archive: Reading) -> str:
        """Return what is the same as long as the answer to this request is: a reader keeps what it has."""
        asked = request.host_url, request.script_root, request.path, request.query_string.decode("latin-1")
        return digest(
            (self.start, archive.info.build, *asked, languages.language().code, str(today_in_paris()))
        )

    def streaming(self, show: Callable[[Reading], Response]) -> Callable[[], Response]:
        """Return a view whose answer is made while it is sent: build, budget and turn last until its end."""

        def view() -> Response:
            with ExitStack() as stack:
                wait = stack.enter_context(self.turns.one())
                archive = stack.enter_context(self.engine.reading())
                archive.synonyms()
                budget = stack.enter_context(self._budget(wait))
                budget.expect_long()
                with limited(budget):
                    response = show(archive)
                response.cache_control.no_store = True  # its time may end after its first part has gone
                if request.method == "HEAD" or not response.is_streamed:
                    return response  # nothing will be made while it is sent
                kept = stack.pop_all()
            response.response = _within(kept, budget, response.iter_encoded())
            response.call_on_close(kept.close)  # also where its reader goes before the first part
            return response

        return view

    @contextmanager
    def _budget(self, wait: Callable[[], None]) -> Iterator[Budget]:
        """Return a context with the budget of a request, whose end is counted.

        Args:
            wait: Waits for the turn of a long search.
        """
        budget = Budget(self.seconds, wait, request.environ.get("waitress.client_disconnected"))
        try:
            yield budget
        except TooBusyError:
            self.metrics.add((TOO_BUSY, 1))
            raise
        if budget.was_spent:
            self.metrics.add((CUT, 1))


def _within(kept: ExitStack, budget: Budget, parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the parts of an answer, each made within a budget, and leave its contexts at the end."""
    with kept:
        while True:
            with limited(budget):
                part = next(parts, None)
            if part is None:
                return
            yield part
