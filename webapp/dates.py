"""Days, months and periods as the language of the request writes them, by Babel."""

import re
from datetime import date
from functools import lru_cache

from babel.dates import format_date, get_month_names
from flask import Flask

from index.french.dates import Period
from index.timeline import PERIODS, Unit, number_of, period_of
from webapp.languages import FRENCH, language, say
from webapp.present import WIDE

_REMEMBERED = 4096
"""Days whose writing is remembered: a page has dozens, and Babel takes 20 µs for one."""
_FIRST = re.compile(r"\b1(?= [^\W\d])")
"""The first day of a month, which in French is an ordinal."""
_NAMES: dict[Unit, str] = {"day": "d MMMM y", "month": "MMMM y", "quarter": "QQQQ y", "year": "y"}
_SHORT_NAMES: dict[Unit, str] = {"day": "d MMM y", "month": "MMM y", "quarter": "QQQ y", "year": "y"}


def install(app: Flask) -> None:
    """Register the filters of the templates."""
    app.jinja_env.filters.update(day=day, weekday=weekday, period=period)


def day(value: date) -> str:
    """Return a day as 7 novembre 2024, or 1er mai 2025."""
    return _written(value, "d MMMM y", language().locale).replace(" ", WIDE)


def weekday(value: date) -> str:
    """Return a day as jeudi 7 novembre 2024."""
    return f"{_written(value, 'EEEE', language().locale)} {day(value)}"


def name_of(unit: Unit, value: Period) -> str:
    """Return the name of a period: 7 novembre 2024, novembre 2024, 4e trimestre 2024, 2024."""
    return _written(value.first, _NAMES[unit], language().locale) if value.first else ""


def short_name_of(unit: Unit, value: Period) -> str:
    """Return the name of a period in a table: 7 nov. 2024, nov. 2024, T4 2024, 2024."""
    return _written(value.first, _SHORT_NAMES[unit], language().locale) if value.first else ""


@lru_cache(_REMEMBERED + PERIODS)
def _written(value: date, pattern: str, locale: str) -> str:
    text = format_date(value, pattern, locale)
    return _FIRST.sub("1er", text) if locale == FRENCH.locale else text


def months() -> tuple[tuple[str, str], ...]:
    """Return the names of the months, each with a short one: novembre, nov."""
    locale = language().locale
    names, short = (get_month_names(width, locale=locale) for width in ("wide", "abbreviated"))
    return tuple((names[month], short[month]) for month in range(1, 13))


def unit_name(unit: Unit) -> str:
    """Return the name of a unit: jour, mois."""
    return {"day": say("jour"), "month": say("mois"), "quarter": say("trimestre"), "year": say("an")}[unit]


def period(value: Period) -> str:
    """Return a period as part of a sentence: en mai 2024, du 1er au 7 mai 2024."""
    if language() is FRENCH:
        return str(value)
    first, last = value.first, value.last
    if first is None or last is None:
        return (
            say("depuis le {day}", day=day(first))
            if first
            else say("jusqu’au {day}", day=day(last) if last else "")
        )
    if first == last:
        return say("le {day}", day=day(first))
    for unit in ("year", "month"):
        if period_of(unit, number_of(unit, first)) == value:
            return say("en {name}", name=name_of(unit, value))
    return say("du {first} au {last}", first=day(first), last=day(last))
