"""Parts of years and of months, and several together, as readers write them: fin 2019, été 2016, T1 2020.

A season is of whole months, as Météo-France counts: summer is June to August, and the winter of a year begins
in December before it. Of a year or a month the beginning, the middle and the end are a third each.
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from index.french.months import MONTH, NUMBERS, YEAR, Days, days_of

Groups = Mapping[str, str]
FullYear = Callable[[str], int]

_THIRDS = {"debut": 0, "mi": 1, "milieu": 1, "fin": 2}
_SEASONS = {"hiver": -1, "printemps": 2, "ete": 5, "automne": 8}
"""Months between January and the beginning of each season."""
_ORDINALS = {
    "1er": 1,
    "premier": 1,
    "2e": 2,
    "2eme": 2,
    "deuxieme": 2,
    "second": 2,
    "3e": 3,
    "3eme": 3,
    "troisieme": 3,
    "4e": 4,
    "4eme": 4,
    "quatrieme": 4,
}
_MONTHS_OF = {"trimestre": 3, "semestre": 6}
SEASON = "|".join(_SEASONS)
_IN = "(?:en |au |a la |a l'|le |la |l'|les |des |dans les )?"


def read_part(text: str, full_year: FullYear) -> Days | None:
    """Read a part of a year or of a month, several months or years, or a decade; None for any other text.

    Args:
        text: The text, folded and in small letters.
        full_year: Returns the year that two or four figures stand for.
    """
    if not text[-1:].isdecimal():  # all of them end with a year
        return None
    for form, read in _FORMS.items():
        if found := form.fullmatch(text):
            return read(found.groupdict(""), full_year)
    return None


def season_of(name: str, year: int) -> Days:
    """Return the days of a season, named in folded letters; the winter of a year ends in it."""
    return _months(year, _SEASONS[name], 3)


def _third(said: Groups, _: FullYear) -> Days:
    year, third = int(said["year"]), _THIRDS[said["third"]]
    if not said["month"]:
        return _months(year, 4 * third, 4)
    first, last = _months(year, NUMBERS[said["month"]] - 1)
    begin = first + timedelta(10 * third)
    return begin, last if said["third"] == "fin" else begin + timedelta(9)


def _season(said: Groups, _: FullYear) -> Days | None:
    """Read a season; « hiver 2018-2019 » begins in the first of both years."""
    year = int(said["year"])
    if not said["next"]:
        return season_of(said["season"], year)
    is_next = said["season"] == "hiver" and (year + 1) % 100 == int(said["next"]) % 100
    return season_of(said["season"], year + 1) if is_next else None


def _share(said: Groups, _: FullYear) -> Days | None:
    count = _MONTHS_OF[said["unit"] or "trimestre"]
    number = _ORDINALS[said["nth"]] if said["nth"] else int(said["quarter"])
    return _months(int(said["year"]), count * (number - 1), count) if count * number <= 12 else None


def _several_months(said: Groups, _: FullYear) -> Days | None:
    first, last = NUMBERS[said["first"]], NUMBERS[said["last"]]
    return _months(int(said["year"]), first - 1, last - first + 1) if first < last else None


def _several_years(said: Groups, _: FullYear) -> Days | None:
    """Read three years and more; « 2024-2025 » is a season, or a year of schools, rather than two years."""
    first, last = int(said["first"]), int(said["last"])
    return _months(first, 0, 12 * (last - first + 1)) if first + 1 < last else None


def _decade(said: Groups, full_year: FullYear) -> Days:
    return _months(full_year(said["decade"]), 0, 120)


def _months(year: int, before: int, count: int = 1) -> Days:
    """Return the days of some months, the first of which begins some months after that of a year."""
    return days_of(12 * year + before, count)


_FORMS: Mapping[re.Pattern[str], Callable[[Groups, FullYear], Days | None]] = {
    re.compile(
        rf"{_IN}(?P<third>{'|'.join(_THIRDS)})(?: de l'annee| d'annee|-| de| du mois de)?[ -]?"
        rf"(?:(?P<month>{MONTH})\.? )?(?P<year>{YEAR})"
    ): _third,
    re.compile(
        rf"{_IN}(?P<season>{SEASON})(?: de)? (?P<year>{YEAR})(?:[-/](?P<next>{YEAR}|[0-9]{{2}}))?"
    ): _season,
    re.compile(
        rf"{_IN}(?:(?P<nth>{'|'.join(_ORDINALS)}) (?P<unit>{'|'.join(_MONTHS_OF)})(?: de)?"
        rf"|t(?P<quarter>[1-4])) (?P<year>{YEAR})"
    ): _share,
    re.compile(rf"{_IN}(?P<first>{MONTH})(?:[-/]| et )(?P<last>{MONTH}) (?P<year>{YEAR})"): _several_months,
    re.compile(rf"(?P<first>{YEAR})[-–/](?P<last>{YEAR})"): _several_years,
    re.compile(rf"{_IN}annees (?P<decade>(?:1[0-9]|20)?[0-9]0)"): _decade,
}
