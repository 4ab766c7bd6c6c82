"""The first page: the search box, examples, what the archive holds, its latest bulletins."""

from dataclasses import dataclass
from datetime import date

from flask import Response

from index.archive.holdings import BulletinCount, Info, SourceCount
from index.engines.reading import Reading
from index.french.dates import Period
from webapp.examples import examples
from webapp.rendering import render

MAX_SOURCES = 20
"""Most sources that are listed."""


@dataclass(frozen=True, slots=True)
class Home:
    """What the first page shows of the archive.

    Attributes:
        info: What the index holds.
        period: Period of the archive; None if nothing is dated.
        sources: The largest sources.
        hidden_sources: Number of sources left out.
        latest: The newest bulletins.
        examples: Queries to try.
    """

    info: Info
    period: Period | None
    sources: tuple[SourceCount, ...]
    hidden_sources: int
    latest: tuple[BulletinCount, ...]
    examples: tuple[str, ...]


def show(archive: Reading) -> Response:
    """Answer `/` without a query."""
    info = archive.info
    sources = info.sources[:MAX_SOURCES]
    hidden = len(info.sources) - len(sources)
    return render("home.html", Home(info, period(info), sources, hidden, archive.latest(), examples(archive)))


def period(info: Info) -> Period | None:
    """Return the period of an archive; None if nothing in it is dated."""
    if not (info.first_day and info.last_day):
        return None
    return Period(date.fromisoformat(info.first_day), date.fromisoformat(info.last_day))
