"""What tests of a Whoosh index share."""

from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage

from index.engines.whoosh.codec.whoosh_index import ArraysIndex
from tests.index.engines.whoosh.codec.bodies import schema


@pytest.fixture
def index(tmp_path: Path) -> ArraysIndex:
    return ArraysIndex.create(FileStorage(str(tmp_path)), schema())
