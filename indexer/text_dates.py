"""The day that a text tells of itself: "Journal du jeudi 7 novembre 2024", "Brest, le 7 mai", "Ce mardi".

Only one of its first lines that says nothing else counts, as texts are full of days of what they tell about:
"hier soir" is the day of what happened, and "ce mardi" may be that of what will. Among sentences only what
counts from the day itself counts, with a whole day: "hier, jeudi 7 novembre" is of the 8th.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.archive.date_origin import DateOrigin
from index.french.dates import DAYS, Period
from index.french.folding import fold
from index.french.written_dates import WrittenDate, find_dates, to_date, weekday_number
from index.french.written_times import time_in
from indexer.dates import to_moment, with_full_years
from indexer.paths import PathMetadata

_LINES = 10  # in which a text says its day; a letter has its name, its number and its place above it
_LONGEST_LINE = 120
_SENTENCES = (
    4_000  # characters in which sentences are looked at; of more some are wrong, see benchmarks/RESULTS.md
)
_WORD = re.compile(r"[^\W\d_]+")
_NAME = r"[A-ZÀ-ÖØ-ÞŒ][^\W\d_]*"
_PLACE = re.compile(
    rf"(?!(?:Avant-)?[Hh]ier|Demain){_NAME}(?:[ ’'-](?:{_NAME}|sur|sous|en|de|du|des|la|le|les|lès|à|et))*"
    r"(?: \([^()]*\))?, (?:le |ce )?(?=\W*$)"
)
_PLACE_BEHIND = re.compile(rf"^[ ,–—-]+{_NAME}(?:[ ’'-]{_NAME})* \([A-Z]{{2,}}[^()]*\)\W*$")  # Brest (AFP) -
_AUTHOR = re.compile(rf"\b[Pp]ar {_NAME}(?:[ ’'-]{_NAME})*")
_CLOCK = re.compile(r"\b[0-9]{1,2} ?(?:h|heures?|:)(?: ?[0-9]{2})?(?![a-z])", re.IGNORECASE)
# What stands around the day of a bulletin, folded.
_OF_A_BULLETIN = re.compile(
    "[adln]|actu|actualites?|afp|alerte|apres|au|aujourd|bienvenue|bonjour|bonsoir|brief|bulletin|cet?"
    "|communique|dans|date|depeches?|des?|diffusee?|diffusion|du|edition|emission|en|envoyee?|essentiel|est|et"
    "|faite?|flash|grand|hebdo|hebdomadaire|heures?|hui|il|infos?|infolettre|informations?|journal|jour"
    "|jt|la|les?|lettre|ligne|matin|matinale|matinee|medias?|meteo|midi|mise?|nationale?|newsletter|no"
    "|nous|nuit|numero|page|panorama|parle|parue?|parution|point|poste|presse|publication|publiee?"
    "|quotidienn?e?|regionale?s?|revue|soir|soiree|sommaire|sommes|speciale?|titres|une|veille|vigilance"
    "|voici"
)
# What stands before a day that is not that of the text: of its change, or the first of a week.
_CHANGED = re.compile(r"mise?s? à jour|modifiée?|actualisée?", re.IGNORECASE)
_OF_OTHERS = re.compile(rf"(?:{_CHANGED.pattern}|semaine du)[ :]*(?:le )?$", re.IGNORECASE)
_WEEKDAY = re.compile(
    rf"\b(?P<name>{'|'.join(DAYS)})\b(?: (?P<day>[0-9]{{1,2}})(?![0-9]| ?(?:h|:)))?", re.IGNORECASE
)
# What stands before a day and counts from that of the text; and by how many days that is later.
_COUNTED = re.compile(
    r"\b(?P<back>avant-hier|hier|aujourd[’']hui|nous sommes)"
    r"(?: (?:matin|midi|après-midi|soir|dans la (?:nuit|soirée|matinée)))?[ ,(]+(?:le |ce )?",
    re.IGNORECASE,
)
_MOST_COUNTED, _LONGEST_DATE = 50, 40
_LATER = {"avant-hier": 2, "hier": 1}


@dataclass(frozen=True, slots=True)
class TextDate:
    """What a text tells of its day.

    Attributes:
        date: The day; None where it tells none.
        written: As it is written there; empty where it tells none.
        oddity: Why there is no day although it seems to tell one, a clause; empty otherwise.
        time: The time beside the day, or None.
        origin: `text` where nothing was supposed, else `weekday`.
    """

    date: datetime.date | None = None
    written: str = ""
    oddity: str = ""
    time: datetime.time | None = None
    origin: DateOrigin = "text"


@dataclass(frozen=True, slots=True)
class _Told:
    """A day as a text tells it.

    Attributes:
        day: The day, or a day of the week alone.
        later: By how many days that of the text is later.
        time: The time beside it, or None.
    """

    day: WrittenDate
    later: int = 0
    time: datetime.time | None = None

    def days(self, period: Period | None) -> set[datetime.date]:
        """Return the days of a period that it may be; of all time if it has a year."""
        written = self.day
        if written.year:
            years: Iterable[int] = (written.year,)
        elif period and period.first and period.last:
            years = range((period.first - datetime.timedelta(self.later)).year, period.last.year + 1)
        else:
            return set()
        if not (written.month and written.day):
            return {day for day in _weekdays(period, written.weekday) if written.day in (None, day.day)}
        found = (to_date(year, written.month, written.day) for year in years)
        right = {day for day in found if day and written.weekday in (None, day.weekday())}
        return {day + datetime.timedelta(self.later) for day in right}


def read_text_date(
    head: str, path: PathMetadata, around: Callable[[], Period | None] = lambda: None, text: str = ""
) -> TextDate:
    """Read the day off the first lines of a text.

    Args:
        head: What stands before the first item, or all of a text without items.
        path: What its path says; source and name may stand beside the day.
        around: Returns the days around the file, where the path leaves all open.
        text: The text with its items, whose sentences count where no line does.
    """
    told = list(_in_lines(head, (path.source, path.name)))
    told = [each for each in told if each.day.month] or told
    if not told and not path.date:
        told = [_Told(path.partial)] if path.partial else list(_in_sentences(text))
    if not told:
        return TextDate()
    if path.period is None and all(each.day.year is None for each in told):
        return _supposed(told, around)
    fitting = _fitting(told, path.period)
    if len(fitting) == 1:
        return _found(told, fitting.pop(), "text" if _is_written(told, path.period) else "weekday")
    return TextDate(oddity="" if fitting else _why_none(told, path))


def _supposed(told: Sequence[_Told], around: Callable[[], Period | None]) -> TextDate:
    """Return the day of what has no year, the only one among the days around the file; none is less sure."""
    whole = next(filter(_is_whole, told), None)
    if whole is None:
        return TextDate()
    fitting = _fitting(told, around())
    if len(fitting) == 1:
        return _found(told, fitting.pop(), "weekday")
    return TextDate(oddity=f"names {whole.day.text}, whose year nothing around it tells, and so has no date")


def _fitting(told: Sequence[_Told], period: Period | None) -> set[datetime.date]:
    """Return the days of a period that all of what is told allows."""
    days = set.intersection(*(each.days(period) for each in told))
    return {day for day in days if _is_in(day, period)}


def _found(told: Sequence[_Told], day: datetime.date, origin: DateOrigin) -> TextDate:
    times = {each.time for each in told if each.time}
    at = times.pop() if len(times) == 1 else None
    return TextDate(day, told[0].day.text, time=at, origin=origin)


def _is_written(told: Sequence[_Told], period: Period | None) -> bool:
    """Return whether day, month and year are written, in the text or the path."""
    has_day = any(each.day.month and not each.later for each in told)
    return has_day and (_is_of_a_year(period) or any(each.day.year for each in told))


def _why_none(told: Sequence[_Told], path: PathMetadata) -> str:
    """Return why no day is left, a clause; empty where only days of the week were told."""
    written = [each for each in told if each.day.month]
    if not written:
        return ""
    said = written[0].day.text
    if path.date:
        return f"names {said} in its first lines, which is another day than its path names; its path counts"
    if set.intersection(*(each.days(path.period) for each in told)):
        return f"names {said}, which its folder contradicts, and so has no date"
    several = len({(each.day.month, each.day.day, each.later) for each in written}) > 1
    reason = "several days" if several else "no day of the calendar, or one of another day of the week"
    return f"names {reason} in its first lines ({said}), and so has no date"


def _is_of_a_year(period: Period | None) -> bool:
    return bool(period and period.first and period.last and period.first.year == period.last.year)


def _is_whole(told: _Told) -> bool:
    """Return whether it has day, month and day of the week, without which no year is supposed."""
    return told.day.weekday is not None and told.day.month is not None


def _is_in(day: datetime.date, period: Period | None) -> bool:
    if period is None or period.first is None or period.last is None:
        return True
    return period.first <= day <= period.last


def _weekdays(period: Period | None, weekday: int | None) -> Iterator[datetime.date]:
    """Yield the days of a period that are of a day of the week."""
    if period is None or period.first is None or period.last is None or weekday is None:
        return
    day = period.first + datetime.timedelta((weekday - period.first.weekday()) % len(DAYS))
    while day <= period.last:
        yield day
        day += datetime.timedelta(len(DAYS))


def _in_lines(text: str, names: Iterable[str]) -> Iterator[_Told]:
    """Yield the days of lines that hold nothing else but words that name a bulletin."""
    known = frozenset(fold(word.lower()) for name in names for word in _WORD.findall(name))
    lines = [line for line in text.split("\n", 4 * _LINES) if line.strip()][:_LINES]
    for line in lines:
        if len(line) <= _LONGEST_LINE and (told := _of_a_program(line) or _in_line(line, known)):
            yield told


def _of_a_program(line: str) -> _Told | None:
    """Return the moment that is all of a line: 2024-11-07T18:30:00+01:00."""
    moment = to_moment(line)
    if moment is None:
        return None
    day, at = moment
    return _Told(WrittenDate(line.strip(), 0, day.year, day.month, day.day), time=at)


def _in_line(line: str, known: frozenset[str]) -> _Told | None:
    line = with_full_years(line)
    dates = list(find_dates(line)) or list(_weekday_alone(line, known))
    own = [found for found in dates if not _OF_OTHERS.search(line, max(0, found.start - 30), found.start)]
    if len(own) != 1 or own[0].is_range or not (own[0].day or own[0].weekday is not None):
        return None
    [found] = own
    changed = _CHANGED.search(line, found.end)
    rest = _AUTHOR.sub("", _without(line[: changed.start()] if changed else line, dates, found))
    words = _WORD.findall(fold(_CLOCK.sub(" ", rest).lower()))
    is_head = all(word in known or _OF_A_BULLETIN.fullmatch(word) for word in words)
    return _Told(found, time=time_in(rest)) if is_head else None


def _without(line: str, dates: Sequence[WrittenDate], own: WrittenDate) -> str:
    """Return a line without its dates, and without the place before its own one."""
    rest = line
    for found in reversed(dates):
        before = _PLACE.sub("", rest[: found.start]) if found is own else rest[: found.start]
        after = _PLACE_BEHIND.sub("", rest[found.end :]) if found is own else rest[found.end :]
        rest = f"{before} {after}"
    return rest


def _weekday_alone(line: str, known: frozenset[str]) -> Iterator[WrittenDate]:
    """Yield the days of the week in a line, but those in a name: Le Journal du dimanche."""
    for found in _WEEKDAY.finditer(line):
        if found["name"].lower() not in known:
            day = int(found["day"]) if found["day"] else None
            yield WrittenDate(found[0], found.start(), day=day, weekday=weekday_number(found["name"]))


def _in_sentences(text: str) -> Iterator[_Told]:
    """Yield the days with month and day of the week that sentences count from that of the text."""
    start = text[:_SENTENCES]
    for counted in islice(_COUNTED.finditer(start), _MOST_COUNTED):
        day = next(find_dates(start[counted.end() : counted.end() + _LONGEST_DATE]), None)
        if day and not day.start and day.day and day.weekday is not None:
            yield _Told(day, _LATER.get(counted["back"].lower(), 0))
