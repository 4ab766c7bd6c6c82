"""From a template to an answer."""

from flask import Response, render_template, request

from index.query import Query, parse
from webapp.present import encodable


def typed_query() -> str:
    """Give the query as it was typed; empty where only white space was."""
    typed = request.args.get("q", "")
    return typed if typed.strip() else ""


def read_query() -> Query:
    """Understand the query of an address."""
    query = parse(typed_query())
    return query.as_typed if request.args.get("telquel") else query


def render(template: str, page: object = None, status: int = 200) -> Response:
    """Fill a template with what its page holds."""
    html = render_template(template, page=page, typed=typed_query())
    return Response(encodable(html), status, mimetype="text/html")
