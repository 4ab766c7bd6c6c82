"""What tests of engines share: a node of OpenSearch, started once a session."""

from collections.abc import Iterator

import pytest

from index.engines.opensearch.files import CACHE
from tests.cluster.nodes import Node, NoNodesError, java, running, server


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
