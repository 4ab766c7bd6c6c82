import html
import re
from datetime import date
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from index import Appearance, Bulletin, Document, open_engine
from index.engines.whoosh.search.document_store import DocumentStore
from tests.webapp.pages import links, reader
from webapp.addresses import bulletin_address
from webapp.app import create_app


def test_a_bulletin_shows_its_items_in_order_each_with_its_anchor(page):
    text = page("/bulletin/midi")
    assert "<h1>Bulletin de 13 h</h1>" in text
    assert '<li value="1"><a href="#b1">Corée du Nord : des drones aperçus</a></li>' in text
    assert text.index('<li id="b1">') < text.index('<li id="b2">')
    assert '<a href="/item/greve">Grève des aiguilleurs</a>' in text
    assert '<a href="/?bulletin=midi">2 brèves</a>' in text
    assert '<link rel="canonical" href="/bulletin/midi">' in text


def test_an_item_of_two_bulletins_stands_in_both(page):
    assert 'href="/item/coree"' in page("/bulletin/midi")
    assert 'href="/item/coree"' in page("/bulletin/soir")


def test_the_day_and_the_source_in_the_margin_are_links(page):
    margin = re.search(r'<p class="margin meta.*?</p>', page("/bulletin/midi"), re.DOTALL)[0]
    assert '<a href="/jour/2024-11-07"><time datetime="2024-11-07">jeudi 7 novembre 2024</time></a>' in margin
    assert '<a href="/source/Agence%20Nordet"><bdi>Agence Nordet</bdi></a>' in margin
    undated = re.search(r'<p class="margin meta.*?</p>', page("/bulletin", id="l’été/../b?#%41"), re.DOTALL)[
        0
    ]
    assert "<span>sans date</span>" in undated
    assert '<a href="/source/%3Cb%3ESource%3C/b%3E%20%26%20Cie"><bdi>&lt;b&gt;Source' in undated


def test_neighbours_are_bulletins_of_the_same_source(page):
    assert 'href="/bulletin/soir" rel="next"' in page("/bulletin/midi")
    assert 'href="/bulletin/midi" rel="prev"' in page("/bulletin/soir")
    assert 'href="/bulletin/midi?q=drone" rel="prev"' in page("/bulletin/soir?q=drone")


def test_nothing_of_a_bulletin_becomes_markup_or_an_unsafe_link(page):
    text = page("/bulletin", id="l’été/../b?#%41")
    assert "&lt;script&gt;alert(&#34;nom&#34;)&lt;/script&gt;</h1>" in text
    assert "&lt;b&gt;Source&lt;/b&gt; &amp; Cie" in text
    assert "<script>" not in text
    assert 'href="javascript' not in text
    assert "sans date" in text


def test_a_bulletin_with_dots_in_its_id_is_linked_by_parameter(client, page):
    item = page("/item/" + quote('é/ü//a b?c#d%20e&"<i>'))
    address = re.search(r'href="(/bulletin[^"]*)#b1"', item).group(1)
    assert address.startswith("/bulletin?id=l%E2%80%99%C3%A9t%C3%A9")
    assert client.get(address).status_code == 200


def test_an_unknown_bulletin_is_a_page_of_our_own(client):
    response = client.get("/bulletin/none")
    assert response.status_code == 404
    assert 'role="search"' in response.text


LONG = Bulletin("long", "Le fil du jour", "Agence Nordet", date(2026, 3, 2))
FEW = "girafe"
"""In items 7, 51, 523 and 1200."""


def _item(place: int) -> Document:
    animal = FEW if place in (7, 51, 523, 1200) else "marmotte"
    body = f"La {animal} du jour se porte bien."
    return Document(
        f"n{place}", f"Nouvelle {place}", body, "Agence Nordet", LONG.date, "", (Appearance(LONG, place),)
    )


@pytest.fixture(scope="module")
def long(tmp_path_factory) -> FlaskClient:
    url = f"whoosh:{tmp_path_factory.mktemp('long')}"
    open_engine(url).rebuild(map(_item, range(1, 1201)))
    return create_app(url).test_client()


def _titles(text: str) -> list[str]:
    return re.findall(r'<h2><a href="/item/n(\d+)', text)


