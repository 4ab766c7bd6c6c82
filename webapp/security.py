"""Security headers of every response, and requests that are refused before any page."""

from collections.abc import Iterable
from functools import partial

from flask import Flask, Response, abort, request
from werkzeug.exceptions import MethodNotAllowed

from webapp.addresses import LOOPBACK_HOSTS, host_name, version

READING_METHODS = ("GET", "HEAD")
_PROBES = {"healthz", "readyz"}
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_POLICY_OF_PAGES = f"{_POLICY}; script-src 'self'; connect-src 'self'"
"""A page has one script, which asks for suggestions while a query is typed."""
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # an address holds the query
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def install(app: Flask, trusted_hosts: Iterable[str]) -> None:
    """Refuse requests that are not GET or HEAD or name a foreign host, and add the headers to responses."""
    names = frozenset(name.lower() for name in (*LOOPBACK_HOSTS, *trusted_hosts) if name)
    app.before_request(partial(_refuse, names))
    app.after_request(_protect)


def _refuse(names: frozenset[str]) -> None:
    # Flask's own TRUSTED_HOSTS cannot hold [::1] and lets a malformed name pass (Werkzeug 3.1.9).
    # Probes use the address of the machine, and their answers are no secret, as those of /metrics may be.
    if request.endpoint not in _PROBES and host_name() not in names:
        abort(400)
    if request.method not in READING_METHODS:
        raise MethodNotAllowed(READING_METHODS)


def _protect(response: Response) -> Response:
    response.headers.update(HEADERS)
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = _POLICY_OF_PAGES
    response.headers["Cache-Control"] = _caching(response)
    return response


def _caching(response: Response) -> str:
    if (
        response.status_code not in {200, 304}
        or request.endpoint in _PROBES
        or response.cache_control.no_store
    ):
        return "no-store"
    if request.endpoint != "static":
        # Queries are confidential, and an index changes; a reader can still go back without waiting.
        return "private, no-cache"
    name = (request.view_args or {}).get("filename", "")
    is_current = request.args.get("v") == version(name)
    return "public, max-age=31536000, immutable" if is_current else "no-cache"
