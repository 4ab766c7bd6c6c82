"""What lacks something for want of time is kept by no cache, whatever is asked; what is whole has a tag."""

import re

import pytest

from webapp.app import create_app

LONG = (
    "/?q=baleine",
    "/?q=baleine&tri=recent",
    "/item/coree?q=dron*",
    "/bulletin/midi?q=dron*",
    "/feed.atom?q=baleine",
    "/api/search?q=baleine",
)
SHORT = (
    "/",
    "/comparer?q=baleine",
    "/jour/2024-11-07",
    "/source/Mer",
    "/api/suggest?q=bal",
    "/api/counts?q=baleine&by=year",
)
FILES = ("/resultats.csv?q=baleine", "/resultats.jsonl?q=-absent", "/resultats/tableau.csv?q=baleine")


def cut(client):
    """Return how many answers the server says it cut."""
    return int(re.search(r"^bulletins_cut_total (\d+)", client.get("/metrics").text, re.MULTILINE)[1])


@pytest.mark.parametrize("address", (*LONG, *SHORT))
def test_a_whole_answer_may_be_kept_by_its_reader(client, address):
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "ETag" in answer.headers


@pytest.mark.parametrize("address", (*LONG, *SHORT))
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_partial_answer_is_kept_nowhere(index_url, address, method):
    create_app(index_url).test_client().get("/")  # its examples are remembered, and need no time any more
    client = create_app(index_url, budget=1e-9).test_client()
    answer = client.open(address, method=method)
    is_partial = address in LONG
    assert (answer.status_code, cut(client)) == (200, is_partial)
    assert answer.headers["Cache-Control"] == ("no-store" if is_partial else "private, no-cache")
    assert ("ETag" in answer.headers) == (not is_partial)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("budget", [1e-9, 1.0])
@pytest.mark.parametrize("address", FILES)
def test_a_file_whose_end_is_not_known_when_it_begins_is_kept_nowhere(index_url, address, budget, method):
    answer = create_app(index_url, budget=budget).test_client().open(address, method=method, buffered=True)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
