"""What tests of engines share: a node of OpenSearch, started once a session."""

from collections.abc import Iterator

import pytest

from index.engines.opensearch.files import CACHE
from tests.cluster.nodes import Node, NoNodesError, java, running, server


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what wants a node to `make test-cluster`: not every machine has a JDK for it."""
    if not config.getoption("--cluster"):
        items[:] = [item for item in items if not _wants_node(item)]


def _wants_node(item: pytest.Item) -> bool:
    return "[opensearch" in item.name or (isinstance(item, pytest.Function) and "node" in item.fixturenames)


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A cluster of one real node; skips with the reason where none can be started."""
    try:
        java()
        server()
    except NoNodesError as error:
        pytest.skip(f"{error}: nothing is tried on a cluster")
    with pytest.MonkeyPatch.context() as patch, running() as (node,):
        patch.setenv(CACHE, str(tmp_path_factory.mktemp("cache")))
        yield node
