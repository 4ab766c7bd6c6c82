"""The document of the API: OpenAPI 3.1, made from its endpoints and their schemas."""

import re

from flask import Response, request

from index.as_json import json_text
from webapp.api.endpoints import ENDPOINTS, Endpoint
from webapp.api.parameters import Schema
from webapp.api.schemas import SCHEMAS
from webapp.pagination import MAX_RESULTS
from webapp.problems import MEDIA_TYPE, TITLES

VERSION = "1"
"""Version of the API: it changes where a program that knows this one would fail."""
_OF_ALL = (400, 500, 503)
"""Statuses of the problems that any address may answer."""
_DESCRIPTION = f"""Search of an archive of French news bulletins, read only: GET and HEAD.

Texts are those of the archive and of its page, in French. Hits are those of `bulletins search --json`.

- A parameter that is unknown, repeated or unfit is refused (400), with the reason.
- A search may take as much time as on the page. What was found until then is answered, total_is_exact is
  false, and it has no next_cursor; 504 where nothing was found, or where a cursor was given.
- Too many long searches at once: 503, with Retry-After.
- The first {MAX_RESULTS} hits of a search can be reached; narrower periods have the others.
- Whole answers have an ETag; those that are a part are not to be kept.
"""


def show() -> Response:
    """Answer `/api/openapi.json`."""
    response = Response(json_text(document(request.script_root)), content_type="application/json")
    response.add_etag()
    response.make_conditional(request)
    return response


def document(root: str = "") -> Schema:
    """Return the document; its addresses are below a root."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "bulletins", "version": VERSION, "description": _DESCRIPTION},
        "servers": [{"url": root or "/"}],
        "paths": {_path(each): {"get": _operation(each)} for each in ENDPOINTS},
        "components": {
            "schemas": SCHEMAS,
            "responses": {_name(status): _problem(status, title) for status, title in TITLES.items()},
        },
    }


def _path(endpoint: Endpoint) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", endpoint.rule)


def _operation(endpoint: Endpoint) -> Schema:
    problems = sorted((*_OF_ALL, *endpoint.problems))
    return {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "parameters": [each.to_json() for each in endpoint.parameters],
        "responses": {
            "200": {
                "description": endpoint.summary,
                "content": {
                    "application/json": {"schema": {"$ref": f"#/components/schemas/{endpoint.schema}"}}
                },
            },
            **{str(status): {"$ref": f"#/components/responses/{_name(status)}"} for status in problems},
        },
    }


def _problem(status: int, title: str) -> Schema:
    schema: Schema = {"$ref": "#/components/schemas/Problem"}
    answer: Schema = {"description": title, "content": {MEDIA_TYPE: {"schema": schema}}}
    if status == 503:
        seconds: Schema = {
            "description": "Seconds until it may be tried again.",
            "schema": {"type": "integer"},
        }
        answer["headers"] = {"Retry-After": seconds}
    return answer


def _name(status: int) -> str:
    return f"Problem{status}"
