"""An engine is opened by its URL, and says so where there is no index."""

import pytest

from index import Engine, open_engine, parse
from index.errors import IndexMissingError, UsageError


def test_without_an_index_every_reading_method_says_so(engine: Engine) -> None:
    for ask in (
        lambda: engine.search(parse("otan")),
        lambda: engine.search(parse("")),
        lambda: engine.explain(parse("otan"), "1"),
        lambda: engine.get("1"),
        lambda: engine.bulletin("1"),
        engine.latest,
        engine.info,
        lambda: list(engine.documents()),
    ):
        with pytest.raises(IndexMissingError):
            ask()


@pytest.mark.parametrize("url", ["", "var/index", "solr:here", "whoosh:", ":", "whoosh", "WHOOSH:x"])
def test_an_unknown_url_is_a_wrong_usage(url: str) -> None:
    with pytest.raises(UsageError):
        open_engine(url)
