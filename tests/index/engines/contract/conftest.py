"""Every test of the contract runs for every engine: to hold another one to it, add it to `url_in`."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path

import pytest

from index import Document, Engine, open_engine
from index.archive.document import digest
from tests.cluster.nodes import Node
from tests.index.engines.contract.documents import MIXED, Indexed, item

UrlIn = Callable[[Path], AbstractContextManager[str]]


@pytest.fixture(scope="session", params=("whoosh", "opensearch"))
def url_in(request: pytest.FixtureRequest) -> UrlIn:
    """Give the URL of the index of a folder; a cluster has it by its name, until the context ends."""
    if request.param == "whoosh":
        return lambda folder: nullcontext(f"whoosh:{folder}/index")
    node: Node = request.getfixturevalue("node")
    return lambda folder: node.archive(digest([str(folder)]))


@pytest.fixture
def url(url_in: UrlIn, tmp_path: Path) -> Iterator[str]:
    with url_in(tmp_path) as url:
        yield url


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
def indexed(url_in: UrlIn) -> Indexed:
    """Index documents until the context ends."""

    @contextmanager
    def indexed(documents: Iterable[Document]) -> Iterator[Engine]:
        with tempfile.TemporaryDirectory() as folder, url_in(Path(folder)) as url:
            engine = open_engine(url)
            engine.rebuild(documents)
            yield engine

    return indexed


@pytest.fixture(scope="session")
def archive_of(indexed: Indexed) -> Iterator[Callable[[Iterable[Document]], Engine]]:
    """Index documents once for all tests that only read them."""
    with ExitStack() as stack:
        yield lambda documents: stack.enter_context(indexed(documents))


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
