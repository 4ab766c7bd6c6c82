"""An item that was edited has one address: those of its versions lead there."""

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from index import Document, open_engine
from webapp.app import create_app

EARLIER = Document("a", "Le pont fermé", "Le pont ferme ce soir.", "Radio Estuaire", date(2024, 11, 7))
NEWEST = Document("b/é", "Le pont fermé", "Le pont ferme demain.", "Radio Estuaire", date(2024, 11, 8))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    url = f"whoosh:{tmp_path_factory.mktemp('index')}"
    open_engine(url).rebuild([replace(NEWEST, id="a", versions=(EARLIER, NEWEST))])
    return create_app(url).test_client()


def test_the_address_of_a_version_leads_to_the_item_for_good(client: FlaskClient) -> None:
    response = client.get("/item/b/é?q=pont&rang=1&lang=en")
    assert (response.status_code, response.headers["Location"]) == (301, "/item/a?q=pont&rang=1&lang=en")
    assert client.get("/item?id=b/é").headers["Location"] == "/item/a"
    assert "Le pont ferme demain." in client.get("/item/a").text


def test_programs_get_all_versions(client: FlaskClient) -> None:
    found = client.get("/api/item?id=b/é").get_json()
    assert found["id"] == "a"
    assert [(each["id"], each["body"], each["past"]) for each in found["versions"]] == [
        (EARLIER.id, EARLIER.body, False),
        (NEWEST.id, NEWEST.body, False),
    ]
