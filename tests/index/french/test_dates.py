"""Days and periods as French readers write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.french.dates import Period, is_not_in_calendar, read_day, read_period, today_in_paris, written

TODAY = date(2025, 6, 20)


def read(text: str) -> tuple[str, str] | None:
    period = read_period(text, TODAY)
    if period is None:
        return None
    return (period.first.isoformat() if period.first else "", period.last.isoformat() if period.last else "")


@pytest.mark.parametrize(
    ("names", "month"),
    [
        ("janv. jan janvier", 1), ("févr. fév. fevr février", 2), ("mars", 3), ("avr. avril", 4), ("mai", 5),
        ("juin", 6), ("juil. juillet", 7), ("août aout", 8), ("sept. septembre", 9), ("oct. octobre", 10),
        ("nov. novembre", 11), ("déc. dec décembre", 12),
    ],
)  # fmt: skip
def test_a_month_is_read_by_its_name_and_by_what_is_short_for_it(names: str, month: int) -> None:
    day = f"2024-{month:02}-07"
    assert [read(f"7 {name} 2024") for name in names.split()] == [(day, day)] * len(names.split())


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-11-07", "2024-11-07", "2024-11-07"),
        ("2024-1-7", "2024-01-07", "2024-01-07"),
        ("2024-11", "2024-11-01", "2024-11-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("7/11/2024", "2024-11-07", "2024-11-07"),
        ("7-11-2024", "2024-11-07", "2024-11-07"),
        ("2024/11/07", "2024-11-07", "2024-11-07"),
        ("11-2024", "2024-11-01", "2024-11-30"),
        ("07.11.2024", "2024-11-07", "2024-11-07"),
        ("11/2024", "2024-11-01", "2024-11-30"),
        ("7 novembre 2024", "2024-11-07", "2024-11-07"),
        ("Jeudi 7 Novembre 2024", "2024-11-07", "2024-11-07"),
        ("le 1er août 2024", "2024-08-01", "2024-08-01"),
        ("1er aout 2024", "2024-08-01", "2024-08-01"),
        ("novembre 2024", "2024-11-01", "2024-11-30"),
        ("en février 2024", "2024-02-01", "2024-02-29"),
        ("déc. 2024", "2024-12-01", "2024-12-31"),
        ("sept 2024", "2024-09-01", "2024-09-30"),
        ("14 juil. 2024", "2024-07-14", "2024-07-14"),
        ("en 2024", "2024-01-01", "2024-12-31"),
        ("l’année 2024", "2024-01-01", "2024-12-31"),
        ("17 juin", "2025-06-17", "2025-06-17"),
        ("21 juin", "2024-06-21", "2024-06-21"),
        ("juin", "2025-06-01", "2025-06-30"),
        ("juillet", "2024-07-01", "2024-07-31"),
        ("29 février", "2024-02-29", "2024-02-29"),
        ("hier", "2025-06-19", "2025-06-19"),
        ("avant-hier", "2025-06-18", "2025-06-18"),
        ("vendredi", "2025-06-20", "2025-06-20"),
        ("Vendredi dernier", "2025-06-13", "2025-06-13"),
        ("samedi", "2025-06-14", "2025-06-14"),
        ("le lundi", "2025-06-16", "2025-06-16"),
        ("du lundi au jeudi", "2025-06-16", "2025-06-19"),
        ("cette semaine", "2025-06-16", "2025-06-22"),
        ("la semaine dernière", "2025-06-09", "2025-06-15"),
        ("semaine passée", "2025-06-09", "2025-06-15"),
        ("ce mois-ci", "2025-06-01", "2025-06-30"),
        ("le mois dernier", "2025-05-01", "2025-05-31"),
        ("cette année", "2025-01-01", "2025-12-31"),
        ("l’an dernier", "2024-01-01", "2024-12-31"),
        ("l’année dernière", "2024-01-01", "2024-12-31"),
        ("07/11/24", "2024-11-07", "2024-11-07"),
        ("7.11.98", "1998-11-07", "1998-11-07"),
        ("1/1/26", "1926-01-01", "1926-01-01"),
        ("du 07/11/24 au 9/11/24", "2024-11-07", "2024-11-09"),
        ("aujourd’hui", "2025-06-20", "2025-06-20"),
        ("2024-11-01..2024-11-07", "2024-11-01", "2024-11-07"),
        ("2024-11..2025", "2024-11-01", "2025-12-31"),
        ("2024-11-07..2024-11-01", "2024-11-01", "2024-11-07"),
        ("2024-11..2024-11-01", "2024-11-01", "2024-11-01"),
        ("2024..", "2024-01-01", ""),
        ("..2024", "", "2024-12-31"),
        ("nov. 2024...déc. 2024", "2024-11-01", "2024-12-31"),
        ("du 1er au 7 mai 2024", "2024-05-01", "2024-05-07"),
        ("du 30 avril au 7 mai 2024", "2024-04-30", "2024-05-07"),
        ("de mars à mai 2024", "2024-03-01", "2024-05-31"),
        ("entre 2022 et 2024", "2022-01-01", "2024-12-31"),
        ("du 30 décembre 2023 au 2 janvier 2024", "2023-12-30", "2024-01-02"),
    ],
)
def test_a_period_is_read(text: str, first: str, last: str) -> None:
    assert read(text) == (first, last)


NONE = ["", "toto", "7", "7j", "1er", "..", "...", "2024..toto", "toto..2024", "du au", "mai mai 2024"]
IMPOSSIBLE = [
    "2024-13",
    "31/02/24",
    "11/24",
    "lundi lundi",
    "semaine",
    "an",
    "2024-00",
    "2024-02-30",
    "32 mai 2024",
    "0 mai 2024",
    "30 février",
    "99999",
    "0999",
]


@pytest.mark.parametrize("text", [*NONE, *IMPOSSIBLE, "2024-11-07T20:00"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read(text) is None


LACKING = ["30 février 2023", "29/02/2023", "2024-13", "31/06/24", "du 2 au 31 juin 2023"]


@pytest.mark.parametrize("text", LACKING)
def test_a_date_that_the_calendar_lacks_is_told_from_what_is_no_date(text: str) -> None:
    assert is_not_in_calendar(text)
    assert not any(map(is_not_in_calendar, [*NONE, "29 février", "29/02/2024", "99999", "lundi", "hier"]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7j", "2025-06-13"),
        ("1 jour", "2025-06-19"),
        ("2s", "2025-06-06"),
        ("2 semaines", "2025-06-06"),
        ("3m", "2025-03-20"),
        ("3 mois", "2025-03-20"),
        ("un mois", "2025-05-20"),
        ("il y a une semaine", "2025-06-13"),
        ("1a", "2024-06-20"),
        ("2 ans", "2023-06-20"),
        ("16 mois", "2024-02-20"),
        ("99999a", "1000-01-01"),
        ("99999j", "1751-09-06"),
        ("hier", "2025-06-19"),
        ("7 mai 2024", "2024-05-07"),
    ],
)
def test_a_stretch_of_time_goes_back_to_a_day(text: str, expected: str) -> None:
    assert read_day(text, TODAY) == Period(date.fromisoformat(expected), date.fromisoformat(expected))


def test_a_month_back_keeps_the_day_where_it_can() -> None:
    assert read_day("1 mois", date(2025, 3, 31)) == Period(date(2025, 2, 28), date(2025, 2, 28))


@pytest.mark.parametrize("text", ["2024..2025", "du 1er au 7 mai 2024", "jours", "7 jour s", ""])
def test_a_range_is_no_day(text: str) -> None:
    assert read_day(text, TODAY) is None


@given(st.text(max_size=40) | st.text("0123456789-./ jmaoisnduet", max_size=30))
def test_any_text_is_a_period_or_none(text: str) -> None:
    read_period(text, TODAY)
    read_day(text, TODAY)


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_a_period_written_in_french_is_read_back(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    text = str(period)
    assert read_period(text, TODAY) == period


def test_the_first_of_a_month_is_written_1er() -> None:
    assert (written(date(2025, 5, 1)), written(date(2025, 5, 2))) == ("1er mai 2025", "2 mai 2025")


def test_today_is_a_day() -> None:
    assert abs((today_in_paris() - date.today()).days) <= 1


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("début 2015", "2015-01-01", "2015-04-30"),
        ("mi-2018", "2018-05-01", "2018-08-31"),
        ("au milieu de l’année 2018", "2018-05-01", "2018-08-31"),
        ("fin 2019", "2019-09-01", "2019-12-31"),
        ("à la fin de 2019", "2019-09-01", "2019-12-31"),
        ("en fin d’année 2019", "2019-09-01", "2019-12-31"),
        ("début mars 2020", "2020-03-01", "2020-03-10"),
        ("mi-févr. 2020", "2020-02-11", "2020-02-20"),
        ("fin février 2020", "2020-02-21", "2020-02-29"),
        ("Été 2016", "2016-06-01", "2016-08-31"),
        ("à l’été 2016", "2016-06-01", "2016-08-31"),
        ("au printemps de 2018", "2018-03-01", "2018-05-31"),
        ("automne 2019", "2019-09-01", "2019-11-30"),
        ("hiver 2020", "2019-12-01", "2020-02-29"),
        ("l’hiver 2018-2019", "2018-12-01", "2019-02-28"),
        ("hiver 2018/19", "2018-12-01", "2019-02-28"),
        ("premier trimestre 2020", "2020-01-01", "2020-03-31"),
        ("au 4e trimestre 2019", "2019-10-01", "2019-12-31"),
        ("T2 2021", "2021-04-01", "2021-06-30"),
        ("second semestre de 2019", "2019-07-01", "2019-12-31"),
        ("février-mars 2020", "2020-02-01", "2020-03-31"),
        ("nov/déc 2020", "2020-11-01", "2020-12-31"),
        ("en juillet et août 2018", "2018-07-01", "2018-08-31"),
        ("2015-2017", "2015-01-01", "2017-12-31"),
        ("2015–2017", "2015-01-01", "2017-12-31"),
        ("les années 1990", "1990-01-01", "1999-12-31"),
        ("années 80", "1980-01-01", "1989-12-31"),
        ("dans les années 20", "2020-01-01", "2029-12-31"),
        ("l’été dernier", "2024-06-01", "2024-08-31"),
        ("le printemps dernier", "2025-03-01", "2025-05-31"),
        ("l’hiver dernier", "2024-12-01", "2025-02-28"),
        ("semaine du 5 mars 2018", "2018-03-05", "2018-03-11"),
        ("la semaine du 11 mars 2018", "2018-03-05", "2018-03-11"),
        ("le 5/12/2019", "2019-12-05", "2019-12-05"),
        ("jeudi 5/12/19", "2019-12-05", "2019-12-05"),
        ("de fin 2019 à début 2020", "2019-09-01", "2020-04-30"),
        ("du printemps 2018 à l’été 2019", "2018-03-01", "2019-08-31"),
    ],
)
def test_parts_of_years_and_months_and_several_together_are_read(text: str, first: str, last: str) -> None:
    assert read(text) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "été",
        "été dernier soir",
        "3e semestre 2020",
        "5e trimestre 2020",
        "T5 2020",
        "mars-février 2020",
        "2017-2015",
        "2024-2025",
        "été 2018-2019",
        "hiver 2018-2020",
        "années 2005",
        "début 999",
        "semaine du mars 2018",
        "semaine du 30 février 2018",
        "fin",
        "fin de 2",
    ],
)
def test_other_words_of_time_are_no_periods(text: str) -> None:
    assert read(text) is None


@given(st.text("0123456789-/. dlmaiért’", max_size=16))
def test_a_part_of_a_year_ends_after_it_begins(text: str) -> None:
    period = read_period(f"été {text}", TODAY)
    assert period is None or period.first <= period.last  # type: ignore[operator]
