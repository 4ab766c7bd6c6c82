"""The query of a request as typed, and the response of a template."""

from flask import Response, render_template, request

from webapp.present import encoded

MAX_SHOWN = 10_000
"""Characters of a query that the search box shows again; five times as many as are searched."""


def typed_query() -> str:
    """Return the query of the request as typed; empty if it is white space only."""
    typed = request.args.get("q", "")
    return typed if typed.strip() else ""


def render(template: str, page: object = None, status: int = 200) -> Response:
    """Return the response of a template, filled with its page and the query as typed."""
    html = render_template(template, page=page, typed=typed_query()[:MAX_SHOWN])
    return Response(encoded(html), status, mimetype="text/html")
