"""The bulletins of a build: their order, their neighbours, and what stands around an item in one."""

from datetime import date
from pathlib import Path

import pytest

from index import Bulletin
from index.archive.catalogue import Catalogue, write_catalogue
from index.archive.holdings import BulletinCount
from index.errors import IndexDamagedError

FILE = "catalogue.sqlite"
DAY = date(2024, 11, 8)
EARLY = Bulletin("b1", "Journal de 8 h", "Radio", DAY, "https://exemple.fr/8h")
LATE = Bulletin("b2", "Journal de 18 h", "Radio", DAY)
NEXT = Bulletin("b3", "Journal de 8 h", "Radio", date(2024, 11, 9))
OTHER = Bulletin("b4", "Le fil", "Agence", DAY)
UNDATED = Bulletin("b5", "Sans date", "Radio")
BULLETINS = [BulletinCount(bulletin, 1) for bulletin in (NEXT, OTHER, UNDATED, LATE, EARLY)]
PLACES = [("b1", 1, "x"), ("b1", 3, "twice"), ("b1", 7, "y"), ("b1", 9, "twice"), ("b2", 1, "x")]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    write_catalogue(tmp_path / FILE, BULLETINS, PLACES)
    return Catalogue([tmp_path / FILE])


def test_a_bulletin_comes_back_as_it_was(catalogue: Catalogue) -> None:
    assert (catalogue.get("b1"), catalogue.get("b5"), catalogue.get("b9")) == (EARLY, UNDATED, None)
    assert catalogue.count() == 5


def test_neighbours_are_of_the_same_source_as_a_reader_counts_undated_ones_first(
    catalogue: Catalogue,
) -> None:
    assert catalogue.neighbours(EARLY) == (UNDATED, LATE)
    assert catalogue.neighbours(LATE) == (EARLY, NEXT)
    assert catalogue.neighbours(NEXT) == (LATE, None)
    assert catalogue.neighbours(OTHER) == (None, None)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("x", (4, None, "twice")),
        ("twice", (4, "x", "y")),
        ("y", (4, "twice", "twice")),
        ("z", (4, None, None)),
    ],
)
def test_what_stands_around_an_item_is_around_its_first_place(
    catalogue: Catalogue, document: str, expected: tuple[int, str | None, str | None]
) -> None:
    assert catalogue.around("b1", document) == expected


def test_a_bulletin_that_is_unknown_has_no_place(catalogue: Catalogue) -> None:
    assert catalogue.around("b9", "x") == (0, None, None)


def test_the_latest_come_newest_first_undated_last(catalogue: Catalogue) -> None:
    assert [each.bulletin for each in catalogue.latest(10)] == [NEXT, OTHER, LATE, EARLY, UNDATED]
    assert catalogue.latest(0) == ()


def test_the_bulletins_of_a_day_come_by_source_then_name(catalogue: Catalogue) -> None:
    assert [each.bulletin for each in catalogue.of_day(DAY)] == [OTHER, EARLY, LATE]
    assert catalogue.of_day(date(2024, 11, 10)) == ()
    assert catalogue.count_documents(DAY) == 3  # x stands in two
    assert catalogue.count_documents(date(2024, 11, 9)) == 0


def test_a_bulletin_has_an_order_among_those_of_its_source_and_day(catalogue: Catalogue) -> None:
    assert [catalogue.order_of_day(each) for each in (EARLY, LATE, NEXT, OTHER)] == [
        (1, 2),
        (2, 2),
        (1, 1),
        (1, 1),
    ]


def test_the_first_places_of_a_bulletin_come_with_their_items(catalogue: Catalogue) -> None:
    assert catalogue.contents("b1", 3) == ((1, "x"), (3, "twice"), (7, "y"))
    assert catalogue.contents("b1", 2, 2) == ((7, "y"), (9, "twice"))
    assert catalogue.contents("b9", 3) == ()
    assert [catalogue.places(each) for each in ("b1", "b2", "b9")] == [(1, 3, 7, 9), (1,), ()]
    assert [catalogue.count_places(each) for each in ("b1", "b2", "b9")] == [4, 1, 0]


@pytest.mark.parametrize(
    ("day", "source", "expected"),
    [
        (DAY, None, (None, date(2024, 11, 9))),
        (date(2024, 12, 1), None, (date(2024, 11, 9), None)),
        (date(2024, 12, 1), "Agence", (DAY, None)),
        (date(2024, 11, 1), "Radio", (None, DAY)),
        (DAY, "absente", (None, None)),
    ],
)
def test_the_nearest_days_with_a_bulletin_are_of_any_source_or_of_one(
    catalogue: Catalogue, day: date, source: str | None, expected: tuple[date | None, date | None]
) -> None:
    assert catalogue.days_around(day, source) == expected


def test_the_bulletins_of_a_source_are_counted(catalogue: Catalogue) -> None:
    assert [catalogue.count_of(source) for source in ("Radio", "Agence", "")] == [4, 1, 0]


def test_a_catalogue_that_is_missing_or_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="bulletins rebuild"):
        Catalogue([tmp_path / FILE])
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    with pytest.raises(IndexDamagedError, match="bulletins rebuild"):
        Catalogue([tmp_path / FILE])
