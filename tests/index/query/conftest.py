"""The documents of the examples, indexed once."""

import pytest

from index import Engine, open_engine
from tests.index.query.examples import DOCUMENTS, document


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = open_engine(f"whoosh:{tmp_path_factory.mktemp('archive')}")
    engine.rebuild(map(document, DOCUMENTS))
    return engine
