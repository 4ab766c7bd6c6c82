"""What tests of the engine for a cluster share: an archive of its own on the node of the session."""

import secrets
from collections.abc import Iterator

import pytest

from index import Engine, open_engine
from tests.cluster.nodes import Node


@pytest.fixture
def url(node: Node) -> Iterator[str]:
    with node.archive(f"essai-{secrets.token_hex(4)}") as url:
        yield url


@pytest.fixture
def engine(url: str) -> Engine:
    return open_engine(url)
