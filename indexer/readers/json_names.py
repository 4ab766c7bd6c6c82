"""What other programs call the fields of an item in JSON: names in French or English, as columns are called.

    {"titre": …, "texte": …, "date": "07/11/2024"}    {"_id": …, "_source": {"title": …, "body": …}}

An object with a body is one of ours, and is left as it is.
"""

from collections.abc import Mapping

from indexer.paths import PathMetadata
from indexer.readers.table_columns import WEAK, to_columns, to_fields, unread_date

_TEXTS = ("rendered", "text", "#text", "value", "name", "title", "nom", "titre")
"""Keys of an object that stands for a text: of WordPress, of XML made JSON, of a source with its address."""


def with_known_names(
    given: Mapping[str, object], path: PathMetadata
) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """Return the fields of an object under the names that are read, and what was odd about them.

    Keys that name no field stay; a date or a source that is missing is that of the path. An object without a
    key for the text is returned as it is.

    Raises:
        PageError: A text is HTML, and too large a tree.
    """
    fields = _unpacked(given)
    if "body" in fields:
        return fields, ()
    names = list(fields)
    places = to_columns(names).places
    texts = {field: text_of(fields[names[place]]) for field, place in places.items()}
    if not texts.get("body"):
        return fields, ()
    read = {names[place] for place in places.values()}
    known = {key: value for key, value in fields.items() if key not in read}
    fields = to_fields(texts, path)
    return known | fields, unread_date(texts, fields)


def names_a_text(key: str) -> bool:
    """Return whether a key is one of those that hold the text of an item, and of nothing around items."""
    return key == "body" or ("body" in to_columns([key]).places and key.casefold() not in _OF_ANYTHING)


_OF_ANYTHING = WEAK | {"description", "summary", "message", "article", "text", "résumé", "resume"}


def _unpacked(given: Mapping[str, object]) -> Mapping[str, object]:
    """Return what an index such as OpenSearch wraps in its own keys."""
    inner = given.get("_source")
    if "body" in given or not isinstance(inner, dict):
        return given
    return {"id": given["_id"], **inner} if "_id" in given else inner


def text_of(value: object) -> str:
    """Return a value as a text: a number, or what stands for the text in an object; else an empty one."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in _TEXTS if isinstance(value.get(key), str)), "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value) if isinstance(value, float) and value.is_integer() else value)
    return value if isinstance(value, str) else ""
