"""Days and periods as French readers write them: 7 novembre 2024, 2024-11, hier, 3 mois; days in Paris."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from index.french.folding import fold
from index.french.months import MONTH, MONTHS, NUMBERS, YEAR
from index.french.parts_of_years import SEASON, read_part, season_of

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_THE = f"(?:le )?(?:(?:{'|'.join(DAYS)}) )?"
_ISO = re.compile(f"(?P<year>{YEAR})(?:[-/](?P<month>[0-9]{{1,2}})(?:[-/](?P<day>[0-9]{{1,2}}))?)?")
_FIGURES = re.compile(rf"(?:{_THE}(?P<day>[0-9]{{1,2}})[/.-])?(?P<month>[0-9]{{1,2}})[/.-](?P<year>{YEAR})")
_SHORT_YEAR = re.compile(rf"{_THE}(?P<day>[0-9]{{1,2}})[/.-](?P<month>[0-9]{{1,2}})[/.-](?P<year>[0-9]{{2}})")
_WORDS = re.compile(
    rf"(?:{_THE}(?P<day>[0-9]{{1,2}})(?:er)? |en )?"
    rf"(?P<month>{MONTH})\.?(?: (?P<year>{YEAR}))?"
)
_YEAR_ALONE = re.compile(f"(?:en |l'an |l'annee |annee )(?P<year>{YEAR})")
_FORMS = (_ISO, _FIGURES, _SHORT_YEAR, _WORDS, _YEAR_ALONE)
_WEEKDAY = re.compile(rf"(?:le |ce )?(?P<name>{'|'.join(DAYS)})(?P<last> (?:dernier|passe))?")
_THIS = re.compile("cette (?P<week>semaine)|ce (?P<month>mois)(?:-ci)?|cette (?P<year>annee)")
_LAST = re.compile(
    "(?:(?:la )?(?P<week>semaine)|(?:le )?(?P<month>mois)|(?:l'|l )?(?P<year>an|annee)) (?:derniere?|passee?)"
)
_LAST_SEASON = re.compile(f"(?:l'|le )?(?P<season>{SEASON}) (?:dernier|passe)")
_WEEK_OF = re.compile("(?:la )?semaine du (?P<day>.+)")
_NEAR = {"aujourd'hui": 0, "hier": 1, "avant-hier": 2}
_SPAN = re.compile(
    "(?:il y a )?(?P<count>[0-9]{1,5}|une?) ?(?P<unit>j|jours?|s|sem|semaines?|m|mois|a|ans?|annees?)"
)
_RANGE = re.compile(r"(?P<first>.*?)\.{2,3}(?P<last>.*)|(?:du|de|entre) (?P<from>.+?) (?:au|a|et) (?P<to>.+)")
_EARLIEST = date(1000, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """A range of days, both ends included.

    Attributes:
        first: First day; None for a range without a beginning.
        last: Last day; None for a range without an end.
    """

    first: date | None
    last: date | None

    def __str__(self) -> str:
        """Return the period in French, as part of a sentence: en mai 2024, du 1er au 7 mai 2024."""
        if self.first is None or self.last is None:
            return f"depuis le {written(self.first)}" if self.first else f"jusqu’au {written(self.last)}"
        if self.first == self.last:
            return f"le {written(self.first)}"
        if self == _year(self.first.year):
            return f"en {self.first.year}"
        if self == _month(self.first.year, self.first.month):
            return f"en {MONTHS[self.first.month - 1]} {self.first.year}"
        first = written(self.first).removesuffix(f" {self.last.year}")
        if self.first.month == self.last.month and self.first.year == self.last.year:
            first = first.partition(" ")[0]
        return f"du {first} au {written(self.last)}"

    def common(self, other: "Period") -> "Period":
        """Return the days that this period has in common with one that it overlaps."""
        return Period(
            max(filter(None, (self.first, other.first)), default=None),
            min(filter(None, (self.last, other.last)), default=None),
        )


def today_in_paris() -> date:
    """Return today's date, Europe/Paris."""
    return in_paris(datetime.now().astimezone()).date()


def in_paris(moment: datetime) -> datetime:
    """Return a moment that has a time zone as it is written in Europe/Paris."""
    try:
        return moment.astimezone(ZoneInfo("Europe/Paris"))
    except ZoneInfoNotFoundError:  # a machine without a time zone database: as it is in the moment's own zone
        return moment


def written(day: date | None) -> str:
    """Return a day in French: 7 novembre 2024, 1er mai 2025; empty for None."""
    if day is None:
        return ""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def read_period(text: str, today: date) -> Period | None:
    """Read a day, a month, a year, or a range (`A..B`, `A..`, du A au B); None for any other text.

    A day or a month without a year is the most recent one that has begun.
    """
    text = _plain(text)
    found = _RANGE.fullmatch(text)
    return _range(found, today) if found else _period(text, today)


def read_day(text: str, today: date) -> Period | None:
    """Read a period, or the day some time ago (7j, 3 mois, il y a 2 ans); None for a range or other text."""
    text = _plain(text)
    span = _SPAN.fullmatch(text)
    if span is None:
        return _period(text, today)
    day = _back(today, 1 if span["count"].startswith("u") else int(span["count"]), span["unit"])
    return Period(day, day)


