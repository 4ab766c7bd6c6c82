"""The timeline of a page, drawn from numbers that are known."""

from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from flask import Flask

from index.french.dates import Period
from index.timeline import Timeline, number_of, period_of
from webapp.bars import FEW_YEARS, MAX_COLUMNS, MOST_BARS, Bars, bars, bars_of_each

MAY = number_of("month", date(2024, 5, 1))
MATCHES = Timeline.of(
    "month", {"TF1": {MAY: 4, MAY + 2: 1, None: 3}, "M6": {MAY: 1, MAY + 3: 2}, "": {MAY: 1}}
)
HELD = Timeline.of(
    "month",
    {"TF1": {MAY: 8, MAY + 2: 20}, "M6": {MAY: 2, MAY + 3: 4}, "": {MAY: 1}, "Arte": {MAY + 1: 5}},
    range(MAY, MAY + 4),
)


@pytest.fixture(autouse=True)
def _asked(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def address(period: Period) -> str:
    return f"/{period.first}/{period.last}"


def drawn(*sources: str, by: str = "number") -> Bars:
    made = bars(sources, MATCHES, HELD, "share" if by == "share" else "number", address)
    assert made
    return made


def by_year(counts: Mapping[int, int]) -> Bars | None:
    found = Timeline.of(
        "year", {"TF1": {number_of("year", date(year, 1, 1)): n for year, n in counts.items()}}
    )
    return bars((), found, found, "number", address)


def test_a_bar_says_its_number_its_share_and_those_of_each_source() -> None:
    made = drawn()
    assert [(bar.total, bar.held, bar.share, bar.counts) for bar in made.bars] == [
        (6, 11, "54,5\u202f%", (4, 1)),
        (0, 5, "0\u202f%", (0, 0)),
        (1, 20, "5,00\u202f%", (1, 0)),
        (2, 4, "50,0\u202f%", (0, 2)),
    ]
    assert made.columns == ("TF1", "M6")
    assert [bar.address for bar in made.bars] == [
        "/2024-05-01/2024-05-31",
        "",
        "/2024-07-01/2024-07-31",
        "/2024-08-01/2024-08-31",
    ]
    assert (made.earlier, made.undated) == (0, 3)


def test_bars_stand_side_by_side_and_the_highest_is_as_high_as_there_is_room() -> None:
    made = drawn()
    assert (made.width, made.highest) == (25, 6)
    assert [bar.x for bar in made.bars] == [0, 25, 50, 75]
    assert [bar.height for bar in made.bars] == pytest.approx([100, 0, 100 / 6, 100 / 3])


def test_bars_of_shares_are_as_high_as_their_share() -> None:
    made = drawn(by="share")
    assert made.highest_share == pytest.approx(600 / 11)
    assert [bar.height for bar in made.bars] == pytest.approx([100, 0, 5 * 11 / 6, 50 * 11 / 6])


def test_of_some_sources_the_others_are_left_out() -> None:
    made = drawn("M6")
    assert [(bar.total, bar.held) for bar in made.bars] == [(1, 2), (0, 0), (0, 0), (2, 4)]
    assert (made.columns, made.undated, made.highest) == ((), 0, 2)
    made = drawn("TF1", "M6")
    assert (made.columns, made.undated) == (("TF1", "M6"), 3)
    assert [bar.total for bar in made.bars] == [5, 0, 1, 2]


def test_a_table_has_few_columns_and_one_source_has_none() -> None:
    many = Timeline.of("month", {f"s{n}": {MAY: 1, MAY + 1: n} for n in range(MAX_COLUMNS + 2)})
    made = bars((), many, many, "number", address)
    assert made
    assert made.columns == tuple(f"s{n}" for n in range(MAX_COLUMNS))
    assert [len(bar.counts) for bar in made.bars] == [MAX_COLUMNS] * 2


def test_matches_of_one_period_are_no_timeline() -> None:
    assert by_year({2024: 7}) is None
    assert by_year({}) is None
    assert by_year({2023: 1, 2024: 1})


def test_only_the_last_periods_are_drawn_and_the_earlier_ones_counted() -> None:
    made = by_year({1899: 3, 1900: 4, 2024: 1, 2024 - MOST_BARS + 1: 2})
    assert made
    assert (len(made.bars), made.earlier) == (MOST_BARS, 7)
    assert made.bars[0].period == period_of("year", 2024 - MOST_BARS + 1)
    assert (made.width, made.highest) == (1, 2)
    assert (made.bars[0].height, made.bars[-1].height) == (100, 50)


def test_timelines_of_several_sources_share_one_scale() -> None:
    first, second = bars_of_each({"TF1": address, "M6": address}, MATCHES, HELD, "number")
    assert [bar.height for bar in first.bars] == [100, 0, 25, 0]
    assert [bar.height for bar in second.bars] == [25, 0, 0, 50]
    assert (first.highest, second.highest) == (4, 2)


def test_the_years_stand_where_they_begin_and_lead_to_their_results() -> None:
    made = by_year({2020: 1, 2022: 2})
    assert made
    assert [(tick.name, round(tick.x, 2), tick.address) for tick in made.ticks] == [
        ("2020", 0, "/2020-01-01/2020-12-31"),
        ("2021", 33.33, ""),
        ("2022", 66.67, "/2022-01-01/2022-12-31"),
    ]
    (only,) = drawn().ticks
    assert (only.name, only.address) == ("2024", "")  # it would lead where the reader is


def test_of_many_years_each_fifth_is_named_and_none_a_link() -> None:
    made = by_year({2025 - FEW_YEARS: 1, 2025: 1})
    assert made
    assert [(tick.name, tick.address) for tick in made.ticks] == [("2015", ""), ("2020", ""), ("2025", "")]


@pytest.mark.parametrize(
    ("months", "named", "close"),
    [
        (2, ["2023"], []),
        (12, ["2023", "2024"], ["2024"]),  # a thirteenth of the width
        (13, ["2023", "2024"], []),
        (24, ["2023", "2024"], []),  # 2025 would have 4 %
    ],
)
def test_a_year_without_room_is_not_named(months: int, named: list[str], close: list[str]) -> None:
    begin = number_of("month", date(2023, 1, 1))
    found = Timeline.of("month", {"TF1": {begin: 1, begin + months: 1}})
    made = bars((), found, found, "number", address)
    assert made
    assert [tick.name for tick in made.ticks] == named
    assert [tick.name for tick in made.ticks if tick.is_close] == close
