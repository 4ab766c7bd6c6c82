"""The fields of one JSON line, checked: a wrong one is reported in a sentence, never guessed."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from index.archive.date_origin import DATE_ORIGINS, DateOrigin, of_a_date
from index.archive.document import Appearance, Bulletin
from index.archive.removals import Removal
from index.french.written_times import time_in
from index.text import is_web_address
from indexer.bulletin import Item, bulletin_id, too_long
from indexer.damage import damage
from indexer.dates import Moment, to_moment
from indexer.paths import NO_PATH, PathMetadata
from indexer.plain_text import one_line, to_body, to_plain
from indexer.readers.json_names import with_known_names

LONGEST_ID = 500
KNOWN_KEYS = frozenset(
    {
        "id",
        "title",
        "body",
        "date",
        "time",
        "date_origin",
        "source",
        "bulletin",
        "url",
        "appearances",
        "versions",
    }
)

_UNFIT_FOR_AN_ID = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_DIGEST = re.compile("[0-9a-f]{20}")
_MOST_PLACES = 2**31 - 1

type_names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}


class LineError(Exception):
    """Why a line is skipped: a clause to follow "line 12: "."""


@dataclass(frozen=True, slots=True)
class LineFields:
    """The fields of one line.

    Attributes:
        item: The item.
        bulletin: Name of its bulletin, or empty.
        appearances: Appearances, as `bulletins export` writes them; they take precedence over `bulletin`.
        versions: All texts of the item, oldest first, as `bulletins export` writes them, and which are past.
        keys: All keys of the line.
        oddities: What was odd about the line, each in a clause.
    """

    item: Item
    bulletin: str
    appearances: tuple[Appearance, ...]
    versions: tuple[tuple["LineFields", bool], ...]
    keys: frozenset[str]
    oddities: tuple[str, ...]


def read_fields(line: str, path: PathMetadata = NO_PATH) -> LineFields | Removal:
    """Read and check one line: the fields of an item, or what was removed for good.

    Args:
        line: The line.
        path: What the path of its file says, for objects of other programs.

    Raises:
        LineError: The line is not JSON, is no object, has no body, or a field has a wrong value.
        PageError: A text is HTML, and too large a tree.
    """
    given = to_object(line)
    if given.keys() == {"removed"}:
        return _removal(given)
    fields, oddities = with_known_names(given, path)
    checked = check_fields(fields)
    return replace(checked, oddities=oddities + checked.oddities) if oddities else checked


def _removal(fields: Mapping[str, object]) -> Removal:
    """Return what a line of `bulletins export` says was removed; its digests are those of `digest`."""
    given = _object(fields["removed"], "removed")
    told = [_text(given, key) for key in ("id", "text", "item")]
    if not all(map(_DIGEST.fullmatch, told)):
        raise LineError("removed has no digests of id, text and item, as an export writes them")
    return Removal(*told)


def check_fields(fields: Mapping[str, object]) -> LineFields:
    """Check the fields of one line, or of one row of a table.

    Raises:
        LineError: There is no body, or a field has a wrong value.
    """
    if not isinstance(fields.get("body"), str):
        raise LineError(
            f"body is {_kind(fields.get('body'))}, not a text" if "body" in fields else "has no body"
        )
    if reason := too_long(len(str(fields["body"]))) or too_long(len(_text(fields, "title"))):
        raise LineError(reason)
    body, oddities = to_plain(str(fields["body"]))
    moment, odd_time = _moment(fields)
    origin, odd_origin = _origin(fields)
    item = Item(
        title=one_line(_text(fields, "title")),
        # The leading "" lets empty lines alone separate paragraphs, so that an export comes back as it was.
        body=to_body(["", *body.split("\n")]),
        id=_id(fields),
        source=one_line(_text(fields, "source")),
        date=moment.day if moment else None,
        url=_url(fields),
        time=moment.at if moment else None,
        date_origin=origin,
    )
    return LineFields(
        item=item,
        bulletin=one_line(_text(fields, "bulletin")),
        appearances=_appearances(fields),
        versions=_versions(fields),
        keys=frozenset(fields),
        oddities=odd_time
        + odd_origin
        + oddities
        + damage(body)
        + to_plain(str(fields.get("title") or ""))[1]
        + damage(item.title),
    )


def to_object(line: str) -> dict[str, object]:
    """Return the object that a line is.

    Raises:
        LineError: It is not JSON, or no object.
    """
    try:
        value: object = _DECODER.decode(line)
    except (ValueError, RecursionError) as error:
        raise LineError(f"is not JSON: {error}") from None
    return _object(value, "the line")


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def _object(value: object, name: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise LineError(f"{name} is {_kind(value)}, not an object")
    return value


def _kind(value: object) -> str:
    return type_names.get(type(value), "a number")


def _text(fields: Mapping[str, object], key: str) -> str:
    value = fields.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise LineError(f"{key} is {_kind(value)}, not a text")
    return to_plain(value)[0]


def _id(fields: Mapping[str, object]) -> str:
    """Return the id as given; a number becomes text."""
    value = fields.get("id")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value) if isinstance(value, float) and value.is_integer() else value)
    if value is not None and not isinstance(value, str):
        raise LineError(f"id is {_kind(value)}, not a text or number")
    given = value or ""
    if len(given) > LONGEST_ID:
        raise LineError(f"id is longer than {LONGEST_ID} characters")
    if _UNFIT_FOR_AN_ID.search(given):
        raise LineError(f"id {given!r} has control characters")
    if {".", ".."} & set(re.split(r"[/\\]", given)):
        raise LineError(f'id {given!r} has "." or ".." as a part, which no address can hold')
    return given


def _moment(fields: Mapping[str, object]) -> tuple[Moment | None, tuple[str, ...]]:
    """Return day and time, and what is odd about the time: without it the item is still dated."""
    text = _text(fields, "date").strip()
    moment = to_moment(text)
    if text and moment is None:
        raise LineError(f"date {text[:40]!r} is no date; write it as 2024-11-07")
    written = fields.get("time")
    if written in (None, ""):
        return moment, ()
    if moment is None:
        return None, (f"has the time {str(written)[:40]!r} and no date, without which it is not kept",)
    at = time_in(written) if isinstance(written, str) else None
    odd = () if at else (f"has the time {str(written)[:40]!r}, which cannot be read; write it as 20:15",)
    return Moment(moment.day, at or moment.at), odd


def _origin(fields: Mapping[str, object]) -> tuple[DateOrigin, tuple[str, ...]]:
    """Return where the date is from, which a line that was exported says."""
    said = fields.get("date_origin") or "given"
    found = next((origin for origin in DATE_ORIGINS if origin == said), None)
    odd = f"has the date origin {str(said)[:40]!r}; there are {', '.join(DATE_ORIGINS)}"
    return (of_a_date(found), ()) if found else ("given", (odd,))


def _url(fields: Mapping[str, object]) -> str:
    """Return the address; empty unless it is http or https, as others are not linked to."""
    return web_address(_text(fields, "url"))


def web_address(text: str) -> str:
    """Return an http or https address without the white space around it; empty for any other text."""
    text = text.strip()
    return text if is_web_address(text) else ""


def _versions(fields: Mapping[str, object]) -> tuple[tuple[LineFields, bool], ...]:
    """Return the versions of an item, and of each whether it is past."""
    value = fields.get("versions") or []
    if not isinstance(value, list):
        raise LineError(f"versions is {_kind(value)}, not a list")
    given = [_object(entry, "a version") for entry in value]
    if any("versions" in each for each in given):
        raise LineError("a version has versions")
    return tuple((check_fields(each), each.get("past") is True) for each in given)


def _appearances(fields: Mapping[str, object]) -> tuple[Appearance, ...]:
    value = fields.get("appearances")
    if value is None:
        return ()
    if not isinstance(value, list):
        raise LineError(f"appearances is {_kind(value)}, not a list")
    return tuple(_appearance(_object(entry, "an appearance")) for entry in value)


def _appearance(entry: Mapping[str, object]) -> Appearance:
    place = entry.get("place")
    if not isinstance(place, int) or isinstance(place, bool) or not 1 <= place <= _MOST_PLACES:
        raise LineError(f"place {place!r} of an appearance is no number from 1")
    given = _object(entry.get("bulletin"), "the bulletin of an appearance")
    name, source = one_line(_text(given, "name")), one_line(_text(given, "source"))
    moment, (origin, _) = _moment(given)[0], _origin(given)
    day, at = moment or (None, None)
    identifier = _id(given) or bulletin_id(source, day, name)
    return Appearance(Bulletin(identifier, name, source, day, _url(given), at, origin), place)
