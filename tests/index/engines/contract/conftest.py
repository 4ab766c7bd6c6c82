"""Every test of the contract runs for every engine: to hold another one to it, add its URL to `URLS`."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from index import Document, Engine, open_engine
from tests.index.engines.contract.documents import MIXED, item

URLS = ("whoosh:{folder}/index",)


@pytest.fixture(scope="session", params=URLS)
def url_in(request: pytest.FixtureRequest) -> Callable[[Path], str]:
    """Return the URL of an index in a folder."""
    return lambda folder: str(request.param).format(folder=folder)


@pytest.fixture
def url(url_in: Callable[[Path], str], tmp_path: Path) -> str:
    return url_in(tmp_path)


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