def test_a_long_bulletin_is_read_in_parts_that_lead_to_each_other(long):
    read, address = [], "/bulletin/long"
    while address:
        text = reader(long)(address)
        assert len(text.encode()) < 60_000
        found = _titles(text)
        assert re.findall(r'<li id="b(\d+)"', text) == re.findall(r'<li value="(\d+)"', text) == found
        first, last = (f"{int(place):,}".replace(",", " ") for place in (found[0], found[-1]))
        assert f'aria-current="page">{first} à {last}</a>' in text
        assert "1 200 brèves" in text
        read += found
        following = re.search(f'<a href="([^"]*)">{int(found[-1]) + 1:_} à '.replace("_", " "), text)
        address = following[1] if following else ""
    assert read == [str(place) for place in range(1, 1201)]


@pytest.mark.parametrize("place", [1, 50, 51, 523, 1200])
def test_the_address_of_a_place_shows_its_part(app, long, place):
    with app.test_request_context():
        address, _, anchor = bulletin_address("long", place).partition("#")
    text = long.get(address).text
    assert f'<li id="{anchor}">' in text
    assert text.count(f'id="{anchor}"') == 1


def test_an_old_address_of_a_place_leads_to_the_link_to_its_part(long):
    for address in ("/bulletin/long", "/bulletin/long?q=girafe"):
        text = long.get(address).text
        for place in range(1, 1201):
            assert text.count(f'id="b{place}"') == 1
        (part,) = re.findall(r'<a href="([^"]*)">(?:<span id="b\d+"></span>)*<span id="b523"></span>', text)
        assert '<li id="b523">' in long.get(html.unescape(part)).text


def test_only_the_items_of_the_part_shown_are_read(long, monkeypatch):
    read: list[int] = []
    stored = DocumentStore.stored
    monkeypatch.setattr(
        DocumentStore, "stored", lambda store, numbers: read.extend(numbers) or stored(store, numbers)
    )
    assert long.get("/bulletin/long?place=600").status_code == 200
    assert len(read) == 50
    read.clear()
    assert long.get("/bulletin/long?place=600&q=girafe").status_code == 200
    assert len(read) == 50 + 4


def test_the_contents_say_what_matches_and_each_match_leads_to_the_next(long):
    read = reader(long)
    text = read("/bulletin/long?q=girafe")
    assert "Vos mots sont dans <a href=" in text
    assert ">4 brèves</a> sur 1 200 : " in text
    assert links(text, "523") == ["/bulletin/long?place=523&q=girafe#b523"]
    visited, address = [], "/bulletin/long?q=girafe#b7"
    while address:
        page, _, anchor = address.partition("#")
        text = read(page)
        visited.append(anchor)
        entry = text.partition(f'<li id="{anchor}">')[2].partition("</li>")[0]
        assert "<mark>girafe</mark>" in entry
        (address,) = links(entry, "mots marqués après ↓") or [""]
        address = f"{page}{address}" if address.startswith("#") else address
    assert visited == ["b7", "b51", "b523", "b1200"]
    assert "mots marqués" not in read("/bulletin/long")


def test_more_matches_than_are_listed_are_counted_and_linked(long):
    text = reader(long)("/bulletin/long?q=marmotte&tri=recent")
    assert ">1 196 brèves</a> sur 1 200 ; d’abord : " in text
    assert len(set(re.findall(r'#b\d+">[\d ]+</a>[,.e ]', text))) >= 100
    assert "Vos mots ne sont dans aucune de ses brèves." in reader(long)("/bulletin/long?q=zèbre")


@pytest.mark.parametrize("place", ["0", "-1", "x", "", "1201", "999999999999999999999", "1%00"])
def test_a_place_that_a_bulletin_has_not_is_a_page_that_says_so(long, place):
    answer = long.get(f"/bulletin/long?place={place}")
    assert answer.status_code == 404
    assert "Ce bulletin n’a pas cette place" in answer.text
    assert 'href="/bulletin/long"' in answer.text


def test_a_short_bulletin_has_no_parts(page):
    text = page("/bulletin/midi")
    assert "Parties du bulletin" not in text
    assert "aria-current" not in text
    assert 'href="#contents"' in text
