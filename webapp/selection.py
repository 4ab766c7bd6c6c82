"""What a page of results shows: a query with its filters, in an order; all of it stands in the address.

/?q=grève&du=2024-01-01&au=2024-12-31&source=France+2&bulletin=…&date_de=page&mots=tous&tri=recent&page=2
"""

from collections.abc import Iterator
from dataclasses import replace

from flask import request

from index.archive.date_origin import DateOrigin
from index.french.dates import Period, is_not_in_calendar, read_day, today_in_paris
from index.query import Filters, Note, note, parse
from index.selection import Selection, period_between
from index.timeline import Unit
from webapp.addresses import ORDERS, ORIGIN_NAMES, UNIT_NAMES, Trail, View
from webapp.pagination import MAX_RESULTS, read_page
from webapp.rendering import typed_query

MAX_SOURCES = 100
"""Most sources that a selection may name."""


def read_selection(faults: list[Note] | None = None) -> Selection:
    """Read the query, the filters and the order in the address of the request.

    Args:
        faults: Gets a note on each value that is without effect, as the query does.
    """
    notes = [] if faults is None else faults
    query = parse(typed_query())
    if request.args.get("telquel"):
        query = query.as_typed
    named = request.args.get("tri", "")
    if named and named not in ORDERS:
        notes.append(
            note(
                "ignored",
                "«\u202ftri={given}\u202f» est sans effet\u00a0: "
                "les ordres sont «\u202frecent\u202f» et «\u202fancien\u202f».",
                given=named[:40],
            )
        )
    period, exchanged = period_between(_day("du", notes), _day("au", notes))
    filters = Filters(
        period=period,
        sources=tuple(dict.fromkeys(request.args.getlist("source")))[:MAX_SOURCES],
        bulletin=request.args.get("bulletin", ""),
        has_all_words=request.args.get("mots") == "tous",
        date_origins=tuple(_origins(notes)),
    )
    query = replace(query, filters=filters, notes=(*query.notes, *notes, *exchanged))
    return Selection(query, ORDERS.get(named, "relevance"), is_typed=bool(typed_query()))


def read_trail(selection: Selection) -> Trail:
    """Read which result of a search the reader came from in the address of the request."""
    rank = read_page(request.args.get("rang", "")) or 0
    return Trail(selection.query, selection.order, rank if rank <= MAX_RESULTS else 0)


def is_marked() -> bool:
    """Return whether the request wants the words searched to be marked in what it reads."""
    return request.args.get("marques") != "non"


def read_unit() -> Unit | None:
    """Read the unit of the timeline in the address of the request; None where the finest is wanted."""
    named = request.args.get("unite", "")
    return next((unit for unit, name in UNIT_NAMES.items() if name == named), None)


def read_view() -> View:
    """Read how the timeline is shown in the address of the request."""
    return View(read_unit(), "share" if request.args.get("barres") == "part" else "number")


def _origins(notes: list[Note]) -> Iterator[DateOrigin]:
    """Yield what the dates are to be from, and note what is none."""
    origins = {name: origin for origin, name in ORIGIN_NAMES.items()}
    for named in dict.fromkeys(request.args.getlist("date_de")[: len(origins)]):
        if named in origins:
            yield origins[named]
        elif named:
            notes.append(
                note(
                    "ignored",
                    "«\u202fdate_de={given}\u202f» est sans effet\u00a0: les provenances sont {names}.",
                    given=named[:40],
                    names=", ".join(origins),
                )
            )


def _day(name: str, notes: list[Note]) -> Period | None:
    """Read a day, a month or a year, in figures or in French."""
    typed = request.args.get(name, "").strip()
    if not typed:
        return None
    found = read_day(typed, today_in_paris())
    if found is None and is_not_in_calendar(typed):
        notes.append(
            note(
                "ignored",
                "«\u202f{name}={given}\u202f» est sans effet\u00a0: le calendrier n’a pas cette date.",
                name=name,
                given=typed[:40],
            )
        )
    elif found is None:
        notes.append(
            note(
                "ignored",
                "«\u202f{name}={given}\u202f» est sans effet\u00a0: "
                "une date s’écrit «\u202f2024-11-07\u202f».",
                name=name,
                given=typed[:40],
            )
        )
    return found
