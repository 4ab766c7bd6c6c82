"""A page that was asked for lately is answered without a search, and never where it would be another."""

from datetime import date

import pytest

from index import Document, open_engine
from index.engines.reading import Reading
from webapp.app import create_app
from webapp.kept_answers import KeptAnswers


@pytest.fixture
def url(tmp_path):
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild([Document("1", "Zébu", "Un zébu.", "Radio", date(2024, 1, 2))])
    return url


@pytest.fixture
def searches(monkeypatch):
    """Count the searches."""
    counted = []
    search = Reading.search

    def count(*args, **kwargs):
        counted.append(args)
        return search(*args, **kwargs)

    monkeypatch.setattr(Reading, "search", count)
    return counted


@pytest.mark.parametrize("accepted", ["identity", "gzip"])
def test_the_same_page_is_searched_once(url, searches, accepted):
    client = create_app(url).test_client()
    first, again = (client.get("/?q=zébu", headers={"Accept-Encoding": accepted}) for _ in range(2))
    assert len(searches) == 1
    assert (first.data, first.status_code) == (again.data, again.status_code)
    assert sorted(first.headers) == sorted(again.headers)


def test_each_client_gets_the_encoding_that_it_reads(url):
    client = create_app(url).test_client()
    for accepted, encoding in (("gzip", "gzip"), ("identity", None), ("gzip", "gzip"), ("identity", None)):
        answer = client.get("/?q=zébu", headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == encoding


def test_another_host_day_address_or_build_is_another_page(url, searches, monkeypatch):
    client = create_app(url, ["archive.example"]).test_client()
    client.get("/?q=zébu")
    client.get("/?q=zébu", headers={"Host": "archive.example"})
    client.get("/?q=zébu&x=1")
    monkeypatch.setattr("webapp.app.today_in_paris", lambda: date(2031, 5, 4))
    client.get("/?q=zébu")
    open_engine(url).rebuild([Document("2", "Un autre zébu", "", "Radio", date(2024, 1, 2))])
    assert "Un autre" in client.get("/?q=zébu").text
    assert len(searches) == 5


def test_what_is_no_page_is_not_kept(url, searches):
    client = create_app(url).test_client()
    assert {client.get("/?q=zébu&page=7").status_code for _ in range(2)} == {404}
    assert len(searches) == 2


def test_a_part_of_an_answer_is_not_kept(url, searches):
    client = create_app(url, budget=1e-9).test_client()
    client.get("/?q=zébu")
    client.get("/?q=zébu")
    assert len(searches) == 2


def test_the_answers_asked_for_longest_ago_make_room(client):
    kept = KeptAnswers(most_bytes=160)
    for tag in "abcdefghijklmnop":
        kept.keep(tag, client.application.response_class(tag.encode() * 10))
    assert kept.get("a").data == b"a" * 10
    kept.keep("q", client.application.response_class(b"q" * 10))
    assert kept.get("a")
    assert kept.get("b") is None


def test_an_answer_that_would_fill_the_room_is_not_kept(client):
    kept = KeptAnswers(most_bytes=160)
    kept.keep("a", client.application.response_class(b"a" * 11))
    assert kept.get("a") is None
