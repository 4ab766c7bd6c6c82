"""Days, months and periods as the language of the request writes them, with the names that Babel has."""

import re
from collections.abc import Mapping
from datetime import date, time
from functools import cache, lru_cache, partial
from typing import NamedTuple

from babel.dates import get_day_names, get_month_names, get_quarter_names
from flask import Flask

from index.french.dates import Period
from index.timeline import PERIODS, Unit, number_of, period_of
from webapp.languages import FRENCH, language, say
from webapp.present import WIDE

_BEFORE_LAST = re.compile(f"{WIDE}(au|to){WIDE}")


def install(app: Flask) -> None:
    """Register the filters of the templates."""
    app.jinja_env.filters.update(
        day=day, weekday=weekday, clock=clock, period=period, tied_period=tied_period
    )


class _Names(NamedTuple):
    """The names of a language; to let Babel write each date takes 10 times as long."""

    months: dict[int, str]
    short_months: dict[int, str]
    weekdays: dict[int, str]
    quarters: dict[int, str]
    short_quarters: dict[int, str]
    first: str

    def day_of_month(self, value: date) -> str:
        """Return the number of a day: 1er, 2."""
        return self.first if value.day == 1 else str(value.day)


@cache
def _names(locale: str) -> _Names:
    return _Names(
        months=dict(get_month_names("wide", locale=locale)),
        short_months=dict(get_month_names("abbreviated", locale=locale)),
        weekdays=dict(get_day_names("wide", locale=locale)),
        quarters=dict(get_quarter_names("wide", locale=locale)),
        short_quarters=dict(get_quarter_names("abbreviated", locale=locale)),
        first="1er" if locale == FRENCH.locale else "1",
    )


def day(value: date) -> str:
    """Return a day as 7 novembre 2024, or 1er mai 2025."""
    return _day(value, _names(language().locale)).replace(" ", WIDE)


def weekday(value: date) -> str:
    """Return a day as jeudi 7 novembre 2024."""
    return f"{_names(language().locale).weekdays[value.weekday()]} {day(value)}"


def clock(value: time) -> str:
    """Return a time of day as 20 h 15 or 8 h, and in English as 20:15."""
    if language() is not FRENCH:
        return f"{value.hour}:{value.minute:02}"
    return f"{value.hour}{WIDE}h" + (f"{WIDE}{value.minute:02}" if value.minute else "")


class PeriodNames(NamedTuple):
    """The names of a period.

    Attributes:
        full: 7 novembre 2024, novembre 2024, 4e trimestre 2024, 2024; of a part of one 1er – 7 novembre 2024.
        short: The one in a table: 7 nov. 2024, nov. 2024, T4 2024, 2024, 1er – 7 nov. 2024.
    """

    full: str
    short: str


def names_of(unit: Unit, value: Period) -> PeriodNames:
    """Return the names of a period of a timeline; empty where it has no first day."""
    return _names_of(unit, value, language().locale)


@lru_cache(PERIODS)
def _names_of(unit: Unit, value: Period, locale: str) -> PeriodNames:
    names, first = _names(locale), value.first
    if first is None:
        return PeriodNames("", "")
    if value.last and value != period_of(unit, number_of(unit, first)):
        of_part = partial(_part, first, value.last, names)
        return PeriodNames(of_part(names.months), of_part(names.short_months))
    short = f"{names.short_months[first.month]} {first.year}"
    match unit:
        case "day":
            return PeriodNames(_day(first, names), f"{names.day_of_month(first)} {short}")
        case "month":
            return PeriodNames(f"{names.months[first.month]} {first.year}", short)
        case "quarter":
            number = (first.month + 2) // 3
            return PeriodNames(
                f"{names.quarters[number]} {first.year}", f"{names.short_quarters[number]} {first.year}"
            )
    return PeriodNames(str(first.year), str(first.year))


def _part(first: date, last: date, names: _Names, months: Mapping[int, str]) -> str:
    """Return the days of a part of a year: 15 février – 31 mars 2019."""
    begin, end = (f"{names.day_of_month(each)} {months[each.month]}" for each in (first, last))
    if first == last:
        return f"{end} {last.year}"
    return f"{begin.partition(' ')[0] if first.month == last.month else begin} – {end} {last.year}"


def _day(value: date, names: _Names) -> str:
    return f"{names.day_of_month(value)} {names.months[value.month]} {value.year}"


def months() -> tuple[tuple[str, str], ...]:
    """Return the names of the months, each with a short one: novembre, nov."""
    names = _names(language().locale)
    return tuple((names.months[month], names.short_months[month]) for month in range(1, 13))


def unit_name(unit: Unit) -> str:
    """Return the name of a unit: jour, mois."""
    return {"day": say("jour"), "month": say("mois"), "quarter": say("trimestre"), "year": say("an")}[unit]


def period(value: Period) -> str:
    """Return a period as part of a sentence: en mai 2024, du 1er au 7 mai 2024."""
    if language() is FRENCH:
        return str(value)
    first, last = value.first, value.last
    if last is None:
        return say("depuis le {day}", day=day(first)) if first else ""
    if first is None:
        return say("jusqu’au {day}", day=day(last))
    if first == last:
        return say("le {day}", day=day(first))
    for unit in ("year", "month"):
        if period_of(unit, number_of(unit, first)) == value:
            return say("en {name}", name=names_of(unit, value).full)
    return say("du {first} au {last}", first=day(first), last=day(last))


def tied_period(value: Period) -> str:
    """Return a period within which a line breaks nowhere but before its last day."""
    return _BEFORE_LAST.sub(rf" \1{WIDE}", period(value).replace(" ", WIDE))
