from urllib.parse import quote

import pytest


def test_an_item_shows_all_of_its_text_and_where_it_appeared(page):
    text = page("/item/coree")
    assert "<h1>Corée du Nord : des drones aperçus</h1>" in text
    assert text.count('<p class="text"') == 3
    assert '<a href="/jour/2024-11-07"><time datetime="2024-11-07">jeudi 7 novembre 2024</time></a>' in text
    assert text.count('<a href="/source/Agence%20Nordet"><bdi>Agence Nordet</bdi></a>') == 2
    assert '<a href="/jour/2024-11-08"><time datetime="2024-11-08">' in text
    assert '<a href="/bulletin/midi#b1"><bdi>Bulletin de 13 h</bdi></a>' in text
    assert "brève 1 sur 2" in text
    assert '<a href="/bulletin/soir#b2"><bdi>Bulletin du 8 novembre 2024</bdi></a>' in text
    assert '<link rel="canonical" href="/item/coree">' in text
    assert "<mark>" not in text


def test_words_searched_are_marked_with_jumps_and_a_way_back(page):
    text = page("/item/coree", q="drones otan")
    assert "des <mark>drones</mark> aperçus</h1>" in text
    assert "L’<mark>OTAN</mark>" in text
    assert "Passage 1 sur 2" in text
    assert 'href="#p2"' in text
    assert 'id="p2"' in text
    assert '<a href="/?q=drones+otan">Retour à la recherche, qui trouve 1 brève</a>' in text
    assert '<a href="/item/coree">Lire sans les mots marqués</a>' in text


def test_the_way_back_leads_to_the_page_one_came_from(page):
    assert '<a href="/?q=baleine&amp;page=2">Retour aux 123 brèves</a>' in page(
        "/item/n112", q="baleine", page="2"
    )
    assert '<a href="/?q=baleine">Retour aux 123 brèves</a>' in page("/item/n112", q="baleine", page="x")


def test_neighbours_are_those_of_the_first_bulletin(page):
    text = page("/item/coree")
    assert 'href="/item/greve" rel="next"' in text
    assert 'rel="prev"' not in text
    assert 'href="/item/coree" rel="prev"' in page("/item/greve")


def test_a_citation_holds_what_is_known(page):
    text = page("/item/coree")
    assert (
        "</bdi> », <bdi>Agence Nordet</bdi>, <i>Bulletin de 13 h</i>, jeudi 7 novembre 2024, brève 1. "
        in text
    )
    assert "http://localhost/item/coree</p>" in text
    assert "</bdi> », sans date. http://localhost/item?id=..</p>" in page("/item", id="..")


def test_only_web_addresses_become_links(page):
    assert 'href="https://nordet.example/coree?a=1&amp;b=2" rel="external' in page("/item/coree")
    text = page("/item/" + quote('é/ü//a b?c#d%20e&"<i>'))
    assert "javascript:alert(1)" in text
    assert 'href="javascript' not in text


def test_nothing_of_an_item_becomes_markup(page):
    text = page("/item/" + quote('é/ü//a b?c#d%20e&"<i>'), q="girafe lion")
    assert "&lt;b&gt;<mark>lion</mark>&lt;/b&gt;\nseconde ligne" in text
    for tag in ("<script", "<img", "<b>"):
        assert tag not in text


@pytest.mark.parametrize("document_id", ["..", "a/../b", 'é/ü//a b?c#d%20e&"<i>'])
def test_any_id_has_an_address_that_leads_to_it(app, client, document_id):
    with app.test_request_context():
        from webapp.addresses import item_address  # noqa: PLC0415

        address = item_address(document_id)
    assert ".." not in address.partition("?")[0]
    assert client.get(address).status_code == 200
    assert f'<link rel="canonical" href="{address}">' in client.get(address).text


def test_a_title_alone_is_said_to_be_all(page):
    assert "Cette brève n’a qu’un titre." in page("/item/titre-seul")


@pytest.mark.parametrize(
    "address", ["/item/none", "/item/", "/item", "/item//", "/item/%00", "/item/%FF", "/item/a%0Ab"]
)
def test_an_unknown_item_is_a_page_of_our_own(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert 'role="search"' in response.text
