"""What tests of the engine for a cluster share: an archive of its own on the node of the session."""

import secrets

import pytest

from index import Engine, open_engine
from tests.cluster.nodes import Node


@pytest.fixture
def url(node: Node) -> str:
    return f"opensearch+{node.url}/essai-{secrets.token_hex(4)}"


@pytest.fixture
def engine(url: str) -> Engine:
    return open_engine(url)
