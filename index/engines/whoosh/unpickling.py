"""Nothing foreign is unpickled: a pickle can name any function to be called when it is read.

Whoosh pickles the list of its segments, and some of its formats and columns the values of a document; we what
is stored of one where JSON cannot hold it. All of them are plain values but the segments; the few names that
these need are let in. (The schema is pickled, too, but never read: we give it.) Whoosh has no setting for
this, so `guard_whoosh` replaces the functions by which its modules read pickles; the list of segments is read
by `toc`.
"""

import io
import pickle
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import IO, TypeVar

from whoosh import columns, formats

Allowed = TypeVar("Allowed", bound=type)


def _bytes_of(text: str, _encoding: str) -> bytes:
    """Make the bytes that protocol 2 writes as a text of the same numbers."""
    return text.encode("latin-1")


_PLAIN = (bytes, bytearray, complex, frozenset, int, set, date, datetime, time, timedelta, timezone, Decimal)
_ALLOWED: dict[tuple[str, str], Callable[..., object]] = {
    ("_codecs", "encode"): _bytes_of,
    ("__builtin__", "bytes"): bytes,  # as protocol 2 writes b""
    **{(each.__module__, each.__qualname__): each for each in _PLAIN},
}


def allowed(kind: Allowed) -> Allowed:
    """Let the objects of a class in; it must take nothing on trust of what it is made from."""
    _ALLOWED[kind.__module__, kind.__qualname__] = kind
    return kind


class _Unpickler(pickle.Unpickler):
    """Reads plain values, and objects of the allowed classes."""

    def find_class(self, module: str, name: str) -> Callable[..., object]:
        """Give what is allowed under a name."""
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} does not belong in an index") from None


def load(file: IO[bytes]) -> object:
    """Read a pickle off a file, as `pickle.load` does."""
    return _Unpickler(file).load()


def loads(data: bytes) -> object:
    """Read a pickle, as `pickle.loads` does."""
    return _Unpickler(io.BytesIO(data)).load()


def guard_whoosh() -> None:
    """Let Whoosh's formats and columns read pickles in no other way."""
    for module in (formats, columns):
        if not hasattr(module, "loads"):
            raise ImportError(f"{module.__name__} has no 'loads' any more: see how it reads pickles now")
        vars(module)["loads"] = loads
