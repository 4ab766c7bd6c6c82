"""The page as a search engine of the browser."""

from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest

from webapp.app import create_app
from webapp.kept_answers import KeptAnswers

NAMESPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_a_browser_can_add_the_page_to_its_search_engines(client, page):
    assert 'rel="search" type="application/opensearchdescription+xml"' in page("/help")
    response = client.get("/opensearch.xml")
    assert response.content_type == "application/opensearchdescription+xml; charset=utf-8"
    found = ElementTree.fromstring(response.data)
    assert found.tag == f"{NAMESPACE}OpenSearchDescription"
    assert 0 < len(found.findtext(f"{NAMESPACE}ShortName", "")) <= 16
    assert found.findtext(f"{NAMESPACE}Description")
    templates = {
        (each.get("type"), each.get("rel")): each.get("template") for each in found.iter(f"{NAMESPACE}Url")
    }
    assert templates["text/html", "results"] == "http://localhost/?q={searchTerms}"
    for (media_type, _), template in templates.items():
        parts = urlsplit(template.replace("{searchTerms}", quote("baleine")))
        answer = client.get(parts._replace(scheme="", netloc="").geturl())
        assert answer.status_code == 200
        assert answer.content_type.startswith(media_type)
    icon = urlsplit(found.findtext(f"{NAMESPACE}Image", ""))
    with client.get(icon._replace(scheme="", netloc="").geturl()) as image:
        assert image.status_code == 200


def test_its_addresses_are_the_public_ones(index_url):
    text = (
        create_app(index_url, public_address="https://archive.example")
        .test_client()
        .get("/opensearch.xml")
        .text
    )
    assert 'template="https://archive.example/?q={searchTerms}"' in text


SUGGESTED = {"balei": ["baleine"], "grève des aig": ["grève des aiguilleurs"], "": [], "zzzz": [], "\0": []}


@pytest.mark.parametrize(("typed", "suggested"), SUGGESTED.items())
def test_what_is_typed_is_completed(client, typed, suggested):
    response = client.get("/suggestions", query_string={"q": typed})
    assert response.content_type == "application/x-suggestions+json; charset=utf-8"
    asked, found, described = response.get_json(force=True)
    assert (asked, len(described)) == (typed, len(found))
    assert [each.lower() for each in found[: len(suggested) or None]] == suggested


def test_a_suggestion_says_what_it_is(client):
    answers = {
        typed: client.get(f"/suggestions?q={typed}").get_json(force=True) for typed in ("bale", "budg")
    }
    assert answers["bale"][1:] == [["baleine"], ["mot, 123\u00a0brèves"]]
    assert answers["budg"][1:] == [["budget", "Le budget voté"], ["mot, 1\u00a0brève", "titre"]]
    several = client.get("/suggestions?q=budget+vo").get_json(force=True)
    assert several[1:] == [["budget voté", "Le budget voté"], ["", "titre"]]


def test_what_is_typed_is_kept_nowhere(client, monkeypatch):
    kept = []
    monkeypatch.setattr(KeptAnswers, "keep", lambda *answer: kept.append(answer))
    answer = client.get("/suggestions?q=bale")
    assert (answer.headers["Cache-Control"], "ETag" in answer.headers, kept) == ("no-store", False, [])


@pytest.mark.parametrize("typed", ["é" * 5000, "\ud800", '"<script>', "=a -b", "a" * 300])
def test_any_text_may_be_typed(client, typed):
    query = quote(typed.encode("utf-8", "surrogatepass"))
    assert client.get(f"/suggestions?q={query}").status_code == 200
