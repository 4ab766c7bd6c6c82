"""Encoding of a document's stored fields: texts and JSON where the values allow it, else a pickle.

    NUL names of the text fields, each followed by an SOH; NUL JSON of the others, empty if none;
    NUL text NUL text …

It is decoded in a third of the time that JSON takes.
"""

import json
import math
import pickle
from collections.abc import Mapping
from functools import lru_cache

from index.engines.whoosh.unpickling import loads

Stored = Mapping[str, object]

_NUL, _SOH = "\0", "\1"


def encode(fields: Stored) -> bytes:
    """Return stored fields as bytes; raises `ValueError` where a value is more than plain data."""
    if _is_json(fields):
        return _texts(fields).encode("utf-8", "surrogatepass")
    try:
        data = pickle.dumps(dict(fields), protocol=4)
        loads(data)
    except (pickle.PickleError, AttributeError, TypeError) as error:
        raise ValueError(f"what cannot be read back cannot be stored: {error}") from error
    return data


def decode(data: bytes) -> dict[str, object]:
    """Read stored fields from bytes; raises `ValueError` or `pickle.UnpicklingError` if damaged."""
    if data.startswith(b"\0"):
        return _read(data.decode("utf-8", "surrogatepass"))
    return _checked(loads(data) if data else {})


def _texts(fields: Stored) -> str:
    texts = {
        name: value for name, value in fields.items() if isinstance(value, str) and _is_separable(name, value)
    }
    others = {name: value for name, value in fields.items() if name not in texts}
    json_of_others = json.dumps(others, ensure_ascii=False, separators=(",", ":")) if others else ""
    return _NUL.join(("", "".join(f"{name}{_SOH}" for name in texts), json_of_others, *texts.values()))


def _is_separable(name: str, text: str) -> bool:
    return _NUL not in text and _NUL not in name and _SOH not in name


def _read(text: str) -> dict[str, object]:
    _, names, json_of_others, *texts = text.split(_NUL)
    fields: dict[str, object] = dict(zip(_names(names), texts, strict=True))
    return fields | _checked(json.loads(json_of_others)) if json_of_others else fields


@lru_cache(maxsize=64)
def _names(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(_SOH)[:-1])


def _checked(fields: object) -> dict[str, object]:
    if not isinstance(fields, dict):
        raise ValueError(f"stored fields that are none but {type(fields)}")
    return fields


def _is_json(value: object) -> bool:
    """Return whether a value survives JSON unchanged; a tuple, for example, would come back as a list."""
    kind = type(value)
    if value is None or kind in (str, int, bool):
        return True
    if isinstance(value, dict):
        return kind is dict and all(type(key) is str and _is_json(each) for key, each in value.items())
    if isinstance(value, list):
        return kind is list and all(map(_is_json, value))
    return kind is float and isinstance(value, float) and math.isfinite(value)
