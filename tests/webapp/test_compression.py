"""Answers are compressed for the clients that read gzip, and are the same for all."""

import gzip
import zlib

import pytest

ADDRESSES = (
    "/",
    "/?q=baleine",
    "/help",
    "/jour/2020-02-01",
    "/api/openapi.json",
    "/feed.atom?q=baleine",
    "/resultats.csv?q=baleine",
    "/resultats.jsonl?q=baleine",
    "/static/style.css",
    "/?q=zzzz",
    "/item/none",
)


def fetched(client, address, accepted, **more):
    return client.get(address, headers={"Accept-Encoding": accepted, **more}, buffered=True)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_is_the_same_compressed(client, address):
    whole = fetched(client, address, "identity")
    small = fetched(client, address, "gzip, deflate, br")
    assert "Content-Encoding" not in whole.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert small.status_code == whole.status_code
    assert gzip.decompress(small.data) == whole.data
    assert len(small.data) < len(whole.data) * 0.6
    assert small.headers.get("Content-Length", str(len(small.data))) == str(len(small.data))
    for response in (whole, small):
        assert "Accept-Encoding" in response.headers["Vary"]
        assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity, *;q=0"])
def test_who_reads_no_gzip_gets_none(client, accepted):
    answer = fetched(client, "/?q=baleine", accepted)
    assert "Content-Encoding" not in answer.headers
    assert "baleine" in answer.text


def test_what_is_small_stays_as_it_is(client):
    assert "Content-Encoding" not in fetched(client, "/healthz", "gzip").headers


def test_head_answers_without_a_body(client):
    answer = client.head("/?q=baleine", headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.data) == (200, b"")


def test_a_part_of_a_file_is_not_compressed(client):
    part = fetched(client, "/static/style.css", "gzip", Range="bytes=0-1999")
    assert part.status_code == 206
    assert part.data == fetched(client, "/static/style.css", "identity").data[:2000]


@pytest.mark.parametrize("address", ["/?q=baleine", "/static/style.css"])
def test_a_reader_who_has_it_compressed_is_told_that_it_is_the_same(client, address):
    tag = fetched(client, address, "gzip").headers["ETag"]
    assert tag.startswith("W/")
    assert fetched(client, address, "gzip", **{"If-None-Match": tag}).status_code == 304


def test_an_export_is_sent_as_it_is_made(client):
    answer = client.get("/resultats.csv?q=baleine", headers={"Accept-Encoding": "gzip"}, buffered=False)
    reader = zlib.decompressobj(wbits=31)
    parts = [reader.decompress(part) for part in answer.iter_encoded()]
    assert parts[0]
    assert reader.eof
    assert b"".join(parts) == fetched(client, "/resultats.csv?q=baleine", "identity").data
