"""Periods of a timeline: numbered without gaps, and coarse enough to be few."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.timeline import MOST_PERIODS, UNITS, Timeline, extent_of, number_of, period_of, unit_for

days = st.dates(date(1000, 1, 1), date(9000, 12, 31))


@pytest.mark.parametrize("unit", UNITS)
@given(day=days)
def test_each_day_is_in_the_period_of_its_number_and_periods_follow_each_other(unit, day):
    period = period_of(unit, number_of(unit, day))
    assert period.first <= day <= period.last
    assert number_of(unit, period.first) == number_of(unit, period.last)
    after = period_of(unit, number_of(unit, day) + 1)
    assert after.first == period.last + timedelta(1)


@pytest.mark.parametrize(
    ("last", "unit"),
    [
        (date(2024, 1, 1), "day"),
        (date(2024, 2, 9), "day"),
        (date(2024, 2, 10), "month"),
        (date(2027, 4, 30), "month"),
        (date(2027, 5, 1), "quarter"),
        (date(2033, 12, 31), "quarter"),
        (date(2034, 1, 1), "year"),
        (date(2099, 1, 1), "year"),
    ],
)
def test_the_unit_is_the_finest_that_leaves_few_periods(last, unit):
    assert unit_for(date(2024, 1, 1), last) == unit
    assert unit == "year" or number_of(unit, last) - number_of(unit, date(2024, 1, 1)) < MOST_PERIODS


def test_a_timeline_has_a_place_for_every_period():
    timeline = Timeline.of("year", {"A": {2022: 2, None: 1}, "": {2020: 1}, "B": {2020: 1}})
    assert [str(period) for period in timeline.periods] == ["en 2020", "en 2021", "en 2022"]
    assert timeline.sources == {"A": (0, 0, 2), "": (1, 0, 0), "B": (1, 0, 0)}
    assert timeline.undated == {"A": 1, "": 0, "B": 0}
    assert timeline.totals() == (2, 0, 2)
    assert timeline.totals(["B"]) == (1, 0, 0)
    assert timeline.totals(["C"]) == (0, 0, 0)


@given(
    st.dictionaries(st.tuples(st.sampled_from("AB"), st.none() | days), st.integers(1, 9)),
    st.sampled_from(UNITS),
    st.sampled_from(UNITS),
)
def test_a_coarser_unit_has_the_same_numbers_as_if_it_had_been_counted(by_day, fine, coarse):
    def counted(unit):
        numbers = defaultdict(Counter)
        for (source, day), count in by_day.items():
            numbers[source][number_of(unit, day) if day else None] += count
        return numbers

    numbers = [number_of(fine, day) for _, day in by_day if day]
    assume(not numbers or max(numbers) - min(numbers) < 10_000)
    coarser = UNITS.index(coarse) > UNITS.index(fine)
    found = Timeline.of(fine, counted(fine)).in_unit(coarse)
    assert found == Timeline.of(coarse if coarser else fine, counted(coarse if coarser else fine))


@pytest.mark.parametrize(
    ("first", "last", "unit"),
    [
        (date(2024, 1, 31), date(2024, 3, 1), "day"),
        (date(2024, 1, 1), date(2024, 2, 10), "month"),
        (date(2020, 1, 1), date(2026, 1, 1), "quarter"),
        (date(1999, 12, 31), date(2026, 1, 1), "year"),
    ],
)
def test_a_timeline_takes_the_finest_unit_that_fits(first, last, unit):
    def count(asked):
        return {"A": {number_of(asked, day): 1 for day in (first, last)}}

    found = Timeline.fitting(lambda asked: extent_of(count(asked)), count)
    assert found == Timeline.of(unit, count(unit))


def test_a_timeline_of_undated_documents_has_no_period():
    found = Timeline.fitting(lambda _: None, lambda _: {"A": {None: 3}})
    assert (found.unit, found.periods, found.undated) == ("year", (), {"A": 3})


def test_a_timeline_of_nothing_has_no_period():
    assert Timeline.of("day", {}).periods == ()
    assert Timeline.of("day", {"A": {None: 2}}).totals() == ()
