"""Results taken away as files: their rows in the order and with the filters of the page, and its table."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from flask import Response, request

from index.budget import current
from index.engines.reading import Reading
from index.exports.addresses import item_path
from index.exports.comma_separated import BYTE_ORDER_MARK, FRENCH, STANDARD, Dialect
from index.exports.formats import FORMATS, MAX_ROWS, written
from index.exports.row import Address
from index.exports.table import table
from index.query import Note
from index.results import Stream
from index.selection import Selection
from webapp.addresses import permanent
from webapp.errors import show_faults, show_nothing_asked, show_too_long
from webapp.present import encoded
from webapp.selection import read_selection, read_unit

AT_ONCE = 1 << 15
"""Characters from which rows are sent together."""
TABLES = {"excel.csv": FRENCH, "csv": STANDARD}
"""The suffixes of the table of a timeline."""
_MOST_OF_A_NAME = 60
_UNFIT_FOR_A_NAME = re.compile(r"[\W_]+")


def show(archive: Reading, suffix: str) -> Response:
    """Answer `/resultats.csv` and those of other formats; the rows are made while they are sent."""
    selection = read_selection(faults := list[Note]())
    if faults:
        return show_faults(faults)
    if selection.is_empty:
        return show_nothing_asked()
    found = archive.stream(selection.searched, MAX_ROWS, selection.order)
    if found.is_partial and not found.total:
        return show_too_long()
    form = FORMATS[suffix]
    rows = written(form, found.hits, _item_addresses(), is_partial=found.is_partial)
    return file(_together(form.mark, rows), form.media_type, _name(selection, _extent(found), suffix))


def show_table(archive: Reading, dialect: Dialect) -> Response:
    """Answer `/resultats/tableau.csv`: the timeline of the results, by period and source."""
    selection = read_selection(faults := list[Note]())
    if faults:
        return show_faults(faults)
    if selection.is_empty:
        return show_nothing_asked()
    searched = selection.searched
    # As on the page, the unit is that of all sources.
    found = archive.timeline_of_all_sources(searched)
    found = found.in_unit(read_unit() or found.unit)
    lines = table(found, archive.holdings(found.unit, found.periods), searched.filters.sources, dialect)
    is_partial = current().was_spent
    if is_partial and not found.sources:
        return show_too_long()
    extent = "tableau-incomplet" if is_partial else "tableau"
    return file(_together(BYTE_ORDER_MARK, lines), "text/csv", _name(selection, extent, "csv"))


def _item_addresses() -> Address:
    """Return what makes permanent addresses of items: also after the request, while rows are sent."""
    base = permanent(request.script_root)
    return lambda identifier: f"{base}{item_path(identifier)}"


def _extent(found: Stream) -> str:
    """Say in the name of a file what is missing in it."""
    if found.is_partial:
        return "incomplet"
    return f"{MAX_ROWS}-premieres-sur-{found.total}" if found.total > MAX_ROWS else ""


def _together(mark: str, rows: Iterator[str]) -> Iterator[bytes]:
    """Yield the bytes of a file, some rows at a time."""
    waiting, length = [mark], 0
    for row in rows:
        waiting.append(row)
        length += len(row)
        if length >= AT_ONCE:
            yield encoded("".join(waiting))
            waiting, length = [], 0
    yield encoded("".join(waiting))


def _name(selection: Selection, extent: str, suffix: str) -> str:
    asked = _UNFIT_FOR_A_NAME.sub("-", selection.query.text)[:_MOST_OF_A_NAME].strip("-").lower()
    return "-".join(filter(None, ("bulletins", asked, extent))) + f".{suffix}"


def file(parts: Iterable[bytes], media_type: str, name: str) -> Response:
    """Return a file to be saved, never shown; its name for browsers old and new, see RFC 6266."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    response = Response(parts, content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"
    )
    return response
