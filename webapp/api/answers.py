"""What is answered to programs: the JSON of the terminal, with permanent addresses."""

from collections.abc import Mapping
from datetime import date

from flask import Response, request

from index.archive.document import Bulletin, Document, to_iso
from index.as_json import JSONValue, bulletin_to_json, document_to_json, json_text, to_json
from index.counting import count_by, count_to_json, read_dimensions
from index.engines.reading import Reading
from index.errors import UsageError
from index.exports.formats import MAX_ROWS
from index.french.dates import Period, read_day, today_in_paris
from index.query import Filters, parse
from index.selection import Selection
from webapp.addresses import bulletin_address, day_address, permanent, permanent_item
from webapp.api.cursors import Cursor, digest_of_search, digest_of_state
from webapp.pagination import MAX_RESULTS, PER_PAGE
from webapp.problems import problem
from webapp.selection import read_selection

_PAGING = {"limit", "cursor"}
Given = Mapping[str, str]
"""The values of the parameters that were given, checked."""


def search(archive: Reading, given: Given) -> Response:
    """Answer with hits, from the cursor on."""
    selection = _selection()
    asked = digest_of_search(pair for pair in request.args.items(multi=True) if pair[0] not in _PAGING)
    cursor = Cursor.read(given["cursor"]) if "cursor" in given else Cursor(0, asked, "")
    if cursor.asked != asked:
        raise UsageError("The cursor is of another search; send it with the parameters that it came for")
    limit = min(int(given.get("limit", PER_PAGE)), MAX_RESULTS - cursor.offset)
    results = archive.search(selection.noted, limit, cursor.offset, selection.order)
    if results.is_partial and (cursor.offset or not results.total):
        return _too_long()
    state = digest_of_state(archive.info.build, results.query)
    if cursor.state not in ("", state):
        return _outdated()
    end = cursor.offset + limit
    has_next = end < min(results.total, MAX_RESULTS) and not results.is_partial
    found = to_json(selection.query, results, permanent_item)
    return _json({**found, "next_cursor": str(Cursor(end, asked, state)) if has_next else None})


def item(archive: Reading, given: Given) -> Response:
    """Answer with a whole item."""
    document = archive.get(given["id"])
    return _json({**document_to_json(document), "address": permanent_item(document.id)})


def bulletin(archive: Reading, given: Given) -> Response:
    """Answer with a bulletin, the list of its items, and its neighbours."""
    page = archive.bulletin(given["id"])
    contents = archive.catalogue.contents(page.bulletin.id, len(page.documents))
    return _json(
        {
            **_bulletin(page.bulletin),
            "items": [
                _listed(place, document)
                for (place, _), document in zip(contents, page.documents, strict=True)
            ],
            "previous": _bulletin(page.previous) if page.previous else None,
            "next": _bulletin(page.next) if page.next else None,
        }
    )


def day(archive: Reading, given: Given) -> Response:
    """Answer with the bulletins of a day, and the nearest days that have something."""
    try:
        wanted = date.fromisoformat(given["date"])
    except ValueError:
        raise UsageError(f"date is {given['date']!r}, which no calendar has") from None
    dated = archive.search(parse("").narrowed(Filters(period=Period(wanted, wanted))), 0)
    previous, after = archive.days_around(wanted)
    return _json(
        {
            "date": to_iso(wanted),
            "address": permanent(day_address(wanted)),
            "items": dated.total,
            "bulletins": [
                {**_bulletin(each.bulletin), "items": each.documents}
                for each in archive.catalogue.of_day(wanted)
            ],
            "previous": to_iso(previous) or None,
            "next": to_iso(after) or None,
        }
    )


def suggest(archive: Reading, given: Given) -> Response:
    """Answer with completions of what was typed so far."""
    completions: list[JSONValue] = [each.text for each in archive.complete(given["q"])]
    return _json({"query": given["q"], "completions": completions})


def counts(archive: Reading, given: Given) -> Response:
    """Answer with numbers of items."""
    selection = _selection()
    query = selection.noted
    results, table = archive.search(query, 0), count_by(archive, query, read_dimensions(given.get("by", "")))
    if results.is_partial and not results.total:
        return _too_long()
    if len(table.rows) > MAX_ROWS:
        detail = f"There are {len(table.rows)} counts by {given['by']}, and at most {MAX_ROWS} are answered"
        return problem(422, f"{detail}; ask for fewer days or sources, or count by a longer period.")
    return _json(count_to_json(selection.query, results, table))


def _selection() -> Selection:
    """Read the query, the filters and the order.

    Raises:
        UsageError: A day is none, or nothing is asked.
    """
    for name in ("du", "au"):
        typed = request.args.get(name)
        if typed and read_day(typed, today_in_paris()) is None:
            raise UsageError(f"{name} is {typed!r}, which no calendar has")
    selection = read_selection()
    if selection.is_empty:
        raise UsageError("Nothing is asked; give q, source, bulletin, date_de, du or au")
    return selection


def _listed(place: int, document: Document) -> JSONValue:
    return {
        "place": place,
        "id": document.id,
        "title": document.title,
        "date": to_iso(document.date) or None,
        "source": document.source,
        "address": permanent_item(document.id),
    }


def _bulletin(shown: Bulletin) -> dict[str, JSONValue]:
    return {**bulletin_to_json(shown), "address": permanent(bulletin_address(shown.id))}


def _json(value: dict[str, JSONValue]) -> Response:
    return Response(f"{json_text(value)}\n", content_type="application/json")


def _too_long() -> Response:
    return problem(
        504,
        "The search was stopped before it had an answer; rarer words, fewer exclusions, more filters or a "
        "shorter distance between words make it shorter.",
    )


def _outdated() -> Response:
    return problem(
        410,
        "Since the cursor was given the index was rebuilt, or the query came to mean other days or names; "
        "begin anew without it.",
    )
