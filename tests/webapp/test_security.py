import re

import pytest

from webapp.app import create_app

PAGES = [
    "/",
    "/?q=baleine",
    "/?q=licorne",
    "/item/coree",
    "/bulletin/midi",
    "/help",
    "/nope",
    "/?q=baleine&page=99",
]


POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
OTHERS = [
    *("/api/search?q=x", "/api/nope", "/healthz", "/readyz", "/static/style.css", "/static/suggestions.js"),
    *("/suggestions?q=x", "/feed.atom?q=x", "/resultats.csv?q=x", "/opensearch.xml"),
]


@pytest.mark.parametrize("address", [*PAGES, *OTHERS])
def test_every_answer_carries_the_headers(client, address):
    headers = client.get(address, buffered=True).headers
    assert headers["Content-Security-Policy"].startswith(POLICY)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Permissions-Policy" in headers
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("address", PAGES)
def test_a_page_may_run_the_script_of_its_own_and_ask_for_suggestions(client, address):
    allowed = f"{POLICY}; script-src 'self'; connect-src 'self'"
    answer = client.get(address)
    assert answer.headers["Content-Security-Policy"] == allowed
    known = client.get(address, headers={"If-None-Match": answer.headers.get("ETag", "")})
    assert known.headers["Content-Security-Policy"] == allowed
    (script,) = re.findall(r"<script src=\"([^\"]*)\" defer></script>", answer.text)
    kept = client.get(script, buffered=True)
    assert kept.headers["Content-Type"].startswith("text/javascript")
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("address", OTHERS)
def test_what_is_no_page_may_run_nothing(client, address):
    assert client.get(address, buffered=True).headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("address", PAGES)
def test_no_page_holds_a_script_a_style_or_a_third_party(client, address):
    text = client.get(address).text
    assert not re.search(r'<script(?! (?:src="/static/|type="application/ld\+json"))', text)
    assert not re.search(r"<style|\sstyle=|\son\w+=", text)
    assert not re.search(r'(?:src|action)="(?:https?:)?//', text)
    assert '<html lang="fr">' in text
    assert text.count("<h1") == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("address", ["/", "/item/coree", "/nope", "/static/style.css"])
def test_pages_are_read_only(client, method, address):
    response = client.open(address, method=method)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


def test_head_answers_without_a_body(client):
    response = client.head("/?q=baleine")
    assert (response.status_code, response.data) == (200, b"")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:5", "[::1]", "[::1]:8000"])
def test_loopback_names_are_trusted(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "a b", "xn--\xff", "localhost:x", "[::1", "@"]
)
def test_other_names_are_refused_with_a_page(client, host):
    response = client.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert "Demande refusée" in response.text
    assert "evil" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_name_that_was_given_is_trusted(index_url):
    client = create_app(index_url, ["Presse.Example"]).test_client()
    assert client.get("/", headers={"Host": "presse.example"}).status_code == 200
    assert client.get("/", headers={"Host": "autre.example"}).status_code == 400


def test_probes_may_come_by_any_address(client):
    assert client.get("/readyz", headers={"Host": "10.0.0.7:8000"}).status_code == 200


def test_static_files_are_kept_for_ever_under_their_version_only(client):
    address = re.search(r"/static/style\.css\?v=\w+", client.get("/").text).group()
    for asked, caching in (
        (address, "public, max-age=31536000, immutable"),
        ("/static/style.css", "no-cache"),
        ("/static/style.css?v=old", "no-cache"),
    ):
        assert client.get(asked, buffered=True).headers["Cache-Control"] == caching


def test_pages_of_queries_are_kept_by_nobody_else(client):
    assert client.get("/?q=baleine").headers["Cache-Control"] == "private, no-cache"
    assert client.get("/nope?q=baleine").headers["Cache-Control"] == "no-store"
