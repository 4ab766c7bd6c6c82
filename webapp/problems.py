"""Errors as programs read them: problem details (RFC 9457)."""

from flask import Response
from werkzeug.exceptions import HTTPException

from index.as_json import json_text
from index.errors import (
    REBUILD,
    EngineUnavailableError,
    IndexDamagedError,
    IndexMissingError,
    IndexOutdatedError,
    RemovedItemError,
    UnknownIdError,
    UsageError,
)
from webapp.turns import TooBusyError

MEDIA_TYPE = "application/problem+json"
TOO_BUSY_FOR = 5
"""Seconds after which a long search may be tried again."""
RETRY_AFTER = 30
"""Seconds after which an index that cannot be read may be asked again; a switch to a new one takes less."""

TITLES = {
    400: "The request asks for what cannot be",
    404: "There is nothing at this address",
    405: "Here one can only read",
    410: "The cursor is outdated",
    422: "The answer would be too long",
    500: "The server failed",
    503: "The server cannot answer now",
    504: "The search took too long",
}
_DETAILS = {
    400: "The Host header names no host of this server; ask by another, or: serve --trusted-host NAME.",
    404: "No such address is in /api/openapi.json; it lists all of them.",
    405: "The methods are GET and HEAD.",
    500: "The fault is ours, and the server's log has the details.",
}
_PASSING: tuple[tuple[type[Exception], str, int], ...] = (
    (TooBusyError, "Too many long searches wait already; try again in some seconds.", TOO_BUSY_FOR),
    (IndexMissingError, f"There is no index yet; {REBUILD}.", RETRY_AFTER),
    (IndexOutdatedError, f"The index is of another version of the program; {REBUILD}.", RETRY_AFTER),
    (EngineUnavailableError, "The index does not answer now; bulletins info says why.", RETRY_AFTER),
    (IndexDamagedError, f"The index cannot be read; {REBUILD}, or: bulletins check.", RETRY_AFTER),
)


def problem(status: int, detail: str, retry_after: int | None = None) -> Response:
    """Return the answer of a problem; its detail says with which value, and what to do."""
    title = TITLES.get(status, "There is no answer")
    text = json_text({"title": title, "status": status, "detail": detail})
    response = Response(f"{text}\n", status, content_type=MEDIA_TYPE)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def problem_of(error: Exception) -> Response:
    """Return the answer of an error."""
    for kind, detail, seconds in _PASSING:
        if isinstance(error, kind):
            return problem(503, detail, seconds)
    match error:
        case UsageError():
            return problem(400, f"{error}.")
        case RemovedItemError():
            return problem(410, f"In this archive {error}.")
        case UnknownIdError():
            return problem(404, f"In this archive {error}; it may have been taken out of it.")
        case HTTPException(code=int(code)):
            response = problem(code, _DETAILS.get(code, error.name))
            if code == 405:
                response.headers["Allow"] = "GET, HEAD"
            return response
    return problem(500, _DETAILS[500])
