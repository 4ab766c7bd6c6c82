"""Answers made smaller by gzip for the clients that read it; all of them are texts."""

import gzip
import zlib
from collections.abc import Iterator

from flask import Flask, Response, request

LEVEL = 4
"""Level of gzip: more leaves a page a twentieth smaller, and takes twice as long."""
LEAST = 1000
"""Bytes of an answer from which it is worth while."""
_GZIP = 16 + zlib.MAX_WBITS
"""What `zlib` calls the format of gzip."""


def install(app: Flask) -> None:
    """Compress the answers of an application."""
    app.after_request(compress)


def is_accepted() -> bool:
    """Return whether the client of the request reads gzip."""
    return request.accept_encodings["gzip"] > 0


def compress(response: Response) -> Response:
    """Compress an answer, unless it is, or is a part of a file, or small, or its client cannot read it."""
    response.vary.add("Accept-Encoding")
    is_whole = "Content-Range" not in response.headers and not response.content_encoding
    if not (is_whole and is_accepted()) or request.method == "HEAD":
        return response
    if response.is_streamed and not response.direct_passthrough:
        response.response = _compressed(response.iter_encoded())
    else:
        response.direct_passthrough = False  # a file, which is read now
        body = response.get_data()
        if len(body) < LEAST:
            return response
        response.set_data(gzip.compress(body, LEVEL, mtime=0))
    response.content_encoding = "gzip"
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)  # the same text in other bytes
    return response


def _compressed(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the parts of an answer compressed, each as soon as it is made."""
    compressor = zlib.compressobj(LEVEL, wbits=_GZIP)
    for part in parts:
        yield compressor.compress(part) + compressor.flush(zlib.Z_SYNC_FLUSH)
    yield compressor.flush()
