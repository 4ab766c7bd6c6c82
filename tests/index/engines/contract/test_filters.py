"""Filters narrow every query to what meets them, and a timeline counts it by period and source."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Document, Engine, parse
from index.archive.date_origin import DATE_ORIGINS, DateOrigin
from index.french.dates import Period
from index.query import Filters, Query
from index.query.keywords import ORIGIN_WORDS
from index.results import Results
from index.timeline import UNITS, Unit, number_of, unit_for
from tests.index.engines.contract.documents import MIXED, QUERIES

DAYS = sorted({document.date for document in MIXED if document.date})
SOURCES = sorted({document.source for document in MIXED if document.source})
BULLETINS = sorted({each.bulletin.id for document in MIXED for each in document.appearances})

periods = st.builds(Period, st.sampled_from([None, *DAYS]), st.sampled_from([None, *DAYS]))
filters = st.builds(
    Filters,
    period=st.none() | periods,
    sources=st.lists(st.sampled_from([*SOURCES, "absente"]), max_size=2, unique=True).map(tuple),
    bulletin=st.sampled_from(["", "absent", *BULLETINS]),
    has_all_words=st.just(value=False),
    date_origins=st.lists(st.sampled_from(DATE_ORIGINS), max_size=2, unique=True).map(tuple),
)


def documents_of(engine: Engine, query: Query) -> list[Document]:
    return [hit.document for hit in engine.search(query, 1_000).hits]


def ids_of(results: Results) -> list[str]:
    return [hit.id for hit in results.hits]


def meets(document: Document, wanted: Filters) -> bool:
    period = wanted.period
    is_in_period = not period or (
        document.date is not None and (period.first or date.min) <= document.date <= (period.last or date.max)
    )
    bulletins = {each.bulletin.id for each in document.appearances}
    is_of_source = not wanted.sources or document.source in wanted.sources
    is_from_there = not wanted.date_origins or document.origin in wanted.date_origins
    is_there = not wanted.bulletin or wanted.bulletin in bulletins
    return is_in_period and is_of_source and is_from_there and is_there


@given(st.sampled_from([typed for typed in QUERIES if typed]), filters)
def test_a_filter_leaves_the_hits_that_meet_it(mixed: Engine, typed: str, wanted: Filters) -> None:
    query = parse(typed)
    expected = {each.id for each in documents_of(mixed, query) if meets(each, wanted)}
    narrowed = query.narrowed(wanted)
    assert {each.id for each in documents_of(mixed, narrowed)} == expected
    assert mixed.search(narrowed, 0).total == len(expected)


@pytest.mark.parametrize(("origin", "word"), ORIGIN_WORDS.items())
@pytest.mark.parametrize("typed", ["", "vent "])
def test_a_query_asks_for_the_origin_of_dates_as_a_filter_does(
    mixed: Engine, typed: str, origin: DateOrigin, word: str
) -> None:
    narrowed = parse(typed).narrowed(Filters(date_origins=(origin,)))
    assert documents_of(mixed, parse(f"{typed}date:{word}")) == documents_of(mixed, narrowed)


@given(filters)
def test_filters_without_a_word_list_what_meets_them_newest_first(mixed: Engine, wanted: Filters) -> None:
    found = documents_of(mixed, parse("").narrowed(wanted))
    asked = wanted != Filters()
    assert {each.id for each in found} == {each.id for each in MIXED if asked and meets(each, wanted)}
    days = [each.date or date.min for each in found]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_filters_hold_in_every_order(mixed: Engine, order: str) -> None:
    query = parse("vent").narrowed(Filters(sources=(SOURCES[0],)))
    hits = mixed.search(query, 1_000, order=order).hits
    assert {hit.id for hit in hits} == {each.id for each in documents_of(mixed, query)}


def test_all_words_are_wanted_but_small_ones(small: Engine) -> None:
    query = parse("longue pied du Nord").narrowed(Filters(has_all_words=True))
    assert documents_of(small, query) == []
    query = parse("longue pied du").narrowed(Filters(has_all_words=True))
    assert {each.id for each in documents_of(small, query)} == {"marche"}
    assert small.search(replace(query, filters=Filters()), 0).total > 1


def test_changing_the_words_keeps_the_filters() -> None:
    query = parse("vent ET pluie -neige").narrowed(Filters(sources=("Radio",)))
    changed = (query.loosened, query.apart, query.without(query.parts[0]), query.only(query.parts[0]))
    assert {each.filters for each in (*changed, query.as_typed)} == {Filters(sources=("Radio",))}


@given(st.sampled_from(QUERIES), filters)
def test_a_timeline_counts_all_matches_by_period_and_source(
    mixed: Engine, typed: str, wanted: Filters
) -> None:
    query = parse(typed).narrowed(wanted)
    found = documents_of(mixed, query)
    timeline = mixed.timeline(query)
    unit = timeline.unit
    days = [each.date for each in found if each.date]
    if days:  # all of the period counts, as far as the archive goes
        info = mixed.info()
        held = [date.fromisoformat(each) for each in (info.first_day, info.last_day) if each]
        asked = [each for each in (wanted.period, query.period) if each]
        begins, ends = (
            [each.first for each in asked if each.first],
            [each.last for each in asked if each.last],
        )
        days += [max(held[0], *begins)] if begins else []
        days += [min(held[-1], *ends)] if ends else []
    assert unit == (unit_for(min(days), max(days)) if days else "year")
    expected = Counter((each.source, number_of(unit, each.date)) for each in found if each.date)
    firsts = [number_of(unit, period.first) for period in timeline.periods if period.first]
    numbers = [number_of(unit, day) for day in days]
    assert firsts == (list(range(min(numbers), max(numbers) + 1)) if numbers else [])
    counted = {
        (source, number): count
        for source, row in timeline.sources.items()
        for number, count in zip(firsts, row, strict=True)
        if count
    }
    assert counted == expected
    undated = Counter(each.source for each in found if not each.date)
    assert {source: count for source, count in timeline.undated.items() if count} == undated


@given(st.sampled_from((*QUERIES, "vent date:2019-03-10...2021-02-20")), filters, st.sampled_from(UNITS))
def test_the_holdings_of_a_timeline_are_of_the_days_that_its_query_is_narrowed_to(
    mixed: Engine, typed: str, wanted: Filters, unit: Unit
) -> None:
    query = parse(typed).narrowed(wanted)
    timeline = mixed.timeline(query).in_unit(unit)
    held = mixed.holdings(timeline.unit, timeline.periods)
    assert held.periods == timeline.periods or not timeline.periods
    for place, period in enumerate(timeline.periods):
        assert period.first and period.last
        for days in filter(None, (wanted.period, query.period)):
            assert (days.first or period.first) <= period.first <= period.last <= (days.last or period.last)
        in_period = [each for each in MIXED if each.date and period.first <= each.date <= period.last]
        expected = Counter(each.source for each in in_period)
        assert {name: row[place] for name, row in held.sources.items() if row[place]} == expected


@given(st.lists(st.tuples(st.sampled_from(QUERIES), filters), min_size=2, max_size=4))
def test_what_one_reading_says_of_queries_does_not_depend_on_those_before(
    mixed: Engine, asked: list[tuple[str, Filters]]
) -> None:
    with mixed.reading() as archive:
        for typed, wanted in (*asked, *asked):
            query = parse(typed).narrowed(wanted)
            results = archive.search(query, 5)
            expected = mixed.search(query, 5)
            assert (results.total, ids_of(results), results.query) == (
                *(expected.total, ids_of(expected), expected.query),
            )
            assert archive.timeline(query) == mixed.timeline(query)
            assert archive.counts(query) == mixed.counts(query)
            assert archive.totals([query]) == (expected.total,)


@pytest.mark.parametrize("unit", UNITS)
def test_the_holdings_count_every_document(mixed: Engine, unit: str) -> None:
    holdings = mixed.holdings(unit)
    assert mixed.holdings(unit, holdings.periods[1:2]).totals() == holdings.totals()[1:2]
    assert sum(holdings.totals()) == sum(1 for document in MIXED if document.date)
    assert sum(holdings.undated.values()) == sum(1 for document in MIXED if not document.date)
    assert sum(holdings.totals([SOURCES[0]])) == sum(
        1 for document in MIXED if document.date and document.source == SOURCES[0]
    )
