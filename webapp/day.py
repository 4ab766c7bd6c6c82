"""The page of a day: its bulletins by source with their contents, what is in none, the days around it.

An item is of the day that it is dated. It stands in the bulletins of that day that hold it, or apart where
none does: because it came without a bulletin, or because its bulletin is of another day. A bulletin of the
day is shown whole, so it may hold items that are dated otherwise: those that were in an earlier bulletin
already.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import Response, request

from index.archive.document import Bulletin, Document, to_clock
from index.archive.holdings import BulletinCount
from index.engines.reading import Reading
from index.french.dates import Period, is_not_in_calendar, read_day, today_in_paris
from index.french.folding import fold
from index.query import Filters, Query, parse
from webapp.addresses import bulletin_address, day_address, results_address
from webapp.dates import day, tied_period
from webapp.errors import Problem, show_problem
from webapp.languages import say
from webapp.present import heading, quoted, shortened
from webapp.rendering import render

MAX_READ = 2_000
"""Most documents of a day that are read to find those in no bulletin; a tenth of a second."""
MAX_GROUPS = 100
"""Most bulletins that are listed, what is in none of a source counting as one."""
MAX_LISTED = 300
"""Most titles on a page, unless the first `LEAST_LISTED` of every bulletin are more."""
MOST_LISTED = 40
"""Most titles of one bulletin."""
LEAST_LISTED = 3
MAX_NEAR = 10
"""Sources, the largest, whose nearest days are said where the day has nothing."""
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """A title in a list.

    Attributes:
        document: The document.
        place: Its place in the bulletin; None where it stands in none of the day.
    """

    document: Document
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A bulletin of the day, or what is in none.

    Attributes:
        bulletin: The bulletin; None for what is in none of the day.
        total: Number of its items.
        lines: The first of them.
        address: Where the others are: the bulletin from the first that is not listed, or results.
    """

    bulletin: Bulletin | None
    total: int
    lines: tuple[Line, ...]
    address: str

    @property
    def hidden(self) -> int:
        """Number of items that are not listed."""
        return self.total - len(self.lines)


@dataclass(frozen=True, slots=True)
class SourceOfDay:
    """What a source has of a day: its bulletins by name, then what is in none."""

    name: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class NearDays:
    """The nearest days before and after one that have something of a source."""

    source: str
    before: date | None
    after: date | None


@dataclass(frozen=True, slots=True)
class DayPage:
    """A day of the archive.

    Attributes:
        day: The day.
        dated: Number of items that are dated this day: the total of the results at `address`.
        repeated: Number of items of its bulletins that are dated otherwise.
        bulletins: Number of bulletins.
        is_without_bulletins: The archive has none on any day.
        sources: What each source has, by name, those without a name last.
        has_others: It has items that are in none of its bulletins.
        is_complete: All its bulletins are listed, and all sources of what is in none.
        is_whole: All its items were read to find those in no bulletin.
        address: Results narrowed to the day.
        previous: The nearest day before that has something, or None.
        next: The nearest day after that has something, or None.
        near: Where the day has nothing, the nearest days of each source.
    """

    day: date
    dated: int
    repeated: int
    bulletins: int
    is_without_bulletins: bool
    sources: tuple[SourceOfDay, ...]
    has_others: bool
    is_complete: bool
    is_whole: bool
    address: str
    previous: date | None
    next: date | None
    near: tuple[NearDays, ...]

    @property
    def total(self) -> int:
        """Number of items, those of its bulletins that are dated otherwise included."""
        return self.dated + self.repeated

    @property
    def gaps(self) -> tuple[Period, ...]:
        """The days just before and after it that have nothing, up to the nearest that has something."""
        one = timedelta(1)
        ends = ((self.previous, self.day), (self.day, self.next))
        return tuple(
            Period(first + one, last - one) for first, last in ends if first and last and last - first > one
        )


def show(archive: Reading, written: str) -> Response:
    """Answer `/jour/<day>`."""
    wanted = _read(written)
    return render("day.html", _page(archive, wanted)) if wanted else _show_no_such_day(written)


def show_by_parameter() -> Response:
    """Answer `/jour?jour=…`, what the form of a day asks for: lead to the day."""
    written = request.args.get("jour", "")
    found = _meant(written)
    if found and found.first and found.first == found.last:
        return Response(status=303, headers={"Location": day_address(found.first)})
    return _show_no_such_day(written)


def _read(written: str) -> date | None:
    """Read a day as addresses have it: 2024-11-07."""
    try:
        return date.fromisoformat(written) if _DAY.fullmatch(written) else None
    except ValueError:
        return None


def _meant(written: str) -> Period | None:
    """Read a day, a month or a year as readers write them."""
    found = _read(written)
    return Period(found, found) if found else read_day(written[:100], today_in_paris())


