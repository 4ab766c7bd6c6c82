"""What tests of engines share: a node of OpenSearch, started once a run."""

import os
from collections.abc import Iterator

import pytest

from index.engines.opensearch.files import CACHE
from tests.cluster.nodes import Node, NoNodesError, java, server, shared


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to `make test-cluster` what wants a node and is not marked: it would take minutes."""
    if not config.getoption("--cluster"):
        items[:] = [each for each in items if not _wants_node(each) or each.get_closest_marker("on_node")]


def _wants_node(item: pytest.Item) -> bool:
    fixtures = set(item.fixturenames) if isinstance(item, pytest.Function) else set()
    return "[opensearch" in item.name or "can_start" in fixtures


@pytest.fixture(scope="session")
def can_start() -> None:
    """Skip with the reason where no node can be started."""
    try:
        java()
        server()
    except NoNodesError as error:
        pytest.skip(f"{error}: nothing is tried on a cluster")


@pytest.fixture(scope="session")
def node(can_start: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A cluster of one real node."""
    base = tmp_path_factory.getbasetemp()
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with pytest.MonkeyPatch.context() as patch, shared(run) as node:
        patch.setenv(CACHE, str(tmp_path_factory.mktemp("cache")))
        yield node
