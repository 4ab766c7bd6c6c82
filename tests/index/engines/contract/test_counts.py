"""How many documents match by source, bulletin, day, month and year: all of them, whatever a page shows."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

import pytest

from index import Appearance, Document, Engine, parse
from index.results import Counts
from tests.index.engines.contract.documents import EVENING, MORNING, QUERIES, UNDATED, item


def counted(documents: Iterable[Document], begin: Callable[[date], date]) -> dict[date | None, int]:
    return Counter(begin(document.date) if document.date else None for document in documents)


@pytest.mark.parametrize("query", QUERIES)
def test_counts_are_those_of_all_hits(mixed: Engine, query: str) -> None:
    found = [hit.document for hit in mixed.search(parse(query), 1_000).hits]
    counts = mixed.counts(parse(query))
    bulletins = ({each.bulletin.id for each in document.appearances} for document in found)
    assert counts.sources == Counter(document.source for document in found)
    assert counts.bulletins == Counter(identifier for each in bulletins for identifier in each)
    assert counts.days == counted(found, lambda day: day)
    assert counts.months == counted(found, lambda day: day.replace(day=1))
    assert counts.years == counted(found, lambda day: day.replace(month=1, day=1))


@pytest.mark.parametrize("query", QUERIES)
def test_tallies_are_those_of_all_hits(mixed: Engine, query: str) -> None:
    with mixed.reading() as archive:
        found = [hit.document for hit in archive.search(parse(query), 1_000).hits]
        assert archive.tally(parse(query)) == Counter((each.source, each.date) for each in found)
        assert archive.bulletin_tally(parse(query)) == Counter(
            (bulletin, each.source, each.date)
            for each in found
            for bulletin in {appearance.bulletin.id for appearance in each.appearances} or {""}
        )


def test_counts_come_most_first_and_days_newest_first_undated_last(mixed: Engine) -> None:
    counts = mixed.counts(parse("vent"))
    for counted in (counts.sources, counts.bulletins):
        assert list(counted.items()) == sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    for days in (counts.days, counts.months, counts.years):
        assert list(days) == [*sorted((day for day in days if day), reverse=True), None]


def test_a_document_counts_in_each_of_its_bulletins_and_once_in_each(engine: Engine) -> None:
    twice = (Appearance(MORNING, 1), Appearance(EVENING, 2), Appearance(EVENING, 3))
    engine.rebuild([item("1", appearances=twice), item("2", body="Un corps", appearances=twice[1:2])])
    assert engine.counts(parse("corps")).bulletins == {"b2": 2, "b1": 1}


def test_what_has_no_day_no_source_and_no_bulletin_is_counted_as_that(engine: Engine) -> None:
    engine.rebuild([item("1"), item("2", source="Radio", appearances=(Appearance(UNDATED, 1),))])
    counts = engine.counts(parse("corps"))
    assert (counts.sources, counts.bulletins, counts.days) == ({"": 1, "Radio": 1}, {"b5": 1}, {None: 2})
    assert counts.months == counts.years == {None: 2}


def test_what_matches_nothing_is_counted_nowhere(mixed: Engine) -> None:
    assert mixed.counts(parse("absent")) == Counts({}, {}, {})


def test_counts_are_of_the_query_as_the_archive_understands_it(mixed: Engine) -> None:
    assert mixed.search(parse("pluei"), 0).suggestion == "pluie"
    assert mixed.counts(parse("pluei")) == mixed.counts(parse("pluie"))
