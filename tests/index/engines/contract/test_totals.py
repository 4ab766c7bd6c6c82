"""Several queries counted in one call."""

from index import Engine, parse
from tests.index.engines.contract.documents import QUERIES


def test_totals_are_those_of_single_searches(mixed: Engine) -> None:
    queries = [parse(query) for query in QUERIES]
    totals = mixed.totals(queries)
    assert totals == tuple(mixed.search(query, 0).total for query in queries)
    assert len(set(totals)) > 10


def test_totals_are_of_queries_as_the_archive_understands_them(mixed: Engine) -> None:
    misspelt, right, as_typed = mixed.totals([parse("pluei"), parse("pluie"), parse("pluei").as_typed])
    assert misspelt == right > as_typed == 0


def test_a_query_that_is_asked_twice_is_counted_twice_and_none_is_nothing(mixed: Engine) -> None:
    once, again = mixed.totals([parse("vent"), parse("vent")])
    assert once == again > 0
    assert mixed.totals([]) == ()
