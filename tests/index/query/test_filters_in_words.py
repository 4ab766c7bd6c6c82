"""Dates and sources among the plain words of a query."""

from datetime import date

import pytest

from index.french.dates import Period
from index.query import Filters, parse, with_filters_in_words

TODAY = date(2025, 6, 20)


@pytest.mark.parametrize(
    ("typed", "expected", "period"),
    [
        ("grève hier", "grève", "le 19 juin 2025"),
        ("lundi grève sncf", "grève sncf", "le 16 juin 2025"),
        ("inondations la semaine dernière", "inondations", "du 9 au 15 juin 2025"),
        ("attentat Nice 14 juillet 2016", "attentat Nice", "le 14 juillet 2016"),
        ("coupe du monde 1998", "coupe du monde", "en 1998"),
        ("grève 2025", "grève", "en 2025"),
        ("exposition 1900", "exposition", "en 1900"),
        ("tempête, 07/11/24", "tempête,", "le 7 novembre 2024"),
        (
            "tempête en décembre 1999 en Bretagne",
            "tempête en Bretagne",
            "en décembre 1999",
        ),
        (
            "gilets jaunes du 17 novembre au 31 décembre 2018",
            "gilets jaunes",
            "du 17 novembre au 31 décembre 2018",
        ),
        ("hier", "", "le 19 juin 2025"),
        ("grève avant hier", "grève", "le 18 juin 2025"),
        ("discours du 24 février 2022", "discours", "le 24 février 2022"),
        ("vote d’octobre 2024, budget", "vote budget", "en octobre 2024"),
        ("2022-02-24", "", "le 24 février 2022"),
        ("grève le 5/12/2019", "grève", "le 5 décembre 2019"),
        ("inondations été 2016", "inondations", "du 1er juin au 31 août 2016"),
        ("fin 2019 réforme des retraites", "réforme des retraites", "du 1er septembre au 31 décembre 2019"),
        ("confinement février-mars 2020", "confinement", "du 1er février au 31 mars 2020"),
        ("incendies l’été dernier", "incendies", "du 1er juin au 31 août 2024"),
        ("grève depuis fin 2018", "grève", "depuis le 1er septembre 2018"),
        ("Ukraine avant 2014", "Ukraine", "jusqu’au 31 décembre 2013"),
        ("Ukraine depuis mars 2022", "Ukraine", "depuis le 1er mars 2022"),
        ("depuis 3 semaines grève", "grève", "depuis le 30 mai 2025"),
        ("à partir de 2019 Ukraine", "Ukraine", "depuis le 1er janvier 2019"),
        ("Ukraine après le 24 février 2022", "Ukraine", "depuis le 25 février 2022"),
        ("Ukraine jusqu’au 24 février 2022", "Ukraine", "jusqu’au 24 février 2022"),
        ("Ukraine jusqu'en 2014", "Ukraine", "jusqu’au 31 décembre 2014"),
    ],
)
def test_a_date_among_words_is_offered_as_a_filter(typed: str, expected: str, period: str) -> None:
    query = with_filters_in_words(parse(typed, TODAY), today=TODAY)
    assert query is not None
    assert (query.text, str(query.filters.period)) == (expected, period)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "grève",
            "mission sur Mars",
            "mai",
            "1500 postes",
            "été indien",
            "fin du mois de mai 68",
            "saison 2018-2019",
            "exposition 1899",
            "grève 2026",
            "mai 68",
            "49.3",
            '"grève hier"',
            "grève ET hier",
        ),
        *("avant la guerre", "après mai 68", "depuis mars", "vote 30 février 2022", "vote 31/02/2022"),
        *("date:32 mars 2022", "budget 2024-2025"),
    ],
)
def test_other_words_are_no_dates(typed: str) -> None:
    assert with_filters_in_words(parse(typed, TODAY), today=TODAY) is None


def test_a_query_that_has_a_date_already_is_left_alone() -> None:
    assert with_filters_in_words(parse("grève hier date:2024", TODAY), today=TODAY) is None


SOURCES = ("France 2", "France 3", "Le Monde", "Le Monde diplomatique", "")


@pytest.mark.parametrize(
    ("typed", "rest", "source", "period"),
    [
        ("France 2 24 février 2022", "", "France 2", "le 24 février 2022"),
        ("ukraine france 2 24/02/2022", "ukraine", "France 2", "le 24 février 2022"),
        ("grève le monde diplomatique", "grève", "Le Monde diplomatique", "None"),
        ("LE MONDE, grève", "grève", "Le Monde", "None"),
    ],
)
def test_a_source_among_words_is_offered_as_a_filter(typed: str, rest: str, source: str, period: str) -> None:
    query = with_filters_in_words(parse(typed, TODAY), SOURCES, TODAY)
    assert query is not None
    assert (query.text, query.filters.sources, str(query.filters.period)) == (rest, (source,), period)


def test_all_sources_among_words_are_offered() -> None:
    query = with_filters_in_words(parse("Le Monde, France 2 et France 3 Ukraine hier", TODAY), SOURCES, TODAY)
    assert query is not None
    assert query.text == "et Ukraine"
    assert set(query.filters.sources) == {"Le Monde", "France 2", "France 3"}


def test_the_filters_that_are_there_stay() -> None:
    asked = parse("grève hier", TODAY).narrowed(Filters(sources=("Le Monde",), bulletin="b"))
    query = with_filters_in_words(asked, SOURCES, TODAY)
    assert query is not None
    assert query.filters == Filters(Period(date(2025, 6, 19), date(2025, 6, 19)), ("Le Monde",), "b")
    assert with_filters_in_words(parse("grève", TODAY), SOURCES, TODAY) is None
