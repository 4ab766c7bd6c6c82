"""Pages of results, and the total that is exact on each of them."""

from datetime import date

import pytest

from index import Engine, parse
from tests.index.engines.contract.documents import ids, item


@pytest.mark.parametrize("query", ["vent", "vent le", "-pluie", '"vent fort"', "vent -pluie", "le"])
def test_pages_cover_everything_without_overlap(engine: Engine, query: str) -> None:
    engine.rebuild(
        item(
            f"{n:02}",
            body=f"le vent fort {'pluie ' * (n % 5 == 0)}{'le ' * (n % 7)}",
            date=date(2024, 1, 1 + n % 9),
        )
        for n in range(47)
    )
    whole = engine.search(parse(query), 1_000)
    pages = [identifier for offset in range(0, 50, 7) for identifier in ids(engine, query, 7, offset)]
    assert pages == [hit.id for hit in whole.hits]
    assert len(pages) == whole.total > 7


def test_the_total_is_exact_whatever_the_limit(engine: Engine) -> None:
    engine.rebuild(item(f"{n}", body="vent" if n % 3 else "vent le soir pluie") for n in range(300))
    for query, expected in (
        ("vent", 300),
        ("pluie", 100),
        ("vent le", 300),
        ("-pluie", 200),
        ("pluie vent le soir", 300),
    ):
        results = engine.search(parse(query), limit=1)
        assert results.total == expected


def test_a_page_after_the_last_one_is_empty_and_keeps_the_total(engine: Engine) -> None:
    engine.rebuild([item("1")])
    results = engine.search(parse("corps"), 10, 1_000_000)
    assert (results.hits, results.total) == ((), 1)


def test_no_hits_asked_for_still_gives_the_total(engine: Engine) -> None:
    engine.rebuild([item("1"), item("2")])
    results = engine.search(parse("corps un"), limit=0)
    assert (results.hits, results.total) == ((), 2)
