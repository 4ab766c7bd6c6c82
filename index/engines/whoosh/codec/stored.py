"""What is stored of a document, as bytes: JSON where its values allow it, else a pickle of plain values."""

import json
import math
import pickle
from collections.abc import Mapping

from index.engines.whoosh.unpickling import loads

Stored = Mapping[str, object]


def encode(fields: Stored) -> bytes:
    """Write the stored fields of a document; raises `ValueError` where a value is more than plain data."""
    if _is_json(fields):
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    try:
        data = pickle.dumps(dict(fields), protocol=4)
        loads(data)
    except (pickle.PickleError, AttributeError, TypeError) as error:
        raise ValueError(f"what cannot be read back cannot be stored: {error}") from error
    return data


def decode(data: bytes) -> dict[str, object]:
    """Read what `encode` wrote; raises `ValueError` or `pickle.UnpicklingError` where that is damaged."""
    if data.startswith(b"{"):
        fields = json.loads(data.decode("utf-8", "surrogatepass"))
    else:
        fields = loads(data) if data else {}
    if not isinstance(fields, dict):
        raise ValueError(f"stored fields that are none but {type(fields)}")
    return fields


def _is_json(value: object) -> bool:
    """Tell whether JSON gives exactly this back; a tuple, for one, would come back as a list."""
    kind = type(value)
    if isinstance(value, dict):
        return kind is dict and all(type(key) is str and _is_json(each) for key, each in value.items())
    if isinstance(value, list):
        return kind is list and all(map(_is_json, value))
    if isinstance(value, float):
        return kind is float and math.isfinite(value)
    return value is None or kind in (str, int, bool)
