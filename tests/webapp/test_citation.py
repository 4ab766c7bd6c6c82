"""An item as reference managers read it."""

import html
import json
import re
from urllib.parse import quote

import pytest

from index import Document, open_engine
from webapp.app import create_app

ODD = 'é/ü//a b?c#d%20e&"<i>'


def linked_data(text):
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    return json.loads(found)


def metadata(text):
    found = re.findall(r'<meta name="(citation_\w+)" content="([^"]*)">', text)
    return {name: html.unescape(value) for name, value in found}


def taken(client, text, label):
    (address,) = re.findall(rf'<a href="(/citation[^"]*)">{label}</a>', text)
    response = client.get(html.unescape(address))
    assert response.status_code == 200
    return response


def test_a_reference_manager_reads_the_page(client):
    text = client.get("/item/coree").text
    assert metadata(text) == {
        "citation_title": "Corée du Nord : des drones aperçus",
        "citation_publication_date": "2024/11/07",
        "citation_journal_title": "Agence Nordet",
        "citation_language": "fr",
        "citation_public_url": "http://localhost/item/coree",
    }
    found = linked_data(text)
    assert found["@type"] == "NewsArticle"
    assert found["headline"] == "Corée du Nord : des drones aperçus"
    assert found["datePublished"] == "2024-11-07"
    assert found["publisher"]["name"] == "Agence Nordet"
    assert found["isPartOf"]["name"] == "Bulletin de 13 h"


def test_an_item_is_taken_away_as_ris_and_bibtex(client):
    text = client.get("/item/coree").text
    ris, bib = (taken(client, text, label) for label in ("RIS", "BibTeX"))
    assert ris.content_type == "application/x-research-info-systems; charset=utf-8"
    assert ris.text.startswith("TY  - NEWS\r\nTI  - Corée du Nord : des drones aperçus\r\n")
    assert "UR  - http://localhost/item/coree\r\n" in ris.text
    assert "AB  - Quatre drones près d’un quai." in ris.text
    assert bib.text.startswith("@misc{b:coree,")
    assert "attachment" in bib.headers["Content-Disposition"]


@pytest.mark.parametrize("identifier", [ODD, "..", "a/../b", "titre-seul", "premier"])
def test_any_item_can_be_cited(client, identifier):
    response = client.get("/item", query_string={"id": identifier})
    assert linked_data(response.text)["identifier"] == identifier
    for label in ("RIS", "BibTeX"):
        assert taken(client, response.text, label).text.strip()


def test_no_text_of_an_item_ends_the_data_within_its_page(tmp_path):
    url = f"whoosh:{tmp_path}"
    hostile = "</script><script>alert(1)</script><!-- ]]> \u2028 & \" ' \x00 fin"
    open_engine(url).rebuild([Document(hostile, hostile, "Corps", hostile)])
    text = create_app(url).test_client().get(f"/item/{quote(hostile)}").text
    assert "<script>" not in text
    assert text.count("<script") == 2  # the data, and the script of every page
    assert linked_data(text)["publisher"]["name"] == hostile
    assert "<!--" not in text


def test_an_unknown_item_cannot_be_cited(client):
    assert client.get("/citation.ris?id=none").status_code == 404
    assert client.get("/citation.ris").status_code == 404
