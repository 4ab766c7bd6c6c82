"""A link to a search that remembers when it was given, and how much the search found then.

/?q=grève&vu=2026-11-12&total=103
"""

import re
from dataclasses import dataclass
from datetime import date

from flask import request

from index.french.dates import today_in_paris
from index.selection import Selection
from webapp.addresses import extended, permanent, results_address

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TOTAL = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Since:
    """A link that was given, and what changed since.

    Attributes:
        day: The day when it was given.
        total: How many documents matched then.
        more: How many documents more match now than then; below 0 where fewer do. Which ones is not known.
        newest: The address of the same search, newest first; empty where it is that.
    """

    day: date
    total: int
    more: int
    newest: str


def shared_address(selection: Selection, total: int) -> str:
    """Return the permanent address of a search, with the day and the number of documents that match."""
    address = permanent(results_address(selection.query, order=selection.order))
    return extended(address, f"vu={today_in_paris()}&total={total}")


def read_since(selection: Selection, total: int) -> Since | None:
    """Return what changed since the address of the request was given; None where it does not say when.

    Args:
        selection: The search that it asks for.
        total: The number of documents that match now.
    """
    day, before = _day(request.args.get("vu", "")), request.args.get("total", "")
    if day is None or not _TOTAL.fullmatch(before):
        return None
    newest = "" if selection.order == "newest" else results_address(selection.query, order="newest")
    return Since(day, int(before), total - int(before), newest)


def _day(written: str) -> date | None:
    """Return a day that has come; None where a text is none."""
    try:
        day = date.fromisoformat(written) if _DAY.fullmatch(written) else None
    except ValueError:
        return None
    return day if day and day <= today_in_paris() else None
