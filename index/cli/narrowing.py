"""The options that narrow and order what a command finds, with the same meaning as on the page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import get_args

import click

from index.archive.date_origin import DATE_ORIGINS, DateOrigin
from index.french.dates import Period, read_day, today_in_paris
from index.query import Filters, Note, Query
from index.results import Order
from index.selection import Selection, period_between


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the options ask for.

    Attributes:
        filters: What the matches are narrowed to.
        order: Their order.
        notes: What is to be said of the options.
    """

    filters: Filters
    order: Order
    notes: tuple[Note, ...]

    def of(self, query: Query) -> Query:
        """Return the query that is searched; by date for the documents with all its words, and says so."""
        query = replace(query, filters=self.filters, notes=(*query.notes, *self.notes))
        return Selection(query, self.order).noted


def _day(text: str) -> Period:
    found = read_day(text, today_in_paris())
    if found is None:
        raise click.BadParameter(f"{text!r} is no date; write 2024-11-07, 2024-11 or 2024")
    return found


_OPTIONS = (
    click.option(
        "--since", type=_day, metavar="DAY", help="Only items of this day, month or year, or later."
    ),
    click.option(
        "--until", type=_day, metavar="DAY", help="Only items of this day, month or year, or earlier."
    ),
    click.option(
        "--source",
        "sources",
        multiple=True,
        metavar="NAME",
        help="Only items of this source; may be repeated.",
    ),
    click.option("--bulletin", default="", metavar="ID", help="Only items of the bulletin with this id."),
    click.option(
        "--date-origin",
        "date_origins",
        type=click.Choice(DATE_ORIGINS),
        multiple=True,
        help="Only items whose date is from there; may be repeated.",
    ),
    click.option("--all-words", "is_strict", is_flag=True, help="Only items that have all the words."),
    click.option(
        "--sort",
        "order",
        type=click.Choice(get_args(Order)),
        default="relevance",
        show_default=True,
        help="Order; by date only items that have all the words.",
    ),
)


def narrowing_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options to a command, which gets them together as `narrowing`."""

    @wraps(command)
    def gathered(
        *,
        since: Period | None,
        until: Period | None,
        sources: tuple[str, ...],
        bulletin: str,
        date_origins: tuple[DateOrigin, ...],
        order: Order,
        is_strict: bool,
        **others: object,
    ) -> None:
        period, notes = period_between(since, until)
        filters = Filters(period, sources, bulletin, is_strict, date_origins)
        command(narrowing=Narrowing(filters, order, notes), **others)

    for option in reversed(_OPTIONS):
        gathered = option(gathered)
    return gathered
