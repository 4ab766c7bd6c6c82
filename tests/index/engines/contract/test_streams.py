"""A stream yields what a search finds, one document at a time; a tally counts sources and days together."""

from collections import Counter

import pytest

from index import Engine, parse
from index.results import Order
from tests.index.engines.contract.documents import QUERIES


@pytest.mark.parametrize("order", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("query", QUERIES)
def test_a_stream_yields_the_hits_of_a_search(mixed: Engine, query: str, order: Order) -> None:
    found = mixed.search(parse(query), 7, order=order)
    with mixed.reading() as archive:
        stream = archive.stream(parse(query), 7, order)
        assert tuple(stream.hits) == found.hits
    assert (stream.total, stream.suggestion, stream.is_partial) == (found.total, found.suggestion, False)
    assert stream.query == found.query


@pytest.mark.parametrize("query", QUERIES)
def test_a_tally_counts_all_hits_by_source_and_day(mixed: Engine, query: str) -> None:
    found = [hit.document for hit in mixed.search(parse(query), 1_000).hits]
    with mixed.reading() as archive:
        tally = archive.tally(parse(query))
    assert tally == Counter((document.source, document.date) for document in found)
