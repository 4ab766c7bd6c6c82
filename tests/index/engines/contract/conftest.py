"""Every test of the contract runs for every engine: to hold another one to it, add it to `url_in`."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from index import Document, Engine, open_engine
from index.archive.document import digest
from tests.cluster.nodes import Node
from tests.index.engines.contract.documents import MIXED, item


@pytest.fixture(scope="session", params=("whoosh", "opensearch"))
def url_in(request: pytest.FixtureRequest) -> Callable[[Path], str]:
    """Return the URL of the index of a folder, which a cluster has by its name."""
    if request.param == "whoosh":
        return lambda folder: f"whoosh:{folder}/index"
    node: Node = request.getfixturevalue("node")
    return lambda folder: f"opensearch+{node.url}/{digest([str(folder)])}"


@pytest.fixture
def url(url_in: Callable[[Path], str], tmp_path: Path) -> str:
    return url_in(tmp_path)


@pytest.fixture
def kept_in(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> Path:
    """Return the folder in which the bytes of an index lie; those of a cluster in that of its node."""
    if url.startswith("whoosh"):
        return tmp_path
    node: Node = request.getfixturevalue("node")
    return node.home


@pytest.fixture
def engine(url: str) -> Engine:
    return open_engine(url)


@pytest.fixture(scope="session")
def archive_of(
    url_in: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Iterable[Document]], Engine]:
    """Index documents once for all tests that only read them."""

    def archive_of(documents: Iterable[Document]) -> Engine:
        engine = open_engine(url_in(tmp_path_factory.mktemp("archive")))
        engine.rebuild(documents)
        return engine

    return archive_of


@pytest.fixture(scope="session")
def small(archive_of: Callable[[Iterable[Document]], Engine]) -> Engine:
    return archive_of(
        [
            item("nord", "La Corée du Nord tire", "Un missile tombe en mer."),
            item("sud", "Séoul répond", "La Corée répond, et le Nord se tait du bout des lèvres."),
            item("otan", "Sommet de l’O.T.A.N.", "Les élections attendent."),
            item("marche", "La marche", "Longue marche à pied."),
            item("marché", "Le marché", "Long marché de Noël."),
        ]
    )


@pytest.fixture(scope="session")
def mixed(archive_of: Callable[[Iterable[Document]], Engine]) -> Engine:
    return archive_of(MIXED)
