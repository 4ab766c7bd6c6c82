"""The probes of a supervisor: is the process alive, can it answer?"""

from flask import Response

from index.engines import Engine
from index.errors import SearchError
from index.query import parse


def show_alive() -> Response:
    """Answer `/healthz`: the process is alive."""
    return Response("ok\n", mimetype="text/plain")


def show_ready(engine: Engine) -> Response:
    """Answer `/readyz`: the index opens and answers a query."""
    try:
        engine.search(parse("bulletin"), limit=1)
    except SearchError as error:
        reason = type(error).__name__.removesuffix("Error")
        return Response(f"not ready: {reason}\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
