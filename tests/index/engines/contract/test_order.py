"""In which order documents come."""

from datetime import date, time
from typing import get_args

import pytest

from index import Document, Engine, parse
from index.archive.document import Appearance, Bulletin
from index.results import Order
from tests.index.engines.contract.documents import QUERIES, all_ids, ids, item


def test_equal_scores_come_newest_first_then_undated(engine: Engine) -> None:
    days = {"a": None, "c": date(2024, 1, 1), "b": date(2024, 1, 1), "d": date(2025, 1, 1), "0": None}
    engine.rebuild(item(identifier, date=day) for identifier, day in days.items())
    assert ids(engine, "corps") == ["d", "b", "c", "0", "a"]


def test_documents_come_newest_first_then_undated(engine: Engine) -> None:
    days = {"a": None, "c": date(2024, 1, 1), "b": date(2024, 1, 1), "d": date(2025, 1, 1), "0": None}
    engine.rebuild(item(identifier, date=day) for identifier, day in days.items())
    assert all_ids(engine) == ["d", "b", "c", "0", "a"]


def test_ranks_count_from_one_and_scores_never_rise(engine: Engine) -> None:
    engine.rebuild(item(f"{n}", body="vent " * (n + 1) + "pluie " * n) for n in range(20))
    hits = engine.search(parse("vent pluie"), 20).hits
    assert [hit.rank for hit in hits] == list(range(1, 21))
    assert sorted((hit.score for hit in hits), reverse=True) == [hit.score for hit in hits]


@pytest.mark.parametrize(("order", "first"), [("newest", "e"), ("oldest", "z"), ("relevance", "e")])
def test_within_a_day_they_come_by_source_then_by_bulletin_and_place_then_by_id(
    engine: Engine, order: Order, first: str
) -> None:
    day, last = date(2024, 1, 2), "z" if first == "e" else "e"

    def placed(identifier: str, name: str, place: int, source: str = "Radio 1", on: date = day) -> Document:
        bulletin = Bulletin(f"{source} {name} {on}", name, source, on)
        return item(identifier, source=source, date=day, appearances=(Appearance(bulletin, place),))

    midday = Bulletin("midi", "Journal de 13 h", "Radio 1", day)
    again = Bulletin("encore", "Journal de 8 h", "Radio 1", date(2024, 1, 3))
    engine.rebuild(
        [
            placed("a", "Journal de 20 h", 1),
            placed("b", "Journal de 8 h", 10),
            placed("c", "Journal de 8 h", 9),
            item("d", source="Radio 1", date=day, appearances=(Appearance(midday, 2), Appearance(again, 1))),
            item("i", source="Radio 1", date=day),
            item("h", source="Radio 1", date=day),
            placed("j", "Journal de 8 h", 9, source="Radio 10"),
            placed("k", "Journal de 8 h", 1, source="Écho"),
            item("e", source="Z", date=date(2024, 1, 3)),
            item("z", source="A", date=date(2024, 1, 1)),
        ]
    )
    found = [hit.id for hit in engine.search(parse("corps"), 20, order=order).hits]
    assert found == [first, "h", "i", "c", "b", "d", "a", "j", "k", last]
    assert [hit.id for hit in engine.search(parse("source:radio"), 20, order=order).hits] == found[1:-2]


@pytest.mark.parametrize("order", get_args(Order))
def test_within_a_day_and_source_they_come_by_time_and_without_one_first(
    engine: Engine, order: Order
) -> None:
    day = date(2024, 1, 2)
    noon = Bulletin("b", "Zénith", "Radio", day, time=time(12))
    evening = Bulletin("a", "Journal de 8 h", "Radio", day, time=time(20))

    def placed(identifier: str, bulletin: Bulletin, place: int, at: time | None) -> Document:
        return item(identifier, source="Radio", date=day, appearances=(Appearance(bulletin, place),), time=at)

    engine.rebuild(
        [
            placed("d", evening, 1, time(20)),
            placed("e", evening, 2, time(20)),
            placed("c", noon, 9, time(12)),
            placed("f", evening, 3, time(23, 59)),
            placed("b", evening, 4, time(0, 5)),
            placed("a", evening, 5, None),
            item("g", source="Station", date=day, time=time(6)),
        ]
    )
    assert [hit.id for hit in engine.search(parse("corps"), 20, order=order).hits] == list("abcdefg")
    assert all_ids(engine) == list("abcdefg")
    with engine.reading() as archive:
        assert [each.bulletin.id for each in archive.catalogue.of_day(day)] == ["b", "a"]
        assert archive.catalogue.neighbours(noon) == (None, evening)
        assert archive.catalogue.order_of_day(evening) == (2, 2)


def by_day(document: Document, order: Order) -> tuple[bool, int, str, str, str]:
    """Return what puts documents in an order of days: undated ones last, then as within a day."""
    day = document.date.toordinal() if document.date else 0
    within_day = document.source, document.place_key, document.id
    return document.date is None, -day if order == "newest" else day, *within_day


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_hits_come_by_their_days_undated_ones_last(mixed: Engine, query: str, order: Order) -> None:
    strongest_first = mixed.search(parse(query), 1_000)
    results = mixed.search(parse(query), 1_000, order=order)
    expected = sorted((hit.document for hit in strongest_first.hits), key=lambda each: by_day(each, order))
    assert [hit.document for hit in results.hits] == expected
    assert results.total == strongest_first.total == len(expected)


@pytest.mark.parametrize("query", QUERIES)
def test_hits_come_by_their_scores_equal_ones_newest_first(mixed: Engine, query: str) -> None:
    hits = mixed.search(parse(query), 1_000).hits
    assert list(hits) == sorted(hits, key=lambda hit: (-hit.score, *by_day(hit.document, "newest")))


@pytest.mark.parametrize("query", ["vent pluie", "ven*", '"vent fort"', "-pluie", "vent -neige date:2024"])
@pytest.mark.parametrize("order", get_args(Order))
def test_pages_of_an_order_are_the_parts_of_the_whole(mixed: Engine, query: str, order: Order) -> None:
    whole = mixed.search(parse(query), 1_000, order=order)
    pages = [mixed.search(parse(query), 4, offset, order) for offset in range(0, whole.total + 4, 4)]
    assert [(hit.rank, hit.id) for page in pages for hit in page.hits] == [
        (hit.rank, hit.id) for hit in whole.hits
    ]
    assert {page.total for page in pages} == {whole.total}
    assert mixed.search(parse(query), 0, order=order).total == whole.total > 4


def test_a_hit_has_the_same_score_in_every_order(mixed: Engine) -> None:
    scores = [
        {hit.id: hit.score for hit in mixed.search(parse("vent pluie"), 1_000, order=order).hits}
        for order in get_args(Order)
    ]
    assert scores[0] == scores[1] == scores[2]
    assert len(set(scores[0].values())) > 3


def test_an_order_of_days_ranks_from_one(mixed: Engine) -> None:
    hits = mixed.search(parse("vent"), 3, 2, "oldest").hits
    assert [hit.rank for hit in hits] == [3, 4, 5]
