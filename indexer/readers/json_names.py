"""What other programs call the fields of an item in JSON: names in French or English, as columns are called.

    {"titre": …, "texte": …, "date": "07/11/2024"}    {"_id": …, "_source": {"title": …, "body": …}}

An object with a body is one of ours, and is left as it is.
"""

from collections.abc import Mapping, Sequence

from indexer.paths import PathMetadata
from indexer.readers.table_columns import WEAK, to_columns, to_fields, unread_date

_TEXTS = (
    "rendered",
    "processed",
    "text",
    "#text",
    "value",
    "name",
    "title",
    "nom",
    "titre",
    "$date",
    "$numberLong",
    "date-parts",
)
"""Keys of an object that stands for a text: of WordPress, of XML made JSON, of a source with its address."""
_WRAPPERS = ("_source", "object", "attributes")
"""Keys of the object that an index, a social network or a CMS wraps in its own keys."""
_DEEPEST = 4  # of lists and objects that stand for a text


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
    if "body" in fields and not isinstance(fields["body"], Mapping):
        return fields, ()
    names = list(fields)
    columns = to_columns(names)
    wanted = {place for places in columns.candidates.values() for place in places}
    values = [text_of(fields[name]) if place in wanted else "" for place, name in enumerate(names)]
    filled = columns.filled(values)
    texts = {field: values[place] for field, place in filled.items()}
    if not texts.get("body"):
        return fields, ()
    read = {names[place] for place in filled.values()}
    known = {key: value for key, value in fields.items() if key not in read}
    fields = to_fields(texts, path)
    return known | fields, unread_date(texts, fields)


def names_a_text(key: str) -> bool:
    """Return whether a key is one of those that hold the text of an item, and of nothing around items."""
    return key == "body" or ("body" in to_columns([key]).places and key.casefold() not in _OF_ANYTHING)


_OF_ANYTHING = WEAK | {"description", "summary", "message", "article", "text", "résumé", "resume"}


def _unpacked(given: Mapping[str, object]) -> Mapping[str, object]:
    """Return an object with what it wraps beside its own keys, where it has no text itself."""
    inner = next((given[key] for key in _WRAPPERS if isinstance(given.get(key), Mapping)), None)
    if not isinstance(inner, Mapping) or "body" in given or "body" in to_columns(list(given)).places:
        return given
    key = next((key for key in ("_id", "id") if key in given), "")
    return {"id": given[key], **inner} if key else inner


def text_of(value: object, depth: int = _DEEPEST) -> str:
    """Return a value as a text: a number, what stands for the text in an object, or the texts of a list.

    A list is one of paragraphs; with objects in it, of pieces of a line; of numbers, a date.
    """
    if isinstance(value, Mapping):
        parts = (text_of(value[key], depth - 1) for key in _TEXTS if key in value) if depth else ()
        return next(filter(None, parts), "")
    if isinstance(value, list):
        return _joined(value, [text_of(each, depth - 1) for each in value] if depth else [])
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value) if isinstance(value, float) and value.is_integer() else value)
    return value if isinstance(value, str) else ""


def _joined(values: Sequence[object], texts: Sequence[str]) -> str:
    if any(isinstance(each, int) for each in values):
        return "-".join(text.zfill(2) for text in texts)
    return ("" if any(isinstance(each, Mapping) for each in values) else "\n\n").join(texts)
