"""A reader who has a page already is told so, without a search, as long as it is the same."""

from datetime import date

import pytest

from index import Document, Engine, open_engine
from webapp.app import create_app

ADDRESSES = (
    "/",
    "/?q=zébu",
    "/item/1",
    "/jour/2024-01-02",
    "/source/Radio",
    "/comparer?q=zébu",
)


@pytest.fixture
def url(tmp_path):
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild([Document("1", "Zébu", "Un zébu.", "Radio", date(2024, 1, 2))])
    return url


def asked(client, address, known):
    return client.get(address, headers={"If-None-Match": known})


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_that_is_the_same_is_not_made_again(url, address, monkeypatch):
    client = create_app(url).test_client()
    tag = client.get(address).headers["ETag"]
    monkeypatch.setattr(Engine, "search", None)
    again = asked(client, address, tag)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert "Content-Security-Policy" in again.headers
    assert again.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_of_another_build_start_address_or_day_is_made_anew(url, address, monkeypatch):
    app = create_app(url)
    client = app.test_client()
    tag = client.get(address).headers["ETag"]
    other = f"{address}{'&' if '?' in address else '?'}x=1"
    assert asked(client, other, tag).status_code == 200
    assert asked(create_app(url).test_client(), address, tag).status_code == 200
    monkeypatch.setattr("webapp.app.today_in_paris", lambda: date(2031, 5, 4))
    assert asked(client, address, tag).status_code == 200
    monkeypatch.undo()
    assert asked(client, address, tag).status_code == 304
    open_engine(url).rebuild([Document("1", "Zébu", "Un zébu, encore.", "Radio", date(2024, 1, 2))])
    assert asked(client, address, tag).status_code == 200


def test_what_is_no_page_or_a_part_has_no_tag(url):
    client = create_app(url).test_client()
    assert "ETag" not in client.get("/item/none").headers
    partial = create_app(url, budget=1e-9).test_client().get("/?q=zébu")
    assert "ETag" not in partial.headers
