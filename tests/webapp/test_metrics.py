"""`/metrics`: what was answered, in numbers alone, of all processes together."""

import os
import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from index import Document, open_engine
from index.engines.whoosh.search import segment_search
from tests.webapp.test_processes import serving
from webapp import app as application
from webapp.app import create_app

SAMPLE = re.compile(r'[a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? [0-9.e+-]+')


@pytest.fixture
def fresh(index_url):
    """A client of an application that nobody has asked yet."""
    return create_app(index_url).test_client()


def numbers(text):
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(map(SAMPLE.fullmatch, lines)), lines
    return {name: float(number) for name, number in (line.rsplit(" ", 1) for line in lines)}


def told(client):
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    return numbers(response.text)


def test_answers_are_counted_by_page_and_status(fresh):
    for address in ("/?q=a", "/?q=b", "/item/coree", "/item/nope", "/nope", "/api/search?q=a", "/api/search"):
        fresh.get(address)
    fresh.post("/")
    found = {name: number for name, number in told(fresh).items() if name.startswith("bulletins_requests")}
    assert found == {
        'bulletins_requests_total{endpoint="search",status="200"}': 2,
        'bulletins_requests_total{endpoint="item",status="200"}': 1,
        'bulletins_requests_total{endpoint="item",status="404"}': 1,
        'bulletins_requests_total{endpoint="none",status="404"}': 1,
        'bulletins_requests_total{endpoint="none",status="405"}': 1,
        'bulletins_requests_total{endpoint="api_search",status="200"}': 1,
        'bulletins_requests_total{endpoint="api_search",status="400"}': 1,
    }


def test_the_histogram_counts_each_answer_below_its_bounds(fresh):
    for _ in range(3):
        fresh.get("/?q=baleine")
    found = told(fresh)
    label = 'endpoint="search"'
    buckets = [
        number
        for name, number in found.items()
        if name.startswith(f"bulletins_request_seconds_bucket{{{label}")
    ]
    assert buckets == sorted(buckets)
    assert found[f'bulletins_request_seconds_bucket{{{label},le="+Inf"}}'] == 3
    assert found[f"bulletins_request_seconds_count{{{label}}}"] == 3
    assert found[f"bulletins_request_seconds_sum{{{label}}}"] > 0


def test_no_query_no_address_and_no_id_is_told(fresh):
    for address in (
        "/?q=xsecretx",
        "/item/xsecretx",
        "/xsecretx",
        "/api/search?q=xsecretx",
        "/source/xsecretx",
    ):
        fresh.get(address, headers={"Referer": "http://xsecretx/", "User-Agent": "xsecretx"})
    assert "xsecretx" not in fresh.get("/metrics").text


def test_the_index_that_serves_is_told(empty_folder):
    client = create_app(empty_folder).test_client()
    assert "bulletins_documents" not in told(client)
    open_engine(empty_folder).rebuild([Document("1", "Zébu", ""), Document("2", "Zébu", "")])
    found = told(client)
    assert found["bulletins_documents"] == 2
    assert found["bulletins_built_timestamp_seconds"] > 1.6e9


def test_answers_that_were_cut_and_searches_without_a_turn_are_counted(index_url, monkeypatch):
    hurried = create_app(index_url, budget=1e-9).test_client()
    hurried.get("/api/search?q=baleine")
    hurried.get("/api/search?q=introuvable")
    assert told(hurried)["bulletins_cut_total"] == 1
    monkeypatch.setattr(application, "WAITING", 0)
    monkeypatch.setattr(segment_search, "AT_ONCE", 8)
    busy = create_app(index_url).test_client()
    for address in ("/api/counts?q=%22une+baleine%22&by=bulletin", "/resultats.csv?q=baleine"):
        assert busy.get(address).status_code == 503
    assert (told(busy)["bulletins_too_busy_total"], told(busy)["bulletins_cut_total"]) == (2, 0)


def test_an_export_that_is_cut_while_it_is_sent_is_counted(index_url):
    client = create_app(index_url, budget=1e-9).test_client()
    assert "La suite manque" in client.get("/resultats.csv?q=-absent").text
    assert told(client)["bulletins_cut_total"] == 1


def test_a_foreign_host_is_told_nothing(fresh):
    response = fresh.get("/metrics", headers={"Host": "10.0.0.7:8000"})
    assert response.status_code == 400
    assert "bulletins_" not in response.text


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_every_process_tells_the_numbers_of_all(tmp_path):
    url = f"whoosh:{tmp_path / 'index'}"
    open_engine(url).rebuild([Document("1", "Une grève", "")])
    with serving(url, processes=3) as (address, _), ThreadPoolExecutor(8) as threads:

        def get(path):
            with urllib.request.urlopen(f"{address}{path}", timeout=30) as answer:
                return answer.read().decode()

        list(threads.map(get, ["?q=gr%C3%A8ve"] * 60))
        asked = 'bulletins_requests_total{endpoint="search",status="200"}'
        assert {numbers(text)[asked] for text in threads.map(get, ["metrics"] * 12)} == {60}