def _show_no_such_day(written: str) -> Response:
    """Return the page that says how a day is written, with a link to the day or period that may be meant."""
    said = say("{typed} n’est pas un jour", typed=quoted(shortened(written, 40)))
    advice = say("L’adresse d’un jour s’écrit comme /jour/2024-11-07\u00a0: l’année, le mois, le jour.")
    if is_not_in_calendar(written[:100]):
        advice = say("Le calendrier n’a pas cette date.")
    problem = Problem(404, said if written.strip() else say("Quel jour\u202f?"), (advice,))
    found = _meant(written)
    if not (found and found.first and found.last):
        return show_problem(problem)
    if found.first == found.last:
        label, address = say("Voir le {day}", day=day(found.first)), day_address(found.first)
    else:
        label = say("Chercher {period}", period=tied_period(found))
        address = results_address(_within(found))
    return show_problem(replace(problem, label=label), address)


def _within(wanted: Period, *sources: str) -> Query:
    return parse("").narrowed(Filters(period=wanted, sources=sources))


def _page(archive: Reading, wanted: date) -> DayPage:
    whole_day = Period(wanted, wanted)
    results = archive.search(_within(whole_day), MAX_READ, order="newest")
    read = {hit.document.id: hit.document for hit in results.hits}
    bulletins = archive.catalogue.of_day(wanted)
    apart = _apart(read.values(), wanted)
    is_whole = len(read) == results.total
    in_bulletins = archive.catalogue.count_documents(wanted)
    repeated = in_bulletins - (len(read) - sum(map(len, apart.values()))) if is_whole else 0
    sources = _sources(archive, whole_day, bulletins, apart, read)
    previous, after = archive.days_around(wanted)
    has_something = bool(results.total or bulletins)
    return DayPage(
        day=wanted,
        dated=results.total,
        repeated=repeated,
        bulletins=len(bulletins),
        is_without_bulletins=not archive.info.bulletins,
        sources=sources,
        has_others=bool(apart),
        is_complete=len(bulletins) + len(apart) <= MAX_GROUPS,
        is_whole=is_whole,
        address=results_address(_within(whole_day)),
        previous=previous,
        next=after,
        near=() if has_something else _near(archive, wanted),
    )


def _apart(documents: Iterable[Document], wanted: date) -> dict[str, list[Document]]:
    """Return the documents that are in no bulletin of a day, by source, each by time and title."""
    apart = defaultdict[str, list[Document]](list)
    for document in documents:
        if not any(each.bulletin.date == wanted for each in document.appearances):
            apart[document.source].append(document)
    for found in apart.values():
        found.sort(key=_by_time_and_title)
    return apart


def _by_time_and_title(document: Document) -> tuple[str, str, str]:
    return to_clock(document.time), fold(heading(document).lower()), document.id


def _sources(
    archive: Reading,
    whole_day: Period,
    bulletins: Sequence[BulletinCount],
    apart: Mapping[str, Sequence[Document]],
    read: Mapping[str, Document],
) -> tuple[SourceOfDay, ...]:
    """Return the first `MAX_GROUPS` bulletins and documents apart, by source."""
    number = min(MAX_GROUPS, len(bulletins) + len(apart))
    most = max(LEAST_LISTED, min(MOST_LISTED, MAX_LISTED // max(1, number)))
    of_source = defaultdict[str, list[Bulletin]](list)
    for each in bulletins:
        of_source[each.bulletin.source].append(each.bulletin)
    sources = []
    for name in sorted({*of_source, *apart}, key=_by_name):
        groups = [_bulletin(archive, each, read, most) for each in of_source[name][:number]]
        number -= len(groups)
        if name in apart and number:
            groups.append(_without_bulletin(name, apart[name], whole_day, most))
            number -= 1
        if groups:
            sources.append(SourceOfDay(name, tuple(groups)))
    return tuple(sources)


def _by_name(name: str) -> tuple[bool, str, str]:
    """Return a key that sorts names as readers look for them, the empty one last."""
    return not name, fold(name.lower()), name


def _bulletin(archive: Reading, bulletin: Bulletin, read: Mapping[str, Document], most: int) -> Group:
    contents = archive.catalogue.contents(bulletin.id, most + 1)
    lines = (Line(read.get(each) or archive.get(each), place) for place, each in contents[:most])
    next_place = contents[most][0] if len(contents) > most else None
    total = archive.catalogue.count_places(bulletin.id)
    return Group(bulletin, total, tuple(lines), bulletin_address(bulletin.id, next_place))


def _without_bulletin(source: str, documents: Sequence[Document], whole_day: Period, most: int) -> Group:
    address = results_address(_within(whole_day, source))
    return Group(None, len(documents), tuple(map(Line, documents[:most])), address)


def _near(archive: Reading, wanted: date) -> tuple[NearDays, ...]:
    sources = [each.source for each in archive.info.sources if each.source][:MAX_NEAR]
    found = (NearDays(source, *archive.days_around(wanted, source)) for source in sources)
    return tuple(each for each in found if each.before or each.after)
