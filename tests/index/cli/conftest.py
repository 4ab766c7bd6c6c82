"""The documents of these tests, indexed once."""

import pytest

from index import open_engine
from tests.index.cli.documents import DOCUMENTS


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"whoosh:{tmp_path_factory.mktemp('commands') / 'index'}"
    open_engine(url).rebuild(DOCUMENTS)
    return url
