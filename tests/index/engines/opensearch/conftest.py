"""What tests of the engine for a cluster share: an archive of its own, and one behind a gate, on the node."""

import secrets
from collections.abc import Iterator

import pytest

from index import Engine, open_engine
from tests.cluster.nodes import Node
from tests.index.engines.opensearch.gate import DOCUMENTS, Gate, standing_before


@pytest.fixture
def url(node: Node) -> Iterator[str]:
    with node.archive(f"essai-{secrets.token_hex(4)}") as url:
        yield url


@pytest.fixture
def engine(url: str) -> Engine:
    return open_engine(url)


@pytest.fixture(scope="module")
def archive(node: Node) -> Iterator[tuple[Gate, str]]:
    """A gate, and the address of an archive behind it."""
    name = f"derriere-{secrets.token_hex(4)}"
    with node.archive(name), standing_before(node.url) as gate:
        address = f"opensearch+{gate.url}/{name}"
        open_engine(address).rebuild(DOCUMENTS)
        yield gate, address


@pytest.fixture
def gate(archive: tuple[Gate, str]) -> Iterator[Gate]:
    yield archive[0]
    archive[0].open()


@pytest.fixture
def behind(archive: tuple[Gate, str]) -> Engine:
    """An engine on the archive behind the gate."""
    return open_engine(archive[1])