def is_not_in_calendar(text: str) -> bool:
    """Return whether a text is written as a date that no calendar has: 30 février 2024, du 31 au 31 juin."""
    text = _plain(text)
    found = _RANGE.fullmatch(text)
    dates = [each.strip() for each in found.groups("")] if found else [text]
    return any(_form(each) and not _period(each, date.max) for each in dates)


def _plain(text: str) -> str:
    return fold(" ".join(text.replace("’", "'").lower().split()))


def _period(text: str, today: date) -> Period | None:
    if near := _near(text, today) or _several_days(text, today):
        return near
    found = _form(text)
    if found is None:
        return None
    groups = found.groupdict()
    month, day = _number(groups.get("month")), _number(groups.get("day"))
    if groups["year"]:
        return calendar_period(full_year(groups["year"], today), month, day)
    years = range(today.year, today.year - 9, -1)  # the last 29 février may be eight years ago
    begun = (each for year in years if (each := calendar_period(year, month, day)))
    return next((each for each in begun if each.first and each.first <= today), None)


def _form(text: str) -> re.Match[str] | None:
    """Return the parts of a date, whether or not the calendar has it."""
    return next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)


def _near(text: str, today: date) -> Period | None:
    """Read a day, week, month or year that is said from today: hier, lundi, la semaine dernière."""
    if text in _NEAR:
        return _days(today - timedelta(_NEAR[text]))
    if weekday := _WEEKDAY.fullmatch(text):
        back = (today.weekday() - DAYS.index(weekday["name"])) % len(DAYS)
        return _days(today - timedelta(back or (len(DAYS) if weekday["last"] else 0)))
    this, last = _THIS.fullmatch(text), _LAST.fullmatch(text)
    found = this or last
    if not found:
        return None
    if found["week"]:
        return _days(today - timedelta(today.weekday() + (len(DAYS) if last else 0)), len(DAYS))
    if found["year"]:
        return _year(today.year - bool(last))
    day = today.replace(day=1) - timedelta(bool(last))
    return _month(day.year, day.month)


def _several_days(text: str, today: date) -> Period | None:
    """Read a part of a year, a season that has ended, or the week of a day."""
    if part := read_part(text, partial(full_year, today=today)):
        return Period(*part)
    if season := _LAST_SEASON.fullmatch(text):
        return _last_season(season["season"], today)
    week = _WEEK_OF.fullmatch(text)
    return _week_of(_period(week["day"], today)) if week else None


def _last_season(name: str, today: date) -> Period:
    """Return the last season of a name that has ended."""
    this, last = (Period(*season_of(name, today.year - back)) for back in range(2))
    return this if this.last and this.last < today else last


def _week_of(day: Period | None) -> Period | None:
    """Return the week of a day, from Monday to Sunday; None where it is no day."""
    if not (day and day.first and day.first == day.last):
        return None
    return _days(day.first - timedelta(day.first.weekday()), len(DAYS))


def _days(first: date, count: int = 1) -> Period:
    return Period(first, first + timedelta(count - 1))


def full_year(text: str, today: date) -> int:
    """Return a year; one of two figures is the last such year that has begun."""
    year = int(text)
    return year if len(text) > 2 else today.year - (today.year - year) % 100


def _number(text: str | None) -> int | None:
    return None if text is None else NUMBERS.get(text) or int(text)


def calendar_period(year: int, month: int | None = None, day: int | None = None) -> Period | None:
    """Return a year, a month of it, or a day; None where the calendar has no such month or day."""
    try:
        if month is None:
            return _year(year)
        return _month(year, month) if day is None else Period(date(year, month, day), date(year, month, day))
    except (ValueError, calendar.IllegalMonthError):
        return None


def _month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def _range(found: re.Match[str], today: date) -> Period | None:
    """Read both ends; the first takes the month or year it lacks from the last: du 1er au 7 mai 2024."""
    begin, end = (found["from"], found["to"]) if found["from"] else (found["first"], found["last"])
    begin, end = begin.strip(), end.strip()
    last = _period(end, today)
    more = (end.partition(" ")[2], end[-4:], "") if last else ("",)
    first = next(filter(None, (_period(f"{begin} {rest}".strip(), today) for rest in more if begin)), None)
    if (begin and not first) or (end and not last) or not (first or last):
        return None
    ends = first.first if first else None, last.last if last else None
    if first and last and ends[0] and ends[1] and ends[0] > ends[1]:
        return Period(last.first, first.last)
    return Period(*ends)


def _back(today: date, count: int, unit: str) -> date:
    """Return the day `count` units ago, not before the year 1000; a day that a month lacks is its last."""
    if unit.startswith(("j", "s")):
        days = count * (7 if unit.startswith("s") else 1)
        return today - timedelta(days) if days < (today - _EARLIEST).days else _EARLIEST
    months = today.year * 12 + today.month - 1 - count * (12 if unit.startswith("a") else 1)
    year, month = divmod(months, 12)
    if year < _EARLIEST.year:
        return _EARLIEST
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
