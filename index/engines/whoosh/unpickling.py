"""Unpickling of plain values and allowed classes only: a pickle can call any function that it names.

Whoosh pickles the list of segments, and with some formats and columns the values of documents. We pickle
stored fields where JSON cannot hold them. All are plain values except the segments, so the few names that
these need are allowed and no other. (The schema is pickled too, but never read: we pass our own.) Whoosh has
no setting for this, so `guard_whoosh` replaces the functions with which its modules read pickles; `toc` reads
the list of segments.
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
    """Return bytes that protocol 2 pickles as a text of the same code points."""
    return text.encode("latin-1")


_PLAIN = (bytes, bytearray, complex, frozenset, int, set, date, datetime, time, timedelta, timezone, Decimal)
_ALLOWED: dict[tuple[str, str], Callable[..., object]] = {
    ("_codecs", "encode"): _bytes_of,
    ("__builtin__", "bytes"): bytes,  # as protocol 2 writes b""
    **{(each.__module__, each.__qualname__): each for each in _PLAIN},
}


def allowed(kind: Allowed) -> Allowed:
    """Allow a class to be unpickled; it must check the state that it is restored from."""
    _ALLOWED[kind.__module__, kind.__qualname__] = kind
    return kind


class _Unpickler(pickle.Unpickler):
    """Unpickler of plain values and of objects of allowed classes."""

    def find_class(self, module: str, name: str) -> Callable[..., object]:
        """Return the allowed class or function of a name; raises `UnpicklingError` for any other."""
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} does not belong in an index") from None


def load(file: IO[bytes]) -> object:
    """Read a pickle from a file, as `pickle.load` does."""
    return _Unpickler(file).load()


def loads(data: bytes) -> object:
    """Read a pickle, as `pickle.loads` does."""
    return _Unpickler(io.BytesIO(data)).load()


def guard_whoosh() -> None:
    """Make Whoosh's formats and columns unpickle with `loads` of this module; raises `ImportError`."""
    for module in (formats, columns):
        if not hasattr(module, "loads"):
            raise ImportError(f"{module.__name__} has no 'loads' any more: see how it reads pickles now")
        vars(module)["loads"] = loads
