"""A link to a search that remembers when it was given, how much the search found then, and in what.

/?q=grève&vu=2026-11-12&total=103&etat=7d84e4d5abf7ad1ba8ed
"""

import re
from dataclasses import dataclass
from datetime import date

from flask import request

from index.french.dates import today_in_paris
from index.results import Results
from index.selection import Selection
from webapp.addresses import extended, permanent, results_address
from webapp.api.cursors import digest_of_state

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TOTAL = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Since:
    """A link that was given, and what changed since.

    Attributes:
        day: The day when it was given.
        total: How many documents matched then.
        more: How many documents more match now than then; below 0 where fewer do. Which ones is not known.
        is_same: The same is searched in the same build: nothing changed.
        newest: The address of the same search, newest first; empty where it is that.
    """

    day: date
    total: int
    more: int
    is_same: bool
    newest: str


def shared_address(selection: Selection, results: Results, build: str) -> str:
    """Return the permanent address of a search, with the day, the number of its results and their state.

    Args:
        selection: The search.
        results: What it finds.
        build: Where it was searched, `Info.build`.
    """
    address = permanent(results_address(selection.query, order=selection.order))
    state = digest_of_state(build, results.query)
    return extended(address, f"vu={today_in_paris()}&total={results.total}&etat={state}")


def read_since(selection: Selection, results: Results, build: str) -> Since | None:
    """Return what changed since the address of the request was given; None where it does not say when.

    The arguments are those of `shared_address`.
    """
    day, before = _day(request.args.get("vu", "")), request.args.get("total", "")
    if day is None or not _TOTAL.fullmatch(before):
        return None
    newest = "" if selection.order == "newest" else results_address(selection.query, order="newest")
    is_same = request.args.get("etat") == digest_of_state(build, results.query)
    return Since(day, int(before), results.total - int(before), is_same, newest)


def _day(written: str) -> date | None:
    """Return a day that has come; None where a text is none."""
    try:
        day = date.fromisoformat(written) if _DAY.fullmatch(written) else None
    except ValueError:
        return None
    return day if day and day <= today_in_paris() else None
