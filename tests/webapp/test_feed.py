"""The results of a query as an Atom feed, and the addresses that are permanent."""

import csv
import html
import io
import re
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from bulletins import main
from index import Document, open_engine
from webapp.app import create_app
from webapp.feed import ENTRIES

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")


def fetched(client, address="/feed.atom", **query):
    response = client.get(address, query_string=urlencode(query, doseq=True) if query else None)
    assert response.status_code == 200, response.text
    assert response.content_type == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.data)


def encoded(value):
    values = [value] if isinstance(value, str) else value
    return [each.encode("utf-8", "surrogatepass") for each in values]


def links(element):
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


def titles(feed):
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


def listed(text):
    """Return the titles of a page of results."""
    found = re.findall(r"<h2[^>]*><a href=\"/item[^>]*>(.*?)</a></h2>", text)
    return [html.unescape(re.sub(r"<[^>]*>", "", title)) for title in found]


@pytest.mark.parametrize(
    "query",
    [
        {"q": "baleine"},
        {"q": "numéro baleine", "tri": "recent"},
        {"q": "baleine", "tri": "ancien", "du": "2020-03-01", "au": "2020-03-31"},
        {"source": ["Agence Nordet", "Mer"]},
        {"q": "girafe OR lion"},
        {"q": "introuvable"},
        {"q": "a\x00b"},
        {"q": "\ud800"},
    ],
)
def test_a_feed_has_what_a_reader_of_feeds_needs(client, query):
    asked = {name: encoded(value) for name, value in query.items()}
    feed = fetched(client, **asked)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert element.findtext(f"{ATOM}title", "").strip()
        assert MOMENT.fullmatch(element.findtext(f"{ATOM}updated", ""))
        assert element.findtext(f"{ATOM}id", "").startswith("tag:bulletins.invalid,2026:")
        assert all(
            urlsplit(address).scheme and urlsplit(address).netloc for address in links(element).values()
        )
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "bulletins"
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries) <= ENTRIES
    for entry in entries:
        assert (
            client.get(
                urlsplit(links(entry)["alternate"])._replace(scheme="", netloc="").geturl()
            ).status_code
            == 200
        )
    assert int(feed.findtext(f"{OPENSEARCH}totalResults", "")) >= len(entries)
    again = ElementTree.fromstring(client.get(links(feed)["self"]).data)
    assert titles(again) == titles(feed)


@pytest.mark.parametrize(
    "query",
    [
        {"q": "baleine"},
        {"q": "baleine", "tri": "ancien"},
        {"q": "drones otan", "tri": "recent"},
        {"source": "Mer"},
    ],
)
def test_a_feed_lists_what_the_page_lists(client, page, query):
    feed = fetched(client, **query)
    assert titles(feed)[:10] == listed(page("/", **query))
    shown = page(urlsplit(links(feed)["alternate"])._replace(scheme="", netloc="").geturl())
    assert listed(shown) == titles(feed)[:10]


def test_the_page_offers_to_follow_the_search_newest_first(page, client):
    text = page("/", q="baleine", source="Mer")
    offered = re.findall(r'href="(/feed\.atom[^"]*)"', text)
    assert len(offered) == 2
    assert 'rel="alternate" type="application/atom+xml"' in text
    assert "Suivre cette recherche" in text
    address = html.unescape(offered[0])
    assert parse_qs(urlsplit(address).query) == {"q": ["baleine"], "source": ["Mer"], "tri": ["recent"]}
    days = [entry.findtext(f"{ATOM}published") for entry in fetched(client, address).findall(f"{ATOM}entry")]
    assert days == sorted(days, reverse=True)
    assert len(days) == ENTRIES


def test_hostile_text_stays_text(client):
    (entry,) = fetched(client, q="girafe").findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "<script>alert('titre')</script> girafe"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "<b>Source</b> & Cie"
    assert "via" not in links(entry)


def test_characters_that_no_xml_may_hold_are_replaced(tmp_path):
    url = f"whoosh:{tmp_path}"
    open_engine(url).rebuild([Document("1", "Titre\x00\x1b\ufffe\U0001f600", "Un zébu\x08.")])
    (entry,) = fetched(create_app(url).test_client(), q="zébu").findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Titre\ufffd\ufffd\ufffd\U0001f600"


def test_ids_and_moments_are_the_same_after_a_rebuild(tmp_path):
    url = f"whoosh:{tmp_path}"
    documents = [Document(f"{n}", f"Zébu {n}", "Un zébu.", date=date(2024, 1, n)) for n in range(1, 5)]
    open_engine(url).rebuild(documents)
    client = create_app(url).test_client()
    before = client.get("/feed.atom?q=zébu&tri=recent")
    open_engine(url).rebuild(documents)
    assert client.get("/feed.atom?q=zébu&tri=recent").data == before.data
    known = client.get("/feed.atom?q=zébu&tri=recent", headers={"If-None-Match": before.headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")
    open_engine(url).rebuild([*documents, Document("5", "Zébu 5", "Un zébu.", date=date(2024, 2, 1))])
    after = client.get("/feed.atom?q=zébu&tri=recent", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert titles(ElementTree.fromstring(after.data))[0] == "Zébu 5"


def test_nothing_asked_is_a_page_that_says_so(client):
    response = client.get("/feed.atom")
    assert response.status_code == 400
    assert "<h1>" in response.text


def test_the_public_address_begins_every_permanent_one(index_url):
    client = create_app(index_url, public_address="https://archive.example/presse/").test_client()
    feed = fetched(client, q="drones")
    begins = "https://archive.example/presse/"
    assert links(feed)["self"] == f"{begins}feed.atom?q=drones"
    assert [links(each)["alternate"] for each in feed.findall(f"{ATOM}entry")] == [f"{begins}item/coree"]
    rows = csv.DictReader(io.StringIO(client.get("/resultats.csv?q=drones").text.removeprefix("\ufeff")))
    assert [row["address"] for row in rows] == [f"{begins}item/coree"]
    text = client.get("/item/coree", headers={"Host": "archive.example"}).text
    assert f"{begins}item/coree" in text
    assert "L’adresse ne change pas." in text


def test_an_address_on_this_machine_is_not_promised_to_others(client, index_url):
    assert "Cette adresse ne vaut que sur cette machine." in client.get("/item/coree").text
    reached = create_app(index_url, ["presse.example"]).test_client()
    assert "L’adresse ne change pas." in reached.get("/item/coree", headers={"Host": "presse.example"}).text


NO_ADDRESSES = (
    *("archive.example", "ftp://a.example", "https://", "https://a.example/?q", "https://a@b.example"),
    *("https://[", "https://a b"),
)


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_a_public_address_that_is_none_is_a_sentence(address):
    result = CliRunner().invoke(main, ["serve", "--public-address", address])
    assert result.exit_code == 2
    assert "is no address such as https://archive.example.org" in result.output
