"""A small archive in a real index, and a browserless reader of its pages."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from bulletins import main
from index import Appearance, Bulletin, Document, open_engine
from tests.webapp import browsing
from webapp.app import create_app

SAMPLES = Path(__file__).parent.parent.parent / "samples"
NOON = Bulletin("midi", "Bulletin de 13 h", "Agence Nordet", date(2024, 11, 7), "https://nordet.example/13h")
EVENING = Bulletin("soir", "", "Agence Nordet", date(2024, 11, 8))
ODD = Bulletin(
    "l’été/../b?#%41", '<script>alert("nom")</script>', "<b>Source</b> & Cie", None, "javascript:alert(1)"
)

DOCUMENTS = (
    Document(
        "coree",
        "Corée du Nord : des drones aperçus",
        "Quatre drones près d’un quai.\n\nRien ici.\n\nL’OTAN et la Corée du Nord se taisent.",
        "Agence Nordet",
        date(2024, 11, 7),
        "https://nordet.example/coree?a=1&b=2",
        (Appearance(NOON, 1), Appearance(EVENING, 2)),
    ),
    Document(
        "greve",
        "Grève des aiguilleurs",
        "Un vol sur cinq est annulé.",
        "Agence Nordet",
        date(2024, 11, 7),
        appearances=(Appearance(NOON, 2),),
    ),
    Document(
        "premier",
        "Le budget voté",
        "Le budget de l’État, 30 000 euros.",
        "Agence Nordet",
        date(2025, 5, 1),
        appearances=(Appearance(EVENING, 1),),
    ),
    Document(
        'é/ü//a b?c#d%20e&"<i>',
        "<script>alert('titre')</script> girafe",
        "<img src=x onerror=alert(1)> girafe &amp; <b>lion</b>\nseconde ligne",
        "<b>Source</b> & Cie",
        None,
        "javascript:alert(1)",
        (Appearance(ODD, 1),),
    ),
    Document(
        "..",
        "",
        "Une brève sans titre parle longuement d’un zèbre et de bien d’autres choses encore, "
        "jusqu’au bout de sa ligne.",
    ),
    Document("a/../b", "Points dans l’identifiant", "Un okapi."),
    Document("titre-seul", "Rien qu’un titre sur un tapir", ""),
)


def _many(count: int) -> list[Document]:
    first = date(2020, 1, 1)
    return [
        Document(f"n{n}", f"Numéro {n}", "Une baleine.", "Mer", first + timedelta(n)) for n in range(count)
    ]


@pytest.fixture(scope="session")
def index_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"whoosh:{tmp_path_factory.mktemp('index')}"
    open_engine(url).rebuild([*DOCUMENTS, *_many(123)])
    return url


@pytest.fixture(scope="session")
def app(index_url: str) -> Flask:
    return create_app(index_url)


@pytest.fixture(scope="session")
def samples_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample bulletins, indexed by the command."""
    url = f"whoosh:{tmp_path_factory.mktemp('samples')}"
    done = CliRunner().invoke(main, ["rebuild", str(SAMPLES), "--index", url])
    assert done.exit_code == 0, done.output
    return url


@pytest.fixture(scope="session")
def hard_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An archive that is hard to set well."""
    url = f"whoosh:{tmp_path_factory.mktemp('hard')}"
    engine = open_engine(url)
    engine.rebuild([*browsing.DOCUMENTS, browsing.GONE])
    engine.remove([browsing.GONE.id])
    return url


@pytest.fixture(scope="session")
def hard(hard_url: str) -> Flask:
    """The application of that archive, under a public address."""
    return create_app(hard_url, public_address=browsing.PUBLIC)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def page(client: FlaskClient) -> Callable[..., str]:
    """Fetch a page that must be there; spaces that do not break, and ties, become plain spaces."""

    def fetch(address: str, **query: str) -> str:
        response = client.get(address, query_string=query or None)
        assert response.status_code == 200, response.text
        text = re.sub('<span class="tied">(.*?)</span>', r"\1", response.text)
        text = text.replace("&nbsp;", " ").replace("&#8239;", " ")
        return text.replace("\u00a0", " ").replace("\u202f", " ")

    return fetch


@pytest.fixture
def empty_folder(tmp_path: Path) -> str:
    return f"whoosh:{tmp_path / 'none'}"
