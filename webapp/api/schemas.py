"""The shapes of what is answered to programs, as JSON Schema 2020-12."""

from index.archive.date_origin import DATE_ORIGINS
from index.as_json import JSONValue
from index.counting import DIMENSIONS
from webapp.api.parameters import Schema

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "number"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_PLACE: Schema = {"type": "integer", "minimum": 1}
_FLAG: Schema = {"type": "boolean"}
_ADDRESS: Schema = {"type": "string", "format": "uri", "description": "Permanent address of its page."}
_DATE: Schema = {"type": ["string", "null"], "format": "date", "description": "Null where unknown."}
_TIME: Schema = {
    "type": ["string", "null"],
    "description": "Time of that day in Paris, 20:15; null if unknown.",
}
_ORIGIN: Schema = {"enum": [*DATE_ORIGINS], "description": "Where the date is from; weekday: it is supposed."}
_NEAR: Schema = {"type": ["string", "null"], "format": "date", "description": "Null where there is none."}
_URL: Schema = {"type": "string", "description": "Address of the publication; empty where unknown."}


def _object(**properties: JSONValue) -> Schema:
    """Return the schema of an object that has all of some properties."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: JSONValue) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: JSONValue) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_SPANS: Schema = {
    "type": "array",
    "description": "What matched: the first character, from 0, and the one after the last.",
    "items": {"type": "array", "items": _COUNT, "minItems": 2, "maxItems": 2},
}
_UNDERSTOOD: dict[str, JSONValue] = {
    "query": {"type": "string", "description": "As it was asked."},
    "understood": {"type": "string", "description": "As it was understood, a French sentence."},
    "notes": {"type": "array", "items": _TEXT, "description": "What was ignored, cut, added or corrected."},
    "total": {"type": "integer", "minimum": 0, "description": "Number of items that match."},
    "total_is_exact": {
        "type": "boolean",
        "description": "False where the search was stopped: there are more, and a note says so.",
    },
}
_DATED: dict[str, JSONValue] = {"date": _DATE, "time": _TIME, "date_origin": _ORIGIN}
_BULLETIN: dict[str, JSONValue] = {"id": _TEXT, "name": _TEXT, "source": _TEXT, **_DATED, "url": _URL}
_LINKED: dict[str, JSONValue] = {**_BULLETIN, "address": _ADDRESS}

_ITEM: dict[str, JSONValue] = {
    "id": _TEXT,
    "title": _TEXT,
    "body": {"type": "string", "description": "Its paragraphs, an empty line between them."},
    "source": _TEXT,
    **_DATED,
    "url": _URL,
    "bulletin": {"type": "string", "description": "Name of the first bulletin it was in; may be empty."},
    "appearances": _list(_object(place=_PLACE, bulletin=_object(**_BULLETIN))),
}
_VERSIONS: Schema = {
    **_list(_object(**_ITEM, past=_FLAG)),
    "description": "All its texts, oldest first, the last its own; past ones no source gives any more. "
    "Missing where there is one.",
}

_EARLIER: Schema = {
    **_object(id=_TEXT, title=_TEXT, title_spans=_SPANS, date=_DATE, time=_TIME, bulletin=_TEXT, past=_FLAG),
    "description": "The earlier version that answers, with versions:oui, where the newest text does not; the "
    "snippets are of it.",
}


def _with_optional(name: str, schema: Schema, **fields: JSONValue) -> Schema:
    """Return the schema of an object of which one field may be missing."""
    return {**_object(**fields), "properties": {**fields, name: schema}}


SCHEMAS: Schema = {
    "Results": _object(
        **_UNDERSTOOD,
        took_ms=_NUMBER,
        suggestion={"type": ["string", "null"], "description": "The query corrected; it is searched too."},
        hits=_list(_ref("Hit")),
        next_cursor={
            "type": ["string", "null"],
            "description": "Asks for the next hits; null after the last, the deepest, or a stopped search.",
        },
    ),
    "Hit": _with_optional(
        "earlier",
        _EARLIER,
        rank=_PLACE,
        id=_TEXT,
        score=_NUMBER,
        title=_TEXT,
        title_spans=_SPANS,
        **_DATED,
        source=_TEXT,
        bulletin={"type": "string", "description": "Name of the first bulletin it was in; may be empty."},
        url=_URL,
        address=_ADDRESS,
        snippets=_list(_object(text=_TEXT, spans=_SPANS)),
    ),
    "Counts": _object(
        **_UNDERSTOOD,
        by=_list({"enum": [*DIMENSIONS]}),
        counts={
            "type": "array",
            "description": "Days rise, undated ones last; sources and bulletins come most first. Empty names "
            "are items without one.",
            "items": {
                "type": "object",
                "properties": {**dict.fromkeys(DIMENSIONS, _TEXT), "count": _PLACE},
                "required": ["count"],
            },
        },
        counts_are_exact=_FLAG,
    ),
    "Completions": _object(query=_TEXT, completions=_list(_TEXT)),
    "Item": _with_optional("versions", _VERSIONS, **_ITEM, address=_ADDRESS),
    "Bulletin": _object(**_LINKED),
    "BulletinContents": _object(
        **_LINKED,
        items=_list(_object(place=_PLACE, id=_TEXT, title=_TEXT, date=_DATE, source=_TEXT, address=_ADDRESS)),
        previous=_or_null(_ref("Bulletin")),
        next=_or_null(_ref("Bulletin")),
    ),
    "Day": _object(
        date={"type": "string", "format": "date"},
        address=_ADDRESS,
        items={"type": "integer", "minimum": 0, "description": "Number of items that are dated this day."},
        bulletins=_list(_object(**_LINKED, items=_COUNT)),
        previous=_NEAR,
        next=_NEAR,
    ),
    "Problem": _object(title=_TEXT, status={"type": "integer"}, detail=_TEXT),
}
